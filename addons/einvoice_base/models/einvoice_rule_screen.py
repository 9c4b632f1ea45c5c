from collections import Counter

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..domain.events import EventKind
from ..domain.rule_use import COUNTED, RuleUse
from ..domain.samples import SAMPLES
from ..domain.status_reasons import STATUS_REASONS
from ._translation import number_words, translated
from .einvoice_rule import LIMITS


class EinvoiceRule(models.Model):
    """What the screen of the rules shows: what each says, and how it was used."""

    _inherit = "einvoice.rule"

    explanation = fields.Text(string="What it says", compute="_compute_explanation")
    advice = fields.Text(string="What to do", compute="_compute_explanation")
    reason_label = fields.Char(string="Meaning", compute="_compute_explanation")
    owner_role = fields.Selection(
        [
            ("processor", "Processor"),
            ("buyer", "Purchaser"),
            ("approver", "Approver"),
            ("manager", "Manager"),
        ],
        string="Who acts",
        compute="_compute_explanation",
    )
    example = fields.Text(string="Last noticed", compute="_compute_example")
    fired_count = fields.Integer(
        string="Noticed",
        compute="_compute_use",
        help="Findings that the rule opened in the last twelve months.",
    )
    lifted_count = fields.Integer(
        string="Lifted",
        compute="_compute_use",
        help="Findings that people let pass in the last twelve months.",
    )
    confirmed_count = fields.Integer(
        string="Confirmed",
        compute="_compute_use",
        help="Findings that people said are right, in the last twelve months.",
    )
    lifted_ratio = fields.Float(
        string="Lifted (%)",
        compute="_compute_use",
        help="Share of what was noticed in twelve months that people let pass.",
    )
    is_mostly_lifted = fields.Boolean(
        string="Mostly lifted", compute="_compute_use", search="_search_mostly_lifted"
    )
    standing_count = fields.Integer(
        string="Open now", compute="_compute_standing_count"
    )
    history_ids = fields.Many2many(
        "einvoice.event", string="Changes", compute="_compute_history_ids"
    )

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_explanation(self):
        rules = self._by_code()
        for each in self:
            rule = rules.get(each.code)
            reason = STATUS_REASONS.get(rule and rule.reason)
            each.explanation = rule and each._outline(rule)
            each.advice = rule and each._outline(rule, "advice")
            each.owner_role = rule and rule.owner.value
            each.reason_label = reason and translated(
                self.env, "einvoice_base", reason.label
            )

    def _outline(self, rule, name="message"):
        """Return a sentence of a rule as a finding might say it."""
        text = getattr(rule, name)
        said = translated(self.env, rule.addon, text, SAMPLES)
        if name == "advice" or "%(" not in text:
            return said
        return self.env._("For example: %(sentence)s", sentence=said)

    @api.depends("code", "company_id")
    @api.depends_context("lang")
    def _compute_example(self):
        findings = self.env["einvoice.finding"]
        for each in self:
            last = findings.search(
                [("company_id", "=", each.company_id.id), ("rule", "=", each.code)],
                order="id desc",
                limit=1,
            )
            each.example = last.message

    @api.model
    def _use_since(self):
        return fields.Datetime.now() - relativedelta(years=1)

    def _uses(self):
        """Return how each rule was used in twelve months, by company and code.

        One query over the journal's index, whatever the number of rules.
        """
        if not self:
            return {}
        self.env["einvoice.event"].flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT company_key, rule, kind, count(*) FROM einvoice_event "
                "WHERE company_key IN %s AND rule IN %s AND kind IN %s AND time >= %s "
                "GROUP BY company_key, rule, kind",
                tuple(self.company_id.ids),
                tuple(self.mapped("code")),
                COUNTED,
                self._use_since(),
            )
        )
        counts = {}
        for company_key, code, kind, count in rows:
            counts.setdefault((company_key, code), Counter())[kind] = count
        return {key: RuleUse.of(count) for key, count in counts.items()}

    @api.depends("code", "company_id")
    def _compute_use(self):
        uses = self._uses()
        for each in self:
            use = uses.get((each.company_id.id, each.code), RuleUse())
            each.fired_count = use.fired
            each.lifted_count = use.lifted
            each.confirmed_count = use.confirmed
            each.lifted_ratio = use.lifted_ratio or 0.0
            each.is_mostly_lifted = use.is_mostly_lifted

    @api.model
    def _search_mostly_lifted(self, operator, value):
        if operator != "in":
            return NotImplemented
        rows = self.search([("company_id", "in", self.env.companies.ids)])
        uses = rows._uses()
        found = rows.filtered(
            lambda row: (
                uses.get((row.company_id.id, row.code), RuleUse()).is_mostly_lifted
            )
        )
        return [("id", "in", (found if True in value else rows - found).ids)]

    @api.depends("code", "company_id")
    def _compute_standing_count(self):
        findings = self.env["einvoice.finding"]
        groups = findings._read_group(
            Domain("company_id", "in", self.company_id.ids)
            & Domain("rule", "in", self.mapped("code"))
            & findings._standing_domain(),
            ["company_id", "rule"],
            ["__count"],
        )
        counts = {(company.id, code): count for company, code, count in groups}
        for each in self:
            each.standing_count = counts.get((each.company_id.id, each.code), 0)

    def _compute_history_ids(self):
        events = self.env["einvoice.event"]
        for each in self:
            each.history_ids = events.search(
                [
                    ("company_key", "=", each.company_id.id),
                    ("rule", "=", each.code),
                    ("kind", "=", EventKind.RULE_CHANGED.value),
                ]
            )

    @api.model
    def _change_words(self, before, after):
        """Yield what a change of settings did, in words of the reader."""
        for name, value in after.items():
            field = self._fields.get(name)
            if field is None:
                continue
            yield self.env._(
                "%(setting)s: %(before)s → %(after)s",
                setting=field._description_string(self.env),
                before=self._setting_words(name, before.get(name)),
                after=self._setting_words(name, value),
            )

    @api.model
    def _setting_words(self, name, value):
        if value is None:
            return "–"
        if name in LIMITS:
            return number_words(self.env, value)
        return dict(self._fields[name]._description_selection(self.env)).get(
            value, value
        )

    def action_rehearse(self):
        """Try another setting of the rule on the bills of the past."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "einvoice_base.einvoice_rehearsal_action"
        )
        return {**action, "context": {"default_rule_ids": self.ids}}

    def action_journal(self):
        """Show what the journal says of the rule."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "einvoice_base.einvoice_event_action"
        )
        domain = [
            ("company_key", "=", self.company_id.id),
            ("rule", "=", self.code),
            ("kind", "in", COUNTED),
            ("time", ">=", self._use_since()),
        ]
        return {**action, "name": self.title, "domain": domain, "context": {}}

    def action_findings(self):
        """Show the findings of the rule that are open now."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "einvoice_base.einvoice_finding_action"
        )
        domain = (
            Domain("company_id", "=", self.company_id.id)
            & Domain("rule", "=", self.code)
            & self.env["einvoice.finding"]._standing_domain()
        )
        return {**action, "name": self.title, "domain": list(domain), "context": {}}
