"""Words that stand on one line of a page, as text that can be searched."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from odoo.addons.einvoice_base.domain.reading import Box

from .page import Page, Word, box_of

# A gap wider than so many letter heights begins another column.
_COLUMN_GAP = 0.9
# Between two columns in the text of a row: no pattern of a value spans it.
COLUMN = "\t"
# Gap in points, and place of the word behind it.
_Near = tuple[float, int]
# "DateFacture" is two words that an engine glued: the second keeps its capital, so that
# a pattern of small letters ends before it. "MwSt" and "GmbH" are one.
_GLUED = re.compile(r"(?<=[^\W\d_A-Z]{3})[A-Z]")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a row: its text and the words that it touches."""

    text: str
    words: tuple[Word, ...]
    row: Row = field(repr=False, compare=False)
    groups: tuple[str | None, ...] = ()

    @property
    def box(self) -> Box | None:
        """Box around the words."""
        return box_of(self.words)


@dataclass(frozen=True)
class Row:
    """Words of one line of a page, from left to right."""

    page: int
    words: tuple[Word, ...]

    @cached_property
    def _joined(self) -> tuple[str, tuple[int, ...]]:
        parts: list[str] = []
        starts: list[int] = []
        length = 0
        for place, word in enumerate(self.words):
            if place:
                before = self.words[place - 1]
                gap = word.left - before.right
                size = min(before.height, word.height)
                mark = COLUMN if gap > _COLUMN_GAP * size else " "
                parts.append(mark)
                length += 1
            starts.append(length)
            parts.append(word.text)
            length += len(word.text)
        return "".join(parts), tuple(starts)

    @property
    def text(self) -> str:
        """The words with a blank between, a tab where a column begins."""
        return self._joined[0]

    @cached_property
    def plain(self) -> str:
        """The text in small letters without accents, each letter at its place.

        >>> Row(1, (Word("Échéance", 1, 0.0, 0.0, 9.0, 9.0),)).plain
        'echeance'
        """
        text = self.text
        letters = list(plain(text))
        for match in _GLUED.finditer(text):
            letters[match.start()] = text[match.start()]
        return "".join(letters)

    @property
    def starts(self) -> tuple[int, ...]:
        """Place in the text where each word begins."""
        return self._joined[1]

    @property
    def top(self) -> float:
        """Upper edge in points."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """Lower edge in points."""
        return max(word.bottom for word in self.words)

    @property
    def left(self) -> float:
        """Left edge in points."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Right edge in points."""
        return max(word.right for word in self.words)

    def span(self, start: int, end: int) -> Span:
        """Return a piece of the text with its words."""
        first = max(bisect_right(self.starts, start) - 1, 0)
        last = max(bisect_right(self.starts, max(end - 1, start)) - 1, 0)
        return Span(self.text[start:end], self.words[first : last + 1], self)

    def search(self, pattern: re.Pattern[str]) -> Iterator[Span]:
        """Find a pattern in the text; groups of the pattern come with each span."""
        for match in pattern.finditer(self.text):
            if match.end() > match.start():
                found = self.span(match.start(), match.end())
                yield Span(found.text, found.words, self, match.groups())


def plain(text: str) -> str:
    """Return a text in small letters without accents, each letter at its place.

    >>> plain("Main d’œuvre")
    "main d'ouvre"
    """
    return "".join(map(_plain_letter, text))


def _plain_letter(letter: str) -> str:
    """Return one small letter for one letter, so that no place moves."""
    if letter.isascii():
        return letter.lower()
    special = {"œ": "o", "æ": "a", "ß": "s", "’": "'", "º": "°", "\u00a0": " "}
    base = unicodedata.normalize("NFKD", letter.lower())[:1]
    return special.get(letter.lower(), base or letter)


def rows_of(page: Page) -> list[Row]:
    """Return the rows of a page from top to bottom.

    Each word is followed by the nearest one to its right that stands level with it, if
    it is also that one's nearest to the left. So a page that is a little askew keeps
    its rows, and a column between two rows of another joins one of them only.

    >>> words = (Word("b", 1, 9.0, 1.0, 12.0, 9.0), Word("a", 1, 1.0, 0.0, 4.0, 8.0))
    >>> [row.text for row in rows_of(Page(1, 100.0, 100.0, words))]
    ['a b']
    """
    words = sorted(page.words, key=lambda each: each.middle)
    after, before = _neighbours(words)
    rows = []
    for start in range(len(words)):
        if _linked(after, before, before.get(start), start):
            continue
        chain = [start]
        while (following := after.get(chain[-1])) is not None and _linked(
            after, before, chain[-1], following
        ):
            chain.append(following)
        rows.append([words[place] for place in chain])
    rows.sort(key=lambda row: sum(word.middle for word in row) / len(row))
    return [Row(page.number, tuple(row)) for row in rows]


def _linked(
    after: dict[int, int], before: dict[int, int], left: int | None, right: int
) -> bool:
    return left is not None and after.get(left) == right and before.get(right) == left


def _neighbours(words: list[Word]) -> tuple[dict[int, int], dict[int, int]]:
    """Return the nearest level word to the right, and to the left, of each word."""
    tallest = max((word.height for word in words), default=0.0)
    bands: dict[int, list[int]] = {}
    for place, word in enumerate(words):
        if word.height > 0:
            bands.setdefault(int(word.middle // tallest), []).append(place)
    after: dict[int, _Near] = {}
    before: dict[int, _Near] = {}
    for number, band in bands.items():
        # Words that are level differ by less than the tallest of them.
        for others in (bands.get(number + step, []) for step in (-1, 0, 1)):
            _note_after(words, band, others, after)
            _note_before(words, band, others, before)
    return (
        {place: other for place, (_gap, other) in after.items()},
        {place: other for place, (_gap, other) in before.items()},
    )


def _note_after(
    words: list[Word], band: list[int], others: list[int], best: dict[int, _Near]
) -> None:
    """Note the nearest follower of each word: the first that fits, from its middle."""
    ranked = sorted(others, key=lambda place: words[place].left)
    lefts = [words[place].left for place in ranked]
    for place in band:
        word = words[place]
        for at in range(bisect_left(lefts, word.centre), len(ranked)):
            other = ranked[at]
            if other != place and _follows(word, words[other]):
                gap = words[other].left - word.right
                best[place] = min(best.get(place, (gap, other)), (gap, other))
                break


def _note_before(
    words: list[Word], band: list[int], others: list[int], best: dict[int, _Near]
) -> None:
    """Note of each word the nearest that it follows, likewise."""
    ranked = sorted(others, key=lambda place: -words[place].right)
    rights = [-words[place].right for place in ranked]
    for place in band:
        word = words[place]
        for at in range(bisect_left(rights, -word.centre), len(ranked)):
            other = ranked[at]
            if other != place and _follows(words[other], word):
                gap = word.left - words[other].right
                best[place] = min(best.get(place, (gap, other)), (gap, other))
                break


def rows_of_all(pages: Iterable[Page]) -> list[Row]:
    """Return the rows of all pages, in their order."""
    return [row for page in pages for row in rows_of(page)]


def _follows(word: Word, other: Word) -> bool:
    """Tell whether a word may come after another one in a row: level, to the right."""
    narrow = min(word.right - word.left, other.right - other.left)
    if other.left < word.right - 0.5 * narrow or other.centre <= word.centre:
        return False
    overlap = min(word.bottom, other.bottom) - max(word.top, other.top)
    smaller = min(word.height, other.height)
    return smaller > 0 and overlap >= 0.5 * smaller
