"""Print what is read of files: bin/read [--flat | --table] FILE…

One JSON object a line, keys in DESIGN order; a folder stands for its files, a ZIP for
its members. ``--flat`` prints one flat object a line for scoring, ``--table`` a table.
A bad file is an answer: the exit code is 0 unless a file does not exist.
"""

from __future__ import annotations

import argparse
import importlib
import json
import logging
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

sys.path.insert(0, str(ROOT))
importlib.import_module("conftest")  # puts the addons on the import path, without Odoo
try:
    from odoo.addons.einvoice_base.domain.codes import Effect
    from odoo.addons.einvoice_base.domain.findings import (
        CheckContext,
        Finding,
        Severity,
    )
    from odoo.addons.einvoice_base.domain.invoice import Invoice, Line
    from odoo.addons.einvoice_base.domain.reading import Reading
    from odoo.addons.einvoice_base.domain.rule_settings import run
    from odoo.addons.einvoice_base.domain.totals import TOTALS_GATE
    from odoo.addons.einvoice_intake.domain.archive import is_archive, unpack
    from odoo.addons.einvoice_intake.domain.business_terms import as_terms
    from odoo.addons.einvoice_intake.domain.read_file import read_file
except ImportError as error:
    sys.exit(
        f"bin/read: the Python library “{error.name}” is missing. "
        "Start it as bin/read, which installs it, or: pip install -r requirements.txt"
    )


def files(paths: list[Path]) -> Iterator[tuple[str, bytes | Finding]]:
    """Yield name and content of each file; members of a ZIP after its name."""
    for path in paths:
        if path.is_dir():
            yield from files(sorted(each for each in path.iterdir()))
            continue
        content = path.read_bytes()
        if not is_archive(content):
            yield str(path), content
            continue
        members = unpack(path.name, content)
        if isinstance(members, Finding):
            yield str(path), members
        else:
            yield from (
                (f"{path}/{each.name}", each.finding or each.content)
                for each in members
            )


def answer(name: str, content: bytes | Finding) -> tuple[Reading, list[Finding], float]:
    """Read one file; the findings are the reader's and those of the totals gate."""
    started = time.perf_counter()
    if isinstance(content, Finding):
        reading = Reading(None, "other", problems=(content,))
    else:
        reading = read_file(Path(name).name, content)
    findings = list(reading.problems)
    if reading.invoice:
        findings += run(TOTALS_GATE, reading.invoice, CheckContext())
    return reading, findings, time.perf_counter() - started


def is_fine(reading: Reading, findings: list[Finding]) -> bool:
    """Tell whether an invoice was read and nothing stops it."""
    blocked = any(each.severity is Severity.BLOCK for each in findings)
    return reading.invoice is not None and not blocked


def supplier(invoice: Invoice) -> dict[str, Any]:
    """Return who sells, by the identifiers that find him in the books."""
    seller = invoice.seller
    endpoint = seller.endpoint
    stated = {
        "name": seller.name,
        "siret": seller.siret,
        "siren": seller.siren,
        "vat_number": seller.vat_number,
        "endpoint": f"{endpoint.scheme}:{endpoint.value}" if endpoint else None,
        "ibans": [each.iban for each in invoice.payment.accounts if each.iban],
        "country": seller.address.country,
    }
    return {name: value for name, value in stated.items() if value}


def full(name: str, content: bytes | Finding) -> dict[str, Any]:
    """Return the object of one file as DESIGN describes it."""
    reading, findings, seconds = answer(name, content)
    invoice = reading.invoice
    return {
        "file": name,
        "format": reading.format,
        "profile": reading.profile,
        "type_code": invoice.type_code if invoice else None,
        "ok": is_fine(reading, findings),
        "supplier": supplier(invoice) if invoice else None,
        "invoice": as_terms(invoice) if invoice else None,
        "fields": {key: _field(each) for key, each in reading.fields.items()},
        "problems": [_problem(each) for each in findings],
        "seconds": round(seconds, 4),
    }


def _field(field: Any) -> dict[str, Any]:
    box = field.box
    return {
        "value": field.value,
        "confidence": field.confidence,
        "page": box.page if box else None,
        "box": [box.left, box.top, box.right, box.bottom] if box else None,
    }


def _problem(finding: Finding) -> dict[str, Any]:
    stated = {
        "code": finding.code,
        "message": finding.message,
        "advice": finding.advice,
        "severity": finding.severity.value,
        "term": finding.term,
        "line": finding.line,
        "expected": _amount(finding.expected),
        "found": _amount(finding.found),
    }
    return {name: value for name, value in stated.items() if value is not None}


def _amount(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def flat(name: str, content: bytes | Finding) -> dict[str, Any]:
    """Return the object of one file with the keys of the scoring tool."""
    reading, _findings, seconds = answer(name, content)
    stated: dict[str, Any] = {"id": Path(name).name.split(".")[0]}
    if reading.invoice:
        stated.update(flat_invoice(reading.invoice))
    stated["seconds"] = round(seconds, 4)
    return {key: value for key, value in stated.items() if value not in (None, "")}


def flat_invoice(invoice: Invoice) -> dict[str, Any]:
    """Return an invoice with the keys of the scoring tool."""
    seller, totals = invoice.seller, invoice.totals
    accounts = [each.iban or each.number for each in invoice.payment.accounts]
    is_refund = invoice.type is not None and invoice.type.effect is Effect.REFUND
    return {
        "supplier_name": seller.name,
        "supplier_vat": seller.vat_number,
        "supplier_siren": seller.siren,
        "invoice_number": invoice.number,
        "issue_date": invoice.issue_date and invoice.issue_date.isoformat(),
        "due_date": invoice.due_date and invoice.due_date.isoformat(),
        "currency": invoice.currency,
        "total_untaxed": _amount(totals.net),
        "total_tax": _amount(totals.vat),
        "total_incl": _amount(totals.gross),
        "iban": next(iter(accounts), None),
        "po_ref": next(iter(invoice.order_references), None),
        "line_count": len(invoice.counted_lines),
        "doc_type": "credit_note" if is_refund else "invoice",
        "lines": [_flat_line(line) for line in invoice.counted_lines],
    }


def _flat_line(line: Line) -> dict[str, Any]:
    # Before a discount, as it is printed.
    price = line.price if line.gross_price is None else line.gross_price
    if price is not None and line.base_quantity:
        price /= line.base_quantity
    return {
        "description": line.name,
        "quantity": _amount(line.quantity),
        "unit_price": _amount(price),
        "vat_rate": _amount(line.vat_rate),
        "total": _amount(line.net),
    }


def row(name: str, content: bytes | Finding) -> str:
    """Return the row of one file: format, profile, total, what stops it, file."""
    reading, findings, _seconds = answer(name, content)
    total = reading.invoice.totals.gross if reading.invoice else None
    amount = _amount(total) or "–"
    codes = {each.code for each in findings if each.severity is not Severity.INFORM}
    gate = ", ".join(sorted(codes)) or ("ok" if reading.invoice else "–")
    profile = reading.profile or "–"
    return f"{reading.format:9} {profile:16} {amount:>14}  {gate:28} {name}"


def main() -> int:
    """Print one line for each file."""
    parser = argparse.ArgumentParser(prog="bin/read", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--flat", action="store_true", help="flat keys, for scoring")
    shape.add_argument("--table", action="store_true", help="one table row a file")
    options = parser.parse_args()
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    present = [path for path in options.files if path.exists()]
    for name, content in files(present):
        if options.table:
            print(row(name, content))
        else:
            shown = (flat if options.flat else full)(name, content)
            print(json.dumps(shown, ensure_ascii=False))
    missing = [path for path in options.files if not path.exists()]
    for path in missing:
        print(f"bin/read: there is no file {path}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
