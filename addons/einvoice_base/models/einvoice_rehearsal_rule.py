from odoo import api, fields, models
from odoo.exceptions import UserError

from ._translation import number_words
from .einvoice_rule import SETTINGS, SEVERITIES

INPUTS = frozenset({"rehearsal_id", "rule_id", *SETTINGS})


class EinvoiceRehearsalRule(models.Model):
    _name = "einvoice.rehearsal.rule"
    _description = "Rule in a rehearsal"
    _order = "rehearsal_id, is_tried desc, stops_after desc, reviews_after desc, id"
    _rec_name = "rule_id"

    rehearsal_id = fields.Many2one(
        "einvoice.rehearsal", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="rehearsal_id.company_id")
    state = fields.Selection(related="rehearsal_id.state")
    rule_id = fields.Many2one(
        "einvoice.rule",
        required=True,
        ondelete="cascade",
        domain="[('company_id', '=', company_id), ('is_fixed', '=', False)]",
    )
    is_tried = fields.Boolean(string="Chosen", readonly=True, default=True, copy=False)
    # Computed from the rule and written over: what is tried starts as what is in force.
    mode = fields.Selection(
        [("on", "On"), ("observe", "Observe only"), ("off", "Off")],
        compute="_compute_settings",
        store=True,
        readonly=False,
        precompute=True,
    )
    severity = fields.Selection(
        SEVERITIES,
        compute="_compute_settings",
        store=True,
        readonly=False,
        precompute=True,
    )
    limit_amount = fields.Float(
        string="Tolerated amount",
        digits=(16, 3),
        compute="_compute_settings",
        store=True,
        readonly=False,
        precompute=True,
    )
    limit_percent = fields.Float(
        string="Tolerated percent",
        digits=(16, 3),
        compute="_compute_settings",
        store=True,
        readonly=False,
        precompute=True,
    )
    limit_days = fields.Integer(
        string="Days",
        compute="_compute_settings",
        store=True,
        readonly=False,
        precompute=True,
    )
    has_amount = fields.Boolean(related="rule_id.has_amount")
    has_percent = fields.Boolean(related="rule_id.has_percent")
    has_days = fields.Boolean(related="rule_id.has_days")
    in_force = fields.Char(string="In force", compute="_compute_in_force")
    tried = fields.Char(compute="_compute_tried")
    stops_before = fields.Integer(string="Stopped now", readonly=True, copy=False)
    stops_after = fields.Integer(string="Would be stopped", readonly=True, copy=False)
    reviews_before = fields.Integer(string="To review now", readonly=True, copy=False)
    reviews_after = fields.Integer(
        string="Would be to review", readonly=True, copy=False
    )
    informs_before = fields.Integer(string="Information now", readonly=True, copy=False)
    informs_after = fields.Integer(string="Would inform", readonly=True, copy=False)

    stops = fields.Char(string="Stopped", compute="_compute_sides")
    reviews = fields.Char(string="To review", compute="_compute_sides")
    informs = fields.Char(string="Information", compute="_compute_sides")

    _rule_once = models.UniqueIndex(
        "(rehearsal_id, rule_id)", "A rule is tried once in a rehearsal."
    )
    _limits_positive = models.Constraint(
        "CHECK (limit_amount >= 0 AND limit_percent >= 0 AND limit_days >= 0)",
        "A limit is zero or more.",
    )

    @api.depends("rule_id")
    def _compute_settings(self):
        for row in self:
            for name in SETTINGS:
                row[name] = row.rule_id[name]

    @api.depends("rule_id")
    @api.depends_context("lang")
    def _compute_in_force(self):
        for row in self:
            row.in_force = row.rule_id and row._words(row.rule_id)

    @api.depends("rule_id", *SETTINGS)
    @api.depends_context("lang")
    def _compute_tried(self):
        for row in self:
            row.tried = row.rule_id and row._words(row)

    @api.depends(
        "stops_before",
        "stops_after",
        "reviews_before",
        "reviews_after",
        "informs_before",
        "informs_after",
    )
    def _compute_sides(self):
        for row in self:
            for name in ("stops", "reviews", "informs"):
                before, after = row[f"{name}_before"], row[f"{name}_after"]
                row[name] = f"{before} → {after}" if before or after else "–"

    def _words(self, settings):
        """Say settings, of the rule or of this row, in the user's language."""
        labels = {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in ("mode", "severity")
        }
        parts = [labels[name].get(settings[name], "–") for name in labels]
        rule = self.rule_id
        if rule.has_amount:
            amount = number_words(self.env, settings.limit_amount)
            parts.append(self.env._("tolerated amount %(amount)s", amount=amount))
        if rule.has_percent:
            percent = number_words(self.env, settings.limit_percent)
            parts.append(self.env._("tolerated %(percent)s %%", percent=percent))
        if rule.has_days:
            days = settings.limit_days
            parts.append(
                self.env._("%(days)s day", days=days)
                if days == 1
                else self.env._("%(days)s days", days=days)
            )
        return " · ".join(parts)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(vals.keys() - INPUTS for vals in vals_list):
            raise UserError(self.env._("Results are computed, not written."))
        rows = super().create(vals_list)
        rows._check_input()
        return rows

    def write(self, vals):
        if not self.env.su and vals.keys() - INPUTS:
            raise UserError(self.env._("Results are computed, not written."))
        self._check_input()
        res = super().write(vals)
        self._check_input()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_inputs(self):
        self._check_input()

    def _check_input(self):
        """Let people change what is tried, before it is tried."""
        if self.env.su:
            return
        if any(row.rehearsal_id.state != "draft" for row in self):
            raise UserError(
                self.env._("What was tried stays as it is: start a new rehearsal.")
            )
        for row in self:
            rule = row.rule_id
            if rule.is_fixed or rule.company_id != row.rehearsal_id.company_id:
                raise UserError(
                    self.env._(
                        "“%(rule)s” cannot be set otherwise here.", rule=rule.title
                    )
                )

    def _tried_settings(self):
        """Return the settings of these rows by the code of their rule."""
        return {
            row.rule_id.code: self.env["einvoice.rule"]
            .new({"code": row.rule_id.code, **{name: row[name] for name in SETTINGS}})
            ._setting()
            for row in self
        }
