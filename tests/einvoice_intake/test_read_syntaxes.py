"""CII and UBL give the same values, and one bad term never loses the invoice."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from odoo.addons.einvoice_base.domain.codes import FRENCH_TYPE_CODES, Effect, TypeCode
from odoo.addons.einvoice_base.domain.findings import Severity
from odoo.addons.einvoice_base.domain.invoice import Invoice, Note
from odoo.addons.einvoice_base.domain.reading import Reading
from odoo.addons.einvoice_intake.domain.read import read

from . import samples

CODES = Path(__file__).parents[3] / "shared/standards/codes.json"


def _read(content: bytes) -> Reading:
    return read("invoice.xml", content)


def _invoice(content: bytes) -> Invoice:
    reading = _read(content)
    assert reading.invoice
    assert not reading.problems, [each.message for each in reading.problems]
    return reading.invoice


def _codes(content: bytes) -> list[str]:
    return [each.code for each in _read(content).problems]


def test_both_syntaxes_give_one_value() -> None:
    assert _invoice(samples.cii()) == _invoice(samples.ubl())


# Terms that cannot be read: the problem names term and text, the rest is read.


@pytest.mark.parametrize(
    ("content", "code", "term", "text"),
    [
        (samples.cii(gross="120,00"), "number_not_readable", "BT-112", "120,00"),
        (samples.cii(gross="1 120.00"), "number_not_readable", "BT-112", "1 120.00"),
        (samples.ubl(gross="12e1"), "number_not_readable", "BT-112", "12e1"),
        (samples.ubl(gross="NaN"), "number_not_readable", "BT-112", "NaN"),
        (samples.ubl(date="31/01/2026"), "date_not_readable", "BT-2", "31/01/2026"),
        (samples.ubl(date="2026-02-30"), "date_not_readable", "BT-2", "2026-02-30"),
    ],
)
def test_what_cannot_be_read_is_named(
    content: bytes, code: str, term: str, text: str
) -> None:
    reading = _read(content)
    noticed = reading.problems[0]
    assert (noticed.code, noticed.term) == (code, term)
    assert text in noticed.message
    assert noticed.severity is Severity.BLOCK
    assert reading.invoice
    assert reading.invoice.totals.payable == Decimal("120.00")


@pytest.mark.parametrize(
    ("format_code", "text", "expected"),
    [
        ("102", "20260131", date(2026, 1, 31)),
        ("203", "202601312359", date(2026, 1, 31)),
        ("204", "20260131235959", date(2026, 1, 31)),
        ("610", "202601", None),
        ("616", "202605", None),
        ("102", "2026-01-31", None),
        ("102", "20260231", None),
        ("102", "٢٠٢٦٠١٣١", None),
    ],
)
def test_cii_dates(format_code: str, text: str, expected: date | None) -> None:
    day = f'<udt:DateTimeString format="{format_code}">{text}</udt:DateTimeString>'
    reading = _read(samples.cii(date=day))
    assert reading.invoice
    assert reading.invoice.issue_date == expected
    assert ("date_not_readable" in {p.code for p in reading.problems}) == (not expected)


def test_d22b_date_is_read() -> None:
    day = "<udt:DateTime>2026-01-31T10:00:00+01:00</udt:DateTime>"
    assert _invoice(samples.cii(date=day)).issue_date == date(2026, 1, 31)


def test_a_problem_in_a_line_names_the_line() -> None:
    for content in (
        samples.cii(lines=samples.cii_line("1") + samples.cii_line("7b", net="x")),
        samples.ubl(lines=samples.ubl_line("1") + samples.ubl_line("7b", net="x")),
    ):
        noticed = _read(content).problems[0]
        assert (noticed.term, noticed.line) == ("BT-131", "7b")


def test_an_amount_in_another_currency_is_not_taken() -> None:
    reading = _read(samples.ubl(currency="USD"))
    assert {each.code for each in reading.problems} == {"amount_in_other_currency"}
    assert reading.invoice
    assert reading.invoice.lines[0].net is None
    assert reading.invoice.totals.gross == Decimal("120.00")


def test_repeated_term_keeps_the_first_and_says_so() -> None:
    twice = "<cbc:BuyerReference>A</cbc:BuyerReference>"
    other = "<cbc:BuyerReference>B</cbc:BuyerReference>"
    reading = _read(samples.ubl(header=twice + other))
    assert reading.invoice
    assert reading.invoice.buyer_reference == "A"
    assert [p.severity for p in reading.problems] == [Severity.REVIEW]
    same = _read(samples.ubl(header=twice + twice))
    assert [p.severity for p in same.problems] == [Severity.INFORM]


def test_missing_totals_are_never_zero() -> None:
    bare = samples.ubl().split(b"<cac:LegalMonetaryTotal>")[0] + b"</Invoice>"
    reading = _read(bare)
    assert reading.invoice
    assert reading.invoice.totals.gross is None
    codes = [each.code for each in reading.problems]
    assert codes == ["net_missing", "gross_missing", "payable_missing"]


# Types


def test_the_french_codes_are_those_of_the_standard() -> None:
    if not CODES.exists():
        pytest.skip("../shared is absent: the official code lists are not compared")
    official = set(json.loads(CODES.read_text(encoding="utf-8"))["bt3"])
    assert {code.value for code in FRENCH_TYPE_CODES} == official


@pytest.mark.parametrize("code", sorted(FRENCH_TYPE_CODES, key=lambda c: c.value))
def test_each_french_type_is_read_in_each_syntax(code: TypeCode) -> None:
    is_refund = code.effect is Effect.REFUND
    form = "CreditNote" if is_refund else "Invoice"
    for content in (
        samples.cii(type_code=code.value),
        samples.ubl(type_code=code.value, form=form),
    ):
        invoice = _invoice(content)
        assert invoice.type is code
        assert invoice.totals.gross == Decimal("120.00")


def test_credit_note_keeps_its_amounts_as_written() -> None:
    content = samples.ubl(form="CreditNote", type_code="381").replace(
        b"InvoicedQuantity", b"CreditedQuantity"
    )
    invoice = _invoice(content)
    assert invoice.lines[0].quantity == Decimal(10)
    assert invoice.totals.payable == Decimal("120.00")


def test_form_and_type_that_contradict_are_noticed() -> None:
    invoice_form = _read(samples.ubl(type_code="381")).problems
    assert [(p.code, p.severity) for p in invoice_form] == [
        ("type_code_contradicts_form", Severity.REVIEW)
    ]
    credit_form = _read(samples.ubl(form="CreditNote", type_code="380")).problems
    assert [(p.code, p.severity) for p in credit_form] == [
        ("type_code_contradicts_form", Severity.BLOCK)
    ]


def test_unknown_type_is_named() -> None:
    assert _codes(samples.cii(type_code="220")) == ["type_code_unknown"]
    assert _codes(samples.ubl(type_code="")) == ["type_code_missing"]


# Terms that the syntaxes write differently


@pytest.mark.parametrize(
    ("written", "read_as"), [("5", "3"), ("29", "35"), ("72", "432"), ("35", "35")]
)
def test_tax_point_code_of_cii_is_translated(written: str, read_as: str) -> None:
    tax = f"<ram:DueDateTypeCode>{written}</ram:DueDateTypeCode>"
    assert _invoice(samples.cii(tax=tax)).tax_point_code == read_as


def test_ubl_notes_are_split() -> None:
    note = "<cbc:Note>#PMT#Indemnité de 40 €</cbc:Note><cbc:Note>libre</cbc:Note>"
    notes = _invoice(samples.ubl(note=note)).notes
    assert notes == (Note("Indemnité de 40 €", "PMT"), Note("libre"))


def test_vat_in_the_accounting_currency_is_kept_apart() -> None:
    total = "<cac:TaxTotal><cbc:TaxAmount currencyID='GBP'>17</cbc:TaxAmount>"
    total += "</cac:TaxTotal>"
    header = "<cbc:TaxCurrencyCode>GBP</cbc:TaxCurrencyCode>"
    of_ubl = _invoice(samples.ubl(header=header, settlement=total))
    of_cii = _invoice(
        samples.cii(
            settlement="<ram:TaxCurrencyCode>GBP</ram:TaxCurrencyCode>",
            totals='<ram:TaxTotalAmount currencyID="GBP">17</ram:TaxTotalAmount>',
        )
    )
    for totals in (of_ubl.totals, of_cii.totals):
        assert (totals.vat, totals.vat_accounting) == (Decimal("20.00"), Decimal(17))
    assert of_ubl == of_cii


def test_total_vat_in_a_third_currency_is_a_problem() -> None:
    total = '<ram:TaxTotalAmount currencyID="CHF">17</ram:TaxTotalAmount>'
    assert _codes(samples.cii(totals=total)) == ["vat_total_in_unknown_currency"]


def test_prepaid_and_rounding() -> None:
    of_ubl = samples.ubl(
        totals="<cbc:PrepaidAmount>5.00</cbc:PrepaidAmount>"
        "<cbc:PayableRoundingAmount>-0.02</cbc:PayableRoundingAmount>"
    )
    of_cii = samples.cii(
        totals="<ram:RoundingAmount>-0.02</ram:RoundingAmount>"
        "<ram:TotalPrepaidAmount>5.00</ram:TotalPrepaidAmount>"
    )
    for content in (of_ubl, of_cii):
        totals = _invoice(content).totals
        assert (totals.prepaid, totals.rounding) == (Decimal(5), Decimal("-0.02"))


def test_several_prepayments_add_up_where_the_total_is_not_stated() -> None:
    of_cii = "".join(
        f"<ram:SpecifiedAdvancePayment><ram:PaidAmount>{n}</ram:PaidAmount>"
        "</ram:SpecifiedAdvancePayment>"
        for n in ("10.00", "20.00")
    )
    of_ubl = of_cii.replace("ram:Paid", "cbc:Paid").replace(
        "ram:SpecifiedAdvancePayment", "cac:PrepaidPayment"
    )
    assert _invoice(samples.cii(settlement=of_cii)).totals.prepaid == Decimal(30)
    assert _invoice(samples.ubl(settlement=of_ubl)).totals.prepaid == Decimal(30)


def test_creditor_identifier_is_no_identifier_of_the_seller() -> None:
    seller = (
        '<cac:PartyIdentification><cbc:ID schemeID="SEPA">FR72ZZZ123456</cbc:ID>'
        "</cac:PartyIdentification>"
    )
    invoice = _invoice(samples.ubl(seller=seller))
    assert invoice.payment.creditor_id == "FR72ZZZ123456"
    assert invoice.seller.identifiers == ()


def test_placeholder_order_is_no_order() -> None:
    order = (
        "<cac:OrderReference><cbc:ID>NA</cbc:ID><cbc:SalesOrderID>S1</cbc:SalesOrderID>"
        "</cac:OrderReference>"
    )
    invoice = _invoice(samples.ubl(header=order))
    assert (invoice.order_references, invoice.sales_order_reference) == ((), "S1")


def test_readable_page_of_an_xml_invoice_is_its_preview() -> None:
    page = (
        "<cac:AdditionalDocumentReference><cbc:ID>p</cbc:ID>"
        "<cbc:DocumentDescription>LISIBLE</cbc:DocumentDescription><cac:Attachment>"
        '<cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="p.pdf">'
        "JVBERi0xLjQ=</cbc:EmbeddedDocumentBinaryObject></cac:Attachment>"
        "</cac:AdditionalDocumentReference>"
    )
    assert _read(samples.ubl(header=page)).pdf == b"%PDF-1.4"
    damaged = page.replace("JVBERi0xLjQ=", "***")
    assert _codes(samples.ubl(header=damaged)) == ["attachment_not_readable"]


def test_comments_and_references_inside_a_text_are_resolved() -> None:
    number = "F<!-- comment -->-<![CDATA[&]]>&#233;"
    assert _invoice(samples.cii(number=number)).number == "F-&é"
