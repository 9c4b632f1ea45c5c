from odoo import fields, models
from odoo.exceptions import UserError


class EinvoiceLearnedFile(models.AbstractModel):
    """What was learned of suppliers, as a file of one company."""

    _name = "einvoice.learned.file"
    _description = "Learned of suppliers as a file"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    name = fields.Char(string="File name", readonly=True)
    content = fields.Binary(string="File", attachment=False)
    result = fields.Text(readonly=True)

    def _check_may_import(self):
        self.env["einvoice.learned"]._check_manager()
        if self.company_id not in self.env.companies:
            raise UserError(self.env._("Choose one of your companies."))

    def _opened(self, title):
        """Open the file again, with what became of it."""
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }
