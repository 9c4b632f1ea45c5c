"""A bill that goes away during its approval, and comes back."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ApprovalCase


@tagged("post_install", "-at_install")
class TestEnded(ApprovalCase):
    def test_a_cancelled_bill_asks_nobody(self):
        bill = self.submitted(price=1000)
        decision = self.open_of(bill)
        self.rpc("processor", "account.move", "button_cancel", bill.ids)
        self.env.cr.precommit.run()
        self.assertEqual(bill.einvoice_approval_state, "none")
        self.assertEqual(bill.sudo().einvoice_round_ids.state, "cancelled")
        self.assertFalse(bill.activity_ids.filtered("automated"))
        self.assertFalse(self.open_of(bill))
        with self.assertRaisesRegex(UserError, "not open any more"):
            self.call_as(self.lead, "einvoice.decision", "action_approve", decision.ids)
        self.assertEqual(bill.state, "cancel")

    def test_it_is_sent_again_once_it_is_a_draft_again(self):
        bill = self.submitted(price=100)
        self.rpc("processor", "account.move", "button_cancel", bill.ids)
        self.rpc("processor", "account.move", "button_draft", bill.ids)
        self.assertTrue(bill.with_user(self.people["processor"]).einvoice_can_submit)
        self.rpc("processor", "account.move", "action_einvoice_submit", bill.ids)
        self.decide(self.lead, bill)
        self.assertEqual(
            (bill.state, bill.einvoice_approval_state), ("posted", "approved")
        )

    def test_what_was_refused_stays_refused_when_it_is_cancelled(self):
        bill = self.submitted(price=100)
        self.decide(self.lead, bill, "action_refuse", "TX_TVA_ERR", "10 % is right")
        self.rpc("processor", "account.move", "button_cancel", bill.ids)
        self.assertEqual(bill.einvoice_approval_state, "refused")

    def test_another_company_has_not_approved_it(self):
        branch = self.env["res.company"].create(
            {
                "name": "Branch",
                "parent_id": self.company.id,
                "country_id": self.company.country_id.id,
                "account_fiscal_country_id": self.company.account_fiscal_country_id.id,
            }
        )
        self.env.user.company_ids |= branch
        journal = self.company_data["default_journal_purchase"].copy(
            {"company_id": branch.id, "code": "BRA", "default_account_id": False}
        )
        for is_approved in (False, True):
            self.circuit.posts_by_itself = False
            bill = self.submitted(price=100, ref=f"F-{is_approved}")
            if is_approved:
                self.decide(self.lead, bill)
            with self.subTest(is_approved=is_approved):
                bill.write({"journal_id": journal.id})
                self.assertEqual(bill.company_id, branch)
                self.assertEqual(bill.einvoice_approval_state, "none")
                self.assertFalse(self.open_of(bill))
                event = self.events.search(
                    [("move_id", "=", bill.id), ("kind", "=", "reset")]
                )
                self.assertIn("company of the bill", event.summary)
