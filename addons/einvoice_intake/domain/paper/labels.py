"""Labels: what is printed beside the values of an invoice.

A label says what stands beside it. Labels of things that an invoice does not need, such
as a customer number, are here too: a value that belongs to one of them is no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from odoo.addons.einvoice_base.domain.reading import Box

from .label_words import WORDS, Term
from .label_words_amounts import AMOUNT_LABELS
from .label_words_foreign import FOREIGN_LABELS
from .label_words_header import HEADER_LABELS
from .rows import Row, Span

__all__ = ["Label", "Term", "labels_of"]

_KINDS = (
    frozenset({Term.NUMBER, Term.ORDER, Term.PRECEDING, Term.OTHER_NUMBER}),
    frozenset({Term.ISSUE_DATE, Term.DUE_DATE, Term.DELIVERY_DATE, Term.OTHER_DATE}),
)


def _kind(term: Term) -> int:
    """Tell numbers, dates and amounts apart: "Facture n° 12 du 3 mai" labels two."""
    return next((place for place, kind in enumerate(_KINDS) if term in kind), -1)


# Letters of a row that are searched; no page prints so many.
_LONGEST = 2000
# A line that is further indented goes on with the pattern of the line before.
_CONTINUED = re.compile(r"\n {12,}")


def _alternatives(lines: str) -> str:
    joined = _CONTINUED.sub("", lines)
    return "|".join(line.strip() for line in joined.split("\n") if line.strip())


def _pattern(lines: str) -> re.Pattern[str]:
    text = _alternatives(lines)
    for name, words in WORDS.items():
        text = text.replace(f"{{{name}}}", f"(?:{_alternatives(words)})")
    text = text.replace(" ", r"[ \u00a0]*")
    return re.compile(rf"(?<![a-z])(?:{text})(?![a-z])")


_PATTERNS = tuple(
    (term, weight, _pattern(lines))
    for labels in (HEADER_LABELS, AMOUNT_LABELS, FOREIGN_LABELS)
    for (term, weight), lines in labels.items()
)


@dataclass(frozen=True)
class Label:
    """A label on the page and how surely it means its term."""

    term: Term
    weight: float
    span: Span
    start: int
    end: int

    @cached_property
    def box(self) -> Box | None:
        """Where it stands."""
        return self.span.box


def labels_of(row: Row) -> list[Label]:
    """Return the labels of a row; a longer one hides what it contains.

    >>> from .page import Word
    >>> words = (Word("Facture", 1, 0, 0, 30, 9), Word("n°", 1, 33, 0, 40, 9))
    >>> [(each.term.name, each.span.text) for each in labels_of(Row(1, words))]
    [('NUMBER', 'Facture n°')]
    """
    return list(_longest(_found(row)))


def _found(row: Row) -> Iterator[Label]:
    text = row.plain[:_LONGEST]
    for term, weight, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if match.end() > match.start():
                span = row.span(match.start(), match.end())
                yield Label(term, weight, span, match.start(), match.end())


def _longest(labels: Iterable[Label]) -> Iterator[Label]:
    """Keep, of labels that overlap, the longest, then the one that is surest.

    Labels of one length say several things: all of them stay.
    """
    ranked = sorted(labels, key=lambda each: (each.start - each.end, -each.weight))
    kept: list[Label] = []
    for label in ranked:
        clash = [
            each
            for each in kept
            if each.start < label.end
            and label.start < each.end
            and (each.start, each.end) != (label.start, label.end)
            and _kind(each.term) == _kind(label.term)
        ]
        if not clash:
            kept.append(label)
    yield from sorted(kept, key=lambda each: each.start)
