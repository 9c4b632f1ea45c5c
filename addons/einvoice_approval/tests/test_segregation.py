"""What one person may not do together, whichever way he goes about it."""

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ApprovalCase


@tagged("post_install", "-at_install")
class TestSegregation(ApprovalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.typist = cls.approver("typist", "einvoice_base.group_processor")
        cls.third = cls.approver("third")

    def typed(self, user, price=100, **values):
        """Return a bill that a person typed and sent for approval, as he does."""
        line = {
            "name": "Paper",
            "quantity": 1,
            "price_unit": price,
            "tax_ids": [Command.set(self.tax_purchase_a.ids)],
        }
        vals = {
            "move_type": "in_invoice",
            "partner_id": self.partner_a.id,
            "invoice_date": "2026-09-01",
            "ref": f"F-{price}",
            "invoice_line_ids": [Command.create(line)],
            **values,
        }
        [key] = self.call_as(user, "account.move", "create", [vals])
        self.call_as(user, "account.move", "action_einvoice_submit", [key])
        return self.env["account.move"].browse(key)

    def away(self, giver, stand_in):
        today = fields.Date.today()
        vals = {"stand_in_id": stand_in.id, "first_day": today, "last_day": today}
        self.call_as(giver, "einvoice.delegation", "create", [vals])

    def asked(self, bill):
        standing = (
            bill.sudo()
            .einvoice_round_ids[:1]
            .decision_ids.filtered(lambda each: each.state in ("open", "waiting"))
        )
        return standing.sorted("id").user_id

    def test_a_recurring_bill_is_the_work_of_who_typed_the_first(self):
        self.circuit.step_ids[0].user_ids = self.lead | self.typist
        bill = self.typed(
            self.typist, auto_post="monthly", date="2026-09-01", payment_reference="x"
        )
        self.decide(self.lead, bill)
        self.assertEqual(bill.state, "posted")
        copy = self.env["account.move"].search(
            [("auto_post_origin_id", "=", bill.id), ("id", "!=", bill.id)]
        )
        self.assertEqual(copy.einvoice_author_ids, bill.einvoice_author_ids)
        self.call_as(self.typist, "account.move", "action_einvoice_submit", copy.ids)
        self.assertNotIn(self.typist, self.asked(copy))

    def test_nobody_of_a_chain_of_stand_ins_typed_the_bill(self):
        self.away(self.lead, self.typist)
        self.away(self.typist, self.third)
        self.assertEqual(self.asked(self.typed(self.typist)), self.fallback)
        other = self.submitted(price=110, ref="other")
        self.assertEqual(self.asked(other), self.third)

    def test_a_chain_that_begins_during_the_round_counts_too(self):
        bill = self.typed(self.typist)
        self.away(self.typist, self.third)
        self.away(self.lead, self.typist)
        self.assertEqual(self.asked(bill), self.fallback)

    def test_who_writes_on_the_bill_after_he_was_asked_chooses_no_successor(self):
        self.circuit.step_ids[0].user_ids = self.typist
        bill = self.submitted(price=100)
        decision = self.open_of(bill, self.typist)
        self.call_as(self.typist, "account.move", "write", bill.ids, {"ref": "other"})
        self.env.cr.precommit.run()
        decision = self.open_of(bill, self.typist) or decision
        if decision.state == "open":
            with self.assertRaisesRegex(UserError, "Send the bill back"):
                self.decide(self.typist, bill, "action_hand_over", self.third.id)
            decision._escalate()
        self.assertEqual(self.asked(bill), self.fallback)
        self.decide(self.fallback, bill)
        self.assertEqual(bill.state, "posted")

    def test_one_person_is_not_two_levels_by_standing_in(self):
        self.away(self.head, self.lead)
        bill = self.submitted(price=1000)
        self.assertEqual(self.asked(bill), self.lead | self.fallback)
        self.decide(self.lead, bill)
        self.assertEqual(bill.state, "draft")
        notes = bill.sudo().einvoice_round_ids.note_words
        self.assertIn("Lead may not decide", notes)

    def test_one_person_is_not_two_levels_by_a_delegation_made_on_the_way(self):
        bill = self.submitted(price=1000)
        self.decide(self.lead, bill)
        self.away(self.head, self.lead)
        self.assertEqual(self.asked(bill), self.fallback)

    def test_a_decision_is_handed_to_nobody_of_another_level(self):
        bill = self.submitted(price=1000)
        with self.assertRaisesRegex(UserError, "another step"):
            self.decide(self.lead, bill, "action_hand_over", self.head.id)
        self.decide(self.lead, bill)
        wizard = self.env["einvoice.decision.reason"].with_user(self.head)
        asks = wizard.create(
            {"kind": "hand_over", "decision_id": self.open_of(bill).id}
        )
        self.assertNotIn(self.lead, asks.able_user_ids)
        self.assertIn(self.third, asks.able_user_ids)
        with self.assertRaisesRegex(UserError, "another step"):
            self.decide(self.head, bill, "action_hand_over", self.lead.id)
        self.decide(self.head, bill, "action_hand_over", self.third.id)
        self.decide(self.third, bill)
        self.assertEqual(bill.state, "posted")

    def test_the_time_is_up_and_the_fallback_of_another_level_is_left_out(self):
        self.circuit.fallback_user_id = self.head
        bill = self.submitted(price=1000)
        self.open_of(bill)._escalate()
        self.assertNotEqual(self.open_of(bill).user_id, self.head)

    def test_only_a_manager_says_who_approves_an_analytic_account(self):
        self.typist.group_ids |= self.env.ref("analytic.group_analytic_accounting")
        plan = self.env["account.analytic.plan"].create({"name": "Projects"})
        model = "account.analytic.account"
        vals = {"name": "Mine", "plan_id": plan.id}
        [key] = self.call_as(self.typist, model, "create", [vals])
        mine = {"einvoice_owner_id": self.typist.id}
        with self.assertRaisesRegex(AccessError, "manager of supplier invoices"):
            self.call_as(self.typist, model, "write", [key], mine)
        with self.assertRaisesRegex(AccessError, "manager of supplier invoices"):
            self.call_as(self.typist, model, "create", [{**vals, **mine}])
        manager = self.people["manager"]
        manager.group_ids |= self.env.ref("analytic.group_analytic_accounting")
        self.call_as(
            manager, model, "write", [key], {"einvoice_owner_id": self.lead.id}
        )
        # What does not change it is anybody's.
        same = {"name": "Ours", "einvoice_owner_id": self.lead.id}
        self.call_as(self.typist, model, "write", [key], same)
        with self.assertRaises(AccessError):
            none = {"einvoice_owner_id": False}
            self.call_as(self.typist, model, "write", [key], none)
        account = self.env[model].browse(key)
        self.assertEqual(account.einvoice_owner_id, self.lead)
        self.assertFalse(account.with_user(self.typist).copy().einvoice_owner_id)

    def test_who_typed_the_bill_does_not_lift_what_blocks_it(self):
        self.typist.group_ids |= self.env.ref("einvoice_base.group_manager")
        bill = self.typed(self.typist)
        finding = self.findings.create(
            {
                "company_id": self.company.id,
                "move_id": bill.id,
                "rule": "payable_wrong",
                "severity": "block",
                "owner_role": "manager",
            }
        )
        lift = ("einvoice.finding", "action_lift", finding.ids, "It is right")
        self.assertFalse(finding.with_user(self.typist).can_lift)
        with self.assertRaisesRegex(UserError, "You typed the bill"):
            self.call_as(self.typist, *lift)
        self.assertEqual(finding.state, "open")
        self.circuit.has_single_approver = True
        self.env.invalidate_all()
        self.assertTrue(finding.with_user(self.typist).can_lift)
        self.circuit.has_single_approver = False
        self.call_as(self.people["manager"], *lift)
        self.assertEqual(finding.state, "lifted")
