"""Defects of the PDF around an invoice, which no Schematron sees."""

from __future__ import annotations

import pytest

from odoo.addons.einvoice_intake.domain.pdf_claims import Claims, claims_of
from odoo.addons.einvoice_intake.domain.pdf_rules import RULES
from odoo.addons.einvoice_intake.domain.read import read

from . import pdfs, samples

URN = "urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:"
INVOICE = ("factur-x.xml", samples.cii())
WL = ("factur-x.xml", samples.cii(profile="urn:factur-x.eu:1p0:basicwl", lines=""))
EXTENDED = (
    "factur-x.xml",
    samples.cii(
        profile="urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended"
    ),
)


def told(content: bytes) -> list[str]:
    """Return code and severity of what is said of the PDF."""
    reading = read("facture.pdf", content)
    assert reading.invoice, reading.problems
    codes = {each.code for each in RULES}
    return [
        f"{each.code}:{each.severity.value}"
        for each in reading.problems
        if each.code in codes
    ]


SOUND = {
    "Data": pdfs.hybrid(INVOICE),
    "Source": pdfs.hybrid(INVOICE, relationship="Source"),
    "Alternative": pdfs.hybrid(INVOICE, relationship="Alternative"),
    "BASIC WL as Data": pdfs.hybrid(WL, level="BASIC WL"),
    "EXTENDED": pdfs.hybrid(EXTENDED, level="EXTENDED"),
    "the old word for EN 16931": pdfs.hybrid(INVOICE, level="COMFORT"),
    "another attachment beside": pdfs.hybrid(INVOICE, ("data.xml", b"<data/>")),
}


@pytest.mark.parametrize("case", SOUND)
def test_a_sound_pdf_has_no_finding(case: str) -> None:
    assert told(SOUND[case]) == []


UNSOUND = {
    "PDF/A-1": (
        pdfs.hybrid(INVOICE, part="1"),
        ["pdf_not_archival:review"],
    ),
    "no PDF/A": (
        pdfs.hybrid(INVOICE, part=None),
        ["pdf_not_archival:review"],
    ),
    "a page with a file, claiming nothing": (
        pdfs.hybrid(INVOICE, part=None, level=None, relationship=None),
        ["pdf_not_archival:inform", "pdf_relationship_wrong:inform"],
    ),
    "relationship Supplement": (
        pdfs.hybrid(INVOICE, relationship="Supplement"),
        ["pdf_relationship_wrong:review"],
    ),
    "relationship not said": (
        pdfs.hybrid(INVOICE, relationship=None),
        ["pdf_relationship_wrong:inform"],
    ),
    "BASIC WL as Alternative": (
        pdfs.hybrid(WL, level="BASIC WL", relationship="Alternative"),
        ["pdf_relationship_wrong:review"],
    ),
    "another name": (
        pdfs.hybrid(("invoice.xml", INVOICE[1])),
        ["pdf_file_name_other:inform"],
    ),
    "another level": (
        pdfs.hybrid(INVOICE, level="EXTENDED"),
        ["pdf_level_contradicts:review"],
    ),
    "an order by its metadata": (
        pdfs.hybrid(INVOICE, kind="ORDER"),
        ["pdf_type_contradicts:review"],
    ),
    "the same invoice twice": (
        pdfs.hybrid(INVOICE, ("xrechnung.xml", samples.ubl(seller=""))),
        ["pdf_several_copies:inform"],
    ),
}


def test_two_names_of_one_file_are_told() -> None:
    assert "pdf_file_names_differ:inform" in told(pdfs.two_names(INVOICE[1]))
    other = samples.cii(number="2")
    reading = read("facture.pdf", pdfs.two_names(INVOICE[1], other))
    assert [each.code for each in reading.problems] == ["pdf_two_invoices"]


@pytest.mark.parametrize("case", UNSOUND)
def test_an_unsound_pdf_is_told(case: str) -> None:
    content, expected = UNSOUND[case]
    assert told(content) == expected


@pytest.mark.parametrize(
    "damaged",
    [("factur-x.xml", INVOICE[1][:900]), ("piece.xml", INVOICE[1][:900])],
)
def test_a_damaged_invoice_is_not_replaced_by_another(
    damaged: tuple[str, bytes],
) -> None:
    """Today's reader would book the other one and say nothing."""
    other = ("xrechnung.xml", samples.ubl())
    reading = read("facture.pdf", pdfs.hybrid(damaged, other))
    assert reading.invoice is None
    [problem] = reading.problems
    assert problem.code == "pdf_invoice_broken"
    assert damaged[0] in problem.message
    assert "xrechnung.xml" in problem.message


def test_the_file_named_as_the_standard_says_is_read() -> None:
    """Of two that say the same, the one that counts."""
    reading = read("a.pdf", pdfs.hybrid(("z.xml", INVOICE[1]), INVOICE))
    assert told(pdfs.hybrid(("z.xml", INVOICE[1]), INVOICE)) == [
        "pdf_several_copies:inform"
    ]
    assert reading.xml == INVOICE[1]


def test_metadata_are_read_in_both_forms_of_xmp() -> None:
    """XMP writes a property as an element or as an attribute."""
    form = b"""<x xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="3"
     xmlns:zf="urn:zugferd:pdfa:CrossIndustryDocument:invoice:2p0#"
     zf:ConformanceLevel="BASIC"><zf:DocumentType> INVOICE </zf:DocumentType></x>"""
    assert claims_of(form) == Claims("3", "BASIC", "INVOICE")
    assert claims_of(b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>") == Claims()
    assert not claims_of(b"<x/>").is_hybrid
