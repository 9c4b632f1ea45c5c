"""What a manager sees and sets of the rules."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import SQL

from ..domain.rule_use import OFTEN
from .common import EinvoiceCase


class RuleCase(EinvoiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.env["einvoice.rule"].sudo()
        cls.payable = cls.row("payable_wrong")
        cls.draft = cls.bill()

    @classmethod
    def row(cls, code, company=None):
        company = company or cls.env.company
        return cls.rules.search([("code", "=", code), ("company_id", "=", company.id)])

    def as_manager(self, row=None):
        return (row or self.payable).with_user(self.people["manager"]).sudo(False)


@tagged("post_install", "-at_install")
class TestRuleScreen(RuleCase):
    def lift_many(self, count):
        for each in range(count):
            finding = self.record(self.draft, self.noticed(f"{each}.00"))
            finding.with_user(self.people["manager"]).action_lift("Agreed")

    def test_use_is_counted_from_the_journal(self):
        first = self.record(self.draft, self.noticed())
        first.with_user(self.people["manager"]).action_confirm("It is wrong")
        other = self.bill(ref="2")
        lifted = self.record(other, self.noticed())
        lifted.with_user(self.people["manager"]).action_lift("Agreed")
        row = self.as_manager()
        self.assertEqual(
            (row.fired_count, row.lifted_count, row.confirmed_count), (2, 1, 1)
        )
        self.assertEqual(row.lifted_ratio, 0.5)
        self.assertEqual(row.standing_count, 1)

    def test_what_is_older_than_a_year_does_not_count(self):
        self.record(self.draft, self.noticed())
        self.env["einvoice.event"].flush_model()
        self.env.cr.execute(
            SQL(
                "UPDATE einvoice_event SET time = %s WHERE rule = 'payable_wrong'",
                fields.Datetime.now() - timedelta(days=367),
            )
        )
        self.assertEqual(self.as_manager().fired_count, 0)

    def test_another_company_s_findings_do_not_count(self):
        other = self.setup_other_company(name="Other")["company"]
        self.record(self.draft, self.noticed())
        self.assertEqual(self.row("payable_wrong", other).fired_count, 0)

    def test_rules_that_people_always_lift_are_found(self):
        self.lift_many(OFTEN - 1)
        mostly = [("is_mostly_lifted", "=", True), ("id", "=", self.payable.id)]
        self.assertFalse(self.rules.search(mostly))
        self.record(self.draft, self.noticed("77.00")).with_user(
            self.people["manager"]
        ).action_lift("Agreed")
        self.assertEqual(self.rules.search(mostly), self.payable)

    def test_numbers_lead_to_what_they_count(self):
        finding = self.record(self.draft, self.noticed())
        row = self.as_manager()
        for action in (row.action_findings(), row.action_journal()):
            records = self.env[action["res_model"]].sudo().search(action["domain"])
            self.assertEqual(len(records), 1, action["name"])
        findings = self.findings.search(row.action_findings()["domain"])
        self.assertEqual(findings, finding)

    def test_form_explains_the_rule(self):
        self.record(self.draft, self.noticed())
        row = self.as_manager()
        self.assertEqual(row.title, "Amount due")
        self.assertTrue(row.explanation.startswith("For example: "))
        self.assertIn("asks for 120.00 (BT-115, gap 20.00)", row.explanation)
        self.assertEqual(
            row.action_rehearse()["context"], {"default_rule_ids": row.ids}
        )
        self.assertIn("asks for 90.00", row.example)
        self.assertEqual(row.source, "EN 16931 BR-CO-16")
        self.assertEqual(row.reason_label, "Wrong total amount")

    def test_history_says_who_changed_what(self):
        row = self.as_manager()
        row.write({"mode": "observe", "severity": "review"})
        change = row.history_ids
        self.assertIn("einvoice_manager", change.who)
        self.assertIn("Mode: On → Observe only", change.summary)
        self.assertIn("Severity: Blocking → To review", change.summary)
        self.env["res.lang"]._activate_lang("fr_FR")
        french = change.with_context(lang="fr_FR").summary
        self.assertIn("Active", french)

    def test_back_to_default(self):
        row = self.as_manager()
        row.write({"mode": "off", "severity": "inform"})
        self.assertTrue(row.is_changed)
        row.action_reset()
        self.assertFalse(row.is_changed)
        self.assertEqual((row.mode, row.severity), ("on", "block"))

    def test_settings_are_edited_in_the_form(self):
        with Form(self.as_manager()) as form:
            form.mode = "observe"
        self.assertEqual(self.payable.mode, "observe")

    def test_a_rule_that_is_always_on_stays_on(self):
        fixed = self.row("rule_failed")
        self.assertTrue(fixed.is_fixed)
        with self.assertRaisesRegex(UserError, "always on"):
            self.as_manager(fixed).mode = "off"

    def test_a_limit_that_a_rule_does_not_have_is_refused(self):
        self.assertFalse(self.payable.has_days)
        with self.assertRaisesRegex(UserError, "no such limit"):
            self.as_manager().limit_days = 3

    def test_only_a_manager_sets_and_nobody_makes_or_deletes(self):
        ids = self.payable.ids
        for name in ("invoicing", "processor", "approver", "auditor", "accountant"):
            for method, args in (
                ("write", (ids, {"mode": "off"})),
                ("action_reset", (ids,)),
            ):
                if method == "action_reset":
                    self.payable.mode = "observe"
                with (
                    self.subTest(user=name, method=method),
                    self.assertRaises(AccessError),
                ):
                    self.rpc(name, "einvoice.rule", method, *args)
                self.payable.mode = "on"
        for name in ("manager", "admin"):
            for method, args in (
                ("create", ([{"code": "mine", "severity": "block"}],)),
                ("unlink", (ids,)),
            ):
                with (
                    self.subTest(user=name, method=method),
                    self.assertRaises(AccessError),
                ):
                    self.rpc(name, "einvoice.rule", method, *args)
        with self.assertRaises(UserError):
            self.rpc("manager", "einvoice.rule", "write", ids, {"is_fixed": True})
        self.assertEqual(self.payable.mode, "on")

    def test_rules_are_found_by_their_title(self):
        found = self.rules.search([("title", "ilike", "amount DUE")])
        self.assertIn(self.payable, found)

    def test_each_company_has_its_own(self):
        other = self.setup_other_company(name="Other")["company"]
        theirs = self.row("payable_wrong", other)
        self.assertTrue(theirs)
        self.as_manager().mode = "off"
        self.assertEqual(theirs.mode, "on")


@tagged("post_install", "-at_install")
class TestRuleDefaults(RuleCase):
    """A new version of the code proposes other settings."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.limited = cls.rules.search(
            [("has_days", "=", True), ("company_id", "=", cls.env.company.id)], limit=1
        )
        cls.proposed = cls.limited.limit_days

    def leave_behind(self, **own):
        """Put a row in the state in which an older version of the code left it."""
        older = {**self.limited.defaults, "limit_days": 999}
        self.limited._take_over({"defaults": older, "limit_days": 999, **own})

    def test_limit_that_the_company_never_touched_follows_the_code(self):
        self.leave_behind()
        self.rules._sync(self.env.company)
        self.assertEqual(self.limited.limit_days, self.proposed)
        self.assertFalse(self.limited.is_changed)
        event = self.limited.history_ids
        self.assertEqual(event.who, "The system")
        self.assertIn("999", event.summary)

    def test_limit_of_the_company_stays(self):
        self.leave_behind(limit_days=5)
        self.rules._sync(self.env.company)
        self.assertEqual(self.limited.limit_days, 5)
        self.assertTrue(self.limited.is_changed)
        self.limited.action_reset()
        self.assertEqual(self.limited.limit_days, self.proposed)

    def test_company_made_later_has_every_rule(self):
        other = self.env["res.company"].create({"name": "Later"})
        known = self.rules.search_count([("company_id", "=", other.id)])
        self.assertEqual(known, len(self.rules._by_code()))
