"""What cannot be is said in words; it neither crashes a step nor enters the books."""

import re

from odoo.tests import tagged

from . import invoices
from .common import IntakeCase


@tagged("post_install", "-at_install")
class TestAbsurd(IntakeCase):
    def received(self, content):
        document = self.receive(content)
        self.assertNotIn("step_failed", document.finding_ids.mapped("rule"))
        return document

    def test_a_date_that_cannot_be_makes_no_bill_by_itself(self):
        for place, day in enumerate(("0001-01-01", "1999-01-31", "9999-12-31")):
            with self.subTest(day):
                document = self.received(invoices.cii(number=f"D{place}", date=day))
                self.assertEqual(document.state, "to_fix")
                self.assertFalse(document.move_id)
                self.assertIn("date_absurd", document._open_findings().mapped("rule"))
                # Nothing of such a year stands in the books, whoever goes on with it.
                bill = document._book_by_hand({"partner_id": self.supplier.id})
                self.assertFalse(bill.invoice_date)
                self.assertGreater(bill.date.year, 2020)

    def test_a_term_of_the_supplier_and_the_last_day_there_is(self):
        self.supplier.property_supplier_payment_term_id = self.env.ref(
            "account.account_payment_term_30days"
        )
        terms = rb"<ram:SpecifiedTradePaymentTerms>.*?</ram:SpecifiedTradePaymentTerms>"
        content = invoices.cii(number="T", date="9999-12-31")
        document = self.received(re.sub(terms, b"", content, flags=re.DOTALL))
        self.assertIn("date_absurd", document._open_findings().mapped("rule"))

    def test_a_due_date_that_cannot_be_crashes_nothing(self):
        for place, day in enumerate(("0001-01-01", "9999-12-31")):
            with self.subTest(day):
                document = self.received(invoices.cii(number=f"U{place}", due=day))
                self.assertIn("date_absurd", document._open_findings().mapped("rule"))

    def test_an_amount_beyond_the_books_waits_in_words(self):
        for digits in (14, 20, 35):
            with self.subTest(digits):
                net = "9" * digits
                document = self.received(
                    invoices.cii(number=f"N{digits}", net=net, vat="0", gross=net)
                )
                self.assertEqual(document.state, "to_fix")
                self.assertFalse(document.move_id)
                said = document.finding_ids.mapped("message")
                self.assertTrue(any(net in each for each in said), said)

    def test_a_huge_quantity_or_price_is_stopped(self):
        for number, tag in (
            ("Q", b'<ram:BilledQuantity unitCode="C62">'),
            ("P", b"<ram:ChargeAmount>"),
        ):
            with self.subTest(number):
                content = invoices.cii(number=number)
                content = content.replace(tag, tag + b"9" * 30)
                document = self.received(content)
                self.assertTrue(
                    document._open_findings().filtered(lambda f: f.severity == "block")
                )
                # Where a bill is made all the same, its amount is the supplier's.
                self.assertIn(document.move_id.amount_total, (0, 120))

    def test_a_currency_that_is_no_code_is_named(self):
        for place, code in enumerate(("eur", "Euro", "€")):
            with self.subTest(code):
                document = self.received(
                    invoices.cii(number=f"C{place}", currency=code)
                )
                self.assertEqual(document.state, "to_fix")
                self.assertIn(f"“{code}”", document.waiting_reason)
                self.assertEqual(document.todo, "by_hand")

    def test_a_large_rounding_is_seen_on_the_bill(self):
        content = invoices.cii().replace(
            b"<ram:GrandTotalAmount>120.00</ram:GrandTotalAmount>\n"
            b"    <ram:DuePayableAmount>120.00<",
            b"<ram:RoundingAmount>500.00</ram:RoundingAmount>"
            b"<ram:GrandTotalAmount>120.00</ram:GrandTotalAmount>"
            b"<ram:DuePayableAmount>620.00<",
        )
        bill = self.received(content).move_id
        line = bill.invoice_line_ids.filtered(lambda each: each.name == "Rounding")
        self.assertEqual((line.price_subtotal, bill.amount_total), (500, 620))
        self.assertFalse(line.tax_ids)
        self.assertIn("rounding_too_large", bill.einvoice_finding_ids.mapped("rule"))
