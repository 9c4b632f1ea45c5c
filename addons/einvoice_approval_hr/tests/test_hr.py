"""The manager and the head of the department decide."""

from odoo import Command
from odoo.tests import tagged

from odoo.addons.einvoice_approval.tests.common import ApprovalCase


@tagged("post_install", "-at_install")
class TestHr(ApprovalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        employees = cls.env["hr.employee"].sudo()
        cls.boss, cls.chief = (
            employees.create(
                {
                    "name": user.name,
                    "user_id": user.id,
                    "company_id": cls.company.id,
                }
            )
            for user in (cls.lead, cls.head)
        )
        cls.works = (
            cls.env["hr.department"]
            .sudo()
            .create(
                {
                    "name": "Works",
                    "company_id": cls.company.id,
                    "manager_id": cls.chief.id,
                }
            )
        )
        cls.typist = employees.create(
            {
                "name": "Typist",
                "user_id": cls.people["processor"].id,
                "company_id": cls.company.id,
                "parent_id": cls.boss.id,
                "department_id": cls.works.id,
            }
        )

    def steps(self, **values):
        self.circuit.sudo().step_ids.unlink()
        self.circuit.sudo().step_ids = [Command.create({"name": "Hr", **values})]

    def typed(self):
        """Return a bill that the processor typed and sent for approval."""
        bill = self.bill(price=100)
        bill.sudo().einvoice_author_ids = self.people["processor"]
        self.rpc("processor", "account.move", "action_einvoice_submit", bill.ids)
        return bill

    def test_the_manager_of_who_typed_it(self):
        self.steps(who="manager")
        decision = self.open_of(self.typed())
        self.assertEqual(decision.user_id, self.lead)
        self.assertEqual(decision.why_words, "You are the manager of Typist")

    def test_the_head_of_his_department(self):
        self.steps(who="department_head")
        decision = self.open_of(self.typed())
        self.assertEqual(decision.user_id, self.head)
        self.assertEqual(decision.why_words, "You are the head of Works")

    def test_a_step_for_a_department(self):
        self.steps(department_ids=self.works.ids, user_ids=self.head.ids)
        self.assertEqual(self.open_of(self.typed()).user_id, self.head)
        other = self.works.copy({"name": "Other"})
        self.circuit.sudo().step_ids.department_ids = other
        bill = self.bill(price=100, ref="F-2")
        bill.sudo().einvoice_author_ids = self.people["processor"]
        self.rpc("processor", "account.move", "action_einvoice_submit", bill.ids)
        self.assertIn(self.fallback, self.open_of(bill).user_id)
        self.assertNotIn(self.head, self.open_of(bill).user_id)

    def test_without_a_manager_the_fallback_decides(self):
        self.typist.parent_id = False
        self.steps(who="manager")
        self.assertEqual(self.open_of(self.typed()).user_id, self.fallback)
