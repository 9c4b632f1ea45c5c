"""A bill made by hand from a page, or from an invoice that cannot be planned."""

from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from . import invoices
from .common import IntakeCase


@tagged("post_install", "-at_install")
class TestWizardByHand(IntakeCase):
    def wizard(self, document, person="processor"):
        user = self.people[person]
        action = document.with_user(user).action_by_hand()
        return self.env[action["res_model"]].with_user(user).browse(action["res_id"])

    def page(self):
        document = self.receive(("page.pdf", invoices.page()), channel="mail")
        self.run_lane()
        return document

    def without_tax(self):
        """Receive an invoice with a rate that no tax of ours has."""
        content = invoices.cii(vat="17.00", gross="117.00")
        return self.receive(content.replace(b">20<", b">17<"))

    def type_lines(self, bill, price):
        taxes = self.company_data["default_tax_purchase"]
        bill.write(
            {
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Paper", "price_unit": price, "tax_ids": taxes.ids}
                    )
                ]
            }
        )

    def test_a_page_becomes_a_draft_with_its_original(self):
        document = self.page()
        self.assertEqual((document.state, document.todo), ("to_fix", "review"))
        self.assertTrue(document.waiting_reason)
        wizard = self.wizard(document)
        wizard.write(
            {
                "partner_id": self.supplier.id,
                "number": "P-1",
                "invoice_date": "2026-09-15",
                "move_type": "in_refund",
            }
        )
        action = wizard.action_book()
        bill = document.move_id
        self.assertEqual(action["res_id"], bill.id)
        self.assertRecordValues(
            bill,
            [
                {
                    "move_type": "in_refund",
                    "state": "draft",
                    "partner_id": self.supplier.id,
                    "ref": "P-1",
                    "invoice_date": date(2026, 9, 15),
                    "einvoice_document_id": document.id,
                }
            ],
        )
        self.assertEqual(bill.message_main_attachment_id.raw, invoices.page())
        self.assertEqual(document.state, "booked")
        self.assertEqual(document.evidence, "person")
        self.assertFalse(document.finding_ids)
        event = self.events.search(
            [("document_id", "=", document.id), ("kind", "=", "booked")]
        )
        self.assertTrue(event.is_person)

    def test_nothing_need_be_known(self):
        document = self.page()
        self.wizard(document).action_book()
        self.assertEqual(document.move_id.state, "draft")
        self.assertFalse(document.move_id.partner_id)

    def test_an_invoice_that_no_tax_fits_keeps_what_it_says(self):
        document = self.without_tax()
        self.assertEqual(document.waiting_code, "tax_missing")
        wizard = self.wizard(document)
        self.assertEqual(wizard.number, "F-2026-001")
        self.assertEqual(wizard.partner_id, self.supplier)
        wizard.action_book()
        bill = document.move_id
        self.assertEqual(bill.invoice_date_due, date(2026, 10, 15))
        self.assertEqual(bill.ref, "F-2026-001")
        self.assertFalse(
            document.finding_ids.filtered(lambda each: each.rule == "tax_missing")
        )

    def test_the_bill_is_held_to_the_total_of_the_document(self):
        negative = {"net": "-100.00", "vat": "-20.00", "gross": "-120.00"}
        document = self.receive(invoices.cii(type_code="381", **negative))
        wizard = self.wizard(document)
        self.assertEqual(wizard.move_type, "in_refund")
        wizard.move_type = "in_invoice"
        wizard.action_book()
        self.type_lines(document.move_id, 90)
        self.assertIn("bill_differs", document._open_findings().mapped("rule"))
        line = document.move_id.invoice_line_ids
        document.move_id.write(
            {"invoice_line_ids": [Command.update(line.id, {"price_unit": 100})]}
        )
        self.assertNotIn("bill_differs", document._open_findings().mapped("rule"))

    def test_a_structured_copy_that_comes_later_becomes_the_original(self):
        document = self.page()
        wizard = self.wizard(document)
        wizard.write(
            {
                "partner_id": self.supplier.id,
                "number": "F-2026-001",
                "invoice_date": "2026-09-15",
            }
        )
        wizard.action_book()
        bill = document.move_id
        self.type_lines(bill, 100)
        self.assertEqual(bill.amount_total, 120)
        copy = self.receive(invoices.cii())
        self.assertEqual(copy.move_id, bill)
        self.assertEqual(bill.einvoice_document_id, copy)

    def test_an_invoice_that_is_here_already_makes_no_second_bill(self):
        first = self.receive(invoices.cii())
        # The seller is not recognised, so it stopped before the comparison.
        self.supplier.write({"company_registry": False, "vat": False})
        copy = self.receive(invoices.ubl())
        self.assertEqual(copy.waiting_code, "supplier_unknown")
        wizard = self.wizard(copy)
        wizard.partner_id = self.supplier
        wizard.action_book()
        self.assertEqual((copy.state, copy.move_id), ("duplicate", first.move_id))

    def test_what_is_said_of_the_invoice_stays_on_the_bill(self):
        document = self.receive(invoices.cii(buyer_siren="910000751", buyer_vat=""))
        self.wizard(document).action_book()
        bill = document.move_id
        self.assertEqual(document.state, "to_check")
        self.assertIn("buyer_is_stranger", bill.einvoice_finding_ids.mapped("rule"))
        with self.assertRaisesRegex(UserError, "made out to"):
            bill.action_post()

    def test_once_only(self):
        document = self.page()
        late = self.wizard(document)
        self.wizard(document).action_book()
        with self.assertRaisesRegex(UserError, "does not wait"):
            late.action_book()

    def test_who_does_not_process_is_refused(self):
        document = self.page()
        for person in ("invoicing", "auditor", "approver", "employee", "portal"):
            with self.subTest(person), self.assertRaises(AccessError):
                self.rpc(person, "einvoice.document", "action_by_hand", document.ids)
            with self.subTest(person), self.assertRaises(AccessError):
                self.rpc(
                    person,
                    "einvoice.document.by.hand",
                    "create",
                    {"document_id": document.id},
                )
        self.assertFalse(document.move_id)
