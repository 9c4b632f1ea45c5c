"""What stands around a value: the label beside it, else the one above it.

Where labels stand in a row and their values in the row below, what is next to a value
is another value, which the next invoice will not repeat. So a date, an amount, a number
or an identifier is never a label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from .dates import dates_of
from .layout import LONGEST, Anchor, likeness, shape_of
from .page import Word
from .pairing import Candidate
from .rows import COLUMN, Row
from .sheet import Sheet

# How much text before a value is its label.
_BEFORE = 45
# Rows above a value in which its label is looked for.
_ABOVE = 4
_LEAST = 0.6
_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_CURRENCY = re.compile(r"[€$£%]|\W*(?:eur|euros?|usd|gbp|chf|rm)\W*", re.IGNORECASE)
# "FAC 26 0098": the letters that a number begins with.
_PREFIX = re.compile(r"[A-Z]{1,4}")


class Surroundings:
    """Tells what stands around the words of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._pages = {page.number: page for page in sheet.pages}
        self._first = sheet.pages[0].number
        self._rows = sheet.rows
        self._row_of = {
            id(word): place
            for place, row in enumerate(sheet.rows)
            for word in row.words
        }
        self._labelled = sheet.labelled
        self._labels = [each.span.words for each in sheet.labels]
        self._values = sheet.barred | frozenset(_values(sheet, self._labelled))

    def anchor(self, words: Sequence[Word]) -> Anchor | None:
        """Return what stands around a value, ``None`` for words of another sheet."""
        place = self._row_of.get(id(words[0]))
        if place is None:
            return None
        row = self._rows[place]
        page = self._pages[row.page]
        top = min(word.top for word in words)
        left, above = self._label(place, words)
        return Anchor(
            left=left,
            above=above,
            shape=shape_of(" ".join(word.text for word in words)),
            x=round(words[0].left, 1),
            y=round(top if row.page == self._first else top - page.height, 1),
            is_first=row.page == self._first,
        )

    def _label(self, place: int, words: Sequence[Word]) -> tuple[str, str]:
        """Return the label beside a value, and the one above it.

        What is next to the value says more than what is above, unless it is a value:
        then the column has the word.
        """
        row = self._rows[place]
        columns = [self._named(each) for each in _columns_before(row, words[0])]
        over = [self._named(each) for each in self._over(place, words)]
        above = next((self._text(each) for each in over if each), "")
        beside = next((each for each in columns if each), ())
        heads = over[:1] if over and self._is_known(over[0]) else []
        is_next = bool(columns and columns[0])
        if is_next and not (heads and self._is_answered(row, columns[0], words[0])):
            return self._text(columns[0]), above
        if self._is_known(beside) and not heads:
            return self._text(beside), above
        return ("", above) if above else (self._text(beside), "")

    def _is_answered(self, row: Row, label: Sequence[Word], word: Word) -> bool:
        """Tell whether another value follows a label in its own column."""
        after = row.words[row.words.index(label[-1]) + 1 : row.words.index(word)]
        return any(id(each) in self._values for each in after)

    def _named(self, words: Sequence[Word]) -> tuple[Word, ...]:
        """Return words without values; none where they label nothing."""
        kept = tuple(word for word in words if id(word) not in self._values)
        is_label = any(
            not _CURRENCY.fullmatch(word.text)
            and (id(word) in self._labelled or _LETTERS.search(word.text))
            for word in kept
        )
        return kept if is_label else ()

    def _is_known(self, words: Sequence[Word]) -> bool:
        return any(id(word) in self._labelled for word in words)

    def _text(self, words: Sequence[Word]) -> str:
        if not words:
            return ""
        return _bare(Row(1, (_as_word(" ".join(word.text for word in words)),)).plain)

    def _over(self, place: int, words: Sequence[Word]) -> Iterator[tuple[Word, ...]]:
        """Yield what stands above in the column of a value, the nearest row first."""
        left = min(word.left for word in words)
        right = max(word.right for word in words)
        page = self._rows[place].page
        for row in reversed(self._rows[max(place - _ABOVE, 0) : place]):
            if row.page != page:
                break
            over = {
                id(word)
                for word in row.words
                if min(word.right, right) - max(word.left, left) > 0
            }
            if over:
                # A narrow value stands below a part of its label.
                over.update(
                    id(word)
                    for label in self._labels
                    if any(id(word) in over for word in label)
                    for word in label
                )
                yield tuple(word for word in row.words if id(word) in over)


def _values(sheet: Sheet, labelled: frozenset[int]) -> Iterator[int]:
    """Yield the words that a date or a number consists of."""
    for row in sheet.rows:
        for day in dates_of(row, misread=sheet.misread):
            yield from map(id, day.span.words)
        for place, word in enumerate(row.words):
            # Engines glue: "TVA20%" is a label all the same.
            is_label = id(word) in labelled and _LETTERS.search(word.text)
            if _DIGIT.search(word.text) and not is_label:
                yield id(word)
                yield from _prefix(row, place, labelled)


def _prefix(row: Row, place: int, labelled: frozenset[int]) -> Iterator[int]:
    before = row.words[place - 1] if place else None
    if before is None or id(before) in labelled:
        return
    is_near = row.text[row.starts[place] - 1] != COLUMN
    if is_near and _PREFIX.fullmatch(before.text):
        yield id(before)


def _columns_before(row: Row, word: Word) -> Iterator[tuple[Word, ...]]:
    """Yield the words before a value, column by column, the nearest first."""
    end = row.words.index(word)
    start = row.starts[end]
    column: list[Word] = []
    for place in range(end - 1, -1, -1):
        after = row.starts[place] + len(row.words[place].text)
        if column and row.text[after] == COLUMN:
            yield tuple(column)
            column = []
        if start - row.starts[place] > _BEFORE and not column:
            return
        column.insert(0, row.words[place])
    if column:
        yield tuple(column)


def _as_word(text: str) -> Word:
    return Word(text, 1, 0.0, 0.0, 1.0, 1.0)


def _bare(text: str) -> str:
    return re.sub(r"[\d\s]+", " ", text).strip(" :.-")[:LONGEST]


def remembered(
    candidates: Sequence[Candidate[Any]], anchor: Anchor, around: Surroundings
) -> tuple[Candidate[Any] | None, float]:
    """Return the value that stands where the lesson says, and how surely.

    Args:
        candidates: Values of one kind.
        anchor: The lesson.
        around: What stands around the words of their sheet.
    """
    scored = [
        (likeness(anchor, place), each)
        for each in candidates
        if (place := around.anchor(each.words)) is not None
    ]
    if not scored:
        return None, 0.0
    score, best = max(scored, key=lambda each: each[0])
    return (best, score) if score >= _LEAST else (None, 0.0)
