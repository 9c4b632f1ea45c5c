from datetime import date

from odoo import Command

from odoo.addons.einvoice_base.domain.totals import TOTALS_GATE

from .common import IntakeCase

REVIEW = next(rule for rule in TOTALS_GATE if rule.code == "payable_wrong")


class TouchlessCase(IntakeCase):
    """The policy is on, and LE VENDEUR, with two posted bills, is on its list."""

    item = "Paper"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "einvoice_touchless_mode": "on",
                "einvoice_touchless_basis": "listed",
                "einvoice_touchless_listed_ids": [Command.set(cls.supplier.ids)],
                "einvoice_touchless_limit": 500,
            }
        )
        for day in (date(2026, 5, 14), date(2026, 6, 15)):
            cls.posted(day)

    @classmethod
    def posted(cls, day, net=100.0):
        tax = cls.company.account_purchase_tax_id
        bill = cls.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": cls.supplier.id,
                "invoice_date": day,
                "ref": f"F-2026-0{day:%m%d}",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": cls.item,
                            "price_unit": net,
                            "tax_ids": [Command.set(tax.ids)],
                        }
                    )
                ],
            }
        )
        bill.action_post()
        return bill

    def cron(self):
        """Let the job decide about the bills whose last finding went."""
        with self.enter_registry_test_mode():
            self.env.ref("einvoice_intake.ir_cron_touchless").method_direct_trigger()

    def notice(self, bill, *findings):
        """Make what the rules notice on a bill this, and nothing else of the rule."""
        self.env["einvoice.finding"]._record(
            bill._einvoice_subject(), findings, {REVIEW.code}
        )
        bill.einvoice_document_id.sudo()._settle()

    def review(self):
        """Return a finding to review."""
        severity = next(
            each for each in type(REVIEW.severity) if each.value == "review"
        )
        return REVIEW.finding(severity=severity, expected=None, found=None, gap=None)

    def left(self, document, reason):
        """Check that a bill is a draft and says why a person must post it."""
        bill = document.move_id
        self.assertEqual(bill.state, "draft")
        self.assertEqual(bill.einvoice_touchless, "left")
        self.assertRegex(bill.einvoice_touchless_verdict, reason)
        self.assertNotIn("touchless", self.kinds(document))
        return bill
