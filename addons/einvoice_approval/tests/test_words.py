"""What people are told: who sent a bill, who is asked after a refusal, who looks."""

from odoo.tests import tagged

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
        self.decide(
            self.lead, bill, "action_approve_partly", 50, "MONTANTTOTAL_ERR", "Half"
        )
        seen = decision.with_user(self.lead)
        self.assertEqual(seen.reason_words, "Wrong total amount")
        html = bill.with_user(self.people["processor"]).einvoice_approval_html
        self.assertIn("Wrong total amount", html)
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
