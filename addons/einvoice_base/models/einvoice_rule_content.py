from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from ..domain.amount_rules import AMOUNT_RULES, RateFacts
from ..domain.date_rules import DATE_RULES, PeriodFacts
from ..domain.mention_rules import PARTY_RULES
from ..domain.tax_rules import TAX_RULES
from ..domain.wording_rules import WORDING_RULES

CONTENT_RULES = (
    *AMOUNT_RULES,
    *TAX_RULES,
    *DATE_RULES,
    *PARTY_RULES,
    *WORDING_RULES,
)


class EinvoiceRule(models.Model):
    _inherit = "einvoice.rule"

    @api.model
    def _rules(self):
        return (*super()._rules(), *CONTENT_RULES)

    @api.model
    def _contexts(self, cases):
        contexts = super()._contexts(cases)
        rates = self._rates_of_books(cases)
        return [
            context.with_part(self._rate_facts(case, rates)).with_part(
                self._period_facts(case)
            )
            for case, context in zip(cases, contexts, strict=True)
        ]

    @api.model
    def _period_facts(self, case):
        """Return the locked period that the invoice falls in, as far as it is known.

        What was locked on the day of a rehearsal is not known any more.
        """
        issued = case.invoice.issue_date
        if not issued or case.is_rehearsal:
            return PeriodFacts()
        violated = case.company._get_lock_date_violations(
            issued, sale=False, tax=bool(case.invoice.totals.vat)
        )
        days = [day for day, _field in violated]
        return PeriodFacts(locked_until=max(days) if days else None)

    @api.model
    def _rate_facts(self, case, rates):
        ours = case.company.currency_id.name
        foreign = rates.get(self._rate_key(case, case.invoice.currency))
        own = rates.get(self._rate_key(case, ours))
        known = None
        if foreign or own:
            known = (foreign or Decimal(1)) / (own or Decimal(1))
        return RateFacts(currency=ours, books_rate=known)

    @api.model
    def _rate_key(self, case, currency):
        return currency, case.company.root_id.id, case.invoice.issue_date

    @api.model
    def _rates_of_books(self, cases):
        """Return the rates of the books on the day of each invoice that states one.

        One query for all cases; none where every invoice is in our currency.

        Returns:
            Rate by code of the currency, root company and day.
        """
        wanted = {
            self._rate_key(case, currency)
            for case in cases
            if case.invoice.totals.vat_accounting and case.invoice.issue_date
            for currency in (case.invoice.currency, case.company.currency_id.name)
            if currency and case.invoice.currency != case.company.currency_id.name
        }
        if not wanted:
            return {}
        self.env["res.currency.rate"].flush_model()
        rows = SQL(", ").join(SQL("(%s, %s, %s::date)", *key) for key in wanted)
        found = self.env.execute_query(
            SQL(
                """
                SELECT asked.code, asked.company, asked.day, known.rate
                  FROM (VALUES %s) AS asked (code, company, day)
                  JOIN res_currency currency ON currency.name = asked.code
                 CROSS JOIN LATERAL (
                       SELECT rate
                         FROM res_currency_rate
                        WHERE currency_id = currency.id
                          AND (company_id IS NULL OR company_id = asked.company)
                          AND name <= asked.day
                        ORDER BY company_id, name DESC
                        LIMIT 1
                       ) AS known
                """,
                rows,
            )
        )
        return {tuple(key): Decimal(str(rate)) for *key, rate in found}
