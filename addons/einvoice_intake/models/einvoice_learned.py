from odoo import api, fields, models
from odoo.exceptions import AccessError

MANAGER = "einvoice_base.group_manager"


class EinvoiceLearned(models.AbstractModel):
    """What a company learned of one of its suppliers, for his next bills."""

    _name = "einvoice.learned"
    _description = "Learned of a supplier"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Supplier",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )

    @api.model
    def _check_manager(self):
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Only a manager changes what was learned of suppliers.")
            )
