"""A bill in a foreign currency stays at the exchange rate of its document."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..domain.official_rules import OFFICIAL_CODES
from . import invoices
from .common import IntakeCase


@tagged("post_install", "-at_install")
class TestDeparture(IntakeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The rate is left to the books: that the VAT wants euros is told elsewhere.
        cls.without_rules("vat_not_in_euro", *OFFICIAL_CODES)
        cls.usd = cls.env.ref("base.USD")
        cls.usd.active = True
        cls.env["res.currency.rate"].search([]).unlink()
        cls.rate = cls.env["res.currency.rate"].create(
            {"currency_id": cls.usd.id, "name": "2026-01-01", "rate": 1.25}
        )

    def booked(self, **said):
        document = self.receive(invoices.cii(currency="USD", **said))
        self.assertEqual(document.state, "booked", document.waiting_reason)
        return document.move_id

    def departures(self, bill):
        return [
            (each.rule, each.expected, each.found)
            for each in bill.einvoice_finding_ids
            if each.state == "open" and each.severity == "block"
        ]

    def test_the_books_hold_it_at_their_rate(self):
        bill = self.booked()
        self.assertEqual(bill.amount_total_signed, -96)
        self.assertEqual(self.departures(bill), [])
        bill.action_post()

    def test_another_rate_written_on_the_draft_stops_it(self):
        bill = self.booked()
        document = bill.einvoice_document_id
        bill.invoice_currency_rate = 0.5
        self.assertEqual((bill.amount_total, bill.amount_total_signed), (120, -240))
        self.assertEqual(
            self.departures(bill), [("bill_differs_in_books", "80.00", "200.00")]
        )
        self.assertEqual(document.state, "to_check")
        with self.assertRaisesRegex(UserError, "200.00 EUR"):
            bill.action_post()
        bill.invoice_currency_rate = 1.25
        self.assertEqual(document.state, "booked")
        bill.action_post()

    def test_amounts_written_on_a_line_stop_it_at_the_latest_at_the_gate(self):
        bill = self.booked()
        line = bill.invoice_line_ids
        tax = bill.line_ids.filtered("tax_line_id")
        # More VAT to deduct, less expense; what is owed stays.
        self.rpc(
            "invoicing",
            "account.move",
            "write",
            bill.ids,
            {
                "line_ids": [
                    Command.update(line.id, {"balance": 70}),
                    Command.update(tax.id, {"balance": 26}),
                ]
            },
            context={"skip_invoice_sync": True},
        )
        self.assertEqual((line.balance, tax.balance), (70, 26))
        self.assertEqual(bill.amount_total, 120)
        with self.assertRaisesRegex(UserError, "at the rate of the invoice"):
            bill.action_post()

    def test_a_rate_put_right_in_the_books_is_no_departure(self):
        bill = self.booked()
        self.rate.rate = 1.2
        bill.refresh_invoice_currency_rate()
        self.assertEqual(bill.amount_total_signed, -100)
        self.assertEqual(self.departures(bill), [])
        bill.action_post()

    def test_work_on_the_lines_is_no_departure(self):
        bill = self.booked(net="33.35", vat="6.67", gross="40.02")
        line = bill.invoice_line_ids
        bill.write(
            {
                "invoice_line_ids": [
                    Command.update(line.id, {"price_unit": 10.01}),
                    Command.create(
                        {
                            "name": "Rest",
                            "price_unit": 23.34,
                            "tax_ids": line.tax_ids.ids,
                        }
                    ),
                ]
            }
        )
        self.assertEqual(self.departures(bill), [])
        bill.action_post()


@tagged("post_install", "-at_install")
class TestNumberDeparture(IntakeCase):
    def test_another_number_or_date_stops_the_bill(self):
        for change in ({"ref": "OTHER"}, {"invoice_date": "2026-11-01"}):
            with self.subTest(change):
                [name] = change
                document = self.receive(invoices.cii(number=f"D-{name}"))
                bill = document.move_id
                bill.write(change)
                finding = bill.einvoice_finding_ids.filtered(
                    lambda each: each.rule == "bill_number_differs"
                )
                self.assertEqual((finding.state, finding.severity), ("open", "block"))
                with self.assertRaises(UserError):
                    bill.action_post()
                bill.write(
                    {"ref": document.number, "invoice_date": document.invoice_date}
                )
                self.assertFalse(finding.exists())
