import json
from decimal import Decimal

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..hooks import post_init_hook
from .common import EinvoiceCase


@tagged("post_install", "-at_install")
class TestSettings(EinvoiceCase):
    def test_defaults(self):
        tolerance = self.env.company._einvoice_tolerance()
        self.assertEqual(tolerance.total, Decimal("0.02"))
        self.assertEqual(tolerance.line, Decimal("0.01"))
        self.assertFalse(self.env.company.einvoice_has_receipts)

    def test_settings_change_the_company(self):
        settings = Form(self.env["res.config.settings"])
        settings.einvoice_tolerance_total = 0.05
        settings.einvoice_has_receipts = True
        settings.save().execute()
        self.assertEqual(self.env.company._einvoice_tolerance().total, Decimal("0.05"))
        self.assertTrue(self.env.company.einvoice_has_receipts)

    def test_installation_exempts_the_draft_bills_of_that_day(self):
        draft, refund = self.bill(), self.bill(move_type="in_refund")
        posted = self.bill(ref="F-2026-119", price=77)
        posted.action_post()
        sale = self._create_invoice_one_line(
            price_unit=10.0, move_type="out_invoice", product_id=self.product_a
        )
        post_init_hook(self.env)
        self.assertTrue(draft.einvoice_is_exempt)
        self.assertTrue(refund.einvoice_is_exempt)
        self.assertFalse(posted.einvoice_is_exempt)
        self.assertFalse(sale.einvoice_is_exempt)
        self.assertFalse(self.bill().einvoice_is_exempt)

    def test_drafts_are_counted_and_routed_by_a_manager(self):
        self.bill(), self.bill()
        post_init_hook(self.env)
        settings = self.env["res.config.settings"].create({})
        self.assertEqual(settings.einvoice_exempt_count, 2)
        plain = self.people["accountant"]
        with self.assertRaises(AccessError):
            self.env.company.with_user(plain)._einvoice_route_drafts()
        admin = self.people["admin"]
        settings.with_user(admin).action_einvoice_route_drafts()
        settings.invalidate_recordset()
        self.assertEqual(settings.einvoice_exempt_count, 0)
        event = self.events.search([("kind", "=", "drafts_gated")], limit=1)
        self.assertEqual(json.loads(event.payload)["count"], 2)
