from decimal import Decimal

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError

from ..domain.events import EventKind
from ..domain.findings import (
    CheckContext,
    Limits,
    Rule,
    Severity,
)
from ..domain.rule_settings import (
    RULE_FAILED,
    Mode,
    RuleSetting,
    applied,
    limits_of,
    run,
)
from ..domain.totals import TOTALS_GATE
from ._translation import in_language, translated

SEVERITIES = [("block", "Blocking"), ("review", "To review"), ("inform", "Information")]
TOPICS = [
    ("order", "Orders"),
    ("amounts", "Amounts"),
    ("duplicate", "Duplicates"),
    ("payment", "Payment"),
    ("supplier", "Supplier"),
    ("tax", "VAT"),
    ("booking", "Booking"),
    ("mentions", "Mandatory mentions"),
    ("buyer", "Buyer"),
    ("standard", "Official checks"),
    ("reading", "Reading"),
]
# What a manager may change; the rest follows the code.
LIMITS = {
    "limit_amount": "has_amount",
    "limit_percent": "has_percent",
    "limit_days": "has_days",
}
SETTINGS = ("mode", "severity", *LIMITS)


class EinvoiceRule(models.Model):
    _name = "einvoice.rule"
    _description = "Supplier invoice rule"
    _order = "company_id, topic_rank, code"
    _rec_name = "title"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    code = fields.Char(required=True, readonly=True)
    addon = fields.Char(readonly=True)
    topic = fields.Selection(TOPICS, readonly=True, group_expand="_expand_topics")
    topic_rank = fields.Integer(readonly=True, aggregator=None)
    title = fields.Char(compute="_compute_texts", search="_search_title")
    source = fields.Char(string="Written in", compute="_compute_texts")
    terms = fields.Char(string="Business terms", compute="_compute_texts")
    reason_code = fields.Char(string="Status reason", compute="_compute_texts")
    is_fixed = fields.Boolean(string="Always on", readonly=True)
    default_severity = fields.Selection(SEVERITIES, readonly=True)
    severity = fields.Selection(SEVERITIES, required=True)
    mode = fields.Selection(
        [("on", "On"), ("observe", "Observe only"), ("off", "Off")],
        required=True,
        default="on",
    )
    has_amount = fields.Boolean(readonly=True)
    has_percent = fields.Boolean(readonly=True)
    has_days = fields.Boolean(readonly=True)
    limit_amount = fields.Float(
        string="Tolerated amount", digits=(16, 3), aggregator=None
    )
    limit_percent = fields.Float(
        string="Tolerated percent", digits=(16, 3), aggregator=None
    )
    limit_days = fields.Integer(string="Days", aggregator=None)
    # The settings that the code proposed when the row last followed it: what differs
    # from them is the company's own.
    defaults = fields.Json(readonly=True)
    is_changed = fields.Boolean(
        string="Changed", compute="_compute_is_changed", store=True
    )

    _code_unique = models.UniqueIndex(
        "(company_id, code)", "A company has each rule once."
    )
    _limits_positive = models.Constraint(
        "CHECK (limit_amount >= 0 AND limit_percent >= 0 AND limit_days >= 0)",
        "A limit is zero or more.",
    )

    @api.model
    def _expand_topics(self, topics, _domain):
        """Put the topics that there are in the order of the checks."""
        return [topic for topic, _label in TOPICS if topic in topics]

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_texts(self):
        rules = self._by_code()
        for each in self:
            rule = rules.get(each.code)
            each.title = (
                translated(self.env, rule.addon, rule.title) if rule else each.code
            )
            each.source = rule and self._source_words(rule)
            each.terms = ", ".join(rule.terms) if rule else False
            each.reason_code = rule.reason if rule else False

    @api.model
    def _source_words(self, rule):
        """Return where a rule is written; what is English in it, translated."""
        parts = (rule.source or "").split("; ")
        return "; ".join(in_language(self.env, rule.addon, part) for part in parts)

    @api.model
    def _search_title(self, operator, value):
        codes = self._codes_titled(operator, value)
        return NotImplemented if codes is None else [("code", "in", codes)]

    @api.model
    def _titles(self):
        """Return the titles of the rules in the user's language, by their code."""
        return {
            code: translated(self.env, rule.addon, rule.title)
            for code, rule in self._by_code().items()
        }

    @api.model
    def _codes_titled(self, operator, value):
        """Return the codes of the rules with such titles; ``None``: not searchable."""
        if operator == "in":
            return [code for code, title in self._titles().items() if title in value]
        if operator not in ("ilike", "=ilike", "like"):
            return None
        wanted = (value or "").strip("%").casefold()
        return [
            code
            for code, title in self._titles().items()
            if wanted in title.casefold() or wanted in code
        ]

    @api.depends("defaults", *SETTINGS)
    def _compute_is_changed(self):
        for each in self:
            each.is_changed = bool(each._own_settings())

    def _own_settings(self):
        """Return the settings in which the company differs from the code."""
        self.ensure_one()
        defaults = {"mode": "on", **(self.defaults or {})}
        return {
            name: self[name]
            for name, default in defaults.items()
            if self[name] != default
        }

    @api.model
    def _rules(self) -> tuple[Rule, ...]:
        """Return the rules in the order in which they run.

        Addons extend it by inheritance: ``return (*super()._rules(), *MINE)``. A rule
        without a check (a reader's problem) belongs here too: its sentences are
        looked up by its code.
        """
        return (RULE_FAILED, *TOTALS_GATE)

    @api.model
    def _by_code(self):
        """Return the rules by their code."""
        return {rule.code: rule for rule in self._rules()}

    @api.model
    def _contexts(self, cases) -> list[CheckContext]:
        """Return what the books know of each case; queries do not grow with them.

        Addons extend it: ask for all cases together, then
        ``context.with_part(MyFacts(…))`` for each.

        Args:
            cases: :class:`~.models._case.Case`, of any companies.
        """
        return [
            CheckContext(tolerance=case.company._einvoice_tolerance(), today=case.today)
            for case in cases
        ]

    @api.model
    def _check_cases(self, cases, settings=None):
        """Apply the rules to cases, as their companies want them.

        Args:
            cases: :class:`~.models._case.Case`, of any companies.
            settings: Company id to settings by code, to try others than those in
                force.

        Returns:
            Pairs of the case's subject and the findings, as
            :meth:`einvoice.finding._record_all` takes them.
        """
        rules = self._rules()
        known = settings or {
            company.id: self._settings(company.id)
            for company in {case.company for case in cases}
        }
        noticed = []
        for case, context in zip(cases, self._contexts(cases), strict=True):
            wanted = known.get(case.company.id, {})
            context = self._limited(context, wanted)
            noticed.append((case.subject, run(rules, case.invoice, context, wanted)))
        return noticed

    @api.model
    def _limited(self, context, wanted):
        fresh = limits_of(wanted)
        return context if not fresh else context.with_limits(fresh)

    @api.model
    def _applied(self, company_id, findings):
        """Return findings as the company wants them, without those that are off."""
        settings = self._settings(company_id)
        return [
            wanted
            for finding in findings
            if (wanted := applied(finding, settings)) is not None
        ]

    @api.model
    @tools.ormcache("company_id")
    def _settings(self, company_id):
        """Return the rules that a company set otherwise than the code, by code."""
        rows = self.sudo().search([("company_id", "=", company_id)])
        return {
            row.code: setting
            for row in rows
            if (setting := row._setting()) != RuleSetting()
        }

    def _setting(self):
        """Return this row as a value; what is as in the code is ``None``."""
        self.ensure_one()
        rule = self._by_code().get(self.code)
        if rule is None or rule.is_fixed:
            return RuleSetting()
        changed = self.severity != rule.severity.value
        return RuleSetting(
            mode=Mode(self.mode),
            severity=Severity(self.severity) if changed else None,
            limits=self._own_limits(rule),
        )

    def _own_limits(self, rule):
        def exact(value, default):
            own = Decimal(str(round(value, 3)))
            return None if default is None or own == default else own

        days = self.limit_days
        own_days = None if rule.limits.days in (None, days) else days
        return Limits(
            amount=exact(self.limit_amount, rule.limits.amount),
            percent=exact(self.limit_percent, rule.limits.percent),
            days=own_days,
        )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Rules come with the addons, not by hand."))
        rows = super().create(vals_list)
        self.env.registry.clear_cache()
        return rows

    def write(self, vals):
        """Change how the company wants the rule; the journal says who and from what.

        What stands noticed follows at once.
        """
        if set(vals) - set(SETTINGS):
            raise UserError(
                self.env._("Of a rule, only its settings can be changed here.")
            )
        for each in self:
            each._check_settable(vals)
        before = {row: (row._in_force(), row._setting()) for row in self}
        res = super().write(vals)
        self.env.registry.clear_cache()
        for row, (shown, setting) in before.items():
            row._note_change(shown)
            if row._setting() != setting:
                row._apply_to_standing(setting)
        return res

    def _take_over(self, facts):
        """Write what the code says, past what a manager may change."""
        return super().write(facts)

    def _check_settable(self, vals):
        if self.is_fixed:
            raise UserError(
                self.env._(
                    "“%(rule)s” is always on: without it no bill can be right.",
                    rule=self.title,
                )
            )
        if any(vals.get(name) and not self[has] for name, has in LIMITS.items()):
            raise UserError(
                self.env._("“%(rule)s” has no such limit.", rule=self.title)
            )

    def _note_change(self, before):
        """Write into the journal what differs now, by the names of the settings."""
        after = self._in_force()
        changed = [name for name in after if after[name] != before.get(name)]
        if changed:
            self.env["einvoice.event"]._emit(
                EventKind.RULE_CHANGED.value,
                {
                    "rule": self.code,
                    "before": {name: before.get(name) for name in changed},
                    "after": {name: after[name] for name in changed},
                },
                company=self.company_id,
            )

    def _in_force(self):
        """Return the settings as exact text."""
        limits = {
            name: format(Decimal(str(round(self[name], 3))).normalize(), "f")
            for name, has in LIMITS.items()
            if self[has]
        }
        return {"mode": self.mode, "severity": self.severity, **limits}

    def _apply_to_standing(self, before):
        """Bring the findings that stand in line with a changed setting.

        Limits count from the next check on: only it knows the amounts.
        """
        rule = self._by_code().get(self.code)
        if rule is None:
            return
        standing = self.env["einvoice.finding"]._standing_of(self.company_id, self.code)
        standing._follow_setting(rule, before, self._setting())

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not self.env.su:
            raise AccessError(self.env._("A rule is switched off, not deleted."))
        self.env.registry.clear_cache()
