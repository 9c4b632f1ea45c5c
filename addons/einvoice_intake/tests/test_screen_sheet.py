"""The readable rendering of an invoice."""

from lxml import html

from odoo.tests import tagged

from . import invoices
from .common import IntakeCase


@tagged("post_install", "-at_install")
class TestScreenSheet(IntakeCase):
    def sheet(self, content, lang="en_US"):
        document = self.receive(content).with_context(lang=lang)
        return html.fromstring(str(document.get_invoice_sheet()))

    def text(self, content, lang="en_US"):
        return " ".join(self.sheet(content, lang).text_content().split())

    def test_everything_stated_stands_there_in_words(self):
        said = self.text(invoices.cii())
        for each in (
            "Invoice",
            "F-2026-001",
            "Sep 15, 2026",
            "Oct 15, 2026",
            "120.00 EUR",
            "LE VENDEUR",
            "100000009 (SIREN)",
            "FR88100000009",
            "Paper",
            "1 unit",
            "20 %",
            "Total without VAT",
        ):
            self.assertIn(each, said)

    def test_the_number_of_the_term_is_the_tooltip(self):
        page = self.sheet(invoices.cii())
        (label,) = page.xpath("//dt[@title='BT-9']")
        self.assertEqual(label.text_content(), "Due date")
        self.assertTrue(page.xpath("//th[@title='BT-115']"))

    def test_a_credit_note_says_so(self):
        self.assertIn("Credit note", self.text(invoices.cii(type_code="381")))

    def test_what_a_stranger_wrote_is_text(self):
        page = self.sheet(
            invoices.cii(item="&lt;script&gt;alert(1)&lt;/script&gt;", number="N")
        )
        self.assertFalse(page.xpath("//script"))
        self.assertIn("<script>alert(1)</script>", page.text_content())

    def test_numbers_and_dates_are_those_of_the_reader(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        said = self.text(
            invoices.cii(net="1234.50", vat="246.90", gross="1481.40"), "fr_FR"
        )
        self.assertIn(
            "1\u202f481,40 EUR".replace("\u202f", " "),
            said.replace("\u202f", " ").replace("\xa0", " "),
        )
        self.assertIn("15 sept. 2026", said)

    def test_an_unreadable_file_says_that_there_is_nothing_to_show(self):
        document = self.receive(("page.pdf", invoices.page()))
        self.assertIn("Look at the original", document.get_invoice_sheet())

    def test_it_is_read_right_where_a_form_asks_for_sizes(self):
        document = self.receive(invoices.cii()).with_context(bin_size=True)
        self.env.cr.cache.clear()
        self.assertIn("F-2026-001", document.get_invoice_sheet())
