"""A policy tried on bills that were received."""

from odoo import Command
from odoo.tests import Form, freeze_time, tagged

from . import invoices
from .touchless_common import TouchlessCase


@tagged("post_install", "-at_install")
@freeze_time("2026-09-20")
class TestRehearsalOfDocuments(TouchlessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.einvoice_touchless_mode = "off"

    def received(self, number, **said):
        document = self.receive(invoices.cii(number=number, **said))
        document.move_id.action_post()
        return document.move_id

    def tried(self, **policy):
        rehearsal = self.env["einvoice.rehearsal"].create(
            {
                "tries_policy": True,
                "einvoice_touchless_mode": "on",
                "einvoice_touchless_basis": "listed",
                "einvoice_touchless_listed_ids": [Command.set(self.supplier.ids)],
                "einvoice_touchless_limit": 500,
                "einvoice_touchless_least_bills": 2,
                **policy,
            }
        )
        rehearsal.action_run()
        return rehearsal, {line.move_id: line for line in rehearsal.line_ids}

    def test_it_tells_which_bills_would_have_posted_themselves(self):
        small = self.received("F-2026-0091", date="2026-09-15")
        large = self.received(
            "F-2026-0092", net="900.00", vat="180.00", gross="1080.00"
        )
        rehearsal, lines = self.tried()
        self.assertTrue(lines[small].is_posted_after, lines[small].why)
        self.assertEqual(lines[small].change, "posted")
        self.assertFalse(lines[small].is_posted_before)
        self.assertFalse(lines[large].is_posted_after)
        self.assertIn("limit", lines[large].why)
        self.assertEqual(rehearsal.posted_after, 1)
        self.assertEqual(rehearsal.posted_amount_after, 120)
        rehearsal.action_apply()
        third = self.receive(invoices.cii(number="F-2026-0093", date="2026-09-18"))
        self.assertEqual(
            third.move_id.state, "posted", third.move_id.einvoice_touchless_verdict
        )

    def test_it_warns_of_bills_that_a_person_had_to_change(self):
        document = self.receive(invoices.cii())
        bill = document.move_id
        with Form(bill.with_user(self.people["processor"])) as form:
            form.payment_reference = "By hand"
        bill.action_post()
        rehearsal, lines = self.tried()
        self.assertTrue(lines[bill].was_edited)
        self.assertEqual(rehearsal.edited_count, 1)

    def test_what_came_later_does_not_count(self):
        # Two bills were posted before, in May and June; on the day of the first of
        # them there was none.
        _rehearsal, lines = self.tried()
        bills = self.env["account.move"].search(
            [("partner_id", "=", self.supplier.id)], order="invoice_date"
        )
        self.assertRegex(lines[bills[0]].why, "No bill of this supplier")
        self.assertRegex(lines[bills[1]].why, "1 bill of this supplier is")

    def test_reading_leaves_nothing_behind(self):
        self.received("F-2026-0091")
        before = self.events.search_count([("kind", "!=", "rehearsed")])
        documents = self.documents.search([])
        states = documents.mapped("state")
        self.tried()
        self.assertEqual(
            self.events.search_count([("kind", "!=", "rehearsed")]), before
        )
        self.assertEqual(documents.mapped("state"), states)
        self.assertNotIn("einvoice_readings", self.env.cr.cache)
