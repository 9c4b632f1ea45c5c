from decimal import Decimal

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..domain.events import EventKind
from ..domain.findings import (
    CheckContext,
    KnownAccount,
    Limits,
    Rule,
    Severity,
    Topic,
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
from ._translation import translated

SEVERITIES = [("block", "Blocking"), ("review", "To review"), ("inform", "Information")]
TOPICS = [
    ("reading", "Reading"),
    ("amounts", "Amounts"),
    ("tax", "VAT"),
    ("mentions", "Mandatory mentions"),
    ("standard", "Official checks"),
    ("supplier", "Supplier"),
    ("buyer", "Buyer"),
    ("payment", "Payment"),
    ("duplicate", "Duplicates"),
    ("order", "Orders"),
    ("booking", "Booking"),
]
# What a manager may change; the rest follows the code.
SETTINGS = ("mode", "severity", "limit_amount", "limit_percent", "limit_days")


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
    topic = fields.Selection(TOPICS, readonly=True)
    topic_rank = fields.Integer(readonly=True)
    title = fields.Char(compute="_compute_texts")
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
    limit_amount = fields.Float(string="Tolerated amount", digits=(16, 2))
    limit_percent = fields.Float(string="Tolerated percent", digits=(16, 3))
    limit_days = fields.Integer(string="Days")

    _code_unique = models.UniqueIndex(
        "(company_id, code)", "A company has each rule once."
    )
    _limits_positive = models.Constraint(
        "CHECK (limit_amount >= 0 AND limit_percent >= 0 AND limit_days >= 0)",
        "A limit is zero or more.",
    )

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_texts(self):
        rules = self._by_code()
        for each in self:
            rule = rules.get(each.code)
            each.title = (
                translated(self.env, rule.addon, rule.title) if rule else each.code
            )
            each.source = rule.source if rule else False
            each.terms = ", ".join(rule.terms) if rule else False
            each.reason_code = rule.reason if rule else False

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
        contexts = []
        for case in cases:
            partners = case.partner | case.partner.commercial_partner_id
            accounts = tuple(
                KnownAccount(bank.sanitized_acc_number or "", bank.allow_out_payment)
                for bank in partners.sudo().bank_ids
            )
            contexts.append(
                CheckContext(
                    tolerance=case.company._einvoice_tolerance(),
                    today=case.today,
                    supplier_accounts=accounts if case.partner else None,
                )
            )
        return contexts

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

    @api.model
    def _sync(self, companies=None):
        """Give each company its row of each rule; settings of a company stay.

        Run when an addon is installed or updated, and for a new company.
        """
        rows = self.sudo()
        companies = companies or self.env["res.company"].sudo().search(Domain.TRUE)
        mine = rows.search([("company_id", "in", companies.ids)])
        known = {(row.company_id.id, row.code): row for row in mine}
        rules = self._by_code()
        fresh = []
        for company in companies:
            for code, rule in rules.items():
                facts = self._facts_of(rule)
                row = known.get((company.id, code))
                if row is None:
                    fresh.append({"company_id": company.id, "code": code, **facts})
                else:
                    row._follow(facts)
        rows.create(fresh)
        gone = [row for (_company, code), row in known.items() if code not in rules]
        rows.browse(row.id for row in gone).unlink()

    def _follow(self, facts):
        """Take over what the code says now; where the company differs, it stays."""
        for default, own in self._defaults():
            if self[own] != self[default]:
                facts = {key: value for key, value in facts.items() if key != own}
        changed = {key: value for key, value in facts.items() if self[key] != value}
        return super().write(changed) if changed else True

    @api.model
    def _defaults(self):
        return (("default_severity", "severity"),)

    @api.model
    def _facts_of(self, rule):
        limits = rule.limits
        return {
            "topic": rule.topic.value,
            "topic_rank": list(Topic).index(rule.topic),
            "is_fixed": rule.is_fixed,
            "default_severity": rule.severity.value,
            "severity": rule.severity.value,
            "has_amount": limits.amount is not None,
            "has_percent": limits.percent is not None,
            "has_days": limits.days is not None,
            "limit_amount": float(limits.amount or 0),
            "limit_percent": float(limits.percent or 0),
            "limit_days": limits.days or 0,
        }

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Rules come with the addons, not by hand."))
        rows = super().create(vals_list)
        self.env.registry.clear_cache()
        return rows

    def write(self, vals):
        """Change how the company wants the rule; the journal says who and from what."""
        if set(vals) - set(SETTINGS):
            raise UserError(
                self.env._("Of a rule, only its settings can be changed here.")
            )
        if fixed := self.filtered("is_fixed"):
            raise UserError(
                self.env._(
                    "“%(rule)s” is always on: without it no bill can be right.",
                    rule=fixed[0].title,
                )
            )
        before = {row: row._shown() for row in self}
        res = super().write(vals)
        for row, old in before.items():
            if old != row._shown():
                self.env["einvoice.event"]._emit(
                    EventKind.RULE_CHANGED.value,
                    {"rule": row.code, "before": old, "after": row._shown()},
                    company=row.company_id,
                )
        self.env.registry.clear_cache()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not self.env.su:
            raise AccessError(self.env._("A rule is switched off, not deleted."))
        self.env.registry.clear_cache()

    def _shown(self):
        """Return the settings in words, for the journal."""
        labels = dict(self._fields["mode"]._description_selection(self.env))
        severities = dict(self._fields["severity"]._description_selection(self.env))
        parts = [labels[self.mode], severities[self.severity]]
        parts += [f"{self.limit_amount:g}"] if self.has_amount else []
        parts += [f"{self.limit_percent:g} %"] if self.has_percent else []
        parts += [f"{self.limit_days:g} d"] if self.has_days else []
        return ", ".join(parts)
