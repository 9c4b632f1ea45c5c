from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from ..domain.duplicate_rules import DUPLICATE_RULES
from ._twin_search import TwinSearch


class EinvoiceRule(models.Model):
    """What the books hold that an invoice may repeat."""

    _inherit = "einvoice.rule"

    @api.model
    def _rules(self):
        return (*super()._rules(), *DUPLICATE_RULES)

    @api.model
    def _contexts(self, cases):
        contexts = super()._contexts(cases)
        searches = self._twin_searches(cases)
        settled = self._settled_twins(cases)
        return [
            context.with_part(search.facts(keys))
            for context, search, keys in zip(contexts, searches, settled, strict=True)
        ]

    @api.model
    def _twin_searches(self, cases):
        """Return for each case what it may repeat; addons add what they hold."""
        return TwinSearch(self.env, cases).searches if cases else []

    @api.model
    def _case_keys(self, case) -> frozenset[str]:
        """Return the keys under which a case may be another one's twin."""
        return frozenset([f"account.move,{case.move.id}"] if case.move else [])

    @api.model
    def _settled_twins(self, cases):
        """Return for each case what a person said to be another invoice.

        Said of one of the two, it counts for the other as well.
        """
        findings = self.env["einvoice.finding"].sudo()
        keys = [self._case_keys(case) for case in cases]
        subjects = Domain.OR(
            Domain(name, "in", known)
            for name in findings._subject_fields()
            if (known := [s[name] for s in (c.subject for c in cases) if s.get(name)])
        )
        every = sorted(frozenset().union(*keys))
        lifted = findings.search(
            Domain("state", "=", "lifted")
            & Domain("twin_key", "!=", False)
            & (subjects | Domain("twin_key", "in", every))
        )
        settled = defaultdict(set)
        for finding in lifted:
            mine = finding._own_keys()
            for key in mine:
                settled[key].add(finding.twin_key)
            settled[finding.twin_key] |= mine
        return [
            frozenset().union(*(settled.get(key, ()) for key in mine)) for mine in keys
        ]
