"""What a person touched is left to a person."""

from odoo import Command
from odoo.tests import Form, freeze_time, tagged

from . import invoices
from .touchless_common import REVIEW, TouchlessCase


@tagged("post_install", "-at_install")
@freeze_time("2026-09-20")
class TestTouchlessTouch(TouchlessCase):
    def test_what_a_person_lifted_is_left_to_a_person(self):
        self.company.einvoice_touchless_limit = 100
        document = self.receive(invoices.cii())
        bill = document.move_id
        self.company.einvoice_touchless_limit = 500
        self.notice(bill, self.review())
        bill.einvoice_finding_ids.filtered(
            lambda finding: finding.rule == REVIEW.code
        ).with_user(self.people["processor"]).action_lift("Seen")
        self.assertEqual(document.state, "booked")
        self.cron()
        self.left(document, "person worked on it")

    def test_an_edit_is_a_touch_and_stands_in_the_journal(self):
        self.company.einvoice_touchless_limit = 100
        document = self.receive(invoices.cii())
        bill = document.move_id
        self.company.einvoice_touchless_limit = 500
        with Form(bill.with_user(self.people["processor"])) as form:
            form.payment_reference = "By hand"
        corrected = self.events.search(
            [("move_id", "=", bill.id), ("kind", "=", "field_corrected")]
        )
        self.assertEqual(len(corrected), 1)
        self.assertTrue(corrected.is_person)
        self.assertIn("By hand", corrected.payload)
        self.notice(bill, self.review())
        self.notice(bill)
        self.cron()
        self.left(document, "person worked on it")

    def test_lines_written_past_the_form_are_a_touch(self):
        self.company.einvoice_touchless_limit = 100
        bill = self.receive(invoices.cii()).move_id
        line = bill.invoice_line_ids.with_user(self.people["processor"])
        line.name = "Other paper"
        corrected = self.events.search(
            [("move_id", "=", bill.id), ("kind", "=", "field_corrected")]
        )
        self.assertEqual(len(corrected), 1)
        self.assertIn("Other paper", corrected.payload)

    def test_a_cancellation_is_no_edit_and_stands_with_the_document(self):
        self.company.einvoice_touchless_limit = 100
        document = self.receive(invoices.cii())
        bill = document.move_id.with_user(self.people["processor"])
        with Form(bill):
            pass
        bill.invoice_line_ids.name = bill.invoice_line_ids.name
        bill.needed_terms_dirty = False
        bill.button_cancel()
        kinds = self.events.search([("document_id", "=", document.id)]).mapped("kind")
        self.assertNotIn("field_corrected", kinds)
        self.assertEqual(kinds.count("cancelled"), 1)
        event = self.events.search(
            [("document_id", "=", document.id), ("kind", "=", "cancelled")]
        )
        self.assertEqual(event.move_id, bill.id)
        self.assertEqual(event.sentence, "The bill was cancelled.")

    def test_a_quantity_of_the_same_amount_is_an_edit(self):
        self.company.einvoice_touchless_limit = 100
        bill = self.receive(invoices.cii()).move_id
        line = bill.invoice_line_ids.with_user(self.people["processor"])
        amount = line.price_subtotal
        line.write({"quantity": 4, "price_unit": amount / 4})
        corrected = self.events.search(
            [("move_id", "=", bill.id), ("kind", "=", "field_corrected")]
        )
        self.assertEqual(len(corrected), 1)
        self.assertIn("4 × 25", corrected.payload)

    def test_one_edit_of_the_form_is_told_once(self):
        self.company.einvoice_touchless_limit = 100
        bill = self.receive(invoices.cii()).move_id
        editor = bill.with_user(self.people["processor"])
        with Form(editor) as form, form.invoice_line_ids.edit(0) as line:
            line.name = "Other paper"
        corrected = self.events.search(
            [("move_id", "=", bill.id), ("kind", "=", "field_corrected")]
        )
        self.assertEqual(len(corrected), 1, corrected.mapped("payload"))

    def test_what_a_person_took_is_left_to_him(self):
        self.company.einvoice_touchless_limit = 100
        document = self.receive(invoices.cii())
        self.company.einvoice_touchless_limit = 500
        document.with_user(self.people["processor"]).action_take()
        document.sudo()._try_touchless()
        self.left(document, "person worked on it")
        document.with_user(self.people["processor"]).action_untake()
        document.sudo()._try_touchless()
        self.assertEqual(document.move_id.state, "posted")

    def test_a_bill_made_by_hand_is_a_person_s(self):
        document = self.receive(invoices.page())
        self.run_lane()
        self.assertEqual(document.state, "to_fix")
        bill = document.with_user(self.people["processor"])._book_by_hand(
            {
                "move_type": "in_invoice",
                "partner_id": self.supplier.id,
                "ref": "X-1",
                "invoice_date": "2026-09-15",
                "invoice_line_ids": [
                    Command.create({"name": "Paper", "price_unit": 10})
                ],
            }
        )
        document.sudo()._try_touchless()
        self.assertEqual(bill.state, "draft")

    def test_what_was_posted_by_itself_and_taken_back_is_not_posted_again(self):
        document = self.receive(invoices.cii())
        bill = document.move_id
        bill.with_user(self.people["manager"]).button_draft()
        self.assertFalse(bill.einvoice_touchless)
        document.sudo()._try_touchless()
        self.left_again = bill.einvoice_touchless_verdict
        self.assertEqual(bill.state, "draft")
        self.assertRegex(self.left_again, "person worked on it")
