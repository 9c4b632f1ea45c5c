from odoo.tests import tagged

from ..hooks import uninstall_hook
from .common import SELLER, PlatformCase


@tagged("post_install", "-at_install")
class TestUninstall(PlatformCase):
    def test_bills_and_originals_stay_and_nothing_of_it_stops_them(self):
        document = self.received_document()
        self.sandbox.send_status("F-2026-001", SELLER, "220", by="seller", to=["buyer"])
        self.look()
        bill = document.move_id
        self.assertTrue(bill.einvoice_is_stopped)
        original = document.attachment_id.raw
        uninstall_hook(self.env)
        self.assertNotIn("supplier_cancelled", bill.einvoice_finding_ids.mapped("rule"))
        self.assertFalse(bill.einvoice_is_stopped)
        self.assertEqual(document.attachment_id.raw, original)
        self.assertEqual(bill.amount_total, 120)
