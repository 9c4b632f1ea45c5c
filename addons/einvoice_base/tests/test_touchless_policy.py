"""Who decides which bills are posted without a person, and what the journal keeps."""

import json

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import EinvoiceCase


@tagged("post_install", "-at_install")
class TestTouchlessPolicy(EinvoiceCase):
    def changes(self):
        return self.events.search(
            [
                ("kind", "=", "rule_changed"),
                ("payload", "like", '"rule":"touchless"'),
                ("company_key", "=", self.env.company.id),
            ],
            order="id",
        )

    def test_a_company_starts_with_it_off(self):
        other = self.env["res.company"].create({"name": "New"})
        self.assertEqual(other.einvoice_touchless_mode, "off")
        self.assertEqual(self.env.company.einvoice_touchless_mode, "off")

    def test_a_manager_changes_it_and_the_journal_says_from_what_to_what(self):
        known = self.changes()
        company = self.env.company.with_user(self.people["admin"])
        company.write(
            {"einvoice_touchless_mode": "on", "einvoice_touchless_limit": 750}
        )
        event = self.changes() - known
        self.assertEqual(len(event), 1)
        self.assertTrue(event.is_person)
        payload = json.loads(event.payload)
        self.assertIn("switched off", payload["before"])
        self.assertIn("750", payload["after"])
        company.einvoice_touchless_limit = 750
        self.assertEqual(len(self.changes() - known), 1)

    def test_an_administrator_who_is_no_manager_does_not(self):
        admin = self.people["admin"]
        admin.group_ids -= self.env.ref("einvoice_base.group_manager")
        for vals in (
            {"einvoice_touchless_mode": "on"},
            {"einvoice_touchless_limit": 10**6},
            {"einvoice_touchless_listed_ids": [Command.link(self.partner_a.id)]},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.rpc("admin", "res.company", "write", self.env.company.ids, vals)
        with self.assertRaises(AccessError):
            self.rpc(
                "admin",
                "res.company",
                "create",
                [{"name": "Mine", "einvoice_touchless_mode": "on"}],
            )
        self.rpc("admin", "res.company", "write", self.env.company.ids, {"phone": "1"})

    def test_settings_say_it_in_words_and_switch_it_off(self):
        self.env.company.with_user(self.people["admin"]).write(
            {"einvoice_touchless_mode": "on", "einvoice_touchless_refunds": True}
        )
        settings = self.env["res.config.settings"].with_user(self.people["admin"])
        settings = settings.create({})
        self.assertIn("credit notes too", settings.einvoice_touchless_words)
        settings.action_einvoice_touchless_off()
        self.assertEqual(self.env.company.einvoice_touchless_mode, "off")
        action = settings.action_einvoice_rehearse()
        self.assertTrue(action["context"]["default_tries_policy"])

    def test_a_typed_bill_is_never_posted_by_itself(self):
        self.env.company.with_user(self.people["admin"]).write(
            {
                "einvoice_touchless_mode": "on",
                "einvoice_touchless_limit": 10_000,
                "einvoice_touchless_basis": "listed",
                "einvoice_touchless_listed_ids": [Command.set(self.partner_a.ids)],
                "einvoice_touchless_least_bills": 1,
            }
        )
        self.bill(ref="F-2026-117").action_post()
        bill = self.bill()
        bill._einvoice_straight_through()
        self.assertEqual((bill.state, bill.einvoice_touchless), ("draft", "left"))
        self.assertIn("not made from a received", bill.einvoice_touchless_verdict)
        self.assertNotIn("touchless", self.kinds(bill))

    def test_a_manager_without_right_on_companies_sets_it(self):
        model = self.env["einvoice.touchless.change"].with_user(self.people["manager"])
        with Form(model) as form:
            self.assertEqual(form.einvoice_touchless_mode, "off")
            self.assertFalse(form.waiting_words)
            form.einvoice_touchless_mode = "on"
            form.einvoice_touchless_limit = 321
            self.assertIn("No waiting draft", form.waiting_words)
        form.record.action_apply()
        company = self.env.company
        self.assertEqual(company.einvoice_touchless_mode, "on")
        self.assertEqual(company.einvoice_touchless_limit, 321)
        event = self.changes()[-1:]
        self.assertIn("einvoice_manager", event.actor)
        with self.assertRaises(AccessError):
            self.rpc("manager", "res.company", "write", company.ids, {"phone": "1"})

    def test_it_is_tried_before_it_counts(self):
        model = self.env["einvoice.touchless.change"].with_user(self.people["manager"])
        action = model.create({"einvoice_touchless_limit": 321}).action_try()
        rehearsal = self.env["einvoice.rehearsal"].browse(action["res_id"])
        self.assertTrue(rehearsal.tries_policy)
        self.assertEqual(rehearsal.einvoice_touchless_limit, 321)
        self.assertEqual(rehearsal.einvoice_touchless_mode, "on")
        self.assertEqual(self.env.company.einvoice_touchless_mode, "off")

    def test_nobody_else_sets_it_nor_that_of_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        for person in ("processor", "approver", "auditor", "accountant"):
            with self.subTest(person=person), self.assertRaises(AccessError):
                self.rpc(
                    person,
                    "einvoice.touchless.change",
                    "create",
                    [{"einvoice_touchless_mode": "on"}],
                )
        with self.assertRaises(AccessError):
            change = self.rpc(
                "manager",
                "einvoice.touchless.change",
                "create",
                [{"company_id": other.id, "einvoice_touchless_mode": "on"}],
            )
            self.rpc("manager", "einvoice.touchless.change", "action_apply", change)
        self.assertEqual(other.einvoice_touchless_mode, "off")

    def test_one_bill_is_one_bill(self):
        company = self.env.company.with_user(self.people["admin"])
        company.write(
            {
                "einvoice_touchless_mode": "on",
                "einvoice_touchless_least_bills": 1,
                "einvoice_touchless_basis": "listed",
                "einvoice_touchless_listed_ids": [Command.set(self.partner_a.ids)],
                "einvoice_touchless_excluded_ids": [Command.set(self.partner_b.ids)],
            }
        )
        words = company._einvoice_policy_words()
        for said in ("1 posted bill or", "the one listed supplier", "without 1 supp"):
            self.assertIn(said, words)
        self.assertNotIn("without 1 suppliers", words)
