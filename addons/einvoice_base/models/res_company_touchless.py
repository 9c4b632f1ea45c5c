from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..domain.events import EventKind


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company", "einvoice.touchless.policy"]

    einvoice_touchless_listed_ids = fields.Many2many(
        "res.partner",
        relation="einvoice_company_listed_partner",
        string="Listed suppliers",
    )
    einvoice_touchless_excluded_ids = fields.Many2many(
        "res.partner",
        relation="einvoice_company_excluded_partner",
        string="Suppliers left to a person",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        usual = self.new(
            self.default_get(list(self._einvoice_policy_fields()))
        )._einvoice_policy()
        for company in companies:
            company._einvoice_note_policy(usual)
        return companies

    def write(self, vals):
        if not vals.keys() & set(self._einvoice_policy_fields()):
            return super().write(vals)
        before = {company: company._einvoice_policy() for company in self}
        res = super().write(vals)
        for company, policy in before.items():
            company._einvoice_note_policy(policy)
        return res

    def _einvoice_note_policy(self, before):
        """Let a manager only change the policy, and keep in the journal what he did."""
        after = self._einvoice_policy()
        if after == before:
            return
        if not self.env.user.has_group("einvoice_base.group_manager"):
            raise AccessError(
                self.env._(
                    "Only a manager of supplier invoices decides which bills are "
                    "posted without a person."
                )
            )
        self.env["einvoice.event"]._emit(
            EventKind.RULE_CHANGED.value,
            {
                "rule": "touchless",
                "before": self._einvoice_policy_words(before),
                "after": self._einvoice_policy_words(after),
            },
            company=self,
        )
