from odoo.tests import tagged

from .common import OrderCase
from .order_invoices import Item


@tagged("post_install", "-at_install")
class TestMatchDocument(OrderCase):
    """What arrives is compared with its orders, and stays what it says."""

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
        event = self.events.search(
            [
                ("kind", "=", "matched"),
                ("document_id", "=", bill.einvoice_document_id.id),
            ]
        )
        self.assertTrue(event.summary.startswith(f"{order.name} · lines: 2"))
        rows = bill.einvoice_match_ids
        self.assertEqual(rows.mapped("state"), ["ok", "ok"])
        self.assertEqual(rows.mapped("invoice_line"), ["1", "2"])
        self.assertEqual(rows.mapped("received"), [10, 2])
        self.assertEqual(bill._einvoice_facts()["order"], "matched")
        self.assertEqual(bill._einvoice_facts()["orders"], (order.name,))
        self.assertEqual(bill._einvoice_facts()["buyer"], self.buyer.id)

    def test_a_price_two_percent_above_names_the_line_and_stops(self):
        order = self.order((self.toner, 20, 60.0), (self.paper, 10, 4.2))
        bill = self.bill_of(
            Item("Ramette papier A4 80 g", "10", "4.20"),
            Item("Toner HP 305A noir", "20", "61.20"),
            order=order.name,
        )
        finding = self.finding(bill, "order_price")
        self.assertEqual(finding.severity, "block")
        self.assertEqual(finding.line, "2")
        self.assertEqual((finding.expected, finding.found), ("1200.00", "1224.00"))
        for said in ("61.20", "60.00", "24.00", "2 %", order.name):
            self.assertIn(said, finding.message)
        self.assertEqual(finding.owner_user_id, self.buyer)
        self.assertEqual(bill.einvoice_match_state, "differs")
        self.assertEqual(bill.amount_untaxed, 42.0 + 1224.0)
        row = bill.einvoice_match_ids.filtered(lambda each: each.state == "differs")
        self.assertEqual(row.differences, "price")
        self.assertEqual((row.gap_amount, row.gap_percent), (24.0, 2.0))

    def test_a_price_below_is_only_said(self):
        order = self.order((self.toner, 20, 60.0))
        bill = self.bill_of(Item("Toner HP 305A noir", "20", "50"), order=order.name)
        self.assertEqual(self.rules_of(bill), ["order_price_below"])
        self.assertEqual(self.finding(bill, "order_price_below").severity, "inform")
        self.assertEqual(bill.einvoice_match_state, "matched")

    def test_goods_that_have_not_come_stop_and_the_receipt_clears(self):
        order = self.order((self.chair, 10, 120.0), received=False)
        order.order_line.qty_received = 4
        bill = self.bill_of(Item("Chaise de bureau", "10", "120"), order=order.name)
        finding = self.finding(bill, "billed_over_received")
        self.assertEqual(finding.severity, "block")
        for said in ("10 Units on this bill", "4 received", "10 ordered"):
            self.assertIn(said, finding.message)
        self.assertEqual(bill.einvoice_document_id.state, "to_check")
        order.order_line.qty_received = 10
        self.commit()
        self.assertEqual(self.rules_of(bill), [])
        self.assertEqual(bill.einvoice_match_state, "matched")
        self.assertFalse(bill.einvoice_is_stopped)

    def test_work_is_compared_with_what_was_ordered(self):
        order = self.order((self.work, 3, 300.0), received=False)
        bill = self.bill_of(Item("Maintenance ascenseur", "2", "300"), order=order.name)
        self.assertEqual(self.rules_of(bill), [])
        more = self.bill_of(
            Item("Maintenance ascenseur", "2", "300"),
            order=order.name,
            number="F-2026-002",
        )
        finding = self.finding(more, "billed_over_ordered")
        self.assertIn("2 Units on this bill, 2 on other bills", finding.message)
        self.assertIn("3 ordered", finding.message)
        self.assertEqual(finding.severity, "block")

    def test_an_order_is_billed_in_parts(self):
        order = self.order((self.paper, 100, 4.2))
        for part in (1, 2):
            bill = self.bill_of(
                Item("Ramette papier A4", "50", "4.20"),
                order=order.name,
                number=f"F-{part}",
            )
            self.assertEqual(self.rules_of(bill), [], part)
        self.assertEqual(bill.einvoice_match_ids.billed_before, 50)
        third = self.bill_of(
            Item("Ramette papier A4", "50", "4.20"), order=order.name, number="F-3"
        )
        self.assertEqual(self.rules_of(third), ["order_billed"])
        self.assertEqual(self.finding(third, "order_billed").reason_code, "DOUBLE_FACT")

    def test_one_bill_for_several_orders(self):
        first = self.order((self.paper, 10, 4.2))
        second = self.order((self.toner, 2, 60.0))
        bill = self.bill_of(
            Item("Ramette papier A4 80 g", "10", "4.20", order=first.name),
            Item("Toner HP 305A noir", "2", "60.00", order=second.name),
        )
        self.assertEqual(bill.einvoice_order_ids, first | second)
        self.assertEqual(self.rules_of(bill), [])
        together = self.bill_of(
            Item("Ramette papier A4 80 g", "10", "4.20"),
            order=f"{first.name}, {second.name}",
            number="F-2026-002",
        )
        self.assertEqual(together.einvoice_order_ids, first | second)

    def test_without_a_number_the_open_orders_of_the_supplier_are_looked_at(self):
        self.order((self.chair, 5, 120.0))
        order = self.order((self.paper, 10, 4.2), (self.toner, 2, 60.0))
        bill = self.bill_of(
            Item("Ramette papier A4 80 g", "10", "4.20"),
            Item("Toner HP 305A noir", "2", "60.00"),
        )
        self.assertEqual(bill.einvoice_order_ids, order)
        self.assertEqual(bill.einvoice_match_state, "matched")

    def test_the_supplier_s_item_number_is_known_from_his_price_list(self):
        self.env["product.supplierinfo"].create(
            {
                "partner_id": self.supplier.id,
                "product_tmpl_id": self.chair.product_tmpl_id.id,
                "product_code": "ZX-9/01",
            }
        )
        order = self.order((self.chair, 5, 120.0), (self.toner, 5, 120.0))
        bill = self.bill_of(
            Item("Siège ergonomique", "5", "120", seller_item="ZX 901"),
            order=order.name,
        )
        self.assertEqual(bill.einvoice_match_ids.purchase_line_id, order.order_line[0])
        self.assertEqual(bill.einvoice_match_ids.kind, "reference")

    def test_ordered_by_the_dozen_and_billed_by_the_piece(self):
        order = self.order(
            (self.paper, 5, 48.0, {"product_uom_id": self.dozen.id}),
        )
        bill = self.bill_of(
            Item("Ramette papier A4 80 g", "60", "4.00"), order=order.name
        )
        self.assertEqual(self.rules_of(bill), [])
        row = bill.einvoice_match_ids
        self.assertEqual((row.billed, row.bill_price, row.order_price), (5, 48, 48))
        self.assertEqual(order.order_line.qty_invoiced, 5)
        self.assertEqual(bill.amount_untaxed, 240.0)

    def test_a_piece_that_costs_a_dozen_is_a_dozen(self):
        order = self.order(
            (self.paper, 5, 48.0, {"product_uom_id": self.dozen.id}),
        )
        bill = self.bill_of(
            Item("Ramette papier A4 80 g", "5", "48.00"), order=order.name
        )
        self.assertEqual(self.rules_of(bill), [])
        self.assertEqual(order.order_line.qty_invoiced, 5)

    def test_a_price_for_a_hundred(self):
        order = self.order((self.paper, 200, 0.042))
        bill = self.bill_of(
            Item("Ramette papier A4 80 g", "200", "4.20", base="100"), order=order.name
        )
        self.assertEqual(self.rules_of(bill), [])
        self.assertAlmostEqual(bill.einvoice_match_ids.bill_price, 0.042, 4)

    def test_a_unit_that_cannot_be_converted_is_for_a_person(self):
        order = self.order((self.paper, 5, 48.0))
        bill = self.bill_of(
            Item("Ramette papier A4 80 g", "12", "20.00", unit="KGM"), order=order.name
        )
        self.assertEqual(self.rules_of(bill), ["order_unit"])
        self.assertEqual(bill.einvoice_match_ids.differences, "unit")

    def test_transport_passes_within_a_small_tolerance(self):
        order = self.order((self.chair, 10, 120.0))
        items = [Item("Chaise de bureau pivotante", "10", "120")]
        bill = self.bill_of(*items, Item("Frais de port", "1", "25"), order=order.name)
        self.assertEqual(self.rules_of(bill), [])
        self.assertEqual(bill.einvoice_match_state, "matched")
        order = self.order((self.chair, 10, 120.0))
        dear = self.bill_of(
            *items, Item("Transport", "1", "95"), order=order.name, number="F-2"
        )
        self.assertEqual(self.rules_of(dear), ["charge_not_ordered"])

    def test_transport_that_was_ordered_is_paired(self):
        transport = self.article("Transport", "TRA", 95.0, type="service")
        order = self.order((self.chair, 10, 120.0), (transport, 1, 95.0))
        bill = self.bill_of(
            Item("Chaise de bureau pivotante", "10", "120"),
            Item("Frais de transport", "1", "95"),
            order=order.name,
        )
        self.assertEqual(bill.invoice_line_ids.purchase_line_id, order.order_line)

    def test_a_line_that_nobody_ordered_is_for_the_buyer(self):
        order = self.order((self.chair, 10, 120.0))
        bill = self.bill_of(
            Item("Chaise de bureau pivotante", "10", "120"),
            Item("Lampe articulée", "2", "39.90"),
            order=order.name,
        )
        finding = self.finding(bill, "line_not_ordered")
        self.assertEqual((finding.severity, finding.line), ("review", "2"))
        self.assertIn("Lampe articulée", finding.message)
        self.assertEqual(bill.einvoice_match_ids.mapped("state"), ["ok", "unmatched"])

    def test_a_line_twice_is_counted_together(self):
        order = self.order((self.chair, 10, 120.0))
        bill = self.bill_of(
            Item("Chaise de bureau pivotante", "6", "120"),
            Item("Chaise de bureau pivotante", "6", "120"),
            order=order.name,
        )
        self.assertEqual(
            bill.invoice_line_ids.purchase_line_id.ids, order.order_line.ids
        )
        finding = self.finding(bill, "billed_over_received")
        self.assertEqual(finding.line, "2")
        self.assertIn("12 Units on this bill, 0 on other bills", finding.message)

    def test_a_bill_that_goes_makes_room_for_the_next(self):
        order = self.order((self.chair, 10, 120.0))
        chairs = Item("Chaise de bureau pivotante", "10", "120")
        first = self.bill_of(chairs, order=order.name)
        second = self.bill_of(chairs, order=order.name, number="F-2026-002")
        self.assertEqual(self.rules_of(second), ["order_billed"])
        first.button_cancel()
        self.commit()
        self.assertEqual(self.rules_of(second), [])
