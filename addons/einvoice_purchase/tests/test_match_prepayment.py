from odoo.tests import tagged

from .common import OrderCase
from .order_invoices import Item

CHAIRS = Item("Chaise de bureau pivotante", "10", "120")


@tagged("post_install", "-at_install")
class TestMatchPrepayment(OrderCase):
    """A down payment agrees with nothing, and counts on what is billed later."""

    def setUp(self):
        super().setUp()
        self.ordered = self.order((self.chair, 10, 120.0))

    def advance(self, amount, number="A-1", **said):
        return self.bill_of(
            Item("Acompte sur commande", "1", amount),
            order=self.ordered.name,
            number=number,
            **{"type_code": "386", **said},
        )

    def final(self, *items, **said):
        return self.bill_of(*items, order=self.ordered.name, number="F-1", **said)

    def test_a_down_payment_bills_nothing_and_is_no_agreement(self):
        bill = self.advance("360")
        self.assertEqual(self.rules_of(bill), [])
        self.assertEqual(bill.einvoice_match_state, "prepayment")
        self.assertEqual(self.ordered.order_line.qty_invoiced, 0)
        self.assertTrue(bill._einvoice_facts()["is_prepayment"])
        # Nothing but the order stops it: a person may post it.
        bill.action_post()
        self.assertEqual(bill.state, "posted")

    def test_down_payments_beyond_the_order_stop_with_figures(self):
        self.advance("360")
        more = self.advance("900", number="A-2")
        finding = self.finding(more, "prepayment_over_order")
        self.assertEqual(finding.severity, "block")
        for said in ("900.00", "360.00", "A-1", "1,200", self.ordered.name):
            self.assertIn(said, finding.message)
        self.assertEqual(more.einvoice_match_state, "differs")

    def test_a_down_payment_on_a_billed_order_stops(self):
        self.final(CHAIRS)
        late = self.advance("360")
        self.assertIn("prepayment_over_order", self.rules_of(late))

    def test_a_final_bill_that_deducts_nothing_stops(self):
        self.advance("1188").action_post()
        bill = self.final(CHAIRS)
        finding = self.finding(bill, "prepayment_not_deducted")
        self.assertEqual(finding.severity, "block")
        self.assertIn("A-1", finding.message)
        self.assertEqual(bill.einvoice_match_state, "differs")

    def test_a_negative_line_deducts_it(self):
        self.advance("360").action_post()
        bill = self.final(CHAIRS, Item("Acompte déjà facturé A-1", "-1", "360"))
        self.assertEqual(self.rules_of(bill), [])
        self.assertEqual(bill.einvoice_match_state, "matched")

    def test_what_an_earlier_bill_deducted_is_deducted(self):
        self.advance("360").action_post()
        half = Item("Chaise de bureau pivotante", "5", "120")
        part = self.bill_of(
            half,
            Item("Acompte déjà facturé A-1", "-1", "360"),
            order=self.ordered.name,
            number="F-0",
        )
        self.assertEqual(self.rules_of(part), [])
        self.assertEqual(self.rules_of(self.final(half)), [])

    def test_a_part_bill_may_leave_it_to_a_later_one(self):
        self.advance("360").action_post()
        bill = self.final(Item("Chaise de bureau pivotante", "5", "120"))
        finding = self.finding(bill, "prepayment_not_deducted")
        self.assertEqual(finding.severity, "review")

    def test_a_cancelled_down_payment_counts_no_more(self):
        self.advance("360").button_cancel()
        self.assertEqual(self.rules_of(self.final(CHAIRS)), [])
