"""What people see of findings, and what they do with several."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..domain.findings import Severity
from ..domain.rule_settings import RULE_FAILED
from ..domain.totals import TOTALS_GATE
from .common import EinvoiceCase

RATE = next(rule for rule in TOTALS_GATE if rule.code == "vat_amount_wrong")


@tagged("post_install", "-at_install")
class TestFindingScreen(EinvoiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls.bill()

    def failed(self, severity):
        return RULE_FAILED.finding(
            severity=severity, failed_rule="x", failed_code="x", error="x"
        )

    def shown(self):
        """Return the headings and titles of the bill's page, in order."""
        bill = self.draft.with_context(einvoice_subject="move_id")
        return [
            (each.topic_heading or "", each.severity)
            for each in bill.einvoice_counted_finding_ids
        ]

    def test_the_list_opens_with_what_somebody_has_to_answer(self):
        rules = self.env["einvoice.rule"].sudo()
        review = rules.search(
            [
                ("company_id", "=", self.env.company.id),
                ("code", "=", "vat_amount_wrong"),
            ]
        )
        review.severity = "review"
        bill = self.wrong_bill(ref="W-9")
        bill._einvoice_check()
        finding = bill.einvoice_finding_ids.sudo()

        def waits():
            finding.invalidate_recordset()
            found = self.findings.search([("is_waiting", "=", True)])
            self.assertEqual(finding in found, finding.is_waiting)
            return finding.is_waiting

        self.assertTrue(waits())
        finding.severity = "inform"
        self.assertFalse(waits())
        finding.severity = "review"
        bill.action_post()
        self.assertFalse(waits())
        finding.severity = "block"
        self.assertTrue(waits())
        bill.button_draft()
        bill.button_cancel()
        self.assertFalse(waits())

    def test_topics_stand_in_the_order_of_what_they_stop(self):
        self.record(
            self.draft,
            self.failed(Severity.REVIEW),
            self.noticed(),
            self.noticed("80.00"),
        )
        self.assertEqual(
            self.shown(),
            [("Amounts", "block"), ("", "block"), ("Reading", "review")],
        )

    def test_what_is_lifted_comes_last(self):
        first, _second = self.record(
            self.draft, self.noticed(), self.failed(Severity.REVIEW)
        )
        first.with_user(self.people["manager"]).action_lift("Agreed")
        self.assertEqual([topic for topic, _ in self.shown()], ["Reading", "Amounts"])

    def test_what_is_only_observed_stands_apart(self):
        rule = self.env["einvoice.rule"].sudo()
        rule.search(
            [("code", "=", "payable_wrong"), ("company_id", "=", self.env.company.id)]
        ).mode = "observe"
        self.record(self.draft, self.noticed(), self.failed(Severity.BLOCK))
        observed = self.draft.einvoice_observed_finding_ids
        self.assertEqual(observed.rule, "payable_wrong")
        self.assertEqual(observed.tried_severity, "block")
        self.assertFalse(observed.is_decidable)
        self.assertEqual(self.draft.einvoice_counted_finding_ids.rule, "rule_failed")

    def test_finding_says_which_refusal_it_justifies(self):
        finding = self.record(self.draft, self.noticed())
        self.assertEqual(
            finding.reason_label,
            "Justifies a refusal (210), reason MONTANTTOTAL_ERR: Wrong total amount",
        )

    def test_every_reason_of_a_rule_is_one_of_the_standard(self):
        self.env["einvoice.rule"]._sync(self.env.company)
        rows = self.env["einvoice.rule"].sudo().search([])
        unknown = rows.filtered(lambda row: row.reason_code and not row.reason_label)
        self.assertFalse(unknown.mapped("code"))

    def test_list_of_bills_says_how_many_stop_and_why(self):
        self.record(
            self.draft,
            self.noticed(),
            self.noticed("80.00"),
            self.failed(Severity.REVIEW),
        )
        bill = self.draft.with_user(self.people["processor"])
        self.assertEqual(bill.einvoice_blocking_count, 2)
        self.assertIn("asks for 90.00", bill.einvoice_blocking_reason)

    def test_several_are_lifted_with_one_reason(self):
        findings = self.record(self.draft, self.noticed(), self.noticed("80.00"))
        manager = self.people["manager"]
        action = findings.with_user(manager).action_decide()
        wizard = self.env[action["res_model"]].with_user(manager)
        wizard = wizard.browse(action["res_id"])
        wizard.reason = "Agreed for both"
        wizard.action_lift()
        self.assertEqual(set(findings.mapped("state")), {"lifted"})
        self.assertEqual(set(findings.mapped("reason")), {"Agreed for both"})

    def test_what_he_may_not_decide_is_left_out_of_the_choice(self):
        findings = self.record(self.draft, self.noticed(), self.failed(Severity.REVIEW))
        processor = self.people["processor"]
        action = findings.with_user(processor).action_decide()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(wizard.finding_ids.rule, "rule_failed")
        self.assertEqual(wizard.left_out, 1)
        blocking = findings.filtered(lambda each: each.severity == "block")
        with self.assertRaises(UserError):
            blocking.with_user(processor).action_decide()

    def test_findings_are_found_by_the_title_of_their_rule(self):
        finding = self.record(self.draft, self.noticed())
        found = self.env["einvoice.finding"].search([("title", "ilike", "amount due")])
        self.assertIn(finding, found)

    def test_groups_of_a_list_name_the_rule(self):
        self.record(self.draft, self.noticed())
        groups = self.findings.with_context(
            read_group_expand=True
        ).formatted_read_group([("move_id", "=", self.draft.id)], ["rule"], ["__count"])
        self.assertEqual([group["rule"] for group in groups], ["Amount due"])
