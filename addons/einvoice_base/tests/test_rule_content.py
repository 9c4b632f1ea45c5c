from dataclasses import replace
from datetime import date
from decimal import Decimal

from odoo.tests import tagged

from ..domain.amount_rules import RateFacts
from ..domain.date_rules import PeriodFacts
from .common import EinvoiceCase


@tagged("post_install", "-at_install")
class TestRuleContent(EinvoiceCase):
    """What the books know for the native checks, and typed bills under them."""

    def facts(self, kind, *cases):
        contexts = self.env["einvoice.rule"].sudo()._contexts(cases)
        found = [context.part(kind) for context in contexts]
        return found[0] if len(found) == 1 else found

    def case(self, bill, **said):
        [case] = bill._einvoice_cases()
        return replace(case, invoice=replace(case.invoice, **said))

    def codes(self, bill):
        bill._einvoice_check()
        return bill.einvoice_finding_ids.mapped("rule")

    def test_a_typed_bill_is_asked_no_mention(self):
        told = self.codes(self.bill())
        self.assertFalse([code for code in told if code.startswith("mention_")], told)

    def test_a_typed_bill_of_an_impossible_day_is_stopped(self):
        bill = self.bill()
        bill.invoice_date = "1999-12-31"
        self.assertIn("date_absurd", self.codes(bill))
        self.assertIn(
            "date_absurd", [each.code for each in bill._einvoice_blockers("post")]
        )

    def test_a_locked_period_is_told(self):
        bill = self.bill()
        self.assertFalse(self.facts(PeriodFacts, self.case(bill)).locked_until)
        self.env.company.purchase_lock_date = "2026-09-30"
        bill.invalidate_recordset()
        self.assertEqual(
            self.facts(PeriodFacts, self.case(bill)).locked_until, date(2026, 9, 30)
        )
        self.assertIn("period_locked", self.codes(bill))

    def test_a_rehearsal_does_not_know_what_was_locked_later(self):
        self.env.company.purchase_lock_date = "2026-09-30"
        case = replace(self.case(self.bill()), is_rehearsal=True)
        self.assertFalse(self.facts(PeriodFacts, case).locked_until)

    def test_the_rate_is_that_of_the_books_on_the_day(self):
        foreign = self.setup_other_currency(
            "EUR", rates=[("2026-08-01", 0.5), ("2026-10-01", 4.0)]
        )
        bill = self.bill()
        totals = replace(
            bill._einvoice_invoice().totals, vat_accounting=Decimal("300.00")
        )
        case = self.case(bill, currency=foreign.name, totals=totals)
        self.assertEqual(
            self.facts(RateFacts, case),
            RateFacts(self.env.company.currency_id.name, Decimal("0.5")),
        )
        early = replace(
            case, invoice=replace(case.invoice, issue_date=date(2020, 1, 1))
        )
        self.assertIsNone(self.facts(RateFacts, early).books_rate)

    def test_queries_do_not_grow_with_the_bills(self):
        foreign = self.setup_other_currency("EUR", rates=[("2026-08-01", 0.5)])
        bills = self.env["account.move"].union(
            *(self.bill(ref=f"F-{place}") for place in range(6))
        )
        totals = replace(bills[0]._einvoice_invoice().totals, vat_accounting=Decimal(3))
        cases = [
            self.case(bill, currency=foreign.name, totals=totals) for bill in bills
        ]
        engine = self.env["einvoice.rule"].sudo()
        engine._contexts(cases)
        counts = []
        for some in (cases[:1], cases):
            before = self.env.cr.sql_log_count
            engine._contexts(some)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
