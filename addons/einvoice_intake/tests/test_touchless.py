"""A bill that needs no person is posted without one."""

from datetime import date

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from . import invoices
from .touchless_common import TouchlessCase


@tagged("post_install", "-at_install")
@freeze_time("2026-09-20")
class TestTouchless(TouchlessCase):
    def test_a_clean_bill_posts_itself_and_the_journal_says_why(self):
        document = self.receive(invoices.cii())
        bill = document.move_id
        said = bill.einvoice_touchless_verdict
        self.assertEqual((bill.state, document.state), ("posted", "booked"), said)
        self.assertEqual(bill.einvoice_touchless, "posted")
        self.assertIn("met all conditions", said)
        self.assertIn("up to 500.00 with VAT", said)
        self.assertIn("the one listed supplier", said)
        kinds = self.kinds(document)
        self.assertLess(kinds.index("booked"), kinds.index("touchless"))
        event = self.events.search(
            [("move_id", "=", bill.id), ("kind", "=", "touchless")]
        )
        self.assertFalse(event.is_person)
        self.assertIn("500", event.payload)
        self.assertIn('"amount":"120.00"', event.payload)
        last = self.events.search([("move_id", "=", bill.id)], order="id")[-1]
        self.assertEqual((last.kind, last.is_person), ("posted", False))

    def test_applying_the_policy_says_which_drafts_it_posts_and_posts_them(self):
        self.company.einvoice_touchless_mode = "off"
        clean = self.receive(invoices.cii(number="F-2026-021"))
        self.receive(invoices.cii(number="F-2026-022", gross="130.00"))
        self.assertEqual(clean.move_id.state, "draft")
        manager = self.people["manager"]
        model = self.env["einvoice.touchless.change"].with_user(manager)
        with Form(model) as form:
            form.einvoice_touchless_mode = "on"
            self.assertEqual(form.waiting_words, "1 waiting draft will be posted.")
        rehearsal = self.env["einvoice.rehearsal"].with_user(manager)
        rehearsal = rehearsal.create({"tries_policy": True})
        self.assertFalse(rehearsal.waiting_words)
        rehearsal.action_run()
        self.assertEqual(rehearsal.waiting_words, "1 waiting draft will be posted.")
        form.record.action_apply()
        self.cron()
        self.assertEqual(clean.move_id.state, "posted")
        self.assertEqual(clean.move_id.einvoice_touchless, "posted")

    def test_a_batch_posts_itself_and_one_bad_bill_stops_no_other(self):
        documents = self.receive(
            invoices.cii(number="F-2026-011"),
            invoices.cii(number="F-2026-012", gross="130.00"),
            invoices.ubl(number="F-2026-013"),
            invoices.facturx(number="F-2026-014"),
        )
        self.assertEqual(
            documents.mapped("move_id.state"), ["posted", "draft", "posted", "posted"]
        )
        self.assertEqual(
            documents.mapped("state"), ["booked", "to_check", "booked", "booked"]
        )

    def test_each_condition_leaves_the_bill_to_a_person(self):
        two = (self.company, {"einvoice_touchless_least_bills": 3})
        cases = {
            "limit of": (self.company, {"einvoice_touchless_limit": 119.99}),
            "it takes 3": two,
            "agrees with no order": (
                self.company,
                {"einvoice_touchless_basis": "expected"},
            ),
            "posts the bills of this supplier": (
                self.company,
                {"einvoice_touchless_excluded_ids": [Command.set(self.supplier.ids)]},
            ),
            "closed period": (
                self.company,
                {"purchase_lock_date": date(2026, 9, 30)},
            ),
        }
        for place, (reason, (record, vals)) in enumerate(cases.items()):
            with self.subTest(reason=reason), self.env.cr.savepoint() as savepoint:
                record.write(vals)
                document = self.receive(invoices.cii(number=f"F-2026-02{place}"))
                self.left(document, reason)
                self.assertEqual(document.state, "booked")
                savepoint.rollback()

    def test_a_credit_note_only_where_the_policy_says_so(self):
        self.left(self.receive(invoices.cii(type_code="381")), "credit note")
        self.company.einvoice_touchless_refunds = True
        document = self.receive(invoices.cii(type_code="381", number="F-2026-3652"))
        self.assertEqual(document.move_id.state, "posted")

    def test_a_bill_of_tomorrow_waits(self):
        document = self.receive(invoices.cii(date="2026-09-25"))
        self.left(document, "still to come")

    def test_an_open_finding_or_a_hold_stops_it(self):
        document = self.receive(invoices.cii(gross="130.00"))
        self.left(document, "finding is open")
        self.supplier.bank_ids.unlink()
        self.env["einvoice.hold"]._place("Called off", self.company, self.supplier)
        self.left(self.receive(invoices.cii(number="F-2026-3721")), "held")

    def test_off_posts_nothing_and_says_nothing(self):
        self.company.einvoice_touchless_mode = "off"
        bill = self.receive(invoices.cii()).move_id
        self.assertEqual((bill.state, bill.einvoice_touchless), ("draft", False))

    def test_observed_it_only_says_what_it_would_have_done(self):
        self.company.einvoice_touchless_mode = "observe"
        first = self.receive(invoices.cii())
        second = self.receive(invoices.cii(number="F-2026-3792", gross="130.00"))
        self.assertEqual(first.move_id.state, "draft")
        self.assertEqual(first.move_id.einvoice_touchless, "would")
        self.left(second, "finding is open")
        for document in first | second:
            self.assertNotIn("touchless", self.kinds(document))
            self.assertNotIn("posted", self.kinds(document))

    def test_of_two_bills_of_one_period_in_one_batch_the_second_waits(self):
        self.company.einvoice_touchless_basis = "expected"
        for day in (date(2026, 7, 15), date(2026, 8, 14)):
            self.posted(day)
        first, second = self.receive(
            invoices.cii(number="F-2026-3841"), invoices.cii(number="F-2026-3842")
        )
        self.assertIn("expected", first.finding_ids.mapped("rule"))
        self.assertEqual(
            first.move_id.state, "posted", first.move_id.einvoice_touchless_verdict
        )
        self.left(second, "finding is open")
        self.assertIn("expected_twice", second.finding_ids.mapped("rule"))
        self.assertEqual(second.state, "to_check")

    @mute_logger("odoo.addons.einvoice_base.models.account_move_touchless")
    def test_a_bill_that_cannot_be_posted_stays_a_draft_and_says_why(self):
        # An account that is archived once the bills are made: `_post` refuses.
        self.company.einvoice_touchless_limit = 100
        documents = self.receive(invoices.cii(), invoices.cii(number="F-2026-3742"))
        account = documents.move_id.invoice_line_ids.account_id
        self.company.einvoice_touchless_limit = 500
        account.active = False
        documents.sudo()._try_touchless()
        for document in documents:
            bill = self.left(document, "(?s)failed.*archived account")
            self.assertEqual(document.state, "to_check")
            self.assertIn("post_failed", bill.einvoice_finding_ids.mapped("rule"))
        account.active = True
        bill.action_post()
        self.assertNotIn("post_failed", bill.einvoice_finding_ids.mapped("rule"))

    def test_when_the_last_finding_goes_by_itself_the_bill_posts_itself(self):
        self.company.einvoice_touchless_limit = 100
        document = self.receive(invoices.cii())
        bill = self.left(document, "limit of")
        self.company.einvoice_touchless_limit = 500
        self.notice(bill, self.review())
        self.assertEqual(document.state, "to_check")
        self.cron()
        self.assertEqual(bill.state, "draft")
        self.notice(bill)
        self.assertEqual((document.state, bill.state), ("booked", "draft"))
        self.assertTrue(document.touchless_due)
        self.cron()
        self.assertEqual(bill.state, "posted", bill.einvoice_touchless_verdict)
        self.assertFalse(document.touchless_due)
        self.assertIn("touchless", self.kinds(document))

    def test_checking_the_bill_again_is_enough(self):
        self.company.einvoice_touchless_limit = 100
        document = self.receive(invoices.cii(gross="130.00"))
        self.assertEqual(document.state, "to_check")
        document.with_user(self.people["manager"]).finding_ids.sudo(False).filtered(
            lambda finding: finding.severity == "block"
        ).action_lift("Agreed on the phone")
        self.assertEqual(document.state, "booked")

    def test_copying_a_bill_copies_no_verdict(self):
        bill = self.receive(invoices.cii()).move_id
        copy = bill.copy()
        self.assertFalse(copy.einvoice_touchless)
        self.assertFalse(copy.einvoice_touchless_reasons)

    def test_nobody_forges_who_posted_a_bill(self):
        self.company.einvoice_touchless_limit = 1
        document = self.receive(invoices.cii())
        bill = document.move_id
        for vals in (
            {"einvoice_touchless": "posted"},
            {"einvoice_touchless_reasons": []},
        ):
            with self.assertRaises(AccessError):
                self.rpc("manager", "account.move", "write", bill.ids, vals)
        for model, method, record in (
            ("account.move", "_einvoice_straight_through", bill),
            ("einvoice.document", "_try_touchless", document),
            ("einvoice.document", "_cron_touchless", document),
        ):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc("manager", model, method, record.ids)
        with self.assertRaises(AccessError):
            self.rpc(
                "manager",
                "einvoice.document",
                "write",
                document.ids,
                {"touchless_due": True},
            )

    def test_the_step_comes_last(self):
        steps = self.documents._all_steps()
        self.assertEqual(steps[-1], "touchless")
        self.assertEqual(steps.count("touchless"), 1)
