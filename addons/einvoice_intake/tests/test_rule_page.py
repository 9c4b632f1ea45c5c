from odoo.tests import tagged

from . import invoices, pages
from .common import IntakeCase


@tagged("post_install", "-at_install")
class TestRulePage(IntakeCase):
    """Native checks on documents: mentions, absurd values, page against data."""

    def noticed(self, document, rule):
        return document.finding_ids.filtered(lambda each: each.rule == rule)

    def test_an_account_that_the_page_does_not_print_stops_the_bill(self):
        xml = pages.cii_paid_to(pages.OTHER_IBAN)
        document = self.receive(
            ("f.pdf", pages.facturx(xml, "Facture", f"IBAN {pages.IBAN}"))
        )
        finding = self.noticed(document, "page_account_differs")
        self.assertEqual((finding.severity, finding.term), ("block", "BT-84"))
        self.assertIn("FR76 … 0189", finding.message)
        self.assertIn("FR14 … 2606", finding.message)
        bill = document.move_id
        self.assertIn(
            "page_account_differs",
            [each.code for each in bill._einvoice_blockers("pay")],
        )
        # Nothing is read again when the bill is checked, and the finding stands.
        bill._einvoice_check()
        self.assertEqual(self.noticed(document, "page_account_differs"), finding)

    def test_a_page_that_agrees_is_quiet(self):
        xml = pages.cii_paid_to(pages.IBAN)
        rows = (
            "Facture F-2026-001 du 15/09/2026",
            "Total HT 100,00",
            "Total TTC 120,00",
            f"IBAN {pages.IBAN}",
        )
        document = self.receive(("f.pdf", pages.facturx(xml, *rows)))
        told = document.finding_ids.mapped("rule")
        self.assertFalse([rule for rule in told if rule.startswith("page_")], told)

    def test_the_readable_attachment_of_a_ubl_is_compared_too(self):
        page = pages.drawn("Total TTC 720,00 EUR")
        document = self.receive(pages.ubl_readable(page))
        finding = self.noticed(document, "page_total_differs")
        self.assertEqual(finding.severity, "review")
        self.assertEqual((finding.expected, finding.found), ("720.00", "120.00"))

    def test_a_mention_on_the_page_is_not_missing(self):
        """What the data leave out, the page of a Factur-X may say."""
        silent = invoices.cii()
        for code in ("PMT", "PMD", "AAB"):
            silent = silent.replace(code.encode(), b"REG")
        for text in ("Frais de recouvrement", "Pénalités", "escompte"):
            silent = silent.replace(text.encode(), b"")
        silent = silent.replace(b"40 EUR", b"")
        told = self.receive(("f.xml", silent)).finding_ids.mapped("rule")
        missing = {"mention_recovery_fee", "mention_late_penalty", "mention_discount"}
        # The official checks say it already, once for each.
        self.assertEqual(told.count("official_brfr"), 3)
        self.assertFalse(missing & set(told))
        row = "Escompte : néant. Pénalités : 10 %. Frais de recouvrement : 40 EUR."
        other = silent.replace(b"F-2026-001", b"F-2026-002")
        printed = self.receive(("f.pdf", pages.facturx(other, row)))
        self.assertFalse(missing & set(printed.finding_ids.mapped("rule")))

    def test_amounts_that_no_book_holds_wait_with_a_sentence(self):
        nines = "9" * 20
        absurd = {
            "amount": {"net": f"{nines}.00", "vat": "0.00", "gross": f"{nines}.00"},
            "price": {"net": f"{nines}.00"},
        }
        for name, said in absurd.items():
            with self.subTest(name):
                document = self.receive(invoices.cii(number=name, **said))
                self.assertEqual(document.state, "to_fix")
                self.assertFalse(document.move_id)
                told = document.finding_ids.mapped("rule")
                self.assertIn("amount_absurd", told)
                self.assertNotIn("step_failed", told)

    def test_a_quantity_of_forty_digits_waits_with_a_sentence(self):
        xml = invoices.cii().replace(
            b'unitCode="C62">1<', b'unitCode="C62">' + b"7" * 40 + b"<"
        )
        document = self.receive(xml)
        self.assertEqual(document.state, "to_fix")
        self.assertIn("amount_absurd", document.finding_ids.mapped("rule"))
        self.assertNotIn("step_failed", document.finding_ids.mapped("rule"))

    def test_dates_that_cannot_be_wait_with_a_sentence(self):
        for year in ("0001", "1999", "9999"):
            with self.subTest(year):
                xml = invoices.cii(date=f"{year}-12-31", number=f"F-{year}")
                document = self.receive(xml)
                self.assertEqual(document.state, "to_fix", document.waiting_reason)
                self.assertIn("cannot be", document.waiting_reason)
                self.assertNotIn("step_failed", document.finding_ids.mapped("rule"))

    def test_a_due_date_that_cannot_be_is_said(self):
        document = self.receive(invoices.cii(due="9999-12-31"))
        self.assertEqual(self.noticed(document, "date_absurd").term, "BT-9")
        self.assertNotIn("step_failed", document.finding_ids.mapped("rule"))

    def test_a_currency_in_small_letters_is_not_guessed(self):
        document = self.receive(invoices.cii(currency="eur"))
        self.assertEqual(document.state, "to_fix")
        self.assertFalse(document.move_id)
        self.assertIn("“eur”", self.noticed(document, "currency_not_iso").message)

    def test_a_manager_may_switch_a_mention_off(self):
        rule = self.env["einvoice.rule"].search(
            [
                ("company_id", "=", self.company.id),
                ("code", "=", "mention_buyer_identity"),
            ]
        )
        xml = invoices.cii()
        first = self.receive(xml)
        self.assertTrue(self.noticed(first, "mention_buyer_identity"))
        rule.with_user(self.people["manager"]).mode = "off"
        second = self.receive(xml.replace(b"F-2026-001", b"F-2026-002"))
        self.assertFalse(self.noticed(second, "mention_buyer_identity"))

    def test_a_bill_typed_from_a_page_is_asked_no_mention(self):
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.supplier.id,
                "invoice_date": "2026-09-15",
                "ref": "TYPED-1",
                "invoice_line_ids": [(0, 0, {"name": "Paper", "price_unit": 100.0})],
            }
        )
        bill._einvoice_check()
        told = bill.einvoice_finding_ids.mapped("rule")
        self.assertFalse([rule for rule in told if rule.startswith("mention_")], told)

    def test_a_pdf_whose_invoice_is_damaged_waits(self):
        """The other XML beside it is not booked in its place."""
        writer = pages.PdfWriter()
        writer.add_blank_page(595, 842)
        writer.add_attachment("factur-x.xml", invoices.cii()[:900])
        writer.add_attachment("other.xml", invoices.ubl())
        document = self.receive(("f.pdf", invoices._written(writer)))
        self.assertEqual((document.state, document.move_id.id), ("to_fix", False))
        self.assertEqual(document.finding_ids.rule, "pdf_invoice_broken")

    def test_what_is_asked_does_not_grow_with_the_documents(self):
        files = [invoices.cii(number=f"Q-{place}") for place in range(12)]
        documents = self.receive(*files)
        engine = self.env["einvoice.rule"].sudo()
        counts = []
        for few in (documents[:2], documents):
            cases = few._cases()
            engine._contexts(cases)
            before = self.env.cr.sql_log_count
            self.env.invalidate_all()
            engine._contexts(few._cases())
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2, counts)
