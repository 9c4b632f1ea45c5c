from odoo.tests import tagged

from .common import OrderCase
from .order_invoices import Item


@tagged("post_install", "-at_install")
class TestMatchDocument(OrderCase):
    def test_a_bill_that_agrees_is_linked_and_keeps_its_amounts(self):
        order = self.order((self.paper, 10, 4.2), (self.toner, 2, 60.0))
        bill = self.bill_of(
            Item("RAMETTE A4 80G", "10", "4.20"),
            Item("Toner HP 305 A noir", "2", "60.00"),
            order=order.name,
        )
        self.assertEqual(bill.invoice_line_ids.purchase_line_id, order.order_line)
        self.assertEqual(bill.amount_untaxed, 162.0)
        self.assertEqual(bill.invoice_line_ids.mapped("price_unit"), [4.2, 60.0])
        self.assertEqual(bill.einvoice_order_ids, order)
        self.assertEqual(bill.einvoice_match_state, "matched")
        self.assertEqual(self.rules_of(bill), [])
        self.assertEqual(order.order_line.mapped("qty_invoiced"), [10, 2])
        self.assertEqual(order.invoice_status, "invoiced")
        self.assertIn("matched", self.kinds(bill.einvoice_document_id))
        rows = bill.einvoice_match_ids
        self.assertEqual(rows.mapped("state"), ["ok", "ok"])
        self.assertEqual(rows.mapped("invoice_line"), ["1", "2"])
        self.assertEqual(rows.mapped("received"), [10, 2])
        self.assertEqual(bill._einvoice_facts()["order"], "matched")
        self.assertEqual(bill._einvoice_facts()["buyer"], self.buyer.id)
