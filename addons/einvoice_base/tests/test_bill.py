import json
from datetime import date
from decimal import Decimal

from odoo import Command
from odoo.tests import tagged

from .common import EinvoiceCase


@tagged("post_install", "-at_install")
class TestBill(EinvoiceCase):
    def codes(self, bill):
        [(_subject, found)] = self.env["einvoice.rule"]._check_cases(
            bill._einvoice_cases()
        )
        return [finding.code for finding in found]

    def test_typed_bill_is_an_invoice(self):
        self.partner_a.write(
            {"vat": "FR40303265045", "company_registry": "30326504500011"}
        )
        bill = self.bill(partner_bank_id=self.bank, invoice_date_due="2026-10-01")
        invoice = bill._einvoice_invoice()
        self.assertEqual(invoice.number, "F-2026-118")
        self.assertEqual(invoice.issue_date, date(2026, 9, 1))
        self.assertEqual(invoice.type_code, "380")
        self.assertEqual(invoice.currency, self.env.company.currency_id.name)
        self.assertEqual(invoice.seller.siren, "303265045")
        self.assertEqual(invoice.payment.accounts[0].iban, self.iban)
        self.assertEqual(invoice.totals.net, Decimal("1000.00"))
        self.assertEqual(invoice.totals.vat, Decimal("150.00"))
        self.assertEqual(invoice.totals.payable, Decimal("1150.00"))
        [tax] = invoice.tax_breakdown
        self.assertEqual(
            (tax.category, tax.rate, tax.base, tax.amount),
            ("S", 15, Decimal("1000.00"), Decimal("150.00")),
        )
        [line] = invoice.lines
        self.assertEqual((line.net, line.vat_rate), (Decimal("1000.00"), 15))
        self.assertEqual(self.codes(bill), [])

    def test_category_of_the_tax_wins(self):
        self.tax_purchase_a.ubl_cii_tax_category_code = "B"
        self.assertEqual(self.bill()._einvoice_invoice().tax_breakdown[0].category, "B")

    def test_credit_note_has_positive_amounts_and_names_its_bill(self):
        bill = self.bill()
        bill.action_post()
        refund = self._reverse_invoice(bill)
        invoice = refund._einvoice_invoice()
        self.assertEqual(invoice.type_code, "381")
        self.assertEqual(invoice.totals.payable, Decimal("1150.00"))
        self.assertEqual(invoice.tax_breakdown[0].amount, Decimal("150.00"))
        self.assertEqual(invoice.preceding_invoices[0].number, "F-2026-118")
        self.assertEqual(self.codes(refund), [])

    def test_self_assessed_tax_is_charged_at_zero(self):
        tax = self.tax_purchase_a.copy(
            {
                "name": "Reverse charge",
                "invoice_repartition_line_ids": [
                    Command.create({"repartition_type": "base"}),
                    Command.create({"repartition_type": "tax"}),
                    Command.create(
                        {"repartition_type": "tax", "factor_percent": -100.0}
                    ),
                ],
                "refund_repartition_line_ids": [
                    Command.create({"repartition_type": "base"}),
                    Command.create({"repartition_type": "tax"}),
                    Command.create(
                        {"repartition_type": "tax", "factor_percent": -100.0}
                    ),
                ],
            }
        )
        bill = self.bill()
        bill.invoice_line_ids.tax_ids = tax
        [group] = bill._einvoice_invoice().tax_breakdown
        self.assertEqual(
            (group.category, group.rate, group.base, group.amount),
            ("AE", 0, Decimal("1000.00"), Decimal("0.00")),
        )
        self.assertEqual(self.codes(bill), [])

    def test_cash_rounding_is_bt_114(self):
        rounding = self.env["account.cash.rounding"].create(
            {
                "name": "Half",
                "rounding": 0.5,
                "strategy": "add_invoice_line",
                "rounding_method": "UP",
                "profit_account_id": self.company_data["default_account_revenue"].id,
                "loss_account_id": self.company_data["default_account_expense"].id,
            }
        )
        bill = self.bill(price=10.13, invoice_cash_rounding_id=rounding)
        totals = bill._einvoice_invoice().totals
        self.assertEqual(totals.gross, Decimal("11.65"))
        self.assertEqual(totals.payable, Decimal("12.00"))
        self.assertEqual(totals.rounding, Decimal("0.35"))
        self.assertEqual(self.codes(bill), [])

    def eco_tax(self):
        return self.env["account.tax"].create(
            {
                "name": "Eco tax",
                "amount_type": "fixed",
                "amount": 0.35,
                "type_tax_use": "purchase",
                "include_base_amount": True,
                "sequence": 0,
            }
        )

    def early_discount(self):
        return self.env["account.payment.term"].create(
            {
                "name": "Discount",
                "early_discount": True,
                "early_pay_discount_computation": "mixed",
                "discount_percentage": 2.0,
                "discount_days": 10,
            }
        )

    def ordinary_cases(self):
        """Return the taxes, prices and values of ordinary bills, by name."""
        included = self.tax_purchase_a.copy(
            {"name": "Included", "price_include_override": "tax_included"}
        )
        eco = self.eco_tax()
        loose_eco = eco.copy({"name": "Loose", "include_base_amount": False})
        other = self.tax_purchase_b
        other.amount = 5.5
        compound = other.copy({"name": "Compound", "include_base_amount": True})
        return {
            "tax included": {"taxes": included},
            "eco tax": {"taxes": eco + self.tax_purchase_a},
            "many lines": {"taxes": self.tax_purchase_a, "prices": [0.335] * 40},
            "loose eco tax": {"taxes": loose_eco + self.tax_purchase_a},
            "two taxes on a line": {"taxes": other + self.tax_purchase_a},
            "one rate twice": {
                "taxes": self.tax_purchase_a
                + self.tax_purchase_a.copy({"name": "Twin"})
            },
            "tax on tax": {"taxes": compound + self.tax_purchase_a},
            "two rates": {"taxes": other, "prices": [10.01, -3.33]},
            "early payment discount": {
                "taxes": self.tax_purchase_a,
                "values": {"invoice_payment_term_id": self.early_discount()},
            },
            "no tax": {"taxes": self.env["account.tax"]},
        }

    def test_ordinary_bills_raise_no_finding(self):
        for name, case in self.ordinary_cases().items():
            for method in ("round_per_line", "round_globally"):
                self.env.company.tax_calculation_rounding_method = method
                bill = self._create_invoice(
                    move_type="in_invoice",
                    invoice_date="2026-09-01",
                    invoice_line_ids=[
                        self._prepare_invoice_line(
                            name=name, price_unit=price, tax_ids=taxes
                        )
                        for price in case.get("prices", [1234.56])
                        for taxes in (case["taxes"],)
                    ],
                    **case.get("values", {}),
                )
                with self.subTest(name, method=method):
                    [(_subject, found)] = self.env["einvoice.rule"]._check_cases(
                        bill._einvoice_cases()
                    )
                    severities = {finding.severity.value for finding in found}
                    self.assertNotIn("block", severities)

    def test_foreign_currency_stays_the_invoice_s(self):
        currency = self.setup_other_currency("CHF")
        bill = self.bill(currency_id=currency)
        self.assertEqual(bill._einvoice_invoice().currency, "CHF")
        self.assertEqual(bill._einvoice_invoice().totals.payable, Decimal("1150.00"))
        amount = bill._einvoice_facts()["amount"]
        self.assertEqual(amount, Decimal("575.00"))
        self.assertEqual(self.codes(bill), [])

    def test_facts_leave_out_what_is_not_known(self):
        bill = self.bill()
        facts = bill._einvoice_facts()
        self.assertEqual(facts["amount"], Decimal("1150.00"))
        self.assertEqual(facts["supplier"], self.partner_a.id)
        self.assertEqual(facts["findings"], ())
        self.assertNotIn("confidence", facts)
        bill.partner_id = False
        self.assertNotIn("supplier", bill._einvoice_facts())

    def test_evidence_holds_the_journal_and_the_findings(self):
        bill = self.bill()
        self.record(bill, self.noticed())
        parts = {part.kind: part for part in bill._einvoice_evidence()}
        self.assertIn("finding_opened", parts["journal"].content.decode())
        [finding] = json.loads(parts["findings"].content)
        self.assertEqual(finding["rule"], "payable_wrong")

    def test_life_of_a_bill_is_in_the_journal(self):
        bill = self.bill()
        bill.action_post()
        bill.button_draft()
        bill.button_cancel()
        bill.button_draft()
        key = bill.id
        bill.unlink()
        kinds = self.events.search([("move_id", "=", key)], order="id").mapped("kind")
        self.assertEqual(kinds, ["posted", "reset", "cancelled", "reset", "cancelled"])

    def test_state_written_by_a_script_is_in_the_journal_too(self):
        bill = self.bill()
        bill.action_post()
        self.rpc("accountant", "account.move", "write", bill.ids, {"state": "draft"})
        self.assertEqual(self.kinds(bill), ["posted", "reset"])

    def test_cancelling_a_posted_bill_tells_both(self):
        bill = self.bill()
        bill.action_post()
        bill.button_cancel()
        self.assertEqual(self.kinds(bill), ["posted", "reset", "cancelled"])

    def test_paid_is_told_once_whatever_the_way(self):
        by_wizard, by_refund, partly = (
            self.bill(ref="P-1"),
            self.bill(ref="P-2"),
            self.bill(ref="P-3"),
        )
        (by_wizard + by_refund + partly).action_post()
        register = self.env["account.payment.register"]
        register.with_context(
            active_model="account.move", active_ids=by_wizard.ids
        ).create({})._create_payments()
        register.with_context(
            active_model="account.move", active_ids=partly.ids
        ).create({"amount": 50.0})._create_payments()
        self._reverse_invoice(by_refund, post=True)
        self.env.cr.flush()
        self.assertEqual(self.kinds(by_wizard), ["posted", "paid"])
        self.assertEqual(self.kinds(partly), ["posted"])
        self.assertNotIn("paid", self.kinds(by_refund))

    def test_journal_button_shows_the_events_of_the_bill(self):
        bill = self.bill()
        bill.action_post()
        action = bill.with_user(self.people["processor"]).action_einvoice_journal()
        events = self.events.search(action["domain"])
        self.assertEqual(events.mapped("kind"), ["posted"])
