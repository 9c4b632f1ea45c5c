from odoo import api, fields, models
from odoo.exceptions import AccessError


class EinvoiceEventCheck(models.TransientModel):
    _name = "einvoice.event.check"
    _description = "Check of the journal"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    sealed = fields.Integer(string="Lines chained just now", readonly=True)
    checked = fields.Integer(string="Sound lines", readonly=True)
    broken = fields.Integer(string="First broken line", readonly=True)
    unchained = fields.Integer(string="Lines not yet chained", readonly=True)
    head = fields.Char(string="Last SHA-256", readonly=True)

    @api.model
    def action_check(self):
        """Chain what waits, check the chain of the company and show the result."""
        user = self.env.user
        if not (
            user.has_group("einvoice_base.group_manager")
            or user.has_group("einvoice_base.group_auditor")
        ):
            raise AccessError(self.env._("A manager or an auditor checks the journal."))
        # The journal belongs to nobody: sealing and reading it whole are the system's.
        journal, company = self.env["einvoice.event"].sudo(), self.env.company
        sealed = journal._seal(company)
        verdict = journal._verify(company)
        check = self.create(
            {
                "company_id": company.id,
                "sealed": sealed,
                "checked": verdict.checked,
                "broken": verdict.broken or 0,
                "unchained": verdict.unchained,
                "head": verdict.head,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Check of the journal"),
            "res_model": self._name,
            "res_id": check.id,
            "view_mode": "form",
            "target": "new",
        }
