"""The VAT of a bill stays the supplier's, whatever of its coding a person changes."""

from odoo.tests import Form, tagged

from . import invoices
from .test_coding import CodingCase


@tagged("post_install", "-at_install")
class TestKeptVat(CodingCase):
    def lines_of(self, *nets, vat, net, gross, **said):
        """Return an invoice with one line of 20 % for each net amount."""
        text = invoices.cii(
            net="9999.91", vat=vat, gross=gross, item="Paper", **said
        ).decode()
        start = text.index("<ram:IncludedSupplyChainTradeLineItem>")
        end = text.index("<ram:ApplicableHeaderTradeAgreement>")
        lines = [
            text[start:end]
            .replace("9999.91", each)
            .replace("LineID>1<", f"LineID>{number}<")
            for number, each in enumerate(nets, start=1)
        ]
        rest = text[end:].replace("9999.91", net)
        return (text[:start] + "".join(lines) + rest).encode()

    def rounded_line_by_line(self, **said):
        """Return a bill whose supplier rounds by line: 20.02 of VAT on 100.06."""
        content = self.lines_of(
            "50.03", "50.03", net="100.06", vat="20.02", gross="120.08", **said
        )
        bill = self.receive(content).move_id
        self.assertEqual((bill.amount_tax, bill.amount_total), (20.02, 120.08))
        return bill

    def reduced(self):
        return self.env["account.tax"].search(
            [
                ("company_id", "=", self.company.id),
                ("type_tax_use", "=", "purchase"),
                ("amount", "=", 10),
                ("amount_type", "=", "percent"),
            ],
            limit=1,
        )

    def test_another_account_on_a_line_changes_no_amount(self):
        bill = self.rounded_line_by_line()
        bill.invoice_line_ids[0].account_id = self.paper
        self.assertEqual((bill.amount_tax, bill.amount_total), (20.02, 120.08))
        self.post(bill)
        self.assertEqual(bill.amount_residual, 120.08)

    def test_two_taxes_of_one_rate_share_what_the_supplier_asks(self):
        bill = self.receive(
            self.lines_of("100.03", "200.03", net="300.06", vat="60.01", gross="360.07")
        ).move_id
        first, second = bill.invoice_line_ids
        second.tax_ids = self.services()
        self.assertEqual((bill.amount_tax, bill.amount_total), (60.01, 360.07))
        self.assertEqual(bill.tax_totals["total_amount_currency"], 360.07)
        first.account_id = self.paper
        self.assertEqual((bill.amount_tax, bill.amount_total), (60.01, 360.07))
        self.assertEqual(bill.tax_totals["total_amount_currency"], 360.07)
        self.post(bill)

    def test_the_form_shows_the_amount_due_before_it_is_saved(self):
        bill = self.rounded_line_by_line()
        with Form(bill.with_user(self.people["manager"])) as form:
            with form.invoice_line_ids.edit(0) as line:
                line.name = "Paper A4"
            self.assertEqual(form.tax_totals["total_amount_currency"], 120.08)
        self.assertEqual((bill.amount_tax, bill.amount_total), (20.02, 120.08))

    def test_amounts_put_back_give_the_vat_of_the_supplier_back(self):
        bill = self.rounded_line_by_line()
        line = bill.invoice_line_ids[0]
        line.price_unit = 70
        self.assertEqual(bill.amount_tax, 24.01)
        self.assertIn("bill_differs", {each.code for each in self.stops(bill)})
        line.price_unit = 50.03
        self.assertEqual((bill.amount_tax, bill.amount_total), (20.02, 120.08))
        self.post(bill)

    def test_another_rate_is_computed_and_noticed(self):
        bill = self.rounded_line_by_line()
        line = bill.invoice_line_ids[0]
        before = line.tax_ids
        line.tax_ids = self.reduced()
        self.assertEqual(bill.amount_tax, 15.01)
        self.assertIn("bill_differs", {each.code for each in self.stops(bill)})
        line.tax_ids = before
        self.assertEqual((bill.amount_tax, bill.amount_total), (20.02, 120.08))

    def test_a_credit_note_keeps_its_vat_too(self):
        bill = self.rounded_line_by_line(type_code="381")
        self.assertEqual(bill.move_type, "in_refund")
        bill.invoice_line_ids[1].account_id = self.paper
        self.assertEqual((bill.amount_tax, bill.amount_total), (20.02, 120.08))
        self.post(bill)

    def test_a_foreign_bill_keeps_its_vat_in_both_currencies(self):
        dollars = self.env.ref("base.USD")
        dollars.active = True
        self.env["res.currency.rate"].create(
            {
                "name": "2026-01-01",
                "currency_id": dollars.id,
                "company_id": self.company.id,
                "rate": 1.25,
            }
        )
        bill = self.rounded_line_by_line(currency="USD")
        vat = bill.line_ids.filtered("tax_line_id").balance
        bill.invoice_line_ids[0].account_id = self.paper
        self.assertEqual((bill.amount_tax, bill.amount_total), (20.02, 120.08))
        self.assertEqual(bill.line_ids.filtered("tax_line_id").balance, vat)
        self.post(bill)

    def test_a_bill_typed_by_hand_is_computed_as_ever(self):
        bill = self.typed(self.paper)
        bill.button_draft()
        bill.invoice_line_ids.price_unit = 50.03
        self.assertEqual(bill.amount_tax, 10.01)

    def stops(self, bill):
        return bill._einvoice_blockers("post")
