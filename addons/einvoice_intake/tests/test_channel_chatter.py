from odoo import Command
from odoo.tests import tagged

from . import invoices
from .common import IntakeCase


@tagged("post_install", "-at_install")
class TestChannelChatter(IntakeCase):
    """Files dropped on a bill that exists."""

    def draft(self, number=None, price=100.0, **values):
        lines = [
            Command.create(
                {
                    "name": "Paper",
                    "price_unit": price,
                    "tax_ids": self.company_data["default_tax_purchase"].ids,
                }
            )
        ]
        return self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.supplier.id,
                "invoice_date": "2026-09-15",
                "ref": number,
                "invoice_line_ids": lines if price else [],
                **values,
            }
        )

    def drop(self, bill, name, content, person="processor"):
        """Attach a file to a bill as its chatter does; return the new documents."""
        before = self.documents.search([])
        env = self.env(user=self.people[person], su=False)
        attachment = env["ir.attachment"].create(
            {
                "name": name,
                "raw": content,
                "res_model": "account.move",
                "res_id": bill.id,
            }
        )
        attachment._post_add_create()
        return self.documents.search([]) - before

    def said(self, bill):
        return bill.message_ids[:1].body

    def test_the_same_invoice_becomes_the_original_of_the_bill(self):
        bill = self.draft("F-2026-001")
        self.assertEqual(bill.amount_total, 120)
        for name, content in (
            ("f.xml", invoices.cii()),
            ("f.pdf", invoices.facturx()),
        ):
            with self.subTest(name):
                document = self.drop(bill, name, content)
                self.assertEqual(document.move_id, bill)
                self.assertIn(name, self.said(bill))
        self.assertTrue(bill.einvoice_document_id)
        self.assertEqual(len(bill.invoice_line_ids), 1)
        self.assertEqual(bill.amount_total, 120)

    def test_another_invoice_is_a_bill_of_its_own(self):
        bill = self.draft("F-2026-999")
        document = self.drop(bill, "f.xml", invoices.cii())
        self.assertEqual(document.state, "booked")
        self.assertNotEqual(document.move_id, bill)
        self.assertFalse(bill.einvoice_document_id)
        self.assertEqual(len(bill.invoice_line_ids), 1)
        self.assertIn("another invoice", self.said(bill))

    def test_an_empty_draft_stays_empty(self):
        bill = self.draft(price=None)
        document = self.drop(bill, "f.xml", invoices.cii())
        self.assertNotEqual(document.move_id, bill)
        self.assertFalse(bill.invoice_line_ids)

    def test_an_invoice_that_contradicts_the_bill_waits(self):
        bill = self.draft("F-2026-001", price=90.0)
        document = self.drop(bill, "f.xml", invoices.cii())
        self.assertEqual(document.state, "to_fix")
        self.assertIn("waits in the inbox", self.said(bill))

    def test_a_page_without_data_is_left_to_odoo(self):
        bill = self.draft("F-2026-001")
        self.assertFalse(self.drop(bill, "page.pdf", invoices.page()))

    def test_a_sale_is_left_to_odoo(self):
        sale = self.env["account.move"].create(
            {"move_type": "out_invoice", "partner_id": self.supplier.id}
        )
        self.assertFalse(self.drop(sale, "f.xml", invoices.cii()))

    def test_a_supplier_on_the_portal_brings_nothing(self):
        bill = self.draft("F-2026-001")
        attachment = self.env["ir.attachment"].create(
            {
                "name": "f.xml",
                "raw": invoices.cii(),
                "res_model": "account.move",
                "res_id": bill.id,
            }
        )
        move = bill.with_user(self.people["portal"]).sudo()
        [data] = move._to_files_data(attachment)
        decoder = move._get_edi_decoder(data)
        self.assertLess((decoder or {}).get("priority", 0), 30)
