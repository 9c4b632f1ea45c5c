"""Doors around the gate, as a dishonest processor would try them."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..hooks import post_init_hook
from .common import EinvoiceCase


@tagged("post_install", "-at_install")
class TestGuard(EinvoiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.bill(price=500.0, ref="F-2026-500")
        cls.first.action_post()

    def double(self, **values):
        return self.bill(price=500.0, ref="F-2026-500", **values)

    def as_processor(self, record):
        return record.with_env(self.env(user=self.people["processor"], su=False))

    def test_own_defaults_decide_nothing(self):
        defaults = self.as_processor(self.env["ir.default"])
        for model, name, value in (
            ("account.move", "einvoice_is_exempt", True),
            ("einvoice.finding", "state", "lifted"),
        ):
            defaults.set(model, name, value, user_id=True)
        moves = self.as_processor(self.env["account.move"])
        bill = moves.create(
            {
                "move_type": "in_invoice",
                "partner_id": self.partner_a.id,
                "invoice_date": "2026-09-01",
                "ref": "F-2026-500",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Paper",
                            "price_unit": 500.0,
                            "tax_ids": [Command.set(self.tax_purchase_a.ids)],
                        }
                    )
                ],
            }
        )
        self.assertFalse(bill.einvoice_is_exempt)
        bill._einvoice_check()
        self.assertIn("open", bill.sudo().einvoice_finding_ids.mapped("state"))
        with self.assertRaises(UserError):
            bill.action_post()

    def test_a_posted_receipt_never_becomes_a_bill(self):
        receipt = self.bill(move_type="in_receipt", ref="F-2026-501")
        receipt.action_post()
        with self.assertRaises(UserError):
            self.as_processor(receipt).write({"move_type": "in_invoice"})

    def test_a_draft_is_checked_before_it_becomes_something_else(self):
        for kind in ("in_receipt", "entry"):
            with self.subTest(kind), self.assertRaises(UserError):
                self.as_processor(self.double()).write({"move_type": kind})

    def test_a_bill_changed_after_posting_is_not_paid(self):
        bill = self.bill(price=120.0, ref="F-2026-502")
        bill.action_post()
        self.assertEqual(bill._einvoice_blockers("pay"), [])
        other = self.env["res.partner"].create({"name": "Somebody else"})
        self.as_processor(bill).with_context(skip_readonly_check=True).write(
            {"partner_id": other.id}
        )
        [blocker] = [
            each
            for each in bill._einvoice_blockers("pay")
            if each.code == "changed_after_posting"
        ]
        self.assertIn("changed after it was posted", blocker.sentence)
        with self.assertRaises(UserError):
            bill._einvoice_gate("pay")

    def test_columns_of_the_suite_are_not_written(self):
        draft = self.as_processor(self.double())
        for values in (
            {"einvoice_number_key": "zz"},
            {"einvoice_posted_as": "x"},
            {"einvoice_touchless": "posted"},
        ):
            with self.subTest(values), self.assertRaises(UserError):
                draft.write(values)

    def test_exemption_ends_with_the_first_change(self):
        for change in (
            {"ref": "F-2026-500"},
            {"partner_id": self.partner_a.id},
        ):
            draft = self.bill(price=500.0, ref="OLD")
            post_init_hook(self.env)
            self.assertTrue(draft.einvoice_is_exempt)
            draft.write(change)
            self.assertFalse(draft.einvoice_is_exempt)
        draft = self.bill(price=500.0, ref="OLD2")
        post_init_hook(self.env)
        draft.invoice_line_ids.write({"price_unit": 600.0})
        self.assertFalse(draft.einvoice_is_exempt)
