"""Who named whom as a stand-in is told, and stays known."""

import json

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_mail import MailCase


@tagged("post_install", "-at_install")
class TestStandIn(MailCase):
    def setUp(self):
        super().setUp()
        self.today = fields.Date.to_string(fields.Date.today())
        self.known = self.events.search([("kind", "=", "stand_in")])

    def noted(self):
        found = self.events.search([("kind", "=", "stand_in")], order="id")
        return [(event, json.loads(event.payload)) for event in found - self.known]

    def named(self, user, **values):
        """Name a stand-in as the form does; return the record."""
        values = {
            "stand_in_id": self.head.id,
            "first_day": self.today,
            "last_day": self.today,
            **values,
        }
        keys = self.call_as(user, "einvoice.delegation", "create", [values])
        return self.env["einvoice.delegation"].browse(keys)

    def on(self, user, delegation, method, *args):
        return self.call_as(user, "einvoice.delegation", method, delegation.ids, *args)

    def test_a_manager_who_names_one_for_another_tells_both(self):
        manager = self.people["manager"]
        self.named(manager, giver_id=self.lead.id, most=800)
        for user, text in (
            (self.lead, "Head stands in for you from"),
            (self.head, "You stand in for Lead from"),
        ):
            mail = self.mails(user)
            self.assertEqual(len(mail), 1)
            self.assertIn(text, mail.body_html)
            self.assertIn("800.00", mail.body_html)
            self.assertIn(manager.name, mail.body_html)

    def test_they_are_told_in_their_language_and_when_it_ends(self):
        manager = self.people["manager"]
        delegation = self.named(manager, giver_id=self.lead.id)
        self.on(manager, delegation, "action_archive")
        self.assertIn("does not stand in for you", self.mails(self.lead)[-1].body_html)
        self.assertIn(
            "You do not stand in for Lead", self.mails(self.head)[-1].body_html
        )

    def test_who_names_his_own_is_not_told(self):
        self.named(self.lead)
        self.assertFalse(self.mails(self.lead) | self.mails(self.head))

    def test_each_change_is_an_event(self):
        delegation = self.named(self.lead)
        self.on(self.lead, delegation, "write", {"most": 300})
        self.on(self.lead, delegation, "write", {"most": 300})
        self.on(self.lead, delegation, "action_archive")
        (first, named), (_second, changed), (third, ended) = self.noted()
        self.assertIn("approval_lead", first.actor)
        self.assertEqual((named["giver"], named["stand_in"]), ("Lead", "Head"))
        self.assertIn("stand-in named", first.summary)
        self.assertIn("Head for Lead", first.summary)
        self.assertIn("300", changed["after"])
        self.assertNotIn("300", changed["before"])
        self.assertEqual(ended["cause"], "ended")
        self.assertIn("stand-in ended", third.summary)

    def test_one_under_which_somebody_decided_is_kept(self):
        delegation = self.named(self.lead)
        bill = self.submitted(price=100)
        self.decide(self.head, bill)
        for method, args in (
            ("unlink", ()),
            ("write", ({"stand_in_id": self.fallback.id},)),
            ("write", ({"first_day": "2020-01-01"},)),
        ):
            with (
                self.subTest(method=method, args=args),
                self.assertRaisesRegex(UserError, "Decisions were taken"),
            ):
                self.on(self.lead, delegation, method, *args)
        self.on(self.lead, delegation, "write", {"active": False})
        self.assertFalse(delegation.active)

    def test_one_without_end_is_ended(self):
        delegation = self.named(self.lead, last_day="9999-12-31")
        bill = self.submitted(price=100)
        self.decide(self.head, bill)
        self.on(self.lead, delegation, "write", {"last_day": self.today})
        with self.assertRaisesRegex(UserError, "Decisions were taken"):
            self.on(self.lead, delegation, "unlink")

    def test_one_under_which_nobody_decided_is_deleted(self):
        delegation = self.named(self.lead)
        self.submitted(price=100)
        self.on(self.lead, delegation, "unlink")
        self.assertFalse(delegation.exists())
        self.assertEqual(self.noted()[-1][1]["cause"], "deleted")
