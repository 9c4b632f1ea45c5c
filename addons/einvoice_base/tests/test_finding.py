import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import EinvoiceCase


@tagged("post_install", "-at_install")
class TestFinding(EinvoiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls.bill()

    def states(self):
        return self.draft.einvoice_finding_ids.sorted("id").mapped("state")

    def test_second_check_changes_nothing(self):
        first = self.record(self.draft, self.noticed(), self.noticed())
        self.assertEqual(len(first), 1)
        again = self.record(self.draft, self.noticed())
        self.assertFalse(again)
        self.assertEqual(self.draft.einvoice_finding_ids, first)
        self.assertEqual(self.kinds(self.draft).count("finding_opened"), 1)

    def test_finding_that_is_gone_is_closed_with_an_event(self):
        self.record(self.draft, self.noticed())
        self.record(self.draft)
        self.assertFalse(self.draft.einvoice_finding_ids)
        self.assertEqual(
            self.kinds(self.draft)[-2:], ["finding_opened", "finding_closed"]
        )

    def test_findings_of_rules_that_did_not_run_stay(self):
        self.record(self.draft, self.noticed())
        self.findings._record(
            self.draft._einvoice_subject(), [], checked=["other_rule"]
        )
        self.assertEqual(self.states(), ["open"])

    def test_lifted_stays_lifted_until_its_values_change(self):
        finding = self.record(self.draft, self.noticed())
        finding.with_user(self.people["manager"]).action_lift("The supplier called")
        self.record(self.draft, self.noticed())
        self.assertEqual(self.states(), ["lifted"])
        self.record(self.draft, self.noticed("80.00"))
        self.assertEqual(self.states(), ["lifted", "open"])

    def test_confirmed_stays_and_goes_on_blocking(self):
        finding = self.record(self.draft, self.noticed())
        finding.with_user(self.people["manager"]).action_confirm("It is wrong")
        self.record(self.draft, self.noticed())
        self.assertEqual(self.states(), ["confirmed"])
        self.assertTrue(self.draft._einvoice_blockers("post"))
        self.record(self.draft)
        self.assertFalse(self.draft._einvoice_blockers("post"))

    def test_lifting_keeps_who_when_and_why(self):
        finding = self.record(self.draft, self.noticed())
        finding.with_user(self.people["manager"]).action_lift("  Agreed by phone ")
        self.assertEqual(finding.decided_by_id, self.people["manager"])
        self.assertEqual(finding.reason, "Agreed by phone")
        self.assertTrue(finding.decided_at)
        event = self.events.search([("kind", "=", "finding_lifted")], limit=1)
        self.assertEqual(json.loads(event.payload)["cause"], "Agreed by phone")
        self.assertIn("einvoice_manager", event.actor)

    def test_reason_is_compulsory(self):
        finding = self.record(self.draft, self.noticed())
        for reason in (None, "", "   "):
            with self.assertRaises(UserError):
                finding.with_user(self.people["manager"]).action_lift(reason)
        self.assertEqual(finding.state, "open")

    def test_blocking_finding_is_lifted_by_a_manager_only(self):
        finding = self.record(self.draft, self.noticed())
        for name in self.people:
            if name in ("manager", "admin"):
                continue
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.rpc(name, "einvoice.finding", "action_lift", finding.ids, "ok")
            self.assertEqual(finding.state, "open")

    def test_finding_to_review_is_lifted_by_a_processor_or_its_approver(self):
        finding = self.record(self.draft, self.noticed())
        finding.severity = "review"
        for name in ("employee", "invoicing", "auditor", "approver"):
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.rpc(name, "einvoice.finding", "action_lift", finding.ids, "ok")
        finding.owner_user_id = self.people["approver"]
        for name in ("processor", "approver"):
            with self.subTest(user=name):
                self.rpc(name, "einvoice.finding", "action_lift", finding.ids, "ok")
                self.assertEqual(finding.state, "lifted")
                finding.state = "open"

    def test_wizard_lifts_with_a_reason(self):
        finding = self.record(self.draft, self.noticed())
        manager = self.people["manager"]
        action = finding.with_user(manager).action_decide()
        wizard = self.env[action["res_model"]].with_user(manager)
        form = Form(wizard.browse(action["res_id"]))
        form.reason = "Checked with the order"
        form.save().action_lift()
        self.assertEqual(finding.state, "lifted")

    def test_sentences_speak_the_reader_s_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        finding = self.record(self.draft, self.noticed())
        self.assertIn("asks for 90.00", finding.message)
        french = finding.with_context(lang="fr_FR")
        self.assertIn("90,00", french.message)
        self.assertIn("réclame", french.message)
        self.assertTrue(french.title)
        self.assertNotEqual(french.advice, finding.advice)

    def test_rule_that_left_says_so(self):
        finding = self.record(self.draft, self.noticed())
        finding.rule = "gone"
        self.assertEqual(finding.message, "The rule is no longer installed.")

    def test_queries_do_not_grow_with_the_number_of_bills(self):
        bills = [self.bill(ref=f"N-{each}") for each in range(6)]
        few = [(bill._einvoice_subject(), [self.noticed()]) for bill in bills[:2]]
        many = [(bill._einvoice_subject(), [self.noticed()]) for bill in bills[2:]]
        self.env.flush_all()
        for noticed in (few, many):
            before = self.env.cr.sql_log_count
            self.findings._record_all(noticed)
            self.env.flush_all()
            noticed.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(many[-1], few[-1])

    def test_findings_of_a_deleted_draft_go_and_leave_their_trace(self):
        finding = self.record(self.draft, self.noticed())
        key = self.draft.id
        self.draft.unlink()
        self.assertFalse(finding.exists())
        self.assertIn(
            "finding_opened",
            self.events.search([("move_id", "=", key)]).mapped("kind"),
        )
