"""Whatever the bytes, the reader answers; whatever it reads, it reads exactly."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from odoo.addons.einvoice_base.domain.findings import CheckContext
from odoo.addons.einvoice_base.domain.reading import Reading
from odoo.addons.einvoice_base.domain.rule_settings import run
from odoo.addons.einvoice_base.domain.totals import TOTALS_GATE
from odoo.addons.einvoice_intake.domain.archive import unpack
from odoo.addons.einvoice_intake.domain.business_terms import as_terms
from odoo.addons.einvoice_intake.domain.read import read

from . import pdfs, samples

SOURCES = [
    samples.cii(),
    samples.ubl(),
    samples.ubl(form="CreditNote", type_code="381"),
    pdfs.named(("factur-x.xml", samples.cii())),
    pdfs.below_kids("factur-x.xml", samples.ubl()),
]
STARTS = [
    b"",
    b"<?xml",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"\xff\xfe<\x00",
    b"\xef\xbb\xbf<",
]
WORDS = [
    *(b"<", b">", b"/", b"&", b"&#0;", b"\x00", b"\xff", b"", b"-", b"1,5", b"99e9"),
    *(b"<!DOCTYPE a>", b"<![CDATA[", b"]]>", b"<!--", b"/Kids", b"stream", b"endobj"),
]


def _answers(content: bytes) -> Reading:
    """Read, and use what was read: gate, plain terms and sentences."""
    reading = read("file.xml", content)
    assert reading.invoice or reading.problems
    for each in reading.problems:
        assert each.message
        assert "%(" not in each.message + each.advice
    if reading.invoice:
        assert as_terms(reading.invoice) is not None
        run(TOTALS_GATE, reading.invoice, CheckContext())
    return reading


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.sampled_from(STARTS), st.binary(max_size=300))
def test_any_bytes_are_answered(start: bytes, rest: bytes) -> None:
    _answers(start + rest)
    unpack("a.zip", start + rest)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.binary(max_size=300))
def test_any_bytes_in_a_pdf_are_answered(rest: bytes) -> None:
    _answers(b"%PDF-1.7\n" + rest)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.sampled_from(SOURCES),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(WORDS))),
)
def test_damaged_invoices_are_answered(
    content: bytes, wounds: list[tuple[float, int, bytes]]
) -> None:
    for place, length, word in wounds:
        start = int(place * len(content))
        content = content[:start] + word + content[start + length :]
    _answers(content)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])))
@example("1,50")
@example("20260231")
@example("9" * 40)
def test_any_text_in_any_term_is_answered(text: str) -> None:
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace("\ufffe", "")
    safe = safe.replace("\uffff", "").replace("{", "").replace("}", "")
    for content in (
        samples.cii(gross=safe, date=f"<udt:X>{safe}</udt:X>", type_code=safe),
        samples.ubl(
            gross=safe, date=safe, number=safe, note=f"<cbc:Note>{safe}</cbc:Note>"
        ),
    ):
        assert _answers(content).invoice


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_a_number_comes_back_as_written(number: Decimal) -> None:
    written = format(number, "f")
    if len(written) > 40:
        return
    for content in (samples.cii(gross=written), samples.ubl(gross=written)):
        invoice = read("a.xml", content).invoice
        assert invoice
        assert invoice.totals.gross is not None
        assert format(invoice.totals.gross, "f") == written


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.dates(), st.integers(0, 3))
def test_a_date_comes_back_as_written(day: object, zone: int) -> None:
    suffix = ("", "Z", "+01:00", "-11:30")[zone]
    compact = str(day).replace("-", "")
    in_cii = f'<udt:DateTimeString format="102">{compact}</udt:DateTimeString>'
    for content in (samples.cii(date=in_cii), samples.ubl(date=f"{day}{suffix}")):
        invoice = read("a.xml", content).invoice
        assert invoice
        assert invoice.issue_date == day
