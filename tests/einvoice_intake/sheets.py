"""Pages that tests write: rows of texts at their places become words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from odoo.addons.einvoice_intake.domain.paper.line_found import LinesFound
from odoo.addons.einvoice_intake.domain.paper.page import Page, Word
from odoo.addons.einvoice_intake.domain.paper.rows import Row, rows_of
from odoo.addons.einvoice_intake.domain.paper.sheet import Sheet, sheet_of

SIZE = 9.0
WIDTH, HEIGHT = 595.0, 842.0
_LETTER, _BLANK = 0.5, 0.28
_LEADING = 1.5
_LEFT = 40.0
# A table of lines: what stands above its columns; their places as in `Printed`.
HEADING = ("Désignation", "Qté", "P.U. HT", "TVA", "Montant HT")
FIVE = (40, -320, -390, -440, -540)


@dataclass(frozen=True)
class Printed:
    """One row: texts that begin at a place, or end there where it is negative.

    Attributes:
        size: Height of its letters in points.
        at: Upper edge in points; ``None`` for right below the row before.
    """

    pieces: tuple[tuple[float, str], ...]
    size: float = SIZE
    at: float | None = None


def printed(
    *pieces: tuple[float, str] | str, size: float = SIZE, at: float | None = None
) -> Printed:
    placed = tuple((_LEFT, each) if isinstance(each, str) else each for each in pieces)
    return Printed(placed, size, at)


def page_of(
    *rows: Printed | str,
    number: int = 1,
    source: str = "text",
    top: float = 50.0,
    sure: float = 1.0,
) -> Page:
    """Return a page; a text alone is a row at the left, an empty one leaves a gap."""
    words: list[Word] = []
    for each in rows:
        row = printed(each) if isinstance(each, str) else each
        top = top if row.at is None else row.at
        for place, text in row.pieces:
            words += words_of(text, place, top, number, row.size, sure)
        top += row.size * _LEADING
    return Page(number, WIDTH, HEIGHT, tuple(words), source)


def words_of(
    text: str,
    place: float,
    top: float = 50.0,
    page: int = 1,
    size: float = SIZE,
    sure: float = 1.0,
) -> list[Word]:
    """Return the words of a text that begins, or ends at a negative, place."""
    parts = text.split()
    blank = size * _BLANK
    width = sum(len(part) for part in parts) * size * _LETTER
    left = place if place >= 0 else -place - width - blank * (len(parts) - 1)
    words = []
    for part in parts:
        right = left + len(part) * size * _LETTER
        words.append(Word(part, page, left, top, right, top + size, sure))
        left = right + blank
    return words


def row_of(*pieces: tuple[float, str] | str) -> Row:
    (row,) = rows_of(page_of(printed(*pieces)))
    return row


def sheet(*rows: Printed | str, source: str = "text") -> Sheet:
    return sheet_of([page_of(*rows, source=source)])


def table_of(
    rows: Sequence[Sequence[str]],
    places: Sequence[float] = FIVE,
    number: int = 1,
    source: str = "text",
    pitch: float = 14.0,
) -> Page:
    """Return a page with a table; an empty text leaves its cell empty."""
    words: list[Word] = []
    for at, row in enumerate(rows):
        for text, place in zip(row, places, strict=True):
            words += words_of(text, place, 100 + at * pitch, number)
    return Page(number, WIDTH, HEIGHT, tuple(words), source)


def cells_of(found: LinesFound, *names: str) -> list[tuple[str | None, ...]]:
    """Return what stands in some columns of each line."""
    return [
        tuple(line.cells[name].value if name in line.cells else None for name in names)
        for line in found.lines
    ]
