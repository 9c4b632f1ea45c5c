import io

from pypdf import PdfReader

from odoo.exceptions import UserError
from odoo.tests import tagged

from . import paper
from .paper_common import PaperCase


@tagged("post_install", "-at_install")
class TestPaperSplit(PaperCase):
    """One PDF with several invoices becomes one document for each, none lost."""

    def bound(self):
        """Return a read PDF of three pages: two invoices, one of two pages."""
        return self.read(
            paper.bound(
                paper.page(number="F-1"),
                paper.letter(),
                paper.page(number="F-2", net="200,00", vat="40,00", gross="240,00"),
            ),
            name="scans.pdf",
        )

    def split(self, document, parts):
        return self.rpc(
            "processor", "einvoice.document", "review_split", document.ids, parts
        )

    def test_each_part_is_a_document_of_its_own(self):
        self.company.einvoice_review_confidence = 0.5
        document = self.bound()
        self.assertTrue(document.is_reviewable)
        answer = self.split(document, [[1, 2], [3]])
        first, second = parts = self.documents.browse(answer["ids"])
        self.assertEqual(parts.mapped("name"), ["scans p. 1-2.pdf", "scans p. 3.pdf"])
        self.assertEqual(
            [len(PdfReader(io.BytesIO(each._original())).pages) for each in parts],
            [2, 1],
        )
        # What was read of the pages is taken along.
        self.assertEqual([len(each.page_ids) for each in parts], [2, 1])
        self.assertEqual(second.page_ids.number, 1)
        self.assertEqual(first.move_id.ref, "F-1")
        self.assertEqual(second.move_id.ref, "F-2")
        self.assertEqual(second.move_id.amount_total, 240)

    def test_several_invoices_in_one_file_are_never_one_bill(self):
        self.company.einvoice_review_confidence = 0
        document = self.bound()
        self.assertEqual(document.waiting_code, "review_needed")
        shown = self.rpc("processor", "einvoice.document", "review_load", document.ids)
        self.assertEqual(shown["parts"], [[1, 2], [3]])

    def test_another_supplier_without_a_number_is_another_invoice(self):
        first = paper.page(extra=[(500, 30, "Page 1/1")])
        amounts = {"net": "200,00", "vat": "40,00", "gross": "240,00"}
        for said in ({"number": None}, {"number": "F-2026-001"}):
            other = paper.page(
                seller="AUTRE VENDEUR", siren="732 829 320", **amounts, **said
            )
            document = self.read(paper.bound(first, other))
            self.assertEqual(document.page_parts, [[1], [2]])

    def test_the_file_is_kept_and_says_what_became_of_it(self):
        document = self.bound()
        answer = self.split(document, [[1, 2], [3]])
        self.assertEqual(document.state, "rejected")
        self.assertEqual(set(document.part_ids.ids), set(answer["ids"]))
        self.assertIn("scans p. 3.pdf", document.reject_reason)
        self.assertTrue(document._original())
        self.assertEqual(self.kinds(document).count("rejected"), 1)

    def test_no_page_is_lost_or_doubled(self):
        document = self.bound()
        for parts in (
            [[1, 2, 3]],
            [[1], [3]],
            [[1, 2], [2, 3]],
            [[1, 2], [3], []],
            [[1, 2], [3, 4]],
            [["1", 2], [3]],
            [[True, 2], [3]],
            "12",
            None,
        ):
            with self.assertRaises(UserError):
                self.split(document, parts)
        self.assertFalse(document.part_ids)
        self.assertEqual(document.state, "to_fix")

    def test_pages_that_were_not_read_are_cut_along(self):
        document = self.bound()
        document.sudo().page_ids.filtered(lambda page: page.number == 2).unlink()
        self.assertEqual(document._find_parts(), [[1, 2], [3]])
        with self.assertRaises(UserError):
            self.split(document, [[1], [3]])
        self.assertEqual(document.state, "to_fix")
        first, second = self.documents.browse(
            self.split(document, [[1, 2], [3]])["ids"]
        )
        self.assertEqual(len(PdfReader(io.BytesIO(first._original())).pages), 2)
        # The page that nobody read is read now, the others are taken along.
        self.assertEqual(first.state, "reading")
        self.assertEqual((first.page_count, second.page_count), (2, 1))
        self.run_lane()
        self.assertEqual(first.page_ids.mapped("number"), [1, 2])
        self.assertEqual(first._reading().invoice.number, "F-1")

    def test_pages_beyond_those_that_were_read_are_not_lost(self):
        document = self.bound()
        document.sudo().page_ids.filtered(lambda page: page.number == 3).unlink()
        document.sudo().page_count = 2
        with self.assertRaisesRegex(UserError, "3 pages"):
            self.split(document, [[1], [2]])
        self.assertFalse(document.part_ids)
        self.assertEqual(document.state, "to_fix")

    def test_a_part_is_named_by_its_pages(self):
        document = self.bound()
        parts = self.documents.browse(self.split(document, [[1, 3], [2]])["ids"])
        self.assertEqual(parts.mapped("name"), ["scans p. 1+3.pdf", "scans p. 2.pdf"])

    def test_it_is_split_once(self):
        document = self.bound()
        self.split(document, [[1, 2], [3]])
        with self.assertRaises(UserError):
            self.split(document, [[1], [2, 3]])
        with self.assertRaises(UserError):
            self.rpc("processor", "einvoice.document", "action_reopen", document.ids)
        self.assertEqual(len(document.part_ids), 2)

    def test_the_same_file_again_bothers_nobody(self):
        document = self.bound()
        content = document._original()
        self.split(document, [[1, 2], [3]])
        again = self.scan(content, name="again.pdf")
        self.assertEqual(again.state, "duplicate")
        self.assertEqual(again.copy_of_id, document)

    def test_a_picture_is_not_split(self):
        document = self.bound()
        attachment = document.attachment_id.sudo()
        self.env.cr.execute(
            "UPDATE ir_attachment SET db_datas = %s, store_fname = NULL WHERE id = %s",
            (b"\xff\xd8\xff\xe0" + bytes(50), attachment.id),
        )
        attachment.invalidate_recordset()
        with self.assertRaises(UserError):
            self.split(document, [[1, 2], [3]])
