from odoo import Command
from odoo.tests import tagged

from .common import OrderCase
from .order_invoices import Item

PAPER = Item("Ramette papier A4 80 g", "10", "4.20")


@tagged("post_install", "-at_install")
class TestMatchOrders(OrderCase):
    """An order that is not the right one is a finding of its own."""

    def test_a_number_is_read_however_it_is_written(self):
        order = self.order((self.paper, 10, 4.2))
        digits = order.name.lstrip("P0")
        for place, said in enumerate(
            (order.name.lower(), f"PO {digits}", f"Commande n° {order.name}", digits)
        ):
            bill = self.bill_of(PAPER, order=said, number=f"F-{place}")
            self.assertEqual(bill.einvoice_order_ids, order, said)

    def test_a_misspelt_number_is_a_question(self):
        order = self.order((self.paper, 10, 4.2))
        bill = self.bill_of(PAPER, order=f"{order.name[:-1]}O{order.name[-1]}")
        finding = self.finding(bill, "order_misspelt")
        self.assertEqual(finding.severity, "review")
        self.assertIn(order.name, finding.message)
        self.assertEqual(bill.invoice_line_ids.purchase_line_id, order.order_line)
        self.assertEqual(bill.einvoice_match_state, "differs")

    def test_a_number_that_is_no_order(self):
        bill = self.bill_of(PAPER, order="ZK-88412")
        self.assertEqual(self.rules_of(bill), ["order_unknown"])
        self.assertEqual(bill.einvoice_match_state, "no_order")

    def test_words_instead_of_a_number_are_none(self):
        bill = self.bill_of(PAPER, order="commande verbale")
        self.assertEqual(self.rules_of(bill), [])

    def test_an_order_of_another_supplier(self):
        other = self.env["res.partner"].create({"name": "Imprimerie Rapide"})
        order = self.order((self.paper, 10, 4.2), partner_id=other.id)
        bill = self.bill_of(PAPER, order=order.name)
        finding = self.finding(bill, "order_other_supplier")
        self.assertEqual(finding.severity, "block")
        self.assertIn("Imprimerie Rapide", finding.message)
        self.assertFalse(bill.invoice_line_ids.purchase_line_id)

    def test_an_order_of_another_company(self):
        data = self.setup_other_company(name="LA FILIALE")
        other = data["company"]
        order = (
            self.env["purchase.order"]
            .with_company(other)
            .create(
                {
                    "name": "FIL-00077",
                    "partner_id": self.supplier.id,
                    "company_id": other.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": self.paper.id,
                                "product_qty": 10,
                                "price_unit": 4.2,
                                "tax_ids": [Command.clear()],
                            }
                        )
                    ],
                }
            )
        )
        order.button_confirm()
        bill = self.bill_of(PAPER, order="FIL-00077")
        finding = self.finding(bill, "order_other_company")
        self.assertEqual(finding.severity, "block")
        self.assertIn("LA FILIALE", finding.message)
        self.assertFalse(bill.invoice_line_ids.purchase_line_id)

    def test_a_cancelled_order(self):
        order = self.order((self.paper, 10, 4.2), received=False)
        order.button_cancel()
        bill = self.bill_of(PAPER, order=order.name)
        self.assertIn("order_cancelled", self.rules_of(bill))
        self.assertFalse(bill.invoice_line_ids.purchase_line_id)

    def test_an_order_that_nobody_confirmed_then_somebody_does(self):
        order = self.order((self.paper, 10, 4.2), confirm=False, received=False)
        bill = self.bill_of(PAPER, order=order.name)
        self.assertEqual(self.rules_of(bill), ["order_draft"])
        order.button_confirm()
        order.order_line.qty_received = 10
        self.commit()
        self.assertEqual(self.rules_of(bill), [])
        self.assertEqual(bill.invoice_line_ids.purchase_line_id, order.order_line)

    def test_an_order_cancelled_after_the_match(self):
        order = self.order((self.paper, 10, 4.2), received=False)
        bill = self.bill_of(PAPER, order=order.name)
        self.assertTrue(bill.invoice_line_ids.purchase_line_id)
        order.write({"state": "cancel"})
        self.commit()
        self.assertIn("order_cancelled", self.rules_of(bill))
        order.order_line.unlink()
        self.commit()
        self.assertFalse(bill.invoice_line_ids.purchase_line_id)
        self.assertFalse(bill.einvoice_match_ids.purchase_line_id)

    def test_other_references_help_to_find(self):
        order = self.order((self.paper, 10, 4.2), partner_ref="BL-2026-0815")
        self.order((self.paper, 10, 4.2))
        for place, said in enumerate(
            ({"despatch": "BL 2026/0815"}, {"contract": order.name})
        ):
            bill = self.bill_of(PAPER, number=f"F-{place}", **said)
            self.assertIn(order, bill.einvoice_order_ids)

    def test_a_bill_in_another_currency_than_its_order(self):
        dollar = self.setup_other_currency("USD", rates=[("2026-01-01", 2.0)])
        order = self.order((self.paper, 10, 8.4), currency_id=dollar.id)
        bill = self.bill_of(PAPER, order=order.name)
        finding = self.finding(bill, "order_currency")
        self.assertEqual(finding.severity, "review")
        self.assertIn("rate of the day", finding.message)
        self.assertEqual(self.rules_of(bill), ["order_currency"])
        self.assertAlmostEqual(bill.einvoice_match_ids.order_price, 4.2, 4)

    def test_a_currency_without_rate_is_not_compared(self):
        franc = self.env.ref("base.CHF")
        franc.active = True
        franc.rate_ids.unlink()
        order = self.order((self.paper, 10, 4.2), currency_id=franc.id)
        bill = self.bill_of(PAPER, order=order.name)
        self.assertEqual(self.finding(bill, "order_currency").severity, "block")
        self.assertEqual(bill.einvoice_match_ids.differences, "currency")

    def test_a_price_with_its_tax_included(self):
        tax = self.env["account.tax"].create(
            {
                "name": "20 % TTC",
                "amount": 20,
                "type_tax_use": "purchase",
                "price_include_override": "tax_included",
            }
        )
        order = self.order(
            (self.paper, 10, 5.04, {"tax_ids": [Command.set(tax.ids)]}),
        )
        bill = self.bill_of(PAPER, order=order.name)
        self.assertEqual(self.rules_of(bill), [])
        self.assertAlmostEqual(bill.einvoice_match_ids.order_price, 4.2, 4)

    def test_a_habit_of_orders_is_missed(self):
        for place in range(4):
            order = self.order((self.paper, 10, 4.2))
            self.bill_of(PAPER, order=order.name, number=f"F-{place}").action_post()
        bill = self.bill_of(Item("Divers", "1", "77"), number="F-9")
        finding = self.finding(bill, "order_missing")
        self.assertEqual(finding.severity, "review")
        self.assertIn("4 of the last 4", finding.message)

    def test_a_company_may_want_an_order_above_an_amount(self):
        rule = self.env["einvoice.rule"].search(
            [("company_id", "=", self.company.id), ("code", "=", "order_required")]
        )
        self.assertEqual(rule.mode, "off")
        bill = self.bill_of(Item("Conseil", "1", "900"))
        self.assertEqual(self.rules_of(bill), [])
        rule.write({"mode": "on", "limit_amount": 800})
        bill.einvoice_document_id._check_again()
        self.assertEqual(self.rules_of(bill), ["order_required"])
        rule.limit_amount = 1000
        bill.einvoice_document_id._check_again()
        self.assertEqual(self.rules_of(bill), [])

    def test_a_credit_note_goes_back_to_the_order_of_its_bill(self):
        order = self.order((self.chair, 10, 120.0))
        self.order((self.chair, 10, 120.0))
        chairs = Item("Chaise de bureau pivotante", "10", "120")
        bill = self.bill_of(chairs, order=order.name)
        bill.action_post()
        back = Item("Chaise de bureau pivotante", "4", "120")
        note = self.bill_of(back, type_code="381", number="A-1", preceding="F-2026-001")
        self.assertEqual(note.move_type, "in_refund")
        self.assertEqual(note.invoice_line_ids.purchase_line_id, order.order_line)
        self.assertEqual(self.rules_of(note), [])
        self.assertEqual(order.order_line.qty_invoiced, 6)
        self.assertEqual(note.einvoice_match_ids.billed, -4)
        more = self.bill_of(
            Item("Chaise de bureau pivotante", "8", "120"),
            type_code="381",
            number="A-2",
            order=order.name,
        )
        self.assertEqual(self.rules_of(more), ["credited_over_billed"])
