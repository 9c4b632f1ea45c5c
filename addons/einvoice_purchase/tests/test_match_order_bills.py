from odoo.tests import tagged

from .common import OrderCase
from .order_invoices import Item


def chairs(quantity, price="120", **more):
    return Item("Chaise de bureau pivotante", quantity, price, **more)


@tagged("post_install", "-at_install")
class TestMatchOrderBills(OrderCase):
    """Bills on one order count together, and the last one is the excess."""

    def bills(self, order, *parts, first=1):
        """Receive bills of these lines on an order, one after the other."""
        return [
            self.bill_of(*items, order=order.name, number=f"F-{rank}")
            for rank, items in enumerate(parts, start=first)
        ]

    def again(self, *bills):
        """Compare bills again, and return their rules."""
        for bill in bills:
            bill.einvoice_document_id._check_again()
        return [self.rules_of(bill) for bill in bills]

    def test_a_later_draft_is_the_excess_and_names_the_others(self):
        order = self.order((self.chair, 20, 120.0), received=False)
        order.order_line.qty_received = 18
        first, second, third = self.bills(
            order, [chairs("10")], [chairs("8")], [chairs("1")]
        )
        self.assertEqual(
            self.again(first, second, third), [[], [], ["billed_over_received"]]
        )
        message = self.finding(third, "billed_over_received").message
        self.assertIn("1 Units on this bill, 18 on other bills", message)
        self.assertIn("F-1, F-2", message)

    def test_a_bill_paired_by_hand_does_not_block_earlier_ones(self):
        order = self.order((self.chair, 20, 120.0), received=False)
        order.order_line.qty_received = 18
        other = self.order((self.toner, 9, 55.0))
        first, second = self.bills(order, [chairs("10")], [chairs("8")])
        late = self.bill_of(
            Item("Fauteuil de direction", "3", "120"), order=other.name, number="F-3"
        )
        late.einvoice_match_ids.action_pair(order.order_line.id)
        self.commit()
        self.assertEqual(self.again(first, second), [[], []])
        self.assertIn("billed_over_received", self.rules_of(late))

    def test_a_posted_bill_counts_first_and_the_drafts_are_told(self):
        order = self.order((self.chair, 10, 120.0))
        first, second = self.bills(order, [chairs("6")], [chairs("6")])
        self.finding(second, "billed_over_received").action_lift("Agreed")
        second.action_post()
        self.assertEqual(second.state, "posted")
        self.commit()
        self.assertEqual(self.rules_of(first), ["billed_over_received"])
        self.assertIn("F-2", self.finding(first, "billed_over_received").message)

    def test_a_billed_order_names_the_bills(self):
        order = self.order((self.chair, 10, 120.0))
        _first, second = self.bills(order, [chairs("10")], [chairs("10")])
        self.assertIn("(F-1)", self.finding(second, "order_billed").message)

    def test_small_gaps_of_many_lines_are_summed(self):
        order = self.order((self.chair, 100, 100.0))
        (bill,) = self.bills(order, [chairs("10", "101")] * 10)
        finding = self.finding(bill, "order_price")
        self.assertEqual((len(finding), finding.line), (1, "10"))
        self.assertIn("100.00 € on the order line", finding.message)
        self.assertEqual(bill.einvoice_match_state, "differs")

    def test_small_gaps_of_many_bills_are_summed(self):
        order = self.order((self.chair, 100, 100.0))
        first, second = self.bills(order, [chairs("10", "101")], [chairs("10", "101")])
        self.assertEqual(self.again(first, second), [[], ["order_price"]])
        message = self.finding(second, "order_price").message
        self.assertIn("20.00 € on the order line", message)
        self.assertIn("F-1", message)
        # At the right price it is no fault of the next bill, and once the buyer
        # agreed to the price there is no gap.
        (third,) = self.bills(order, [chairs("5", "100")], first=3)
        self.assertEqual(self.rules_of(third), [])
        order.order_line.price_unit = 101
        self.commit()
        self.assertEqual(self.rules_of(second), [])

    def test_charges_of_many_bills_are_summed(self):
        order = self.order((self.chair, 20, 100.0))
        port = Item("Frais de port", "1", "50")
        first, second = self.bills(
            order, [chairs("5", "100"), port], [chairs("5", "100"), port]
        )
        self.assertEqual(self.again(first, second), [[], ["charge_not_ordered"]])
        message = self.finding(second, "charge_not_ordered").message
        self.assertIn("100.00", message)
        self.assertIn("F-1", message)
        self.assertEqual(first.einvoice_match_ids.mapped("is_charge"), [False, True])

    def test_a_unit_that_cannot_be_converted_blocks_beyond_the_order(self):
        order = self.order((self.chair, 10, 120.0))
        dear, fair = self.bills(
            order, [chairs("10", "900", unit="LTR")], [chairs("4", "120")]
        )
        self.assertEqual(self.finding(dear, "order_unit").severity, "block")
        # What it asks for is counted at the price of the order.
        self.assertEqual(self.rules_of(fair), ["order_billed"])

    def test_litres_taken_back_make_no_room(self):
        order = self.order((self.chair, 10, 120.0))
        (bill,) = self.bills(
            order, [chairs("-300", "0.01", unit="LTR"), chairs("310", "120")]
        )
        self.assertIn("billed_over_received", self.rules_of(bill))
        order = self.order((self.chair, 10, 120.0))
        _note, next_bill = self.bills(
            order, [chairs("-300", "0.01", unit="LTR")], [chairs("310", "120")], first=2
        )
        self.assertIn("billed_over_received", self.rules_of(next_bill))


@tagged("post_install", "-at_install")
class TestMatchReceiptTakenBack(OrderCase):
    """Goods that go back after the bill was posted stop its payment."""

    def setUp(self):
        super().setUp()
        self.ordered = self.order((self.chair, 5, 211.0))
        self.bill = self.bill_of(chairs("5", "211"), order=self.ordered.name)
        self.bill.action_post()

    def receive_again(self, quantity):
        self.ordered.order_line.qty_received = quantity
        self.commit()

    def test_the_payment_is_held_and_the_buyer_is_told(self):
        self.assertFalse(self.bill._einvoice_blockers("pay"))
        self.receive_again(0)
        hold = self.bill.einvoice_hold_ids
        self.assertEqual(hold.state, "held")
        self.assertIn(self.ordered.name, hold.cause)
        codes = {blocker.code for blocker in self.bill._einvoice_blockers("pay")}
        self.assertEqual(codes, {"held", "billed_over_received"})
        finding = self.finding(self.bill, "billed_over_received")
        self.assertIn("0 received of 5 ordered", finding.message)
        self.assertEqual(finding.owner_user_id, self.buyer)
        events = self.env["einvoice.event"].search([("move_id", "=", self.bill.id)])
        self.assertIn("held", events.mapped("kind"))
        told = self.env["mail.activity"].search([("user_id", "=", self.buyer.id)])
        self.assertTrue(told)

    def test_goods_that_come_back_clear_the_finding_and_not_the_hold(self):
        self.receive_again(0)
        self.receive_again(5)
        self.assertFalse(self.rules_of(self.bill))
        self.assertEqual(self.bill.einvoice_hold_ids.state, "held")

    def test_one_hold_for_one_cause_and_none_for_more_goods(self):
        self.receive_again(6)
        self.assertFalse(self.bill.einvoice_hold_ids)
        self.receive_again(5)
        self.assertFalse(self.bill.einvoice_hold_ids)
        self.receive_again(2)
        self.receive_again(3)
        self.receive_again(2)
        self.assertEqual(len(self.bill.einvoice_hold_ids), 1)

    def test_a_bill_that_is_paid_is_left_alone(self):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=self.bill.ids
        ).create({})._create_payments()
        self.assertIn(self.bill.payment_state, ("in_payment", "paid"))
        self.receive_again(0)
        self.assertFalse(self.bill.einvoice_hold_ids)

    def test_a_rule_that_is_only_observed_holds_nothing(self):
        rules = self.env["einvoice.rule"].search([("company_id", "=", self.company.id)])
        rules.filtered(lambda row: row.code == "billed_over_received").mode = "observe"
        self.receive_again(0)
        self.assertFalse(self.bill.einvoice_hold_ids)
