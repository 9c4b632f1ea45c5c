import logging

from odoo import api, models

from odoo.addons.einvoice_base.domain.findings import CheckContext
from odoo.addons.einvoice_base.domain.rule_settings import RuleSetting, run
from odoo.addons.einvoice_intake.models.einvoice_document_receive import RETRIABLE

from ..domain.line_rules import (
    billed_over_ordered,
    billed_over_received,
    order_price,
)
from ..domain.order_facts import OrderFacts
from ..domain.order_rules import OFF_AT_FIRST, ORDER_RULES
from ._order_files import OrderFiles

_logger = logging.getLogger(__name__)

ORDER_CODES = frozenset(rule.code for rule in ORDER_RULES)

# Keys in the cursor: what this transaction has found of bills, by their key.
FACTS = "einvoice_order_facts"
FAILED = "einvoice_match_failed"


class EinvoiceRule(models.Model):
    _inherit = "einvoice.rule"

    @api.model
    def _rules(self):
        return (*super()._rules(), *ORDER_RULES)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("code") in OFF_AT_FIRST:
                vals.setdefault("mode", "off")
        return super().create(vals_list)

    @api.model
    def _contexts(self, cases):
        contexts = super()._contexts(cases)
        return [
            context if facts is None else context.with_part(facts)
            for context, facts in zip(contexts, self._order_facts(cases), strict=True)
        ]

    @api.model
    def _order_facts(self, cases):
        """Return what the books know of the orders of each bill; ``None`` without."""
        wanted = [case for case in cases if case.move and case.move._einvoice_is_bill()]
        if not wanted:
            return [None] * len(cases)
        facts = {}
        failed = self.env.cr.cache.get(FAILED, {})
        for case, each in zip(wanted, self._ask_orders(wanted), strict=True):
            error = failed.get(case.move.id)
            facts[id(case)] = OrderFacts(error=error) if error else each
        if not wanted[0].is_rehearsal:
            kept = self.env.cr.cache.setdefault(FACTS, {})
            kept |= {case.move.id: (case, facts[id(case)]) for case in wanted}
        return [facts.get(id(case)) for case in cases]

    @api.model
    def _ask_orders(self, cases):
        try:
            with self.env.cr.savepoint():
                files = OrderFiles(self.env)
                return files.facts(files.open(cases))
        except RETRIABLE:
            raise
        except Exception as error:
            _logger.exception("Orders of %s bills", len(cases))
            return [OrderFacts(error=f"{type(error).__name__}: {error}")] * len(cases)

    @api.model
    def _check_orders(self, cases):
        """Apply the rules on orders alone to cases of any companies.

        Returns:
            Pairs of the case's subject and the findings.
        """
        noticed = []
        for case, facts in zip(cases, self._order_facts(cases), strict=True):
            settings = self._settings(case.company.id)
            context = self._limited(self._order_context(case, facts), settings)
            findings = run(ORDER_RULES, case.invoice, context, settings)
            noticed.append((case.subject, findings))
        return noticed

    @api.model
    def _order_context(self, case, facts):
        if facts is None:
            return CheckContext(today=case.today)
        if facts.orders:
            return CheckContext(today=case.today).with_part(facts)
        # Whether a bill without order is expected, others know.
        return super()._contexts([case])[0].with_part(facts)

    @api.model
    def _order_limits(self, company_id):
        """Return the company's limits for price, received and ordered quantity."""
        settings = self._settings(company_id)
        return tuple(
            rule.limits.over(settings.get(rule.code, RuleSetting()).limits)
            for rule in (order_price, billed_over_received, billed_over_ordered)
        )
