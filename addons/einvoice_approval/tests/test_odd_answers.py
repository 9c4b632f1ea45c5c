"""Odd amounts and dates, replies by mail, and people who are gone."""

from base64 import b64decode

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_trace import TraceCase

PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9aw"
    "AAAABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class TestOddAnswers(TraceCase):
    def tick(self):
        self.env["einvoice.decision"].sudo()._cron_keep_time()
        self.env.invalidate_all()

    def approvals_of(self, bill, user):
        kind = self.env.ref("einvoice_approval.mail_activity_type_approve")
        return bill.activity_ids.filtered(
            lambda each: each.activity_type_id == kind and each.user_id == user
        )

    def test_a_due_date_out_of_every_calendar_stops_nothing(self):
        for day in ("0001-01-01", "0001-01-02", "9999-12-31"):
            with self.subTest(day=day):
                bill = self.submitted(price=100, ref=day, invoice_date_due=day)
                decision = self.open_of(bill)
                self.assertEqual(str(decision.due_date), day)
                self.assertTrue(decision.remind_at)
                self.decide(self.lead, bill, "action_ask", self.head.id, "Why so?")
                self.tick()
                self.assertEqual(decision.state, "asked")

    def test_an_amount_that_is_none_is_said(self):
        bill = self.submitted(price=100)
        for value in (
            float("nan"),
            float("inf"),
            float("-inf"),
            -5,
            0,
            50.123,
            0.001,
            1e30,
            "abc",
            True,
            None,
        ):
            with (
                self.subTest(value=value),
                self.assertRaisesRegex(UserError, "Type the amount that you approve"),
            ):
                self.decide(
                    self.lead, bill, "action_approve_partly", value, "AUTRE", "Some"
                )
        self.decide(self.lead, bill, "action_approve_partly", 50.12, "AUTRE", "Some")
        self.assertEqual(bill.einvoice_approval_state, "partly")

    def test_several_at_once_pass_as_the_clean_ones_do(self):
        small = self.submitted(price=100, ref="F-SMALL")
        large = self.submitted(price=1000, ref="F-LARGE")
        both = self.open_of(small) | self.open_of(large)
        self.call_as(self.lead, "einvoice.decision", "action_approve", both.ids)
        self.assertEqual(self.open_of(large).user_id, self.lead)
        ((_event, payload),) = self.said(small, "decided")
        self.assertEqual(payload["origin"], "bulk")
        self.assertFalse(self.said(large, "decided"))

    def test_what_comes_with_a_reply_is_not_the_original(self):
        self.partner_a.email = "sales@supplier.example"
        bill = self.submitted(price=100)
        decision = self.ask(bill, "Where is the invoice?")
        bill.message_post(
            body="Here it is.",
            message_type="email",
            author_id=self.partner_a.id,
            attachments=[("other.png", PNG)],
        )
        self.env.cr.precommit.run()
        self.assertFalse(bill.message_main_attachment_id)
        self.assertEqual(bill.message_ids.attachment_ids.mapped("name"), ["other.png"])
        self.assertEqual(decision.state, "open")
        self.assertEqual(len(bill.sudo().einvoice_round_ids), 1)

    def test_a_question_to_a_colleague_who_left_comes_back(self):
        plain = self.approver("plain")
        bill = self.submitted(price=100)
        decision = self.ask(bill, plain.id, "Is it yours?", method="action_ask")
        self.tick()
        self.assertEqual(decision.state, "asked")
        plain.active = False
        self.tick()
        self.assertEqual(decision.state, "open")
        self.assertIn("Plain does not use the software", decision.answer)
        ((event, _payload),) = self.said(bill, "answered")
        self.assertFalse(event.is_person)
        self.decide(self.lead, bill)
        self.assertEqual(bill.state, "posted")

    def test_a_deleted_activity_comes_back_while_he_is_asked(self):
        bill = self.submitted(price=1000)
        self.approvals_of(bill, self.lead).unlink()
        self.tick()
        self.assertEqual(len(self.approvals_of(bill, self.lead)), 1)
        self.decide(self.lead, bill)
        self.tick()
        self.assertFalse(self.approvals_of(bill, self.lead))
        self.assertEqual(len(self.approvals_of(bill, self.head)), 1)
