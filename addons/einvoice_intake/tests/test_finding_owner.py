"""Who is told of what a document says, and what a finding offers to do."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from . import invoices
from .common import IntakeCase

STRANGER = {
    "seller": "Menuiserie Tardy",
    "seller_siren": "910000629",
    "seller_vat": "FR46910000629",
    "number": "F-NEW",
}
WRONG = {"gross": "130.00"}


class OwnerCase(IntakeCase):
    def settle(self):
        """End the transaction, as far as the owners are concerned."""
        self.env.cr.flush()
        self.env.invalidate_all()

    def waiting(self, record):
        """Return the users who have an activity on a record."""
        kind = self.env.ref("einvoice_base.mail_activity_type_check")
        activities = self.env["mail.activity"].sudo()
        return activities.search(
            [
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
                ("activity_type_id", "=", kind.id),
            ]
        ).user_id


@tagged("post_install", "-at_install")
class TestFindingOwner(OwnerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.processor = cls.people["processor"]
        cls.company.einvoice_processor_id = cls.processor

    def test_document_without_a_bill_waits_for_the_processor(self):
        document = self.receive(invoices.cii(**STRANGER))
        self.settle()
        self.assertEqual(self.waiting(document), self.processor)

    def test_it_waits_on_the_bill_once_there_is_one(self):
        document = self.receive(invoices.cii(**WRONG))
        self.settle()
        self.assertTrue(document.move_id)
        self.assertEqual(self.waiting(document.move_id), self.processor)
        self.assertFalse(self.waiting(document))

    def test_whoever_takes_the_document_has_its_findings(self):
        document = self.receive(invoices.cii(**STRANGER))
        taker = self.people["manager"]
        document.with_user(taker).action_take()
        self.settle()
        self.assertEqual(document.finding_ids.owner_user_id, taker)
        self.assertEqual(self.waiting(document), taker)
        document.with_user(taker).action_untake()
        self.settle()
        self.assertEqual(self.waiting(document), self.processor)

    def test_a_rejected_document_waits_for_nobody(self):
        document = self.receive(invoices.cii(**STRANGER))
        self.settle()
        document.with_user(self.processor).action_reject("not ours")
        self.settle()
        self.assertFalse(self.waiting(document))
        document.with_user(self.processor).action_reopen()
        self.settle()
        self.assertEqual(self.waiting(document), self.processor)

    def test_a_solved_document_goes_on_and_closes_its_activity(self):
        document = self.receive(invoices.cii(**STRANGER))
        self.settle()
        self.supplier.copy(
            {
                "name": "Menuiserie Tardy",
                "company_registry": STRANGER["seller_siren"],
                "vat": STRANGER["seller_vat"],
            }
        )
        document.with_user(self.processor).action_retry()
        self.settle()
        self.assertTrue(document.move_id)
        self.assertFalse(self.waiting(document))

    def test_softened_rule_settles_the_document(self):
        document = self.receive(invoices.cii(**WRONG))
        self.assertEqual(document.state, "to_check")
        codes = document._open_findings().mapped("rule")
        rules = self.env["einvoice.rule"].search(
            [("code", "in", codes), ("company_id", "=", self.company.id)]
        )
        rules.with_user(self.people["manager"]).write({"mode": "off"})
        self.assertEqual(document.state, "booked")


@tagged("post_install", "-at_install")
class TestFindingSolution(OwnerCase):
    def test_unknown_supplier_is_solved_from_the_finding(self):
        document = self.receive(invoices.cii(**STRANGER))
        finding = document.finding_ids.filtered("solve_label")
        finding = finding.with_user(self.people["processor"])
        self.assertEqual(finding.solve_label, "Choose the supplier")
        action = finding.action_solve()
        self.assertEqual(action["res_model"], "einvoice.document.supplier")

    def test_suspected_duplicate_is_compared_from_the_finding(self):
        self.receive(invoices.cii())
        second = self.receive(invoices.cii(net="200.00", vat="40.00", gross="240.00"))
        finding = second.finding_ids.filtered("solve_label")
        action = finding.with_user(self.people["processor"]).action_solve()
        self.assertEqual(action["res_model"], "einvoice.document.duplicate")

    def test_who_may_not_process_is_offered_nothing_and_gets_nothing(self):
        document = self.receive(invoices.cii(**STRANGER))
        finding = document.finding_ids.filtered(lambda each: each.severity == "block")
        for name in ("invoicing", "auditor"):
            with self.subTest(user=name):
                self.assertFalse(finding.with_user(self.people[name]).solve_label)
                with self.assertRaises(UserError):
                    self.rpc(name, "einvoice.finding", "action_solve", finding.ids)
        with self.assertRaises(AccessError):
            self.rpc("employee", "einvoice.finding", "action_solve", finding.ids)
