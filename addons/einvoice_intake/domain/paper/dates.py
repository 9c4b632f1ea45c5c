"""Dates as pages print them, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from ..page_values import MONTHS
from .amounts import digits_for_letters
from .rows import Row, Span

_SEPARATOR = r"\s?[./\-–]\s?"
_DAY_FIRST = re.compile(
    rf"(?<![\d.,/-])(\d{{1,2}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}(\d{{4}}|\d{{2}})(?![\d/]|[.,-]\d)"
)
_YEAR_FIRST = re.compile(
    rf"(?<![\d.,/-])(\d{{4}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}(\d{{1,2}})(?![\d/]|[.,-]\d)"
)
_COMPACT = re.compile(
    r"(?<![\w.,/-])(20[0-4]\d)(0[1-9]|1[0-2])([0-3]\d)(?![\w]|[.,/-]\d)"
)
_BLANKS = re.compile(r"(?<![\w.,/-])(\d{2}) (\d{2}) (20[0-4]\d)(?![\w]|[.,/-]\d)")
_WORDED = re.compile(
    r"(?<!\d)(\d{1,2})\s?(?:er|st|nd|rd|th|\.)?[\s.\-]{0,2}(?:de\s|of\s)?"
    r"([a-z]{3,10})[\s.,\-]{0,3}(\d{4}|\d{2}(?!\d))"
)
_MONTH_FIRST = re.compile(
    r"(?<![a-z])([a-z]{3,10})[\s.\-]{1,2}(\d{1,2})(?:st|nd|rd|th)?[\s,.\-]{1,3}(\d{4})"
)
_FIRST_YEAR = 1990
_LAST_YEAR = 2079


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date on the page.

    Attributes:
        value: What it means where the day comes before the month.
        other: What it means where the month comes first; ``None`` when it cannot.
        is_american: It can only be read with the month first.
    """

    value: date
    span: Span
    other: date | None = None
    is_american: bool = False


def dates_of(row: Row, *, misread: bool = False) -> list[PrintedDate]:
    """Return the dates of a row, from left to right.

    >>> from .page import Word
    >>> word = Word("05/10/2026", 1, 0.0, 0.0, 40.0, 9.0)
    >>> [(str(each.value), str(each.other)) for each in dates_of(Row(1, (word,)))]
    [('2026-10-05', '2026-05-10')]
    """
    found = sorted(_found(row, misread), key=lambda each: (each[0], -each[1]))
    kept: list[PrintedDate] = []
    end = -1
    for start, stop, days in found:
        if start < end or not days:
            continue
        other = days[1] if len(days) > 1 else None
        span = row.span(start, stop)
        kept.append(PrintedDate(days[0], span, other, _is_american(span.text)))
        end = stop
    return kept


def _found(row: Row, misread: bool) -> Iterator[tuple[int, int, tuple[date, ...]]]:
    text = digits_for_letters(row) if misread else row.text
    for match in _DAY_FIRST.finditer(text):
        first, second, year = (int(each) for each in match.groups())
        days = _days((_year(year), second, first), (_year(year), first, second))
        yield match.start(), match.end(), days
    for pattern, order in (
        (_YEAR_FIRST, (1, 2, 3)),
        (_COMPACT, (1, 2, 3)),
        (_BLANKS, (3, 2, 1)),
    ):
        for match in pattern.finditer(text):
            parts = tuple(int(match[place]) for place in order)
            yield match.start(), match.end(), _days((parts[0], parts[1], parts[2]))
    for pattern, day, month in ((_WORDED, 1, 2), (_MONTH_FIRST, 2, 1)):
        for match in pattern.finditer(row.plain):
            number = MONTHS.get(match[month])
            if number:
                days = _days((_year(int(match[3])), number, int(match[day])))
                yield match.start(), match.end(), days


def _is_american(text: str) -> bool:
    match = _DAY_FIRST.fullmatch(text)
    return match is not None and int(match[2]) > 12 >= int(match[1])


def _year(year: int) -> int:
    return year if year > 99 else 2000 + year


def _days(*parts: tuple[int, int, int]) -> tuple[date, ...]:
    days = []
    for year, month, day in parts:
        if _FIRST_YEAR <= year <= _LAST_YEAR:
            with suppress(ValueError):
                days.append(date(year, month, day))
    return tuple(dict.fromkeys(days))
