from odoo import SUPERUSER_ID, api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..domain.findings import Topic
from .einvoice_rule import SETTINGS


class EinvoiceRule(models.Model):
    """The rows of each company follow the rules of the installed addons."""

    _inherit = "einvoice.rule"

    @api.model
    def _sync(self, companies=None):
        """Give each company its row of each rule; what a company set stays.

        Run when an addon is installed or updated, and for a new company. While an
        addon is updated, those that build on it are not loaded yet: their rows stay.
        """
        rows = self.sudo().with_user(SUPERUSER_ID)
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
        loaded = {rule.addon for rule in rules.values()}
        mine.filtered(
            lambda row: row.code not in rules and row.addon in loaded
        ).unlink()
        self.env.registry.clear_cache()
        self._sync_topics(rules)

    @api.model
    def _forget(self, addons):
        """Take away the rules of addons that are being uninstalled."""
        self.sudo().search([("addon", "in", list(addons))]).unlink()

    def _follow(self, facts):
        """Take over what the code says now; where the company differs, it stays."""
        before = self._in_force()
        if facts["is_fixed"]:
            facts = {**facts, "mode": "on"}
        else:
            own = self._own_settings()
            facts = {name: value for name, value in facts.items() if name not in own}
        changed = {name: value for name, value in facts.items() if self[name] != value}
        if changed:
            self._take_over(changed)
            self._note_change(before)

    @api.model
    def _facts_of(self, rule):
        limits = rule.limits
        defaults = {
            "severity": rule.severity.value,
            "limit_amount": round(float(limits.amount or 0), 3),
            "limit_percent": round(float(limits.percent or 0), 3),
            "limit_days": limits.days or 0,
        }
        return {
            "addon": rule.addon,
            "topic": rule.topic.value,
            "topic_rank": list(Topic).index(rule.topic),
            "is_fixed": rule.is_fixed,
            "default_severity": rule.severity.value,
            "has_amount": limits.amount is not None,
            "has_percent": limits.percent is not None,
            "has_days": limits.days is not None,
            "defaults": defaults,
            **defaults,
        }

    @api.model
    def _sync_topics(self, rules):
        """Tell findings of before what they are about."""
        findings = self.env["einvoice.finding"]
        findings.flush_model(["rule", "topic"])
        codes = list(rules)
        self.env.cr.execute(
            SQL(
                "UPDATE einvoice_finding AS finding SET topic = known.topic "
                "FROM unnest(%s::text[], %s::text[]) AS known (rule, topic) "
                "WHERE finding.rule = known.rule "
                "AND finding.topic IS DISTINCT FROM known.topic",
                codes,
                [rules[code].topic.value for code in codes],
            )
        )
        findings.invalidate_model(["topic"])

    def action_reset(self):
        """Apply the rules again as they were delivered."""
        for each in self.filtered("is_changed"):
            own = each._own_settings()
            defaults = {"mode": "on", **(each.defaults or {})}
            each.write({name: defaults[name] for name in SETTINGS if name in own})
        return True
