"""A processor pairs a line of a bill with its order, on a screen and on a phone."""

from odoo.tests import HttpCase, tagged

from .common import OrderCase
from .order_invoices import Item


class PairTour(OrderCase, HttpCase):
    def pair(self):
        ordered = self.order((self.toner, 2, 60.0), (self.chair, 2, 60.0))
        bill = self.bill_of(Item("Cartouche imprimante", "2", "60"), order=ordered.name)
        processor = self.people["processor"]
        self.start_tour(
            f"/odoo/account.move/{bill.id}",
            "einvoice_order_pair",
            login=processor.login,
        )
        match = bill.einvoice_match_ids
        self.assertEqual(match.purchase_line_id.product_id, self.toner)
        self.assertEqual((match.kind, match.state), ("person", "ok"))


@tagged("post_install", "-at_install")
class TestTourPair(PairTour):
    def test_pair_a_line(self):
        self.pair()


@tagged("post_install", "-at_install")
class TestTourPairPhone(PairTour):
    browser_size = "375x667"
    touch_enabled = True

    def test_pair_a_line(self):
        self.pair()
