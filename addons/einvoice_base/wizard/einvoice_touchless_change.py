from odoo import api, fields, models
from odoo.exceptions import AccessError


class EinvoiceTouchlessChange(models.TransientModel):
    """The policy of a company, for a manager who is no administrator of Odoo."""

    _name = "einvoice.touchless.change"
    _description = "Change of the policy of posting without a person"
    _inherit = "einvoice.touchless.policy"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    einvoice_touchless_listed_ids = fields.Many2many(
        "res.partner",
        relation="einvoice_touchless_change_listed_partner",
        string="Listed suppliers",
    )
    einvoice_touchless_excluded_ids = fields.Many2many(
        "res.partner",
        relation="einvoice_touchless_change_excluded_partner",
        string="Suppliers left to a person",
    )
    policy_in_force = fields.Text(string="In force", compute="_compute_in_force")
    waiting_words = fields.Char(compute="_compute_waiting_words")

    @api.depends("company_id")
    @api.depends_context("lang")
    def _compute_in_force(self):
        for change in self:
            change.policy_in_force = change.company_id._einvoice_policy_words()

    @api.depends(lambda self: ("company_id", *self._einvoice_policy_fields()))
    @api.depends_context("lang")
    def _compute_waiting_words(self):
        for change in self:
            policy = change._einvoice_policy()
            change.waiting_words = change.company_id._einvoice_waiting_words(policy)

    @api.model
    def default_get(self, fields_list):
        """Start from the policy in force."""
        values = super().default_get(fields_list)
        in_force = self.env.company.sudo()._einvoice_policy_vals()
        return {**values, **{k: v for k, v in in_force.items() if k in fields_list}}

    def action_apply(self):
        """Let this policy count from now on."""
        self.ensure_one()
        self._check_manager()
        self.company_id._einvoice_set_policy(self._einvoice_policy_vals())
        return {"type": "ir.actions.act_window_close"}

    def action_try(self):
        """Try this policy on the bills of the last twelve months first."""
        self.ensure_one()
        self._check_manager()
        vals = self._einvoice_policy_vals()
        if self.einvoice_touchless_mode == "off":
            vals["einvoice_touchless_mode"] = "on"
        rehearsal = self.env["einvoice.rehearsal"].create(
            {"company_id": self.company_id.id, "tries_policy": True, **vals}
        )
        return rehearsal._open_form()

    def _check_manager(self):
        if not self.env.user.has_group("einvoice_base.group_manager"):
            raise AccessError(
                self.env._(
                    "Only a manager of supplier invoices decides which bills are "
                    "posted without a person."
                )
            )
