"""What the gate says, at posting and at payment, and that a copy does not pass it."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..domain.findings import Severity
from .common import EinvoiceCase


@tagged("post_install", "-at_install")
class TestGateWords(EinvoiceCase):
    def refusal(self, call):
        with self.assertRaises(UserError) as caught:
            call()
        return str(caught.exception)

    def test_one_bill_and_several_are_spoken_of_as_they_are(self):
        one, other = self.wrong_bill(ref="W-1"), self.wrong_bill(ref="W-2")
        self.assertTrue(
            self.refusal(one.action_post).startswith("This bill cannot be posted:")
        )
        both = self.refusal((one + other).action_post)
        self.assertTrue(both.startswith("These bills cannot be posted:"))
        right = self.bill(ref="R-1")
        mixed = self.refusal((one + right).action_post)
        self.assertTrue(mixed.startswith("This bill cannot be posted:"))
        self.assertNotIn("R-1", mixed)

    def posted(self):
        """Return a posted bill on which a blocking finding came up since."""
        bill = self.bill()
        bill.partner_bank_id = self.bank
        bill.action_post()
        self.record(bill, self.noticed())
        return bill

    def test_a_blocking_finding_stops_the_payment_too(self):
        bill = self.posted()
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=bill.ids
        )
        said = self.refusal(wizard.create({})._create_payments)
        self.assertIn("This bill cannot be paid:", said)
        self.assertIn("asks for 90.00", said)
        payment = self.env["account.payment"].create(
            {
                "payment_type": "outbound",
                "partner_type": "supplier",
                "partner_id": bill.partner_id.id,
                "partner_bank_id": self.bank.id,
                "amount": 1150.0,
                "invoice_ids": [Command.set(bill.ids)],
            }
        )
        self.assertIn("asks for 90.00", self.refusal(payment.action_post))
        self.assertEqual(payment.state, "draft")

    def test_what_is_to_review_stops_no_payment(self):
        bill = self.bill()
        bill.action_post()
        finding = self.noticed()
        reviewed = finding.rule.finding(
            severity=Severity.REVIEW, **{**finding.values, "term": "BT-115"}
        )
        self.record(bill, reviewed)
        self.assertFalse(
            [
                each
                for each in bill._einvoice_blockers("pay")
                if each.code == "payable_wrong"
            ]
        )

    def test_a_lifted_finding_lets_the_payment_go(self):
        bill = self.posted()
        finding = bill.einvoice_finding_ids.filtered(
            lambda each: each.rule == "payable_wrong"
        )
        finding.with_user(self.people["manager"]).action_lift("Agreed")
        codes = [each.code for each in bill._einvoice_blockers("pay")]
        self.assertNotIn("payable_wrong", codes)

    def test_a_copy_is_checked_itself_whatever_was_lifted_on_the_first(self):
        bill = self.wrong_bill()
        bill._einvoice_check()
        stopping = bill._einvoice_stopping_findings()
        stopping.with_user(self.people["manager"]).sudo(False).action_lift("once")
        copied = bill.copy({"invoice_date": "2026-09-01", "ref": "W-9"})
        self.assertFalse(copied.einvoice_finding_ids)
        self.assertFalse(copied.einvoice_is_exempt)
        # Odoo computes the VAT of a copy again: type the wrong one as on the first.
        self.type_vat(copied, 400.0)
        self.assertIn("VAT at 15", self.refusal(copied.action_post))
