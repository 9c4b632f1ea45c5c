"""A reading of a page as JSON and back, so that what a bill was made from stays.

Another version of the reader, or what was learned since, may read the same page
otherwise; a bill is compared with the reading it was made from.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from odoo.addons.einvoice_base.domain.findings import Finding, Rule, Severity
from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.reading import Box, Reading
from odoo.addons.einvoice_base.domain.reading import Field as ReadField
from odoo.addons.einvoice_base.domain.values import restored, stored


def reading_as_json(reading: Reading) -> dict[str, Any]:
    """Return a reading of pages for a JSON column, without its bytes."""
    return {
        "format": reading.format,
        "invoice": reading.invoice and _as_json(reading.invoice),
        "fields": {path: _field_row(each) for path, each in reading.fields.items()},
        "problems": problems_as_json(reading.problems),
    }


def problems_as_json(problems: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return findings for a JSON column."""
    return [_finding_row(each) for each in problems]


def problems_from_json(
    rows: Iterable[Mapping[str, Any]], rules: Mapping[str, Rule]
) -> tuple[Finding, ...]:
    """Return findings from a JSON column, but those of a rule that is no more."""
    return tuple(
        _finding(row, rules[row["rule"]]) for row in rows if row["rule"] in rules
    )


def reading_from_json(kept: Mapping[str, Any], rules: Mapping[str, Rule]) -> Reading:
    """Return a reading from a JSON column.

    Args:
        kept: What :func:`reading_as_json` gave, of this version or an older one.
        rules: Rules by their code; problems of a rule that is no more are left out.

    >>> reading = Reading(Invoice(number="F-1", issue_date=date(2026, 9, 1)), "scan",
    ...                   fields={"number": ReadField("F-1", 0.5, Box(1, 0, 0, 9, 9))})
    >>> reading_from_json(reading_as_json(reading), {}) == reading
    True
    """
    invoice = kept.get("invoice")
    return Reading(
        _restored(Invoice, invoice) if invoice is not None else None,
        kept["format"],
        fields={path: _field(row) for path, row in kept["fields"].items()},
        problems=problems_from_json(kept["problems"], rules),
    )


def _field_row(field: ReadField) -> list[Any]:
    box = field.box
    place = box and [box.page, box.left, box.top, box.right, box.bottom]
    return [field.value, round(field.confidence, 4), place]


def _field(row: list[Any]) -> ReadField:
    value, confidence, place = row
    return ReadField(value, confidence, Box(*place) if place else None)


def _finding_row(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.code,
        "severity": finding.severity.value,
        "values": stored(finding.values),
        "term": finding.term,
        "line": finding.line,
        "expected": stored(finding.expected),
        "found": stored(finding.found),
    }


def _finding(row: Mapping[str, Any], rule: Rule) -> Finding:
    values: Any = restored(row["values"])
    expected: Any = restored(row["expected"])
    found: Any = restored(row["found"])
    return Finding(
        rule,
        Severity(row["severity"]),
        values,
        row["term"],
        row["line"],
        expected,
        found,
    )


def _as_json(value: Any) -> Any:
    """Return a value of the invoice as JSON; what it does not say is left out."""
    if is_dataclass(value) and not isinstance(value, type):
        shown = {
            each.name: getattr(value, each.name)
            for each in fields(value)
            if getattr(value, each.name) != _default(each)
        }
        return {name: _as_json(each) for name, each in shown.items()}
    if isinstance(value, tuple):
        return [_as_json(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return format(value, "f")
    # Bytes of an enclosed file are not on a page.
    if isinstance(value, bytes):
        return None
    return value.isoformat() if isinstance(value, date) else value


def _default(field: Field[Any]) -> Any:
    if field.default is not MISSING:
        return field.default
    return field.default_factory() if field.default_factory is not MISSING else MISSING


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _restored(hint: Any, kept: Any) -> Any:
    if kept is None:
        return None
    if get_origin(hint) in (Union, types.UnionType):
        [inner] = [each for each in get_args(hint) if each is not type(None)]
        return _restored(inner, kept)
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        return tuple(_restored(inner, each) for each in kept)
    if is_dataclass(hint) and isinstance(hint, type):
        hints = _hints(hint)
        known = {name: each for name, each in kept.items() if name in hints}
        return hint(
            **{name: _restored(hints[name], each) for name, each in known.items()}
        )
    if not isinstance(hint, type):
        return kept
    if issubclass(hint, date):
        return date.fromisoformat(kept)
    return hint(kept) if issubclass(hint, (Decimal, Enum, str)) else kept
