"""A changed rule reaches what it has noticed already."""

from odoo.tests import tagged

from .test_finding_owner import OwnerCase


@tagged("post_install", "-at_install")
class TestFindingSetting(OwnerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls.bill()
        cls.rule = (
            cls.env["einvoice.rule"]
            .sudo()
            .search(
                [
                    ("code", "=", "payable_wrong"),
                    ("company_id", "=", cls.env.company.id),
                ]
            )
        )
        cls.finding = cls.findings._record(
            cls.draft._einvoice_subject(), [cls.noticed()]
        )

    def set_rule(self, **vals):
        self.rule.with_user(self.people["manager"]).sudo(False).write(vals)

    def test_softened_rule_stops_no_longer(self):
        self.set_rule(severity="review")
        self.assertEqual(self.finding.severity, "review")
        self.assertFalse(self.draft._einvoice_blockers("post"))
        self.set_rule(severity="block")
        self.assertTrue(self.draft._einvoice_blockers("post"))

    def test_observed_rule_says_what_it_would_stop(self):
        self.set_rule(mode="observe")
        self.assertEqual(
            (self.finding.severity, self.finding.tried_severity), ("inform", "block")
        )
        self.assertFalse(self.draft._einvoice_blockers("post"))
        # The next check says the same.
        self.record(self.draft, self.noticed())
        self.assertEqual(self.finding.tried_severity, "block")
        self.set_rule(mode="on")
        self.assertEqual(
            (self.finding.severity, self.finding.tried_severity), ("block", False)
        )

    def test_rule_that_is_off_leaves_nothing_open(self):
        self.settle()
        self.assertTrue(self.activities(self.draft))
        self.set_rule(mode="off")
        self.assertFalse(self.finding.exists())
        self.assertEqual(self.kinds(self.draft)[-1], "finding_closed")
        self.settle()
        self.assertFalse(self.activities(self.draft))

    def test_what_was_lifted_stays_as_it_was_lifted(self):
        self.finding.with_user(self.people["manager"]).action_lift("Agreed")
        self.set_rule(mode="off")
        self.assertEqual(self.finding.state, "lifted")
