"""The demo continues the French story, with the approval still switched off."""

from decimal import Decimal

from odoo.tests import tagged
from odoo.tools import convert_file

from ..domain.conditions import Basis
from .common import ApprovalCase


@tagged("post_install", "-at_install")
class TestDemo(ApprovalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name in ("res_users", "einvoice_circuit"):
            convert_file(
                cls.env(su=True),
                "einvoice_approval",
                f"demo/{name}_demo.xml",
                {},
                mode="init",
                noupdate=True,
            )
        cls.demo = cls.env.ref("einvoice_approval.circuit_by_amount").sudo()
        cls.story = cls.demo.step_ids.user_ids | cls.demo.fallback_user_id

    def test_nothing_is_asked_until_a_manager_switches_it_on(self):
        self.assertEqual(self.demo.state, "draft")
        self.demo.action_run()
        self.assertEqual(self.demo.state, "running")

    def test_its_people_approve_and_have_no_right_in_accounting(self):
        self.assertEqual(len(self.story), 4)
        for user in self.story:
            with self.subTest(user=user.name):
                self.assertTrue(user.has_group("einvoice_base.group_approver"))
                self.assertFalse(user.has_group("account.group_account_readonly"))
                self.assertFalse(user.has_group("account.group_account_invoice"))
                self.assertRegex(user.login, r"\.example$")
                self.assertEqual(user.tz, "Europe/Paris")

    def test_every_amount_has_one_person(self):
        compiled = self.demo._compiled()
        for gross, name in (
            ("500.00", "Claire Fontaine"),
            ("500.01", "Marc Delorme"),
            ("5000.00", "Marc Delorme"),
            ("5000.01", "Hélène Beaumanoir"),
        ):
            with self.subTest(amount=gross):
                (step,) = compiled.steps_for({}, {Basis.GROSS: Decimal(gross)})
                users = self.env["res.users"].browse(step.people)
                self.assertEqual(users.mapped("name"), [name])
