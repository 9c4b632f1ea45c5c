from odoo.tests import tagged

from ..hooks import uninstall_hook
from .common import OrderCase
from .order_invoices import Item


@tagged("post_install", "-at_install")
class TestUninstall(OrderCase):
    def test_bills_and_links_stay_and_nothing_of_it_stops_them(self):
        order = self.order((self.chair, 10, 120.0))
        bill = self.bill_of(Item("Chaise de bureau", "10", "150"), order=order.name)
        self.assertTrue(bill.einvoice_is_stopped)
        uninstall_hook(self.env)
        self.assertEqual(self.rules_of(bill), [])
        self.assertFalse(bill.einvoice_is_stopped)
        self.assertEqual(bill.invoice_line_ids.purchase_line_id, order.order_line)
        self.assertEqual(bill.amount_untaxed, 1500)
        kinds = self.kinds(bill.einvoice_document_id)
        self.assertIn("finding_closed", kinds)
