"""What a person corrected or confirmed in a review, applied to what was read.

A field that a person touched is certain. Nothing here raises for what is typed: bad
input is refused with a sentence for its field, and the rest is applied.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.messages import mark as _
from odoo.addons.einvoice_base.domain.reading import Box, Field, Reading

from ..texts import storable
from .corrected import with_field, with_lines, with_sums, with_taxes
from .review_fields import BY_PATH, LINE_COLUMNS, TAX_COLUMNS, ReviewField
from .typed import READERS, NotUnderstood, percent_text

# No invoice has more rows; what comes from outside is not believed to end by itself.
_MOST_ROWS = 2000
_MOST_TAXES = 200
_MOST_PAGES = 100_000
_LONGEST = 2000
_TOO_MANY_ROWS = _("This table is too long: %(limit)s rows at most.")
_TOO_LARGE = _("The amount is too large: check the quantity and the unit price.")
_PERCENTS = ("discount", "vat_rate", "rate")

Row = Mapping[str, "Typed"]


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in one field after a person touched it.

    Attributes:
        value: As typed; empty where the invoice does not say.
        box: Where it stands on the page, if the person showed it.
    """

    value: str
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Input that is no value of its field.

    Attributes:
        path: The field, such as ``issue_date`` or ``line.0.net``.
        sentence: Marked for translation.
        values: What fills it.
    """

    path: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a person typed on one document.

    Attributes:
        fields: Path to what was typed or confirmed.
        lines: The whole table of lines; ``None`` while nobody touched it.
        taxes: The whole table of VAT; likewise.
    """

    fields: Mapping[str, Typed] = field(default_factory=dict)
    lines: tuple[Row, ...] | None = None
    taxes: tuple[Row, ...] | None = None

    @classmethod
    def from_json(cls, values: object) -> Corrections:
        """Take what a client sent; what has no place in a review is left out.

        >>> sent = {"fields": {"number": {"value": "F 1"}, "user_id": {"value": "2"}}}
        >>> sorted(Corrections.from_json(sent).fields)
        ['number']
        """
        sent = values if isinstance(values, Mapping) else {}
        stated = sent.get("fields")
        stated = stated if isinstance(stated, Mapping) else {}
        fields = {path: _typed(stated[path]) for path in BY_PATH if path in stated}
        return cls(
            fields,
            _rows(sent.get("lines"), LINE_COLUMNS, _MOST_ROWS),
            _rows(sent.get("taxes"), TAX_COLUMNS, _MOST_TAXES),
        )

    def as_json(self) -> dict[str, Any]:
        """Return them for a JSON column."""
        return {
            "fields": {path: _cell(each) for path, each in self.fields.items()},
            "lines": _cells(self.lines),
            "taxes": _cells(self.taxes),
        }

    def joined(self, later: Corrections) -> Corrections:
        """Return these with later ones on top."""
        return Corrections(
            {**self.fields, **later.fields},
            self.lines if later.lines is None else later.lines,
            self.taxes if later.taxes is None else later.taxes,
        )


def _typed(sent: object) -> Typed:
    if not isinstance(sent, Mapping):
        return Typed("" if sent is None else _text(sent))
    value = sent.get("value")
    text = "" if value is None or value is False else _text(value)
    return Typed(text, _box(sent.get("page"), sent.get("box")))


def _text(value: object) -> str:
    return storable(str(value)[:_LONGEST]).strip()


def _box(page: object, corners: object) -> Box | None:
    if not isinstance(corners, Sequence) or len(corners) != 4:
        return None
    try:
        left, top, right, bottom = (float(each) for each in corners)
        box = Box(int(str(page)), left, top, right, bottom)
    except (TypeError, ValueError, OverflowError):
        return None
    is_place = all(map(math.isfinite, (left, top, right, bottom)))
    return box if is_place and 0 < box.page <= _MOST_PAGES else None


def _rows(
    sent: object, columns: Sequence[ReviewField], most: int
) -> tuple[Row, ...] | None:
    """Return the rows; one more than the most where there are more, to be refused."""
    if not isinstance(sent, (list, tuple)):
        return None
    rows = []
    for each in sent[: most + 1]:
        if isinstance(each, Mapping):
            names = [column.path for column in columns if column.path in each]
            row = {name: _typed(each[name]) for name in names}
            if any(cell.value for cell in row.values()):
                rows.append(row)
    return tuple(rows)


def _cell(typed: Typed) -> dict[str, Any]:
    box = typed.box
    corners = box and [box.left, box.top, box.right, box.bottom]
    return {"value": typed.value, "page": box and box.page, "box": corners}


def _cells(rows: tuple[Row, ...] | None) -> list[dict[str, Any]] | None:
    if rows is None:
        return None
    return [{name: _cell(each) for name, each in row.items()} for row in rows]


def corrected(
    reading: Reading, corrections: Corrections
) -> tuple[Reading, tuple[Refused, ...]]:
    """Apply corrections to a reading.

    Returns:
        The reading, in which what a person touched has confidence 1, and what he typed
        that could not be understood.

    >>> typed = Corrections({"issue_date": Typed("12/11/26"), "number": Typed("F-1")})
    >>> reading, refused = corrected(Reading(None, "scan"), typed)
    >>> reading.invoice.issue_date.isoformat(), reading.fields["number"].confidence
    ('2026-11-12', 1.0)
    >>> wrong = Corrections({"issue_date": Typed("yesterday")})
    >>> [each.path for each in corrected(Reading(None, "scan"), wrong)[1]]
    ['issue_date']
    """
    refused: list[Refused] = []
    fields, rows = dict(reading.fields), {}
    before = reading.invoice or Invoice()
    invoice = before
    for path, typed in corrections.fields.items():
        value = _understood(path, BY_PATH[path], typed, refused)
        if value is None:
            continue
        invoice = with_field(invoice, path, value)
        if value:
            fields[path] = Field(value, 1.0, typed.box)
        else:
            fields.pop(path, None)
    for table, typed_rows, columns in _tables(corrections, refused):
        rows[table] = _understood_rows(table, typed_rows, columns, refused)
        fields = _without(fields, table) | _row_fields(table, rows[table])
    if "line" in rows:
        invoice = with_lines(invoice, before, _plain_rows(rows["line"]))
        refused += _too_large(invoice, _plain_rows(rows["line"]))
    if "tax" in rows:
        invoice = with_taxes(invoice, before, _plain_rows(rows["tax"]))
    touched = {*corrections.fields, *rows}
    invoice = with_sums(invoice, before, touched)
    return replace(reading, invoice=invoice, fields=fields), tuple(refused)


def _tables(
    corrections: Corrections, refused: list[Refused]
) -> Iterator[tuple[str, tuple[Row, ...], Sequence[ReviewField]]]:
    """Give the tables that were touched, each with its columns."""
    for table, path, rows, columns, most in (
        ("line", "lines", corrections.lines, LINE_COLUMNS, _MOST_ROWS),
        ("tax", "taxes", corrections.taxes, TAX_COLUMNS, _MOST_TAXES),
    ):
        if rows is not None and len(rows) > most:
            refused.append(Refused(path, _TOO_MANY_ROWS, {"limit": most}))
        elif rows is not None:
            yield table, rows, columns


def _without(fields: Mapping[str, Field], table: str) -> dict[str, Field]:
    return {
        path: each for path, each in fields.items() if not path.startswith(f"{table}.")
    }


_Rows = list[dict[str, Field]]


def _understood(
    path: str, column: ReviewField, typed: Typed, refused: list[Refused]
) -> str | None:
    """Return the canonical text, ``None`` where it is refused."""
    if not typed.value:
        return ""
    try:
        is_percent = column.path in _PERCENTS
        return (percent_text if is_percent else READERS[column.kind])(typed.value)
    except NotUnderstood as error:
        refused.append(Refused(path, error.sentence, error.values))
        return None


def _understood_rows(
    table: str,
    rows: Sequence[Row],
    columns: Sequence[ReviewField],
    refused: list[Refused],
) -> _Rows:
    kinds = {column.path: column for column in columns}
    read: _Rows = []
    for place, row in enumerate(rows):
        cells = {}
        for name, typed in row.items():
            path = f"{table}.{place}.{name}"
            value = _understood(path, kinds[name], typed, refused)
            cells[name] = Field(value or "", 1.0, typed.box)
        read.append(cells)
    return read


def _row_fields(table: str, rows: _Rows) -> dict[str, Field]:
    return dict(_each_field(table, rows))


def _each_field(table: str, rows: _Rows) -> Iterator[tuple[str, Field]]:
    for place, row in enumerate(rows):
        for name, each in row.items():
            if each.value:
                yield f"{table}.{place}.{name}", each


def _too_large(invoice: Invoice, rows: Sequence[Mapping[str, str]]) -> list[Refused]:
    """Refuse the rows whose amount cannot be computed of what was typed."""
    return [
        Refused(f"line.{place}.net", _TOO_LARGE)
        for place, (line, row) in enumerate(zip(invoice.lines, rows, strict=True))
        if line.net is None and row.get("quantity") and row.get("price")
    ]


def _plain_rows(rows: _Rows) -> list[dict[str, str]]:
    return [{name: each.value for name, each in row.items()} for row in rows]
