"""The work of an accountant in the browser, on a screen and on a phone."""

import json

from odoo.tests import HttpCase, tagged

from . import invoices
from .common import IntakeCase

STRANGER = {
    "seller": "Menuiserie Tardy",
    "seller_siren": "910000629",
    "seller_vat": "FR46910000629",
    "number": "F-NEW",
}
LOGIN = "tour_accountant"


class InboxTour(IntakeCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls.accountant_in_browser(LOGIN)

    def leave_files(self):
        """Leave three files where the browser finds them."""
        contents = {
            "booked.xml": invoices.cii(number="F-BOOKED"),
            "stranger.xml": invoices.cii(**STRANGER),
            "cut.xml": invoices.cii(number="F-CUT")[:900],
        }
        texts = {name: content.decode() for name, content in contents.items()}
        self.env["ir.attachment"].create(
            {
                "name": "files.json",
                "raw": json.dumps(texts).encode(),
                "url": "/einvoice_intake/tour/files.json",
                "mimetype": "application/json",
                "public": True,
            }
        )

    def check_booked(self):
        document = self.documents.search([("name", "=", "stranger.xml")])
        self.assertEqual(document.partner_id.name, "Menuiserie Tardy")
        self.assertTrue(document.move_id)

    def reject_a_document(self):
        document = self.receive(invoices.cii(buyer_siren="910000751", buyer_vat=""))
        url = f"/odoo/supplier-invoices/{document.id}"
        self.start_tour(url, "einvoice_inbox_reject", login=LOGIN)
        self.assertEqual(document.state, "rejected")


@tagged("post_install", "-at_install")
class TestTourInbox(InboxTour):
    def test_upload_fix_and_open_the_bill(self):
        self.leave_files()
        self.start_tour("/odoo/supplier-invoices", "einvoice_inbox", login=LOGIN)
        self.check_booked()

    def test_reject(self):
        self.reject_a_document()

    def test_decide_on_a_duplicate(self):
        self.receive(invoices.cii())
        second = self.receive(invoices.cii(net="200.00", vat="40.00", gross="240.00"))
        url = f"/odoo/supplier-invoices/{second.id}"
        self.start_tour(url, "einvoice_inbox_duplicate", login=LOGIN)
        self.assertEqual(second.state, "booked")


@tagged("post_install", "-at_install")
class TestTourTablet(InboxTour):
    browser_size = "768x1024"
    touch_enabled = True

    def test_a_row_says_what_to_do_in_sight(self):
        self.receive(invoices.cii(**STRANGER))
        url = "/odoo/supplier-invoices"
        self.start_tour(url, "einvoice_inbox_tablet", login=LOGIN)


@tagged("post_install", "-at_install")
class TestTourPhone(InboxTour):
    browser_size = "375x667"
    touch_enabled = True

    def test_upload_fix_and_open_the_bill(self):
        self.leave_files()
        self.start_tour("/odoo/supplier-invoices", "einvoice_inbox_phone", login=LOGIN)
        self.check_booked()

    def test_reject(self):
        self.reject_a_document()
