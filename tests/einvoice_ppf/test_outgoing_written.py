"""Invoices of our own making: written, they say what they said."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from odoo.addons.einvoice_base.domain.invoice import (
    Account,
    Attachment,
    Delivery,
    Invoice,
    Line,
    LineKind,
    Note,
    Payment,
    Totals,
)
from odoo.addons.einvoice_base.domain.party import Address, Identifier, Party
from odoo.addons.einvoice_intake.domain.read import read
from odoo.addons.einvoice_ppf.domain.outgoing.errors import (
    IncompleteInvoiceError,
    NoPlaceError,
    PageUnusableError,
    WritingError,
)
from odoo.addons.einvoice_ppf.domain.outgoing.profile import (
    Profile,
    Syntax,
    profile_for,
)
from odoo.addons.einvoice_ppf.domain.outgoing.write import as_facturx, written

from . import full_sales, pages, right_sales, round_trip, sales

ROOT = Path(__file__).parents[2]


def again(invoice: Invoice, syntax: Syntax, profile: Profile | None = None) -> Invoice:
    """Return what is read of an invoice that was written."""
    chosen = profile or profile_for(invoice, syntax)
    reading = read("f.xml", written(invoice, syntax, chosen))
    assert not reading.problems, [each.message for each in reading.problems]
    assert reading.invoice
    return reading.invoice


@pytest.mark.parametrize("syntax", Syntax)
@pytest.mark.parametrize("extended", [False, True])
def test_right_invoices_say_what_they_said(syntax: Syntax, extended: bool) -> None:
    for name, invoice in right_sales.right_ones().items():
        profile = profile_for(invoice, syntax)
        if extended:
            profile = Profile.EXTENDED_CTC_FR
        expected = round_trip.expected(invoice, syntax, profile)
        assert again(invoice, syntax, profile) == expected, name


def test_a_page_takes_the_data() -> None:
    for name, invoice in right_sales.right_ones().items():
        profile = profile_for(invoice, in_pdf=True)
        reading = read("f.pdf", as_facturx(pages.page(), invoice))
        assert reading.format == "factur-x"
        assert not reading.problems, name
        expected = round_trip.expected(invoice, Syntax.CII, profile)
        assert reading.invoice == expected, name


def test_a_page_keeps_its_words_and_says_pdf_a() -> None:
    made = PdfReader(io.BytesIO(as_facturx(pages.page(), sales.sale())))
    assert "F-2026-0118" in made.pages[0].extract_text()
    metadata = made.trailer["/Root"]["/Metadata"].get_object().get_data()
    assert b"<pdfaid:part>3</pdfaid:part>" in metadata
    assert b"<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>" in metadata
    assert made.trailer["/Root"]["/Lang"] == "fr-FR"


def _locked() -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pages.page()))
    writer.encrypt("secret", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


@pytest.mark.parametrize("page", [b"", b"%PDF-1.4 broken", _locked()])
def test_a_page_that_takes_nothing_in_is_told(page: bytes) -> None:
    with pytest.raises(PageUnusableError) as told:
        as_facturx(page, sales.sale())
    assert "F-2026-0118" in str(told.value)


@pytest.mark.parametrize("name", ["number", "issue_date", "type_code", "currency"])
def test_what_no_invoice_lacks_is_asked_for(name: str) -> None:
    lacking = replace(sales.sale(), **{name: None})
    with pytest.raises(IncompleteInvoiceError):
        written(lacking, Syntax.CII, Profile.EN16931)


def test_groups_of_lines_are_never_written_as_lines() -> None:
    with pytest.raises(NoPlaceError) as told:
        written(full_sales.extended(), Syntax.UBL, Profile.EN16931)
    assert "EXT-FR-FE-163" in str(told.value)


@pytest.mark.parametrize("syntax", Syntax)
def test_two_orders_have_no_place_in_the_header(syntax: Syntax) -> None:
    ordered = sales.sale(order_references=("A", "B"))
    with pytest.raises(NoPlaceError):
        written(ordered, syntax, Profile.EXTENDED_CTC_FR)


def test_ubl_has_no_profile_of_facturx() -> None:
    with pytest.raises(NoPlaceError):
        written(sales.sale(), Syntax.UBL, Profile.FACTURX_EXTENDED)


def test_a_currency_that_none_is_is_told_in_words() -> None:
    with pytest.raises(WritingError):
        written(sales.sale(currency="XXY"), Syntax.CII, Profile.EN16931)


def _changed_line(**others: Any) -> tuple[Line, ...]:
    return (replace(sales.LINES[0], **others), sales.LINES[1])


PLACE = Address(city="Brest", postcode="29200", country="FR")
IBANS = ("FR7630006000011234567890189", "DE89370400440532013000", "12345 67")
# What the library alone would lose, drop or write wrong.
HARD: dict[str, dict[str, Any]] = {
    "two identifiers of one scheme": {
        "seller": replace(
            sales.SELLER,
            identifiers=(
                Identifier("A", "0224"),
                Identifier("B", "0224"),
                Identifier("C", "0088"),
            ),
        )
    },
    "identifier without scheme": {
        "seller": replace(sales.SELLER, identifiers=(Identifier("X"), Identifier("Y")))
    },
    "endpoint without scheme": {
        "buyer": replace(sales.BUYER, endpoint=Identifier("200000008"))
    },
    "tax number and contact": {
        "seller": replace(sales.SELLER, vat_number=None, tax_number="100000009")
    },
    "payee with address and VAT number": {
        "payee": replace(
            sales.FACTOR,
            vat_number="FR40303265045",
            address=PLACE,
            endpoint=Identifier("300000007", "0225"),
        ),
        "payment": Payment(
            means_code="30", accounts=(Account(sales.IBAN),), creditor_id="FR72ZZZ123"
        ),
    },
    "buyer with legal form and tax number": {
        "buyer": replace(sales.BUYER, legal_form="SA", tax_number="77")
    },
    "address without country": {
        "buyer": replace(sales.BUYER, address=Address(city="Lyon"))
    },
    "party without name": {"buyer": replace(sales.BUYER, name=None)},
    "place of delivery without name": {
        "deliveries": (Delivery(location=Identifier("L1", "0088"), address=PLACE),)
    },
    "place of delivery that is only a number": {
        "deliveries": (Delivery(location=Identifier("L1", "0088")),)
    },
    "name of a place alone": {"deliveries": (Delivery(name="Entrepôt"),)},
    "address of delivery without country": {
        "deliveries": (Delivery(address=Address(city="Brest")),)
    },
    "three accounts": {
        "payment": Payment(
            means_code="58",
            means_text="Virement",
            remittance="RF18",
            accounts=tuple(Account(each, f"Compte {each[:2]}") for each in IBANS),
        )
    },
    "card": {"payment": Payment(means_code="48", card_number="XXXX1234")},
    "mandate without account": {
        "payment": Payment(means_code="59", mandate="M-1", creditor_id="FR72ZZZ123")
    },
    "mandate": {
        "payment": Payment(
            means_code="59",
            mandate="M-1",
            creditor_id="FR72ZZZ123",
            debited_account="FR7630006000011234567890189",
        )
    },
    "sales order alone": {"order_references": (), "sales_order_reference": "V-1"},
    "two objects of one scheme": {
        "object_identifiers": (Identifier("1", "AFL"), Identifier("2", "AFL")),
        "attachments": (Attachment(reference="P", uri="https://a.example/p"),),
    },
    "rounding in dollars": {
        "currency": "USD",
        "vat_currency": "EUR",
        "totals": Totals(vat_accounting=Decimal("20.00")),
    },
    "date of VAT": {"tax_point_date": date(2026, 10, 1)},
    "text with forbidden characters and a line break": {
        "notes": (*sales.NOTES, Note("Une\x0bdeux\x00\nlignes & <signes>", "ADN"))
    },
    "classes without list": {
        "lines": _changed_line(
            classifications=(Identifier("1"), Identifier("2", "STI"))
        )
    },
    "classes of one list": {
        "lines": _changed_line(
            classifications=(Identifier("1", "STI"), Identifier("2", "STI"))
        )
    },
    "item number without scheme": {
        "lines": _changed_line(standard_item=Identifier("308612"))
    },
    "two objects of one scheme on a line": {
        "lines": _changed_line(
            object_identifiers=(Identifier("1", "AVV"), Identifier("2", "AVV"))
        )
    },
    "unit of the price": {
        "lines": _changed_line(base_quantity=Decimal(10), base_unit="H87")
    },
    "delivery of a line": {
        "lines": _changed_line(delivery=Delivery(location=Identifier("L1", "0088")))
    },
    "long numbers": {
        "lines": _changed_line(
            quantity=Decimal("123456789012345678901234567890.123456789"),
            price=Decimal("0.000000001"),
        )
    },
    "line that only informs": {
        "lines": (
            *sales.LINES,
            Line(
                number="I", name="À savoir", net=Decimal(0), kind=LineKind.INFORMATION
            ),
        )
    },
}


@pytest.mark.parametrize("syntax", Syntax)
@pytest.mark.parametrize("case", HARD)
@pytest.mark.parametrize("code", ["380", "381"])
def test_nothing_is_lost(case: str, syntax: Syntax, code: str) -> None:
    invoice = replace(
        sales.sale(**HARD[case]), type_code=code, preceding_invoices=(sales.BEFORE,)
    )
    if case == "rounding in dollars":
        totals = replace(invoice.totals, rounding=Decimal("0.01"))
        invoice = replace(invoice, totals=totals)
    profile = Profile.EXTENDED_CTC_FR
    notes = tuple(
        replace(note, text=note.text.replace("\x0b", "").replace("\x00", ""))
        for note in invoice.notes
    )
    wanted = round_trip.expected(replace(invoice, notes=notes), syntax, profile)
    assert again(invoice, syntax, profile) == wanted


def test_ubl_says_several_advices_and_deliveries() -> None:
    invoice = sales.sale(
        despatch_references=("BL1", "BL2", "BL3"),
        receipt_references=("R1", "R2"),
        deliveries=(Delivery(name="Nord", address=PLACE), Delivery(name="Sud")),
    )
    for code in ("380", "381"):
        made = replace(invoice, type_code=code)
        wanted = round_trip.expected(made, Syntax.UBL, Profile.EXTENDED_CTC_FR)
        assert again(made, Syntax.UBL) == wanted


def test_cii_says_a_second_advice_as_delivery_note() -> None:
    invoice = sales.sale(despatch_references=("BL1", "BL2"))
    assert again(invoice, Syntax.CII).despatch_references == ("BL1", "BL2")


def test_a_line_of_ubl_names_its_order_without_its_line() -> None:
    invoice = sales.sale(
        lines=_changed_line(order_reference="C-1", despatch_reference="BL-1")
    )
    made = again(invoice, Syntax.UBL).lines[0]
    assert (made.order_reference, made.despatch_reference) == ("C-1", "BL-1")
    assert made.order_line == "NA"


def test_a_file_gets_what_it_lacks() -> None:
    invoice = sales.sale(attachments=(Attachment(filename="a.png", content=b"png"),))
    for syntax in Syntax:
        (file,) = again(invoice, syntax).attachments
        assert (file.reference, file.mimetype) == ("a.png", "image/png")


def test_without_lines_and_without_seller_the_schema_speaks() -> None:
    for lacking in (
        replace(sales.sale(), lines=()),
        replace(sales.sale(), seller=Party()),
    ):
        for syntax in Syntax:
            if syntax is Syntax.UBL and lacking.lines:
                continue
            with pytest.raises(WritingError):
                written(lacking, syntax, Profile.EN16931)


INSIDE_ODOO = """
import sys, types
sys.path[:0] = [{root!r}]
import conftest

class Hook:
    # As odoo/_monkeypatches: its loader knows no data files.
    def find_spec(self, name, path=None, target=None):
        if name != "stdnum":
            return None
        at = sys.meta_path.index(self)
        for finder in sys.meta_path[at + 1:]:
            spec = finder.find_spec(name, path, target)
            if spec is not None:
                spec.loader = types.SimpleNamespace(
                    create_module=spec.loader.create_module,
                    exec_module=spec.loader.exec_module,
                )
                return spec

sys.meta_path.insert(0, Hook())
try:
    import facturx
except FileNotFoundError:
    for name in [each for each in sys.modules if each.split(".")[0] == "facturx"]:
        del sys.modules[name]
else:
    sys.exit("the hook hides nothing any more: library.facturx() can go")
from odoo.addons.einvoice_ppf.domain.outgoing.library import facturx
assert facturx().generate_xml
assert "saxonche" not in sys.modules
"""


def test_the_library_is_imported_inside_odoo_and_saxon_is_not() -> None:
    program = INSIDE_ODOO.format(root=str(ROOT))
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
