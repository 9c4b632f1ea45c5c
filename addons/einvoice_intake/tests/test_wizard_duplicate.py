"""The decision on a suspected duplicate: the same, or another invoice."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from . import invoices
from .common import IntakeCase


@tagged("post_install", "-at_install")
class TestWizardDuplicate(IntakeCase):
    def setUp(self):
        super().setUp()
        self.first = self.receive(invoices.cii())
        self.second = self.receive(
            invoices.cii(net="200.00", vat="40.00", gross="240.00")
        )

    def wizard(self, person="manager"):
        user = self.people[person]
        action = self.second.with_user(user).action_compare()
        return self.env[action["res_model"]].with_user(user).browse(action["res_id"])

    def test_both_stand_side_by_side_with_what_differs(self):
        self.assertEqual(self.second.todo, "compare")
        self.assertTrue(self.second.has_twin)
        html = self.wizard().with_context(bin_size=True).comparison
        self.assertIn("240.00", html)
        self.assertIn("120.00", html)
        self.assertEqual(html.count("o_einvoice_differs"), 4)
        self.assertIn(f"/odoo/supplier-invoices/{self.first.id}", html)

    def test_the_same_is_rejected(self):
        self.wizard("processor").action_same()
        self.assertEqual(self.second.state, "rejected")
        self.assertIn("The same invoice as", self.second.reject_reason)

    def test_another_is_recorded_with_the_reason(self):
        wizard = self.wizard()
        with self.assertRaises(UserError):
            wizard.action_other()
        wizard.reason = "second delivery"
        action = wizard.action_other()
        self.assertEqual(self.second.state, "booked")
        self.assertEqual(action["res_id"], self.second.move_id.id)
        finding = self.second.finding_ids.filtered(
            lambda each: each.rule == "duplicate_suspected"
        )
        self.assertEqual((finding.state, finding.reason), ("lifted", "second delivery"))

    def test_a_processor_is_told_who_may_record_it(self):
        wizard = self.wizard("processor")
        self.assertFalse(wizard.can_lift)
        self.assertIn(self.people["manager"].name, wizard.managers)
        wizard.reason = "please"
        with self.assertRaises(AccessError):
            wizard.action_other()
        self.assertEqual(self.second.state, "to_fix")

    def test_who_does_not_process_is_refused(self):
        for person in ("invoicing", "auditor", "approver", "employee", "portal"):
            with self.subTest(person), self.assertRaises(AccessError):
                self.rpc(person, "einvoice.document", "action_compare", self.second.ids)
            with self.subTest(person), self.assertRaises(AccessError):
                self.rpc(
                    person,
                    "einvoice.document.duplicate",
                    "create",
                    {"document_id": self.second.id},
                )

    def test_a_bill_typed_by_hand_is_compared_too(self):
        self.init_invoice(
            "in_invoice",
            partner=self.supplier,
            amounts=[500],
            invoice_date="2026-09-15",
        ).ref = "F-9"
        document = self.receive(invoices.cii(number="F-9"))
        self.assertEqual(document.todo, "compare")
        html = document.get_comparison()
        self.assertIn("Bill typed by hand", html)
        self.assertIn("500.00", html)
