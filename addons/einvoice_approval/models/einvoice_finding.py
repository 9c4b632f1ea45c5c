from odoo import api, models
from odoo.exceptions import UserError

from ..domain.segregation import Act, Acts, Duty


class EinvoiceFinding(models.Model):
    """Who typed a bill does not let it pass where a finding blocks it."""

    _inherit = "einvoice.finding"

    @api.depends("move_id.einvoice_author_ids")
    def _compute_can_lift(self):
        res = super()._compute_can_lift()
        for finding in self.filtered("can_lift"):
            finding.can_lift = not finding._is_of_own_bill()
        return res

    def _is_of_own_bill(self):
        """Tell whether it blocks a bill that the user typed, of which others decide."""
        self.ensure_one()
        finding = self.sudo()
        if finding.severity != "block" or not finding.move_id:
            return False
        circuit = finding.company_id._einvoice_circuit()
        if not circuit or circuit.has_single_approver:
            return False
        typists = finding.move_id.einvoice_author_ids.ids
        acts = Acts(dict.fromkeys(typists, frozenset([Act.TYPED])))
        return bool(acts.bar(self.env.uid, Duty.LIFT_BLOCK))

    def action_lift(self, reason=None):
        if not self.env.su:
            for finding in self:
                if finding._is_of_own_bill():
                    raise UserError(
                        self.env._(
                            "You typed the bill: “%(finding)s” is lifted by another "
                            "manager of supplier invoices.",
                            finding=finding.title,
                        )
                    )
        return super().action_lift(reason)
