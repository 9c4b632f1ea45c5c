"""What people are told: who sent a bill, who is asked after a refusal, who looks."""

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import ApprovalCase


@tagged("post_install", "-at_install")
class TestWords(ApprovalCase):
    def told(self, bill):
        kind = self.env.ref("einvoice_approval.mail_activity_type_correct")
        return bill.sudo().activity_ids.filtered(
            lambda each: each.activity_type_id == kind
        )

    def refused(self, **values):
        bill = self.submitted(**values)
        self.decide(self.lead, bill, "action_refuse", "TX_TVA_ERR", "It is 5.5 %")
        return bill

    def test_who_sent_a_bill_is_told_that_it_was_refused_until_he_sends_it_again(self):
        bill = self.refused(price=100)
        told = self.told(bill)
        self.assertEqual(told.user_id, self.people["processor"])
        self.assertIn("Refused by Lead", told.summary)
        self.assertIn("Wrong VAT rate", told.summary)
        self.assertIn("It is 5.5 %", told.note)
        self.rpc("processor", "account.move", "action_einvoice_submit", bill.ids)
        self.assertFalse(self.told(bill))

    def test_it_is_in_the_language_of_who_sent_it(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.people["processor"].lang = "fr_FR"
        bill = self.refused(price=100)
        self.assertIn("Taux de TVA", self.told(bill).summary)

    def test_who_sent_a_bill_is_told_that_it_was_sent_back_until_it_is_cancelled(self):
        bill = self.submitted(price=100)
        self.decide(self.lead, bill, "action_return", "Another account")
        self.assertIn("Another account", self.told(bill).note)
        bill.button_cancel()
        self.assertFalse(self.told(bill))

    def test_who_sent_a_bill_is_told_that_it_cannot_be_posted(self):
        bill = self.submitted(price=100, partner_bank_id=self.bank.id)
        self.bank.active = False
        self.decide(self.lead, bill)
        self.assertEqual(bill.state, "draft")
        told = self.told(bill)
        self.assertEqual(told.user_id, self.people["processor"])
        self.assertIn("not posted", told.summary)
        self.bank.active = True
        self.rpc("processor", "account.move", "action_post", bill.ids)
        self.assertFalse(self.told(bill))

    def test_a_bill_that_is_sent_again_says_what_was_said_before(self):
        bill = self.refused(price=1000)
        first = bill.sudo().einvoice_round_ids
        self.rpc("processor", "account.move", "action_einvoice_submit", bill.ids)
        second = bill.sudo()._einvoice_last_round()
        self.assertEqual(second.previous_id, first)
        mine = self.open_of(bill, self.lead).with_user(self.lead)
        for words in (
            mine.before_words,
            str(self.env["mail.mail"].sudo().search([], limit=1).body_html),
        ):
            self.assertIn("refused by Lead", words)
            self.assertIn("Wrong VAT rate", words)
            self.assertIn("It is 5.5 %", words)
        # The next of the same round is told as well, and one after a change too.
        self.decide(self.lead, bill)
        self.assertIn("It is 5.5 %", self.open_of(bill, self.head).before_words)
        bill.invoice_line_ids.price_unit = 1100
        self.env.cr.precommit.run()
        self.assertIn("It is 5.5 %", self.open_of(bill).before_words)

    def test_a_part_and_a_refusal_are_shown_with_amount_and_reason(self):
        bill = self.submitted(price=100)
        decision = self.open_of(bill)
        self.decide(self.lead, bill, "action_approve_partly", 50, "PU_ERR", "Half")
        seen = decision.with_user(self.lead)
        self.assertEqual(seen.reason_words, "Wrong unit prices")
        html = bill.with_user(self.people["processor"]).einvoice_approval_html
        self.assertIn("Wrong unit prices", html)
        self.assertIn("50.00", html)

    def test_bills_that_count_together_say_so(self):
        self.circuit.step_ids[0].most = 500
        self.decide(self.lead, self.submitted(price=400))
        second = self.submitted(price=400, ref="F-2026-119")
        decision = self.open_of(second)
        self.assertEqual(decision.user_id, self.head)
        for words in (decision.why_words, decision.round_id.note_words):
            self.assertRegex(words, "last 30 days.*920.00")
        alone = self.submitted(price=9000, ref="F-2026-120")
        self.assertNotIn("last 30 days", self.open_of(alone).why_words)

    def test_a_decision_is_handed_to_approvers_and_a_question_to_anybody(self):
        bill = self.submitted(price=100)
        employee = self.people["employee"]
        with self.assertRaisesRegex(UserError, "is no approver"):
            self.decide(self.lead, bill, "action_hand_over", employee.id)
        wizards = self.env["einvoice.decision.reason"].with_user(self.lead)
        values = {"decision_id": self.open_of(bill).id}
        able = {
            kind: wizards.create({**values, "kind": kind}).able_user_ids
            for kind in ("hand_over", "ask")
        }
        self.assertNotIn(employee, able["hand_over"])
        self.assertIn(self.head, able["hand_over"])
        self.assertIn(employee, able["ask"])

    def test_the_manager_sees_what_waits_for_whom(self):
        bill = self.submitted(price=100)
        action = self.env.ref("einvoice_approval.einvoice_decision_all_action")
        for person in ("manager", "auditor"):
            user = self.people[person]
            menus = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            menu = self.env.ref("einvoice_approval.einvoice_decision_all_menu")
            self.assertIn(menu.id, menus)
            found = self.env["einvoice.decision"].with_user(user)
            found = found.search(safe_eval(action.domain))
            self.assertIn(self.open_of(bill), found)
        self.assertEqual(
            bill.with_user(self.people["manager"]).einvoice_waits_for, "Lead"
        )

    def test_drafts_are_chosen_by_supplier_and_amount(self):
        bill = self.bill(price=100).with_context(einvoice_names_supplier=True)
        self.assertIn("partner_a", bill.display_name)
        self.assertIn("115.00", bill.display_name)

    def test_it_says_why_somebody_may_not_decide(self):
        bill = self.bill(price=100)
        bill.sudo().einvoice_author_ids |= self.lead
        self.assertIn("as he typed the bill", self.circuit._explained_html(bill))

    def test_how_many_must_agree_is_said_before_and_while_they_are_asked(self):
        step = self.circuit.step_ids[0]
        step.user_ids |= self.head | self.fallback
        for quorum, number, words in (
            ("one", 1, "one of these is enough"),
            ("some", 2, "2 of these 3 must agree"),
            ("all", 1, "all of these must agree"),
        ):
            with self.subTest(quorum=quorum):
                step.write({"quorum": quorum, "number": number})
                bill = self.bill(price=10, ref=f"F-{quorum}")
                self.assertIn(words, self.circuit._explained_html(bill))
                self.rpc(
                    "processor", "account.move", "action_einvoice_submit", bill.ids
                )
                self.assertIn(words, bill.einvoice_approval_words)

    def test_the_form_shows_the_new_round_when_it_is_saved(self):
        bill = self.submitted(price=1000)
        self.decide(self.lead, bill)
        line = bill.invoice_line_ids
        seen = self.rpc(
            "processor",
            "account.move",
            "web_save",
            bill.ids,
            {"invoice_line_ids": [(1, line.id, {"price_unit": 1100})]},
            {"einvoice_approval_words": {}, "einvoice_approval_html": {}},
        )
        self.assertIn("Lead is asked", seen[0]["einvoice_approval_words"])
        self.assertEqual(len(bill.sudo().einvoice_round_ids), 2)

    def test_a_colleague_who_is_asked_sees_who_asks(self):
        decision = self.open_of(self.submitted(price=100))
        self.decide(self.lead, decision.move_id, "action_ask", self.head.id, "Ordered?")
        asked = decision.with_user(self.head)
        self.assertEqual(asked.why_words, "Lead asks you a question")
        self.assertIn("named in step", decision.with_user(self.lead).why_words)

    def test_who_gets_a_decision_sees_who_handed_it_over_and_his_note(self):
        bill = self.submitted(price=100)
        self.decide(self.lead, bill, "action_hand_over", self.head.id, "You know it")
        words = self.open_of(bill).with_user(self.head).handed_words
        self.assertIn("Handed over by Lead", words)
        self.assertIn("You know it", words)
        html = bill.with_user(self.people["processor"]).einvoice_approval_html
        self.assertIn("to Head", html)

    def test_a_part_that_is_too_large_is_refused_with_the_currency(self):
        bill = self.submitted(price=100)
        with self.assertRaisesRegex(UserError, r"below \$.115.00"):
            self.decide(self.lead, bill, "action_approve_partly", 115)

    def test_the_name_of_who_did_not_answer_is_said(self):
        decision = self.open_of(self.submitted(price=100))
        decision.sudo()._escalate()
        asked = self.open_of(decision.move_id, self.fallback)
        self.assertEqual(asked.why_words, "Lead did not answer in time")
