from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..domain.events import EventKind
from ..domain.touchless import PolicyMode, decide


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

    def _einvoice_set_policy(self, vals):
        """Let a manager decide on the policy, and let it act on the drafts that wait.

        He needs no right on companies: these columns are all that is written.
        """
        self.ensure_one()
        if vals.keys() - set(self._einvoice_policy_fields()):
            raise ValueError("not a part of the policy")
        if self not in self.env.user.company_ids:
            raise AccessError(self.env._("This company is not one of yours."))
        self.sudo().write(vals)
        policy = self._einvoice_policy()
        if policy.mode is PolicyMode.ON:
            self._einvoice_drafts_passing(policy)._einvoice_wake_touchless()

    def _einvoice_drafts_passing(self, policy):
        """Return the drafts that a policy would post now, as system."""
        self.ensure_one()
        moves = self.env["account.move"].sudo().with_company(self)
        drafts = moves.search(
            [
                ("company_id", "=", self.id),
                ("state", "=", "draft"),
                ("move_type", "in", ("in_invoice", "in_refund")),
                ("einvoice_is_exempt", "=", False),
            ]
        )
        facts = drafts._einvoice_touchless_facts()
        return drafts.filtered(lambda move: decide(policy, facts[move]).passes)

    def _einvoice_waiting_words(self, policy):
        """Say how many drafts a policy would post at once; nothing if it posts none."""
        if policy.mode is not PolicyMode.ON:
            return False
        count = len(self._einvoice_drafts_passing(policy))
        if not count:
            return self.env._("No waiting draft meets these conditions.")
        if count == 1:
            return self.env._("1 waiting draft will be posted.")
        return self.env._("%(count)s waiting drafts will be posted.", count=count)

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
