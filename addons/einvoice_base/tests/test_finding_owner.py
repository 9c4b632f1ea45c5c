"""A finding waits for somebody, who is told once."""

from odoo import SUPERUSER_ID, Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from ..domain.findings import Severity
from ..domain.rule_settings import RULE_FAILED
from .common import EinvoiceCase


class OwnerCase(EinvoiceCase):
    def failed(self, severity=Severity.BLOCK):
        """Return a second finding, of another rule."""
        return RULE_FAILED.finding(
            severity=severity, failed_rule="x", failed_code="x", error="x"
        )

    def settle(self):
        """End the transaction, as far as the owners are concerned."""
        self.env.cr.flush()
        self.env.invalidate_all()

    def activities(self, record, active=True):
        kind = self.env.ref("einvoice_base.mail_activity_type_check")
        return (
            self.env["mail.activity"]
            .sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("res_model", "=", record._name),
                    ("res_id", "=", record.id),
                    ("activity_type_id", "=", kind.id),
                    ("active", "=", active),
                ]
            )
        )


@tagged("post_install", "-at_install")
class TestOwner(OwnerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls.bill()
        cls.processor = cls.people["processor"]
        cls.manager = cls.people["manager"]

    def owner(self):
        return self.record(self.draft, self.noticed()).owner_user_id

    def test_processor_of_the_settings_gets_it(self):
        self.env.company.einvoice_processor_id = self.processor
        self.assertEqual(self.owner(), self.processor)

    def test_who_recorded_the_bill_gets_it_where_nobody_is_named(self):
        self.draft.invoice_user_id = self.people["invoicing"]
        self.assertEqual(self.owner(), self.people["invoicing"])

    def test_who_cannot_act_is_passed_over(self):
        company = self.env.company
        other = self.setup_other_company(name="Other")["company"]
        elsewhere = new_test_user(
            self.env,
            "elsewhere",
            groups="einvoice_base.group_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        left = new_test_user(self.env, "left", groups="einvoice_base.group_manager")
        left.active = False
        system = self.env["res.users"].browse(SUPERUSER_ID)
        # The bill was made by a user of this company who may act on it.
        expected = self.draft.create_uid
        self.draft.invoice_user_id = False
        for user in (elsewhere, left, system, self.people["employee"]):
            with self.subTest(user=user.login):
                company.einvoice_processor_id = user
                self.assertEqual(self.owner(), expected)
                self.record(self.draft)

    def test_what_a_manager_decides_waits_for_a_manager(self):
        self.env.company.einvoice_processor_id = self.processor
        finding = self.record(self.draft, self.noticed())
        finding.owner_role = "manager"
        finding._assign_owners()
        owner = finding.owner_user_id
        self.assertTrue(owner.has_group("einvoice_base.group_manager"))
        self.assertNotEqual(owner.id, SUPERUSER_ID)
        self.env.company.einvoice_manager_id = self.manager
        finding._assign_owners()
        self.assertEqual(finding.owner_user_id, self.manager)

    def test_an_information_waits_for_nobody(self):
        self.env.company.einvoice_processor_id = self.processor
        finding = self.record(self.draft, self.failed(Severity.INFORM))
        self.settle()
        self.assertFalse(finding.owner_user_id)
        self.assertFalse(self.activities(self.draft))


@tagged("post_install", "-at_install")
class TestOwnerActivity(OwnerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls.bill()
        cls.processor = cls.people["processor"]
        cls.manager = cls.people["manager"]
        cls.env.company.einvoice_processor_id = cls.processor

    def test_one_activity_for_all_findings_of_a_bill(self):
        self.record(self.draft, self.noticed(), self.failed())
        self.settle()
        activity = self.activities(self.draft)
        self.assertEqual(activity.user_id, self.processor)
        self.assertEqual(activity.summary, "2 findings: Amount due…")
        self.assertIn("asks for 90.00", activity.note)

    def test_what_comes_and_goes_in_one_transaction_leaves_no_trace(self):
        self.record(self.draft, self.noticed())
        self.record(self.draft)
        self.settle()
        self.assertFalse(self.activities(self.draft))
        self.assertFalse(self.activities(self.draft, active=False))

    def test_activity_follows_the_findings_and_is_done_with_the_last(self):
        findings = self.record(self.draft, self.noticed(), self.failed())
        self.settle()
        activity = self.activities(self.draft)
        findings[0].with_user(self.manager).action_lift("Agreed")
        self.settle()
        self.assertEqual(activity.summary, "Rule that could not run")
        findings[1].with_user(self.manager).action_lift("Agreed")
        self.settle()
        self.assertFalse(self.activities(self.draft))
        done = self.activities(self.draft, active=False)
        self.assertEqual(done, activity)
        self.assertIn("no finding is left", done.feedback)

    def test_a_finding_that_is_gone_closes_it_too(self):
        self.record(self.draft, self.noticed())
        self.settle()
        self.record(self.draft)
        self.settle()
        self.assertFalse(self.activities(self.draft))

    def test_marking_it_as_done_lifts_nothing(self):
        finding, other = self.record(self.draft, self.noticed(), self.failed())
        self.settle()
        activity = self.activities(self.draft).with_user(self.processor)
        activity.action_feedback(feedback="seen")
        self.settle()
        self.assertEqual((finding.state, other.state), ("open", "open"))
        self.assertTrue(self.draft._einvoice_blockers("post"))
        # What he has seen is not put before him again for less…
        other.with_user(self.manager).action_lift("Agreed")
        self.settle()
        self.assertFalse(self.activities(self.draft))
        # … but what is new is.
        self.record(self.draft, self.noticed("80.00"))
        self.settle()
        self.assertTrue(self.activities(self.draft))

    def test_a_cancelled_bill_waits_for_nobody_until_it_is_a_draft_again(self):
        self.record(self.draft, self.noticed())
        self.settle()
        self.draft.button_cancel()
        self.settle()
        self.assertFalse(self.activities(self.draft))
        self.draft.button_draft()
        self.settle()
        self.assertTrue(self.activities(self.draft))

    def test_forty_bills_send_no_mail_and_cost_one_look(self):
        bills = [self.bill(ref=f"N-{each}") for each in range(40)]
        noticed = [(bill._einvoice_subject(), [self.noticed()]) for bill in bills]
        mails = self.env["mail.mail"].sudo().search_count([])
        notices = self.env["mail.notification"].sudo().search_count([])
        costs = []
        for part in (noticed[:2], noticed[2:]):
            self.findings._record_all(part)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.settle()
            costs.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(self.activities(bills[7])), 1)
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), mails)
        self.assertEqual(self.env["mail.notification"].sudo().search_count([]), notices)
        self.assertLessEqual(costs[1], costs[0] + 5)

    def test_an_activity_that_cannot_be_made_loses_no_finding(self):
        self.env.ref("einvoice_base.mail_activity_type_check").unlink()
        finding = self.record(self.draft, self.noticed())
        self.settle()
        self.assertTrue(finding.exists())


@tagged("post_install", "-at_install")
class TestHandOver(OwnerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls.bill()
        cls.processor = cls.people["processor"]
        cls.env.company.einvoice_processor_id = cls.processor
        cls.finding = cls.findings._record(
            cls.draft._einvoice_subject(), [cls.noticed()]
        )

    def test_a_colleague_gets_it_with_its_activity(self):
        self.settle()
        approver = self.people["approver"]
        action = self.finding.with_user(self.processor).action_ask_hand_over()
        wizard = self.env[action["res_model"]].with_user(self.processor)
        form = Form(wizard.browse(action["res_id"]))
        form.user_id = approver
        form.reason = "It is his order"
        form.save().action_hand_over()
        self.settle()
        self.assertEqual(self.finding.owner_user_id, approver)
        self.assertEqual(self.activities(self.draft).user_id, approver)
        event = self.events.search([("kind", "=", "reassigned")])
        self.assertIn("einvoice_processor", event.actor)
        self.assertIn("It is his order", event.summary)
        self.assertIn(approver.name, event.summary)

    def test_only_a_processor_or_its_owner_hands_it_over(self):
        taker = self.people["manager"]
        for name in ("employee", "invoicing", "auditor", "approver"):
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.rpc(
                    name,
                    "einvoice.finding",
                    "action_hand_over",
                    self.finding.ids,
                    taker.id,
                    "x",
                )
        self.assertEqual(self.finding.owner_user_id, self.processor)

    def test_nobody_gets_what_he_cannot_act_on(self):
        for name in ("employee", "auditor"):
            with self.subTest(user=name), self.assertRaises(UserError):
                self.rpc(
                    "processor",
                    "einvoice.finding",
                    "action_hand_over",
                    self.finding.ids,
                    self.people[name].id,
                    "x",
                )
        self.finding.owner_role = "manager"
        with self.assertRaises(UserError):
            self.rpc(
                "manager",
                "einvoice.finding",
                "action_hand_over",
                self.finding.ids,
                self.people["invoicing"].id,
                "x",
            )

    def test_reason_is_compulsory(self):
        with self.assertRaises(UserError):
            self.finding.with_user(self.processor).action_hand_over(
                self.people["manager"].id, "  "
            )
