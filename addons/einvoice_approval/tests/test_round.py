"""A bill goes from person to person, and is posted once they approved."""

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ApprovalCase


@tagged("post_install", "-at_install")
class TestRound(ApprovalCase):
    def test_a_small_bill_is_posted_by_one_approval(self):
        bill = self.submitted(price=100)
        self.assertEqual(self.open_of(bill).user_id, self.lead)
        self.assertEqual(bill.einvoice_approval_state, "open")
        self.decide(self.lead, bill)
        self.assertEqual(
            (bill.state, bill.einvoice_approval_state), ("posted", "approved")
        )
        self.assertIn("approved", self.kinds(bill))

    def test_a_large_bill_passes_both(self):
        bill = self.submitted(price=1000)
        self.assertEqual(self.open_of(bill).user_id, self.lead)
        self.decide(self.lead, bill)
        self.assertEqual(bill.state, "draft")
        self.assertEqual(self.open_of(bill).user_id, self.head)
        self.decide(self.head, bill)
        self.assertEqual(bill.state, "posted")

    def test_nothing_is_posted_before(self):
        bill = self.submitted(price=1000)
        for person in ("processor", "manager", "admin", "accountant"):
            with self.subTest(person=person), self.assertRaisesRegex(UserError, "Lead"):
                self.rpc(person, "account.move", "action_post", bill.ids)
        self.assertEqual(bill.state, "draft")
        typed = self.bill(ref="F-2026-119")
        with self.assertRaisesRegex(UserError, "not approved"):
            self.rpc("processor", "account.move", "action_post", typed.ids)

    def test_others_cannot_decide(self):
        bill = self.submitted(price=100)
        decision = self.open_of(bill)
        for user in (self.head, self.people["manager"], self.people["employee"]):
            with (
                self.subTest(user=user.login),
                self.assertRaises(UserError),
            ):
                self.call_as(user, "einvoice.decision", "action_approve", decision.ids)
        for user in (self.lead, self.people["manager"], self.people["admin"]):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.call_as(
                    user,
                    "einvoice.decision",
                    "write",
                    decision.ids,
                    {"state": "approved"},
                )
        self.assertEqual(decision.state, "open")

    def test_a_refusal_needs_a_reason_and_ends_it(self):
        bill = self.submitted(price=100)
        with self.assertRaises(UserError):
            self.decide(self.lead, bill, "action_refuse", None, "no")
        self.decide(self.lead, bill, "action_refuse", "TX_TVA_ERR", "The rate is wrong")
        self.assertEqual(bill.einvoice_approval_state, "refused")
        self.assertIn("refused", self.kinds(bill))
        with self.assertRaises(UserError):
            self.rpc("processor", "account.move", "action_post", bill.ids)

    def test_a_changed_bill_is_approved_again(self):
        bill = self.submitted(price=1000)
        self.decide(self.lead, bill)
        bill.invoice_line_ids.price_unit = 1100
        self.env.cr.precommit.run()
        self.assertEqual(self.open_of(bill).user_id, self.lead)
        self.assertEqual(len(bill.sudo().einvoice_round_ids), 2)

    def test_an_account_is_corrected_without_a_new_round(self):
        bill = self.submitted(price=100)
        account = bill.invoice_line_ids.account_id.copy()
        bill.invoice_line_ids.account_id = account
        self.env.cr.precommit.run()
        self.assertEqual(len(bill.sudo().einvoice_round_ids), 1)
        self.decide(self.lead, bill)
        self.assertEqual(bill.state, "posted")

    def test_who_typed_it_does_not_approve_it(self):
        self.people["processor"].group_ids |= self.lead.group_ids
        self.circuit.step_ids[0].user_ids = self.people["processor"]
        bill = self.submitted(price=100)
        bill.sudo().einvoice_author_ids |= self.people["processor"]
        bill.sudo().einvoice_round_ids._cancel()
        bill._einvoice_route()
        self.assertEqual(self.open_of(bill).user_id, self.fallback)

    def test_who_left_before_his_turn_is_replaced_when_it_comes(self):
        bill = self.submitted(price=1000)
        self.head.active = False
        self.decide(self.lead, bill)
        self.assertEqual(self.open_of(bill).user_id, self.fallback)
        self.assertNotIn(self.head, bill.sudo().activity_ids.user_id)
        self.decide(self.fallback, bill)
        self.assertEqual(bill.state, "posted")

    def test_what_an_approver_sees_depends_on_nobody_s_rights(self):
        bill = self.bill(price=100)
        bill.with_user(self.people["employee"]).sudo()._einvoice_ready()
        lines = bill.sudo().einvoice_round_ids.snapshot["lines"]
        self.assertIn(bill.invoice_line_ids.account_id.code, lines[0]["account"])

    def test_what_a_client_proposes_enters_no_round(self):
        bill = self.bill(price=100)
        self.rpc(
            "processor",
            "account.move",
            "action_einvoice_submit",
            bill.ids,
            context={"default_closed_at": "2026-01-01 00:00:00"},
        )
        self.assertFalse(bill.sudo().einvoice_round_ids.closed_at)

    def test_who_stands_in_for_a_typist_who_left_does_not_approve(self):
        typist, day = self.people["processor"], fields.Date.today()
        self.env["einvoice.delegation"].sudo().create(
            {
                "giver_id": typist.id,
                "stand_in_id": self.head.id,
                "first_day": day,
                "last_day": day,
            }
        )
        self.circuit.step_ids[0].user_ids |= typist
        self.lead.active = False
        bill = self.bill(price=100)
        line = bill.invoice_line_ids
        vals = {"invoice_line_ids": [Command.update(line.id, {"name": "Pens"})]}
        self.rpc("processor", "account.move", "write", bill.ids, vals)
        typist.active = False
        # Somebody else types after him, who does not take his place.
        bill.with_user(self.people["manager"]).ref = "F-2026-120"
        bill.sudo()._einvoice_ready()
        self.assertEqual(self.open_of(bill).user_id, self.fallback)
