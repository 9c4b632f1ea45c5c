"""The invoice XML is found in a PDF wherever it hides; the page is kept."""

from __future__ import annotations

import pytest

from odoo.addons.einvoice_intake.domain import pdf as pdf_module
from odoo.addons.einvoice_intake.domain.guard import Limits
from odoo.addons.einvoice_intake.domain.read import read
from odoo.addons.einvoice_intake.domain.refusals import Refused

from . import hostile, pdfs, samples

INVOICE = samples.cii()
OTHER = samples.cii(number="F-2")
ORDER = b'<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>'

FOUND = {
    "flat name tree": pdfs.named(("factur-x.xml", INVOICE)),
    "below /Kids": pdfs.below_kids("factur-x.xml", INVOICE),
    "/UF only": pdfs.unicode_name_only("factur-x.xml", INVOICE),
    "associated file only": pdfs.associated_only("factur-x.xml", INVOICE),
    "unexpected name": pdfs.named(("données.bin", INVOICE)),
    "UBL inside": pdfs.named(("xrechnung.xml", samples.ubl())),
    "after another XML": pdfs.named(("a.xml", b"<data/>"), ("factur-x.xml", INVOICE)),
    "the same twice": pdfs.named(("a.xml", INVOICE), ("b.xml", INVOICE)),
    "beside an image": pdfs.named(("a.png", b"\x89PNG"), ("b.xml", INVOICE)),
    "empty password": pdfs.encrypted("factur-x.xml", INVOICE, ""),
    "bytes before the header": b"\r\n\r\n" + pdfs.named(("factur-x.xml", INVOICE)),
}


@pytest.mark.parametrize("way", FOUND)
def test_the_invoice_is_found(way: str) -> None:
    reading = read("facture.pdf", FOUND[way])
    assert reading.invoice, reading.problems
    assert (reading.invoice.number, reading.format) == ("F-1", "factur-x")
    assert reading.pdf == FOUND[way]
    assert reading.xml


REFUSED = {
    "two invoices": (
        pdfs.named(("a.xml", INVOICE), ("b.xml", OTHER)),
        "factur-x",
        "pdf_two_invoices",
    ),
    "claims and holds none": (pdfs.claiming(), "scan", "facturx_without_xml"),
    "claims and holds a cut one": (
        pdfs.claiming(("odd.xml", INVOICE[:900])),
        "factur-x",
        "xml_broken",
    ),
    "a password": (
        pdfs.encrypted("a.xml", INVOICE, "secret"),
        "other",
        "pdf_encrypted",
    ),
    "nothing attached": (pdfs.saved(pdfs.writer()), "scan", "not_structured"),
    "an XML that says nothing": (
        pdfs.named(("data.xml", b"<data/>")),
        "scan",
        "not_structured",
    ),
    "an order": (pdfs.named(("order.xml", ORDER)), "factur-x", "not_an_invoice"),
    "cut in half": (FOUND["flat name tree"][:700], "other", "pdf_broken"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_read_says_why(case: str) -> None:
    content, form, code = REFUSED[case]
    reading = read("facture.pdf", content)
    assert reading.invoice is None
    assert [each.code for each in reading.problems] == [code]
    assert (reading.format, reading.pdf) == (form, content)


def test_a_suspicious_pdf_is_opened_apart_and_read_the_same() -> None:
    """The process apart gives what this process gives."""
    content = FOUND["below /Kids"]
    files, metadata = pdf_module._apart(content, Limits())
    assert files == [("factur-x.xml", INVOICE, None, None)]
    assert metadata == b""


def test_an_attachment_packed_unusually_is_unpacked_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    packed = hostile.stream(b"3c612f3e>", b"/Filter/ASCIIHexDecode")
    content = hostile._with_file(packed)
    [file] = pdf_module.open_pdf(content, Limits()).xmls
    assert file == ("factur-x.xml", b"<a/>", None, None)
    monkeypatch.setattr(pdf_module, "_apart", lambda *_arguments: ([file], b"apart"))
    assert pdf_module.open_pdf(content, Limits()).metadata == b"apart"


def test_the_process_apart_is_stopped() -> None:
    with pytest.raises(Refused) as refused:
        pdf_module._apart(FOUND["below /Kids"], Limits(memory=1024))
    assert refused.value.finding.code == "pdf_bomb"


def test_a_plain_pdf_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """No library runs where the bytes show that nothing is attached."""
    monkeypatch.setattr(pdf_module, "_here", None)
    monkeypatch.setattr(pdf_module, "_apart", None)
    assert read("a.pdf", REFUSED["nothing attached"][0]).format == "scan"


def test_attached_xml_larger_than_the_limit_is_a_bomb() -> None:
    reading = read("a.pdf", FOUND["flat name tree"], limits=Limits(embedded=100))
    assert [each.code for each in reading.problems] == ["pdf_bomb"]
