from odoo import api, fields, models
from odoo.exceptions import UserError


class EinvoiceFinding(models.Model):
    _inherit = "einvoice.finding"

    solve_label = fields.Char(string="Solution", compute="_compute_solve_label")

    @api.depends("rule", "state", "move_id.state")
    @api.depends_context("lang", "uid")
    def _compute_solve_label(self):
        solutions = self._solutions()
        for finding in self:
            label, _method = solutions.get(finding.rule, (False, None))
            finding.solve_label = label if label and finding._may_solve() else False

    @api.model
    def _solutions(self) -> dict[str, tuple[str, str]]:
        """Return what a person can do about the findings of a rule.

        Addons extend it::

            return super()._solutions() | {
                "iban_changed": (self.env._("Confirm the account…"), "_solve_account"),
            }

        Returns:
            Code of the rule to the label of the button, in the user's language, and
            the name of a method of this model. The method gets one finding with the
            rights of the user, checks them itself, and returns an action, or nothing
            when all is done. Its name begins with ``_``: only :meth:`action_solve`
            leads to it.
        """
        return {}

    def _may_solve(self):
        """Tell whether the solution helps this finding and is for this user.

        Addons extend it: ``super()._may_solve() and …``. It decides what is shown; the
        method of the solution checks the right.
        """
        self.ensure_one()
        return self.state != "lifted" and self.sudo().move_id.state != "cancel"

    def action_solve(self):
        """Do what solves the finding."""
        self.ensure_one()
        self.check_access("read")
        label, method = self._solutions().get(self.rule, (None, None))
        if not label or not self._may_solve():
            raise UserError(
                self.env._(
                    "“%(finding)s” has no such solution now.", finding=self.title
                )
            )
        return getattr(self, method)() or True
