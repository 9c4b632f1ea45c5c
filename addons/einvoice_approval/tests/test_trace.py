"""What the journal keeps of decisions, questions and one's own bills."""

import json

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .test_mail import MailCase


class TraceCase(MailCase):
    def said(self, bill, kind):
        """Return what the journal says of a bill, the oldest first."""
        lines = self.events.search(
            [("move_id", "=", bill.id), ("kind", "=", kind)], order="id"
        )
        return [(line, json.loads(line.payload)) for line in lines]

    def ask(self, bill, *arguments, method="action_ask_supplier"):
        decision = self.open_of(bill)
        self.call_as(
            decision.user_id, "einvoice.decision", method, decision.ids, *arguments
        )
        return decision


@tagged("post_install", "-at_install")
class TestTrace(TraceCase):
    def test_each_decision_is_an_event(self):
        bill = self.submitted(price=1000)
        self.decide(self.lead, bill, "action_approve", "Delivered on Monday")
        self.decide(self.head, bill)
        (first, lead), (second, head) = self.said(bill, "decided")
        self.assertIn("approval_lead", first.actor)
        self.assertIn("approval_head", second.actor)
        self.assertEqual(
            (lead["answer"], lead["step"], lead["person"], lead["origin"]),
            ("approved", "Lead", "Lead", "screen"),
        )
        self.assertEqual(lead["comment"], "Delivered on Monday")
        self.assertEqual(
            lead["fingerprint"], bill.sudo().einvoice_round_ids.fingerprint
        )
        self.assertEqual(head["fingerprint"], lead["fingerprint"])
        self.assertIn("Lead", first.summary)
        self.assertIn("Delivered on Monday", first.summary)

    def test_a_refusal_says_its_reason_in_words(self):
        bill = self.submitted(price=100)
        self.decide(self.lead, bill, "action_refuse", "TX_TVA_ERR", "10 % is right")
        ((event, payload),) = self.said(bill, "decided")
        self.assertEqual(payload["cause"], "TX_TVA_ERR")
        self.assertIn("Wrong VAT rate", event.summary)

    def test_the_stand_in_and_for_whom(self):
        self.env["einvoice.delegation"].sudo().create(
            {
                "giver_id": self.lead.id,
                "stand_in_id": self.head.id,
                "first_day": "2020-01-01",
                "last_day": "2099-01-01",
            }
        )
        bill = self.submitted(price=100)
        self.decide(self.head, bill)
        ((event, payload),) = self.said(bill, "decided")
        self.assertEqual((payload["person"], payload["in_place_of"]), ("Head", "Lead"))
        self.assertIn("in place of Lead", event.summary)

    def test_who_agreed_before_is_not_asked_again_and_it_is_said(self):
        self.circuit.step_ids.filtered(
            lambda step: step.name == "Head"
        ).user_ids = self.lead
        bill = self.submitted(price=1000)
        self.decide(self.lead, bill)
        self.assertEqual(bill.state, "posted")
        (_first, by_him), (event, again) = self.said(bill, "decided")
        self.assertEqual((by_him["origin"], again["origin"]), ("screen", "before"))
        self.assertFalse(event.is_person)

    def test_parts_that_steps_approve_are_not_added_up(self):
        bill = self.submitted(price=1000)
        total = bill.amount_total
        for user, part in ((self.lead, total - 200), (self.head, total - 300)):
            self.decide(user, bill, "action_approve_partly", part, "AUTRE", "Some")
        ((_event, payload),) = self.said(bill, "partly_approved")
        self.assertEqual(float(payload["amounts"]["approved"]), total - 300)
        self.assertEqual(float(payload["amounts"]["not_approved"]), 300)

    def test_the_original_is_part_of_what_is_approved(self):
        bill = self.submitted(price=100)
        decision = self.open_of(bill)
        bill.message_main_attachment_id = self.env["ir.attachment"].create(
            {
                "name": "invoice.pdf",
                "raw": b"%PDF-1.4 another",
                "res_model": "account.move",
                "res_id": bill.id,
            }
        )
        with self.assertRaisesRegex(UserError, "not open any more"):
            self.call_as(self.lead, "einvoice.decision", "action_approve", decision.ids)
        self.env.cr.precommit.run()
        ((event, payload),) = self.said(bill, "reset")
        self.assertEqual(payload["cause"], "originals")
        self.assertIn("original", event.summary)


@tagged("post_install", "-at_install")
class TestQuestion(TraceCase):
    def mails_out(self, bill):
        return (
            self.env["mail.mail"]
            .sudo()
            .search([("model", "=", "account.move"), ("res_id", "=", bill.id)])
        )

    def test_the_supplier_is_asked_and_his_reply_comes_back(self):
        self.partner_a.email = "sales@supplier.example"
        bill = self.submitted(price=100)
        decision = self.ask(bill, "Where is the delivery note?", "JUSTIF_ABS")
        self.assertEqual(decision.state, "asked")
        self.assertFalse(decision.remind_at)
        mail = self.mails_out(bill)
        self.assertIn("sales@supplier.example", mail.email_to)
        self.assertIn("Where is the delivery note?", mail.body_html)
        self.assertIn("F-2026-118", mail.subject)
        self.assertNotIn("/einvoice/approval/", mail.body_html)
        self.assertIn("question", self.kinds(bill))
        self.assertIn("partner_a", decision.with_user(self.lead).outcome)
        sender = "Sales <sales@supplier.example>"
        bill.with_context(mail_create_nosubscribe=True).message_post(
            body="It is attached.",
            message_type="email",
            email_from=sender,
            author_id=self.partner_a.id,
            subtype_xmlid="mail.mt_comment",
        )
        self.assertEqual(decision.state, "open")
        self.assertTrue(decision.answer.startswith("It is attached."))
        # Anybody can write another's address as the sender.
        self.assertIn(sender, decision.answer)
        self.assertIn("not verified", decision.answer)
        self.assertIn("It is attached.", self.mails(self.lead)[-1].body_html)
        self.assertEqual(
            [kind for kind in self.kinds(bill) if kind in ("asked", "answered")],
            ["asked", "answered"],
        )
        self.assertNotIn(self.partner_a, bill.message_partner_ids)

    def test_another_sender_answers_nothing(self):
        self.partner_a.email = "sales@supplier.example"
        bill = self.submitted(price=100)
        decision = self.ask(bill, "Where is the delivery note?")
        bill.message_post(
            body="Approve it!", message_type="email", author_id=self.partner_b.id
        )
        bill.message_post(body="A note", author_id=self.partner_a.id)
        self.assertEqual(decision.state, "asked")

    def test_a_reply_given_by_phone_is_noted_by_who_asked(self):
        self.partner_a.email = "sales@supplier.example"
        bill = self.submitted(price=100)
        decision = self.ask(bill, "Where is the delivery note?")
        with self.assertRaises(UserError):
            self.call_as(
                self.head, "einvoice.decision", "action_answer", decision.ids, "Yes"
            )
        self.call_as(
            self.lead, "einvoice.decision", "action_answer", decision.ids, "By post"
        )
        self.assertEqual((decision.state, decision.answer), ("open", "By post"))

    def test_a_supplier_without_address_is_named(self):
        self.partner_a.email = False
        bill = self.submitted(price=100)
        with self.assertRaisesRegex(UserError, "partner_a has no e-mail address"):
            self.ask(bill, "Where is the delivery note?")
        self.assertEqual(self.open_of(bill).user_id, self.lead)

    def test_the_reason_is_one_of_those_that_suspend(self):
        self.partner_a.email = "sales@supplier.example"
        bill = self.submitted(price=100)
        with self.assertRaisesRegex(UserError, "reason"):
            self.ask(bill, "Where?", "TX_TVA_ERR")

    def test_a_colleague_who_is_no_approver_finds_the_question(self):
        plain = self.approver("plain")
        plain.group_ids = self.env.ref("base.group_user")
        menu = self.env.ref("einvoice_approval.einvoice_approval_menu")
        seen = self.env["ir.ui.menu"].with_user(plain)
        self.assertNotIn(menu.id, seen._visible_menu_ids())
        bill = self.submitted(price=100)
        decision = self.ask(bill, plain.id, "Yours?", method="action_ask")
        self.assertIn(menu.id, seen._visible_menu_ids())
        self.assertTrue(decision.with_user(plain).can_answer)
        self.call_as(plain, "einvoice.decision", "action_answer", decision.ids, "Yes")
        with self.assertRaises(UserError):
            self.call_as(plain, "einvoice.decision", "action_approve", decision.ids)


@tagged("post_install", "-at_install")
class TestSingleApprover(TraceCase):
    def setUp(self):
        super().setUp()
        self.owner = self.approver("owner", "einvoice_base.group_processor")
        # A company where nobody else could decide.
        managers = self.env.ref("einvoice_base.group_manager")
        managers.user_ids = self.env.ref("base.user_root")
        self.circuit.write(
            {
                "has_single_approver": True,
                "fallback_user_id": self.owner.id,
                "step_ids": [(5,)],
            }
        )
        self.circuit.step_ids = [(0, 0, {"name": "Me", "user_ids": self.owner.ids})]
        mine = self.env["account.move"].with_user(self.owner)
        draft = self.bill(price=100)
        self.own = mine.browse(draft.id)
        self.own.ref = "F-OWN"
        self.own.action_einvoice_submit()

    def test_ones_own_bill_is_confirmed_twice_and_marked(self):
        decision = self.open_of(self.own)
        self.assertTrue(decision.is_single)
        action = self.call_as(
            self.owner, "einvoice.decision", "action_approve", decision.ids
        )
        self.assertEqual((self.own.state, decision.state), ("draft", "open"))
        wizards = self.env[action["res_model"]].with_user(self.owner)
        with Form(wizards.with_context(**action["context"])) as form:
            pass
        form.record.action_confirm()
        self.assertEqual(self.own.state, "posted")
        ((event, payload),) = self.said(self.own, "decided")
        self.assertTrue(payload["is_single"])
        self.assertIn("single approver", event.summary)

    def test_it_is_in_no_bulk_and_no_simple_approval(self):
        decision = self.open_of(self.own)
        decision.with_user(self.owner).action_approve_clean()
        self.assertEqual(decision.state, "open")
