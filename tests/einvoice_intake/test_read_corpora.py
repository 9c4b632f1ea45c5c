"""Every file of the public corpora and of the standards, beside the project.

They are not part of it: without ``../shared`` these tests say that they did not run.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from odoo.addons.einvoice_base.domain.findings import CheckContext, Severity
from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.reading import Reading
from odoo.addons.einvoice_base.domain.rule_settings import run
from odoo.addons.einvoice_base.domain.totals import TOTALS_GATE
from odoo.addons.einvoice_intake.domain.business_terms import as_terms
from odoo.addons.einvoice_intake.domain.documents import is_invoice, read_invoice
from odoo.addons.einvoice_intake.domain.read import read

from . import oracle

SHARED = Path(__file__).parents[3] / "shared"
CORPORA = SHARED / "corpora/structured"
GOLDEN = Path(__file__).with_name("golden.tsv")
USE_CASES = SHARED / "standards/use_cases"

pytestmark = pytest.mark.skipif(
    not CORPORA.is_dir(), reason="../shared is absent: no file of the corpora was read"
)


def _files(folder: Path, *suffixes: str) -> list[Path]:
    wanted = (path for path in folder.rglob("*") if path.suffix.lower() in suffixes)
    return sorted(wanted)


def _blocking(invoice: Invoice) -> list[str]:
    found = run(TOTALS_GATE, invoice, CheckContext())
    return sorted(each.code for each in found if each.severity is Severity.BLOCK)


def _row(name: str, reading: Reading) -> str:
    """Return what the golden file keeps of one reading."""
    invoice = reading.invoice
    codes = ",".join(each.code for each in reading.problems) or "-"
    facts: list[object] = [name, reading.format, reading.profile or "-", codes]
    if invoice:
        facts += [
            invoice.type_code,
            invoice.number,
            invoice.totals.net,
            invoice.totals.gross,
            invoice.totals.payable,
            len(invoice.lines),
            ",".join(_blocking(invoice)) or "-",
        ]
    return "\t".join(map(str, facts))


def _rows() -> Iterator[str]:
    for folder in (CORPORA, SHARED / "standards"):
        for path in _files(folder, ".xml", ".pdf"):
            reading = read(path.name, path.read_bytes())
            if reading.problems and reading.problems[0].code == "not_an_invoice":
                continue
            yield _row(str(path.relative_to(SHARED)), reading)


def test_every_file_reads_as_before() -> None:
    """Compare with ``golden.tsv``; EINVOICE_GOLDEN=write writes it anew."""
    rows = list(_rows())
    if os.environ.get("EINVOICE_GOLDEN") == "write":
        GOLDEN.write_text("\n".join(rows) + "\n", encoding="utf-8")
    golden = GOLDEN.read_text(encoding="utf-8").splitlines()
    assert len(rows) > 400
    assert rows == golden


def test_reading_pdf_set_has_no_structured_invoice() -> None:
    for path in _files(SHARED / "corpora/reading", ".pdf"):
        reading = read(path.name, path.read_bytes())
        assert [each.code for each in reading.problems] == ["not_structured"]
        assert reading.format in ("text-pdf", "scan")
        if path.name.endswith(".text.pdf"):
            assert reading.format == "text-pdf"


_GATE_OF_RULE = {
    "BR-CO-10": "lines_total_wrong",
    "BR-CO-11": "allowances_total_wrong",
    "BR-CO-12": "charges_total_wrong",
    "BR-CO-13": "net_total_wrong",
    "BR-CO-14": "vat_total_wrong",
    "BR-CO-15": "gross_total_wrong",
    "BR-CO-16": "payable_wrong",
    "BR-CO-17": "vat_amount_wrong",
}
# Factur-X EXTENDED adds logistics services to the charges; the core rules do not know.
_NOT_OURS = {
    ("horstoeko-zugferd/tests/assets/pdf_zf_extended_1.pdf", "BR-CO-12"),
    ("horstoeko-zugferd/tests/assets/xml_extended_1.xml", "BR-CO-12"),
}


def test_the_gate_agrees_with_the_official_verdicts() -> None:
    """An invoice is blocked where Saxon finds a totals rule broken, and only there."""
    verdicts = json.loads((CORPORA / "verdicts.json").read_text(encoding="utf-8"))
    for name, verdict in verdicts.items():
        reading = read(name, (CORPORA / name).read_bytes())
        assert reading.invoice, name
        broken = {
            _GATE_OF_RULE[rule]
            for rule in verdict["en_fatal"] or ()
            if rule in _GATE_OF_RULE and (name, rule) not in _NOT_OURS
        }
        blocked = set(_blocking(reading.invoice))
        assert broken <= blocked, name
        assert bool(broken) == bool(blocked), name


def _cases() -> Iterator[tuple[str, etree._Element, Invoice]]:
    """Yield the fragments of the official unit tests with their invoices."""
    parser = etree.XMLParser(remove_comments=True)
    for path in _files(CORPORA, ".xml"):
        if "unit" not in str(path) and "test" not in str(path):
            continue
        try:
            root = etree.parse(str(path), parser).getroot()
        except etree.XMLSyntaxError:
            continue
        for case in root if etree.QName(root).localname == "testSet" else ():
            for element in case.iter("{*}Invoice", "{*}CreditNote", "{*}CrossI*"):
                if is_invoice(element):
                    yield path.name, case, read_invoice(element)[1]


# Where the official case breaks by a cent we inform: the company declared a tolerance.
# BR-CO-15 with two different BT-110 is the reader's problem, not the gate's.
_TOLERATED = 12


def test_the_gate_agrees_with_the_official_unit_tests() -> None:
    disagreements, compared = [], 0
    for name, case, invoice in _cases():
        blocked = _blocking(invoice)
        for verdict in case.iter("{*}success", "{*}error"):
            code = _GATE_OF_RULE.get((verdict.text or "").strip())
            if code is None:
                continue
            compared += 1
            if (code in blocked) == verdict.tag.endswith("success"):
                disagreements.append((name, code, verdict.tag.endswith("success")))
    assert compared > 100
    assert not [each for each in disagreements if each[2]], "valid, but blocked"
    assert len(disagreements) <= _TOLERATED


# An account with an IBAN and a number of another kind is one account to us; a second
# accounting reference is a problem to us; "NA" is no order (Peppol BIS 3).
_FACTUR_X_DIFFERS = {
    ("xml_en16931_3.xml", "BT-84"),
    ("F202500001_INV_20250201_CII_Commentee_EN16931.xml", "BT-84"),
    ("F202500001_INV_20250201_CII_Commentee_EXTENDED.xml", "BT-84"),
    ("xml_issue_268.xml", "BT-19"),
    ("xml_issue_268_extended.xml", "BT-19"),
    ("sales-order-example.xml", "BT-13"),
}


def test_what_factur_x_finds_is_ours() -> None:
    differences, compared = [], 0
    for path in _files(CORPORA, ".xml") + _files(USE_CASES, ".xml"):
        content = path.read_bytes()
        reading = read(path.name, content)
        if reading.invoice is None:
            continue
        try:
            found = oracle.parsed(content)
        except Exception:  # noqa: BLE001, S112
            continue
        ours = set(oracle.ours(as_terms(reading.invoice)))
        lost = [each for each in oracle.values(found) if each not in ours]
        differences += [
            (path.name, *each)
            for each in lost
            if (path.name, each[0]) not in _FACTUR_X_DIFFERS
        ]
        compared += 1
    assert not differences
    assert compared > 300


def _different(one: Any, two: Any, path: str = "") -> Iterator[str]:
    """Name the attributes in which two values differ."""
    if is_dataclass(one) and is_dataclass(two):
        for each in fields(one):
            name = each.name
            below = f"{path}.{name}" if path else name
            yield from _different(getattr(one, name), getattr(two, name), below)
    elif isinstance(one, tuple) and isinstance(two, tuple) and len(one) == len(two):
        for first, second in zip(one, two, strict=True):
            yield from _different(first, second, path)
    elif one != two:
        yield path


# What the UBL of the use cases does not say: EN 16931-3-2 has no department for a
# contact, and its examples write a discount of 0 where CII is silent.
_SYNTAX_DIFFERS = {"seller.contact.name", "buyer.contact.name", "lines.price_discount"}


_OF_CII = [path for path in _files(USE_CASES, ".xml") if "_CII_" in path.name]


@pytest.mark.parametrize("cii", _OF_CII, ids=lambda path: path.name.split("_00-")[0])
def test_three_syntaxes_of_one_invoice_are_equal(cii: Path) -> None:
    number = cii.name.split("_CII_")[0]
    (page,) = cii.parent.glob(f"{number}*.pdf")
    (ubl,) = cii.parent.glob(f"{number}_UBL_*")
    of_cii, of_pdf, of_ubl = (
        read(path.name, path.read_bytes()).invoice for path in (cii, page, ubl)
    )
    assert of_cii == of_pdf
    assert set(_different(of_cii, of_ubl)) <= _SYNTAX_DIFFERS
