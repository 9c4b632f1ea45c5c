"""A processor calls, a manager confirms, the payment goes: on a screen and a phone."""

from odoo.tests import HttpCase, tagged

from .bank_common import BankCase


class BankConfirmationTour(BankCase, HttpCase):
    def leave_bill(self):
        self.env["res.partner"].create(
            {"name": "Late", "parent_id": self.supplier.id, "phone": "0600000000"}
        )
        return self.asking_bill()

    def call_in_browser(self, confirmation):
        url = f"/odoo/einvoice-bank-accounts/{confirmation.id}"
        self.start_tour(url, "einvoice_bank_call", login="einvoice_processor")
        self.assertEqual(confirmation.state, "called")
        self.assertEqual(confirmation.called_by_id, self.people["processor"])


@tagged("post_install", "-at_install")
class TestTourBankConfirmation(BankConfirmationTour):
    def test_two_people_and_the_payment(self):
        bill = self.leave_bill()
        confirmation = self.confirmation(bill)
        self.call_in_browser(confirmation)
        url = f"/odoo/account.move/{bill.id}"
        self.start_tour(url, "einvoice_bank_confirm", login="einvoice_manager")
        self.assertEqual(confirmation.state, "confirmed")
        self.assertIn(bill.payment_state, ("paid", "in_payment"))


@tagged("post_install", "-at_install")
class TestTourBankConfirmationPhone(BankConfirmationTour):
    browser_size = "375x667"
    touch_enabled = True

    def test_the_call_is_noted_on_a_phone(self):
        self.call_in_browser(self.confirmation(self.leave_bill()))
