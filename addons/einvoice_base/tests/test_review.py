"""What is to be reviewed is seen on the bill, and answered before it is posted."""

import json

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import EinvoiceCase


@tagged("post_install", "-at_install")
class TestReview(EinvoiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rules = cls.env["einvoice.rule"].sudo()
        rules.search(
            [
                ("company_id", "=", cls.env.company.id),
                ("code", "=", "vat_amount_wrong"),
            ]
        ).severity = "review"
        cls.waiting = cls.wrong_bill()

    def press(self, person, bill):
        """Press “Confirm” on the form of the bill."""
        asked = bill.with_user(self.people[person]).with_context(einvoice_asks=True)
        return asked.action_post()

    def posted_event(self, bill):
        event = self.events.search([("move_id", "=", bill.id), ("kind", "=", "posted")])
        return event, json.loads(event.payload)

    def test_the_form_says_what_is_to_be_reviewed_and_what_to_do(self):
        self.assertFalse(self.waiting.einvoice_to_review)
        self.waiting._einvoice_check()
        self.assertIn("VAT at 15", self.waiting.einvoice_to_review)
        self.assertIn("→", self.waiting.einvoice_to_review)
        self.assertFalse(self.waiting.einvoice_is_stopped)
        finding = self.waiting.einvoice_finding_ids
        finding.with_user(self.people["processor"]).action_lift("Right")
        self.assertFalse(self.waiting.einvoice_to_review)

    def test_confirm_asks_for_a_reason_which_lifts_and_posts(self):
        action = self.press("processor", self.waiting)
        self.assertEqual(action["res_model"], "einvoice.reason")
        self.assertEqual(self.waiting.state, "draft")
        wizard = self.env["einvoice.reason"].browse(action["res_id"])
        wizard = wizard.with_user(self.people["processor"])
        self.assertEqual(wizard.finding_ids.rule, "vat_amount_wrong")
        with self.assertRaises(UserError):
            wizard.action_post()
        self.assertEqual(self.waiting.state, "draft")
        wizard.reason = "Rounded by line"
        wizard.action_post()
        self.assertEqual(self.waiting.state, "posted")
        finding = self.waiting.einvoice_finding_ids
        self.assertEqual((finding.state, finding.reason), ("lifted", "Rounded by line"))
        self.assertEqual(self.posted_event(self.waiting)[1]["open_findings"], [])

    def test_who_may_not_decide_is_told_who_does(self):
        with self.assertRaisesRegex(UserError, "processor"):
            self.press("invoicing", self.waiting)
        self.assertEqual(self.waiting.state, "draft")

    def test_a_right_bill_is_not_asked_about(self):
        bill = self.bill(ref="R-1")
        self.press("processor", bill)
        self.assertEqual(bill.state, "posted")

    def test_other_callers_post_and_the_event_names_what_stood_open(self):
        self.rpc("processor", "account.move", "action_post", self.waiting.ids)
        self.assertEqual(self.waiting.state, "posted")
        event, payload = self.posted_event(self.waiting)
        self.assertEqual(payload["open_findings"], ["vat_amount_wrong"])
        title = self.waiting.einvoice_finding_ids.title
        self.assertIn(f"findings still open: {title}", event.summary)
        self.assertFalse(self.waiting.einvoice_to_review)
