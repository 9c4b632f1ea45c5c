from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from .einvoice_rule import SETTINGS

# What a person says; the rest is found out.
INPUTS = frozenset({"company_id", "date_from", "date_to", "tries_policy", "tried_ids"})


class EinvoiceRehearsal(models.Model):
    """Other settings of rules, or another policy, tried on the bills of the past."""

    _name = "einvoice.rehearsal"
    _description = "Rehearsal of supplier invoice settings"
    _inherit = "einvoice.touchless.policy"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [
            ("draft", "To start"),
            ("running", "Running"),
            ("done", "Finished"),
            ("stopped", "Ended early"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    date_from = fields.Date(
        string="Bills from", required=True, default=lambda self: self._a_year_ago()
    )
    date_to = fields.Date(string="to", required=True, default=fields.Date.context_today)
    tried_ids = fields.One2many(
        "einvoice.rehearsal.rule",
        "rehearsal_id",
        string="Rules tried",
        domain=[("is_tried", "=", True)],
        copy=True,
    )
    result_ids = fields.One2many(
        "einvoice.rehearsal.rule",
        "rehearsal_id",
        string="Rules",
        readonly=True,
        copy=False,
    )
    line_ids = fields.One2many(
        "einvoice.rehearsal.line",
        "rehearsal_id",
        string="Bills",
        readonly=True,
        copy=False,
    )
    tries_policy = fields.Boolean(
        string="Posting without a person",
        copy=True,
        help="Try which bills would be posted without a person.",
    )
    einvoice_touchless_listed_ids = fields.Many2many(
        "res.partner",
        relation="einvoice_rehearsal_listed_partner",
        string="Listed suppliers",
    )
    einvoice_touchless_excluded_ids = fields.Many2many(
        "res.partner",
        relation="einvoice_rehearsal_excluded_partner",
        string="Suppliers left to a person",
    )
    policy_in_force = fields.Text(compute="_compute_policy_in_force")
    waiting_words = fields.Char(compute="_compute_waiting_words")
    applied_at = fields.Datetime(string="Applied on", readonly=True, copy=False)
    applied_by_id = fields.Many2one(
        "res.users", string="Applied by", readonly=True, copy=False
    )
    applied_as = fields.Selection(
        [("on", "As tried"), ("observe", "Observe only")], readonly=True, copy=False
    )
    # What is compared, as it stood when the rehearsal began.
    compared = fields.Json(readonly=True, copy=False)
    total_count = fields.Integer(
        string="Bills of the period", readonly=True, copy=False
    )
    judged_count = fields.Integer(string="Bills judged", readonly=True, copy=False)
    failed_count = fields.Integer(
        string="Bills that could not be judged", readonly=True, copy=False
    )
    cursor_date = fields.Date(readonly=True, copy=False)
    cursor_key = fields.Integer(readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress")
    scope = fields.Char(compute="_compute_progress")

    @api.model
    def _a_year_ago(self):
        return fields.Date.context_today(self) - relativedelta(years=1)

    @api.depends("create_date")
    @api.depends_context("lang", "tz")
    def _compute_name(self):
        for each in self:
            begun = each.create_date or fields.Datetime.now()
            day = fields.Datetime.context_timestamp(each, begun).date()
            each.name = self.env._(
                "Rehearsal of %(day)s", day=format_date(self.env, day)
            )

    @api.depends("company_id")
    @api.depends_context("lang")
    def _compute_policy_in_force(self):
        for each in self:
            each.policy_in_force = each.company_id._einvoice_policy_words()

    @api.depends("state", "applied_at", "tries_policy")
    @api.depends_context("lang")
    def _compute_waiting_words(self):
        for each in self:
            asks = each.tries_policy and not each.applied_at
            if asks and each.state in ("done", "stopped"):
                policy = each._einvoice_policy()
                each.waiting_words = each.company_id._einvoice_waiting_words(policy)
            else:
                each.waiting_words = False

    @api.depends("judged_count", "failed_count", "total_count", "state")
    @api.depends_context("lang")
    def _compute_progress(self):
        for each in self:
            seen = each.judged_count + each.failed_count
            each.progress = 100 * seen / each.total_count if each.total_count else 100
            values = {"count": seen, "total": each.total_count}
            if each.total_count == 1:
                each.scope = self.env._("%(count)s of %(total)s bill", **values)
            else:
                each.scope = self.env._("%(count)s of %(total)s bills", **values)

    @api.model
    def default_get(self, fields_list):
        """Start from the policy in force, and from the rules that were chosen."""
        values = super().default_get(fields_list)
        company = self.env["res.company"].browse(values.get("company_id"))
        company = company or self.env.company
        for name, value in company.sudo()._einvoice_policy_vals().items():
            if name in fields_list and f"default_{name}" not in self.env.context:
                values[name] = value
        if values.get("einvoice_touchless_mode") == "off":
            # What is off in force and off when tried would tell nothing.
            values["einvoice_touchless_mode"] = "on"
        if "tried_ids" in fields_list and (rules := self._chosen_rules()):
            values["tried_ids"] = [
                fields.Command.create(
                    {"rule_id": rule.id, **{name: rule[name] for name in SETTINGS}}
                )
                for rule in rules
            ]
        return values

    @api.model
    def _chosen_rules(self):
        """Return the rules from which the rehearsal was asked for."""
        keys = self.env.context.get("default_rule_ids") or []
        if not keys and self.env.context.get("active_model") == "einvoice.rule":
            keys = self.env.context.get("active_ids") or []
        rules = self.env["einvoice.rule"].browse(keys).exists()
        return rules.filtered(
            lambda rule: not rule.is_fixed and rule.company_id == self.env.company
        )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_inputs(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_inputs(vals)
        if not self.env.su and any(each.state != "draft" for each in self):
            raise UserError(
                self.env._("What was tried stays as it is: start a new rehearsal.")
            )
        return super().write(vals)

    def _check_inputs(self, vals):
        allowed = INPUTS | set(self._einvoice_policy_fields())
        if not self.env.su and vals.keys() - allowed:
            raise UserError(self.env._("Results are computed, not written."))

    def _check_manager(self):
        self.check_access("read")
        if not self.env.user.has_group("einvoice_base.group_manager"):
            raise AccessError(
                self.env._(
                    "Only a manager of supplier invoices tries and applies settings."
                )
            )

    def action_apply(self):
        """Let what was tried count from now on."""
        return self._apply("on")

    def action_observe(self):
        """Let what was tried say what it would do, and stop or post nothing."""
        return self._apply("observe")

    def _apply(self, kind):
        self.ensure_one()
        self._check_manager()
        if self.state not in ("done", "stopped") or self.applied_at:
            raise UserError(
                self.env._("Settings are applied once, after they were tried.")
            )
        for row in self.tried_ids:
            row.rule_id.write(self._rule_vals(row, kind))
        if self.tries_policy:
            self.company_id._einvoice_set_policy(self._policy_vals(kind))
        self.sudo().write(
            {
                "applied_at": fields.Datetime.now(),
                "applied_by_id": self.env.uid,
                "applied_as": kind,
            }
        )
        return True

    def _rule_vals(self, row, kind):
        vals = {name: row[name] for name in SETTINGS if row[name] != row.rule_id[name]}
        if kind == "observe" and row.mode == "on":
            vals["mode"] = "observe"
        return vals

    def _policy_vals(self, kind):
        vals = self._einvoice_policy_vals()
        if kind == "observe" and self.einvoice_touchless_mode == "on":
            vals["einvoice_touchless_mode"] = "observe"
        return vals

    def action_again(self):
        """Start a new rehearsal from what this one tried."""
        self.ensure_one()
        self._check_manager()
        return self.copy()._open_form()

    def _open_form(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
        }
