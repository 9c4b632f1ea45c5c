"""Drafts that are older than the approval pass as before, until they are routed."""

import json

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import ApprovalCase


@tagged("post_install", "-at_install")
class TestOlderDrafts(ApprovalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # As on a database in which approval was just installed: it is switched off.
        cls.circuit.action_stop()
        cls.company.einvoice_approval_since = False
        cls.older = cls.bill(price=100)
        cls.wrong = cls.wrong_bill(ref="F-2026-119")
        cls.circuit.action_run()

    def route(self, person="manager"):
        return self.rpc(
            person, "einvoice.circuit", "action_route_drafts", self.circuit.ids
        )

    def test_an_older_draft_is_posted_as_before(self):
        self.rpc("processor", "account.move", "action_post", self.older.ids)
        self.assertEqual(self.older.state, "posted")
        self.assertFalse(self.older.einvoice_approval_state)

    def test_a_newer_one_is_not(self):
        newer = self.bill(ref="F-2026-120")
        with self.assertRaisesRegex(UserError, "not approved"):
            self.rpc("processor", "account.move", "action_post", newer.ids)
        self.assertFalse(self.older.copy().einvoice_is_before_approval)

    def test_its_form_and_the_circuit_say_so(self):
        processor = self.people["processor"]
        self.assertIn("older", self.older.with_user(processor).einvoice_approval_words)
        self.assertTrue(self.older.with_user(processor).einvoice_can_submit)
        self.assertFalse(self.older.with_user(processor).hide_post_button)
        with Form(self.circuit.with_user(self.people["manager"])) as form:
            self.assertEqual(form.older_draft_count, 2)

    def test_routing_sends_what_is_fit_and_tells_the_rest(self):
        told = self.route()
        self.assertEqual(self.open_of(self.older).user_id, self.lead)
        self.assertFalse(self.wrong.einvoice_round_ids)
        for words in ("2 drafts", "1 were sent", "1 wait"):
            self.assertIn(words, told["params"]["message"])
        self.assertEqual(self.circuit.older_draft_count, 0)
        for bill in (self.older, self.wrong):
            with self.subTest(bill=bill.ref), self.assertRaises(UserError):
                self.rpc("processor", "account.move", "action_post", bill.ids)
        event = self.events.search([("kind", "=", "drafts_gated")], limit=1)
        self.assertEqual(json.loads(event.payload)["count"], 2)
        self.decide(self.lead, self.older)
        self.assertEqual(self.older.state, "posted")

    def test_an_unfinished_draft_is_put_before_nobody(self):
        self.older.invoice_line_ids.unlink()
        self.older.sudo().einvoice_is_before_approval = True
        self.assertIn("2 wait", self.route()["params"]["message"])
        self.assertFalse(self.older.einvoice_round_ids)

    def test_only_a_manager_routes(self):
        for person in ("processor", "auditor"):
            with self.subTest(person=person), self.assertRaises(AccessError):
                self.route(person)
        self.assertEqual(self.company._einvoice_exempt_count(), 2)

    def test_the_settings_of_base_count_and_route_them_too(self):
        settings = self.env["res.config.settings"].create({})
        self.assertEqual(settings.einvoice_exempt_count, 2)
        settings.with_user(self.people["admin"]).action_einvoice_route_drafts()
        self.assertEqual(self.open_of(self.older).user_id, self.lead)

    def test_a_draft_that_base_exempts_is_sent_with_them(self):
        self.older.sudo().einvoice_is_before_approval = False
        self.env.cr.execute(
            "UPDATE account_move SET einvoice_is_exempt = true WHERE id = %s",
            [self.older.id],
        )
        self.env.invalidate_all()
        self.assertEqual(self.company._einvoice_exempt_count(), 2)
        self.route()
        self.assertEqual(self.open_of(self.older).user_id, self.lead)

    def test_one_may_be_sent_alone(self):
        self.rpc("processor", "account.move", "action_einvoice_submit", self.older.ids)
        self.assertEqual(self.open_of(self.older).user_id, self.lead)
        self.assertEqual(self.company._einvoice_exempt_count(), 1)

    def test_it_becomes_no_other_bill_without_approval(self):
        for values in (
            {"partner_id": self.partner_b.id},
            {
                "invoice_line_ids": [
                    (1, self.older.invoice_line_ids.id, {"quantity": 9})
                ]
            },
        ):
            with self.subTest(values=values), self.env.cr.savepoint() as savepoint:
                self.rpc("processor", "account.move", "write", self.older.ids, values)
                with self.assertRaisesRegex(UserError, "not approved"):
                    self.rpc("processor", "account.move", "action_post", self.older.ids)
                savepoint.rollback()

    def test_nobody_writes_it(self):
        newer = self.bill(ref="F-2026-120")
        vals = {"einvoice_is_before_approval": True}
        for person in ("processor", "manager", "admin"):
            with self.subTest(person=person), self.assertRaises(UserError):
                self.rpc(person, "account.move", "write", newer.ids, vals)

    def test_stopping_and_running_again_frees_no_draft(self):
        newer = self.bill(ref="F-2026-120")
        self.circuit.action_stop()
        self.circuit.action_run()
        with self.assertRaisesRegex(UserError, "not approved"):
            self.rpc("processor", "account.move", "action_post", newer.ids)

    def test_an_unfinished_draft_is_not_sent_by_hand(self):
        unfinished = self.bill(ref="F-2026-121")
        unfinished.write({"invoice_line_ids": [Command.clear()], "invoice_date": False})
        with self.assertRaisesRegex(UserError, "no invoice date(.|\n)*no lines"):
            self.rpc(
                "processor", "account.move", "action_einvoice_submit", unfinished.ids
            )
        self.assertFalse(unfinished.einvoice_round_ids)

    def test_the_policy_of_automatic_posting_sees_what_the_approval_says(self):
        newer = self.bill(ref="F-2026-120")
        self.assertEqual(
            newer._einvoice_touchless_facts()[newer]["blockers"],
            ("It is not approved.",),
        )
        self.circuit.action_stop()
        self.assertEqual(newer._einvoice_touchless_facts()[newer]["blockers"], ())
