"""Each silent failure of Odoo's own import, as it was found by running it.

One method for each; the words that begin its docstring are those of the list of
failures. The one about orders is in `einvoice_purchase` (`test_match_peer`): lines that
arrived are never replaced by those of an order of the same supplier and total.
"""

import io

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from odoo.exceptions import UserError
from odoo.tests import tagged

from . import invoices, pages
from .test_channel_mail import MailCase


@tagged("post_install", "-at_install")
class TestSilentFailures(MailCase):
    def codes(self, document):
        return document.finding_ids.mapped("rule")

    def without_lines(self, profile, number):
        """Return an invoice of a profile without lines, with its breakdown or not."""
        text = invoices.cii(number=number).decode()
        text = text.replace(
            "urn:cen.eu:en16931:2017", f"urn:factur-x.eu:1p0:{profile}", 1
        )
        text = cut(text, "ram:IncludedSupplyChainTradeLineItem")
        if profile == "minimum":
            head, tail = text.split("<ram:ApplicableHeaderTradeSettlement>")
            tail = cut(tail, "ram:ApplicableTradeTax")
            text = f"{head}<ram:ApplicableHeaderTradeSettlement>{tail}"
        return text.encode()

    def test_minimum_and_basic_wl(self):
        """Factur-X MINIMUM, BASIC WL: 0 lines, 0.00, totals lost, no warning.

        Here: a bill of the whole amount, made from the breakdown or the totals.
        """
        for profile in ("minimum", "basicwl"):
            with self.subTest(profile):
                xml = self.without_lines(profile, f"WL-{profile}")
                bill = self.receive(("f.pdf", invoices.facturx(xml))).move_id
                self.assertEqual(
                    (bill.amount_untaxed, bill.amount_tax, bill.amount_total),
                    (100, 20, 120),
                )
                self.assertEqual(bill.partner_id, self.supplier)

    def test_type_codes(self):
        """CII type 384, 386, 389, 393, 503, 751, 261: empty bill, no reason.

        Here: each is a bill or a credit note of its amount.
        """
        refunds = ("503", "261")
        for code in ("384", "386", "389", "393", "503", "751", "261"):
            with self.subTest(code):
                bill = self.receive(
                    invoices.cii(type_code=code, number=f"T-{code}")
                ).move_id
                self.assertEqual(bill.amount_total, 120)
                self.assertEqual(bill.partner_id, self.supplier)
                self.assertEqual(bill.ref, f"T-{code}")
                kind = "in_refund" if code in refunds else "in_invoice"
                self.assertEqual(bill.move_type, kind)

    def test_grand_total_altered(self):
        """GrandTotal altered 671.15 → 9671.15: imported at 671.15, no alert.

        Here: a blocking finding with both amounts, and no posting.
        """
        document = self.receive(
            invoices.cii(net="559.29", vat="111.86", gross="9671.15")
        )
        finding = document.finding_ids.filtered(
            lambda each: each.rule == "gross_total_wrong"
        )
        self.assertEqual(
            (finding.severity, finding.expected, finding.found),
            ("block", "671.15", "9671.15"),
        )
        with self.assertRaisesRegex(UserError, "671.15"):
            document.move_id.action_post()

    def test_grand_total_altered_against_its_page(self):
        """GrandTotal altered so that the data still add up: only the page tells.

        Here: the page's total is compared with that of the data.
        """
        xml = invoices.cii(net="8059.29", vat="1611.86", gross="9671.15")
        document = self.receive(("f.pdf", pages.facturx(xml, "Total TTC 671,15 EUR")))
        finding = document.finding_ids.filtered(
            lambda each: each.rule == "page_total_differs"
        )
        self.assertEqual((finding.expected, finding.found), ("671.15", "9671.15"))

    def test_buyer_is_another_company(self):
        """Buyer = another company: imported, no check.

        Here: no bill, and the reason names who it is for.
        """
        document = self.receive(
            invoices.cii(buyer="AUTRE", buyer_siren="910000751", buyer_vat="")
        )
        self.assertEqual((document.state, document.move_id.id), ("to_fix", False))
        finding = document.finding_ids.filtered(
            lambda each: each.rule == "buyer_is_stranger"
        )
        self.assertIn("AUTRE", finding.message)

    def test_new_iban(self):
        """New IBAN in XML: new untrusted account, bill keeps the old one, no message.

        Here: no account is made, and a blocking finding stops payment.
        """
        known = self.env["res.partner.bank"].create(
            {
                "partner_id": self.supplier.id,
                "acc_number": pages.IBAN,
                "allow_out_payment": True,
            }
        )
        bill = self.receive(pages.cii_paid_to(pages.OTHER_IBAN)).move_id
        self.assertEqual(self.supplier.bank_ids, known)
        stopping = bill.einvoice_finding_ids.filtered(
            lambda each: each.term == "BT-84" and each.severity == "block"
        )
        self.assertTrue(stopping)
        codes = [each.code for each in bill._einvoice_blockers("pay")]
        self.assertLessEqual(set(stopping.mapped("rule")), set(codes))

    def test_seller_matched_by_name(self):
        """Seller “XYZ”, no VAT: matched to “XYZ Holding Group SA”, IBAN attached to it.

        Here: a name is no evidence; the document waits, nobody gets the account.
        """
        holding = self.env["res.partner"].create(
            {"name": "XYZ Holding Group SA", "is_company": True}
        )
        xml = pages.cii_paid_to(
            pages.OTHER_IBAN, seller="XYZ", seller_siren="", seller_vat=""
        )
        document = self.receive(xml)
        self.assertEqual((document.state, document.move_id.id), ("to_fix", False))
        self.assertIn("supplier_unknown", self.codes(document))
        self.assertFalse(holding.bank_ids)

    def test_seller_without_identifiers(self):
        """Seller “XYZ”, no VAT: nothing asks for the number that is missing.

        Here: the missing SIREN and VAT number are findings of their own.
        """
        self.supplier.write({"company_registry": False, "vat": False})
        iban = self.env["res.partner.bank"].create(
            {"partner_id": self.supplier.id, "acc_number": pages.IBAN}
        )
        xml = pages.cii_paid_to(
            iban.acc_number,
            seller_siren="",
            seller_vat="",
            net="1000.00",
            vat="200.00",
            gross="1200.00",
        )
        document = self.receive(xml)
        self.assertEqual(document.evidence, "iban")
        missing = {"mention_seller_siren", "mention_seller_vat"}
        self.assertLessEqual(missing, set(self.codes(document)))

    def test_same_reference_twice(self):
        """Same reference twice: both posted.

        Here: the same invoice is a copy, another of that number waits.
        """
        first = self.receive(invoices.cii())
        self.assertTrue(first.move_id)
        again = self.receive(invoices.ubl())
        self.assertEqual((again.state, again.move_id), ("duplicate", first.move_id))
        clash = self.receive(invoices.cii(net="90.00", vat="18.00", gross="108.00"))
        self.assertEqual((clash.state, clash.move_id.id), ("to_fix", False))
        self.assertIn("duplicate_suspected", self.codes(clash))

    def test_autopost_by_mail(self):
        """Autopost “always”: works on upload, not by mail alias.

        Here: both doors do the same, and neither posts what a finding stops.
        """
        self.supplier.autopost_bills = "always"
        said = {"net": "100.00", "gross": "9120.00"}
        mailed = self.send(self.mail(("m.xml", invoices.cii(number="M", **said))))
        uploaded = self.receive(invoices.cii(number="U", **said))
        self.assertEqual(set((mailed | uploaded).move_id.mapped("state")), {"draft"})
        clean = self.send(self.mail(("c.xml", invoices.cii(number="CM"))))
        other = self.receive(invoices.cii(number="CU"))
        self.assertEqual(clean.move_id.state, other.move_id.state)

    def test_embedding_by_kids_or_uf(self):
        """PDF embedding by /Kids tree, or /UF only: XML not seen.

        Here: the invoice is found in both.
        """
        for way in (kids_only, unicode_name_only):
            with self.subTest(way.__name__):
                xml = invoices.cii(number=way.__name__)
                document = self.receive(("f.pdf", way(xml)))
                self.assertEqual(document.format, "factur-x")
                self.assertEqual(document.move_id.amount_total, 120)

    def test_large_jpeg(self):
        """JPEG > 1920 px: resized at create, other hash.

        Here: the bytes that came are the bytes that are kept.
        """
        buffer = io.BytesIO()
        Image.effect_noise((2100, 2000), 90).save(buffer, "JPEG")
        content = buffer.getvalue()
        by_mail = self.send(self.mail(("photo.jpg", content)))
        self.assertEqual(by_mail.attachment_id.raw, content)
        other = content + b"\n"
        by_upload = self.receive(("photo.jpg", other))
        self.assertEqual(by_upload.attachment_id.raw, other)

    def test_reverse_charge(self):
        """AE 0 % line: tax “0% EX”, no reverse charge.

        Here: no exempt tax is taken for it; a missing one is asked for, one that
        declares the VAT on both sides is used.
        """
        xml = reverse_charged("AE-1")
        document = self.receive(xml)
        self.assertEqual((document.state, document.move_id.id), ("to_fix", False))
        self.assertIn("tax_missing", self.codes(document))
        tax = self.self_assessed()
        bill = self.receive(reverse_charged("AE-2")).move_id
        self.assertEqual(bill.invoice_line_ids.tax_ids, tax)
        self.assertEqual(bill.amount_total, 100)
        declared = bill.line_ids.filtered("tax_line_id").mapped("balance")
        self.assertEqual(sorted(declared), [-20, 20])

    def self_assessed(self):
        shares = [(100, "base"), (100, "tax"), (-100, "tax")]

        def lines():
            return [
                (
                    0,
                    0,
                    {"repartition_type": kind}
                    | ({"factor_percent": share} if kind == "tax" else {}),
                )
                for share, kind in shares
            ]

        return self.env["account.tax"].create(
            {
                "name": "20% autoliquidation",
                "amount": 20,
                "type_tax_use": "purchase",
                "ubl_cii_tax_category_code": "AE",
                "invoice_repartition_line_ids": lines(),
                "refund_repartition_line_ids": lines(),
            }
        )

    def test_upload_by_server_code(self):
        """Upload by server code w/o `default_move_type`: a journal entry, 0.00.

        Here: a bill of the whole amount.
        """
        attachment = self.env["ir.attachment"].create(
            {"name": "f.xml", "raw": invoices.cii()}
        )
        bill = self.journal._create_document_from_attachment(attachment.ids)
        self.assertEqual((bill.move_type, bill.amount_total), ("in_invoice", 120))

    def test_speed(self):
        """Speed: 0.41–0.44 s and about 210 queries per CII bill, one by one.

        Here: bills of a batch share their queries; the benchmark has the seconds.
        """
        self.receive(invoices.cii(number="WARM"))
        files = [invoices.cii(number=f"S-{place}") for place in range(10)]
        before = self.env.cr.sql_log_count
        bills = self.receive(*files).move_id
        self.assertEqual(len(bills), 10)
        self.assertLess((self.env.cr.sql_log_count - before) / 10, 105)


def cut(text, tag):
    """Return XML without one element."""
    before, rest = text.split(f"<{tag}>", 1)
    return before + rest.split(f"</{tag}>", 1)[1]


def reverse_charged(number):
    """Return an invoice of a French seller who leaves the VAT to the buyer."""
    reason = b"<ram:ExemptionReason>Autoliquidation</ram:ExemptionReason>"
    return (
        invoices.cii(number=number, vat="0.00", gross="100.00")
        .replace(
            b"<ram:TypeCode>VAT</ram:TypeCode><ram:BasisAmount>",
            b"<ram:TypeCode>VAT</ram:TypeCode>" + reason + b"<ram:BasisAmount>",
        )
        .replace(
            b"<ram:CategoryCode>S</ram:CategoryCode>",
            b"<ram:CategoryCode>AE</ram:CategoryCode>",
        )
        .replace(b"<ram:RateApplicablePercent>20<", b"<ram:RateApplicablePercent>0<")
    )


def _attached(xml, key):
    """Return a PDF writer and a file specification that names the file by one key."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    stream = StreamObject()
    stream._data = xml
    stream[NameObject("/Type")] = NameObject("/EmbeddedFile")
    held = writer._add_object(stream.flate_encode())
    spec = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Filespec"),
            NameObject(key): TextStringObject("factur-x.xml"),
            NameObject("/EF"): DictionaryObject({NameObject(key): held}),
        }
    )
    pair = ArrayObject([TextStringObject("factur-x.xml"), writer._add_object(spec)])
    return writer, DictionaryObject({NameObject("/Names"): pair})


def _with_tree(writer, tree):
    writer.root_object[NameObject("/Names")] = DictionaryObject(
        {NameObject("/EmbeddedFiles"): writer._add_object(tree)}
    )
    return invoices._written(writer)


def kids_only(xml):
    writer, leaf = _attached(xml, "/F")
    kids = ArrayObject([writer._add_object(leaf)])
    return _with_tree(writer, DictionaryObject({NameObject("/Kids"): kids}))


def unicode_name_only(xml):
    return _with_tree(*_attached(xml, "/UF"))
