"""VAT rates of lines: printed as such, or as a code that is explained elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from .line_labels import Column
from .line_table import Entry
from .page import Word
from .rows import Row

_MOST = Decimal(30)
_LEGEND = re.compile(
    r"(?:^|[\t(])\s*\(?(?P<code>[A-Z]{1,2}|[1-9])\s*\)?[\t :=.-]+(?:[^\d\W]{2,4}\.?\s)?"
    r"(?P<rate>\d{1,2}(?:[.,]\d{1,2})?)(?P<percent>\s?%)?(?=[\t ]|$)"
)
_CODE = re.compile(r"^(?:[A-Z]{1,2}|\d)$")


def legend_of(rows: Iterable[Row]) -> dict[str, Decimal]:
    """Return the rates that the pages explain by code.

    >>> words = [("A", 0), ("20", 30), ("1492,48", 60), ("298,50", 110)]
    >>> words = tuple(Word(text, 1, at, 0, at + 8, 9) for text, at in words)
    >>> legend_of([Row(1, words)])
    {'A': Decimal('20')}
    """
    legend: dict[str, Decimal] = {}
    for row in rows:
        for match in _LEGEND.finditer(row.text):
            rate = Decimal(match["rate"].replace(",", "."))
            if rate > _MOST or not (match["percent"] or _explains(row.text, rate)):
                continue
            legend.setdefault(match["code"], rate)
    return legend


def _explains(text: str, rate: Decimal) -> bool:
    """Without a percent sign the row must show a base and its VAT."""
    amounts = [
        Decimal(re.sub(r"[ .,](?=\d{3})", "", each).replace(",", "."))
        for each in re.findall(
            r"\d{1,3}(?:[ .,]\d{3})*[.,]\d\d(?!\d)|\d+[.,]\d\d", text
        )
    ]
    return any(
        abs(base * rate / 100 - vat) < Decimal("0.02")
        for base in amounts
        for vat in amounts
        if base != vat or not rate
    )


def rate_of(
    entry: Entry, columns: Sequence[Column], legend: Mapping[str, Decimal]
) -> tuple[Decimal, tuple[Word, ...]] | None:
    """Return the VAT rate of a line and where it stands, ``None`` where none does."""
    taken = {
        (word.left, word.top)
        for part in entry.solution.parts.values()
        for word in part.token.words
    }
    free = [word for word in entry.row.words if (word.left, word.top) not in taken]
    column = next((each for each in columns if each.kind == "vat_rate"), None)
    if column is not None:
        found = _in_column(entry, column, columns, free, legend)
        if found is not None:
            return found
    return _code_at_end(entry, free, legend) or _percent(entry, taken)


def _in_column(
    entry: Entry,
    column: Column,
    columns: Sequence[Column],
    free: list[Word],
    legend: Mapping[str, Decimal],
) -> tuple[Decimal, tuple[Word, ...]] | None:
    words = [word for word in free if _is_nearest(column, columns, word)]
    for word in words:
        if _CODE.match(word.text) and word.text in legend:
            return legend[word.text], (word,)
    places = {(word.left, word.top) for word in words}
    for token in entry.tokens:
        value = token.amount.value
        if 0 <= value <= _MOST and (token.words[0].left, token.words[0].top) in places:
            return value, token.words
    return None


def _is_nearest(column: Column, columns: Sequence[Column], word: Word) -> bool:
    gap = column.gap(word.left, word.right)
    return gap < 25 and all(
        gap <= other.gap(word.left, word.right) for other in columns if other != column
    )


def _code_at_end(
    entry: Entry, free: list[Word], legend: Mapping[str, Decimal]
) -> tuple[Decimal, tuple[Word, ...]] | None:
    net = entry.solution.net.token
    after = [word for word in free if word.left >= net.right - 1]
    for word in after[:1]:
        code = word.text.strip("()*")
        if code in legend:
            return legend[code], (word,)
    glued = next((w for w in entry.row.words if w.left == net.words[-1].left), None)
    match = re.search(r"\d([A-Z]{1,2})$", glued.text) if glued else None
    if match and glued and match[1] in legend:
        return legend[match[1]], (glued,)
    return None


def _percent(
    entry: Entry, taken: set[tuple[float, float]]
) -> tuple[Decimal, tuple[Word, ...]] | None:
    rates = [
        token
        for token in entry.tokens
        if token.amount.is_percent
        and not token.in_text
        and 0 <= token.amount.value <= _MOST
        and (token.words[0].left, token.words[0].top) not in taken
    ]
    return (rates[-1].amount.value, rates[-1].words) if rates else None
