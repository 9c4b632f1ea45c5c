"""Every invoice of the public corpora: read, written, read again, the same.

They lie beside the project: without ``../shared`` these tests say that they did not
run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.reading import Reading
from odoo.addons.einvoice_intake.domain.read import read
from odoo.addons.einvoice_ppf.domain.outgoing.errors import WritingError
from odoo.addons.einvoice_ppf.domain.outgoing.profile import (
    Profile,
    Syntax,
    profile_for,
)
from odoo.addons.einvoice_ppf.domain.outgoing.write import as_facturx, written

from . import full_sales, round_trip

SHARED = Path(__file__).parents[3] / "shared"
FOLDERS = (SHARED / "corpora/structured", SHARED / "standards")

pytestmark = pytest.mark.skipif(
    not FOLDERS[0].is_dir(),
    reason="../shared is absent: no invoice of the corpora was written",
)

# Invoices that nobody could send: two profiles without lines, one without a seller.
NOT_WRITABLE = {
    "factur-x-basicwl.xml",
    "factur-x-minimum.xml",
    "pdf_fx_minimum_1.pdf",
    "xml_en16931_5.xml",
}


@cache
def readings() -> tuple[tuple[Path, Reading], ...]:
    """Return the files that hold an invoice in which the reader notices nothing."""
    found = []
    for folder in FOLDERS:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in (".xml", ".pdf"):
                reading = read(path.name, path.read_bytes())
                if reading.invoice and not reading.problems:
                    found.append((path, reading))
    return tuple(found)


def own_syntax(reading: Reading) -> Syntax:
    return Syntax.UBL if reading.format == "ubl" else Syntax.CII


def invoices(*, is_own: bool) -> Iterator[tuple[str, Invoice, Syntax]]:
    """Yield each invoice with its own syntax, or with the other."""
    other = {Syntax.CII: Syntax.UBL, Syntax.UBL: Syntax.CII}
    for path, reading in readings():
        syntax = own_syntax(reading)
        assert reading.invoice
        if path.name not in NOT_WRITABLE:
            yield path.name, reading.invoice, syntax if is_own else other[syntax]


def test_the_corpora_are_there() -> None:
    assert len(readings()) >= 416


@pytest.mark.parametrize(
    ("is_own", "same"), [(True, 340), (False, 270)], ids=["own syntax", "other syntax"]
)
def test_each_reads_as_it_was(is_own: bool, same: int) -> None:
    """Equal but for what the table allows; ``same`` need nothing of the table."""
    reasons: Counter[str] = Counter()
    count = equal = 0
    for name, invoice, syntax in invoices(is_own=is_own):
        profile = profile_for(invoice, syntax)
        back = read("f.xml", written(invoice, syntax, profile))
        assert not back.problems, name
        assert back.invoice == round_trip.expected(invoice, syntax, profile), name
        needed = round_trip.needed(invoice, syntax, profile)[:]
        needed = [each for each in needed if each != round_trip.ALLOWED[0][0]]
        reasons.update(needed)
        count += 1
        equal += not needed
    print(f"{count} written and read, {equal} equal as they are, others: {reasons}")
    assert count >= 412
    assert equal >= same


def test_each_reason_of_the_table_is_needed() -> None:
    needed = set(round_trip.needed(full_sales.full(), Syntax.UBL, Profile.EN16931))
    for is_own in (True, False):
        for _name, invoice, syntax in invoices(is_own=is_own):
            profile = profile_for(invoice, syntax)
            needed |= set(round_trip.needed(invoice, syntax, profile))
    assert needed == {reason for reason, _change in round_trip.ALLOWED}


def test_what_cannot_be_sent_is_refused() -> None:
    refused = set()
    for path, reading in readings():
        if path.name in NOT_WRITABLE and reading.invoice:
            with pytest.raises(WritingError):
                written(
                    reading.invoice,
                    Syntax.CII,
                    profile_for(reading.invoice, Syntax.CII),
                )
            refused.add(path.name)
    assert refused == NOT_WRITABLE


def test_each_facturx_takes_its_data_again() -> None:
    count = 0
    for path, reading in readings():
        if reading.format != "factur-x" or path.name in NOT_WRITABLE:
            continue
        assert reading.invoice
        assert reading.pdf
        profile = profile_for(reading.invoice, in_pdf=True)
        back = read("f.pdf", as_facturx(reading.pdf, reading.invoice))
        assert not back.problems, path.name
        assert back.format == "factur-x"
        assert back.invoice == round_trip.expected(
            reading.invoice, Syntax.CII, profile
        ), path.name
        count += 1
    assert count >= 69
