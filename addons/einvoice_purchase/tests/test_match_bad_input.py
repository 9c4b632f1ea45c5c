from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models._matcher import Matcher
from .common import OrderCase
from .order_invoices import Item

# The benchmark takes the 5,000 lines; what it must be right in is the same.
COUNT = 400


@tagged("post_install", "-at_install")
class TestMatchBadInput(OrderCase):
    """Odd orders and bills are answered in words, soon."""

    def test_lines_that_bill_nothing_or_take_back(self):
        order = self.order((self.chair, 10, 120.0), (self.paper, 10, 4.2))
        bill = self.bill_of(
            Item("Chaise de bureau pivotante", "10", "120"),
            Item("Ramette papier A4 80 g", "0", "4.20"),
            Item("Chaise de bureau pivotante", "-2", "120"),
            Item("Remise de fin d'année", "-1", "20"),
            order=order.name,
        )
        self.assertEqual(self.rules_of(bill), [])
        rows = bill.einvoice_match_ids
        self.assertEqual(rows.mapped("billed"), [10, 0, -2, -1])
        self.assertEqual(order.order_line[0].qty_invoiced, 8)

    def test_an_order_line_for_nothing_and_for_free(self):
        order = self.order((self.chair, 0, 120.0), (self.paper, 10, 0.0))
        bill = self.bill_of(
            Item("Chaise de bureau pivotante", "1", "120"),
            Item("Ramette papier A4 80 g", "10", "4.20"),
            order=order.name,
        )
        self.assertEqual(self.rules_of(bill), ["billed_over_received", "order_price"])
        self.assertIn(
            "42.00 € more on the line (– %)", self.finding(bill, "order_price").message
        )

    def test_a_bill_without_supplier_or_lines(self):
        move = self.env["account.move"].create({"move_type": "in_invoice"})
        move._einvoice_check()
        self.assertEqual(move.einvoice_match_state, "no_order")
        self.assertFalse(self.rules_of(move))

    def test_a_bill_changed_by_hand_is_compared_as_it_is(self):
        order = self.order((self.chair, 10, 120.0))
        bill = self.bill_of(
            Item("Chaise de bureau pivotante", "10", "120"), order=order.name
        )
        bill.write(
            {
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Lampe",
                            "price_unit": 30,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ]
            }
        )
        bill._einvoice_check()
        self.assertEqual(self.finding(bill, "line_not_ordered").found, "30.00")
        self.assertEqual(len(bill.einvoice_match_ids), 2)
        bill.invoice_line_ids.filtered(lambda line: line.name == "Lampe").unlink()
        bill._einvoice_check()
        self.assertEqual(self.rules_of(bill), [])
        self.assertEqual(len(bill.einvoice_match_ids), 1)

    def test_down_payment_lines_of_an_order_are_no_goods(self):
        order = self.order((self.chair, 10, 120.0))
        order.write(
            {
                "order_line": [
                    Command.create(
                        {
                            "name": "Acompte",
                            "is_downpayment": True,
                            "display_type": False,
                            "product_qty": 0,
                            "price_unit": 0,
                        }
                    ),
                    Command.create(
                        {
                            "name": "Mobilier",
                            "display_type": "line_section",
                            "product_qty": 0,
                        }
                    ),
                ]
            }
        )
        bill = self.bill_of(
            Item("Chaise de bureau pivotante", "10", "120"),
            Item("Acompte déjà versé", "-1", "300"),
            order=order.name,
        )
        self.assertEqual(self.rules_of(bill), [])

    def test_a_matching_that_fails_says_so_and_the_bill_is_made(self):
        order = self.order((self.chair, 10, 120.0))

        def fail(*_args):
            raise ZeroDivisionError("a quantity of nothing")

        with (
            patch.object(Matcher, "pairs", fail),
            mute_logger("odoo.addons.einvoice_purchase.models.account_move_match"),
        ):
            bill = self.bill_of(
                Item("Chaise de bureau pivotante", "10", "120"), order=order.name
            )
        finding = self.finding(bill, "matching_failed")
        self.assertIn("a quantity of nothing", finding.message)
        bill.einvoice_document_id._check_again()
        self.assertEqual(self.rules_of(bill), [])
        self.assertEqual(bill.einvoice_match_state, "matched")

    def test_a_very_long_bill(self):
        order = self.order((self.paper, 1, 1.0), confirm=False, received=False)
        self.env["purchase.order.line"].create(
            [
                {
                    "order_id": order.id,
                    "product_id": self.paper.id,
                    "name": f"Article {number} modèle {number % 37}",
                    "product_qty": number % 9 + 1,
                    "price_unit": 1 + number % 50,
                    "tax_ids": [Command.clear()],
                }
                for number in range(COUNT)
            ]
        )
        order.button_confirm()
        order.order_line.qty_received_manual = 100
        self.env.flush_all()
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.supplier.id,
                "invoice_date": "2026-09-15",
                "ref": "LONG-1",
                "invoice_origin": order.name,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": f"ARTICLE {number} MODELE {number % 37}",
                            "quantity": number % 9 + 1,
                            "price_unit": 1 + number % 50,
                            "tax_ids": [Command.clear()],
                        }
                    )
                    for number in range(COUNT)
                ],
            }
        )
        bill._einvoice_check()
        self.assertEqual(bill.einvoice_match_state, "matched")
        self.assertEqual(len(bill.invoice_line_ids.purchase_line_id), COUNT)
        self.assertEqual(self.rules_of(bill), [])
