"""Which value belongs to which label: beside it, or below it.

A value has one owner. The nearer and the clearer label wins it, so a date under
"Échéance" is never the date of the invoice, whatever stands further left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from odoo.addons.einvoice_base.domain.reading import Box

from .labels import Label, Term
from .page import Word, box_of

V = TypeVar("V")

# In letter heights: how far below a label its value may stand.
_FAR_BELOW = 4.5
_FAR_BESIDE = 45.0


@dataclass(frozen=True, slots=True)
class Candidate(Generic[V]):
    """A value on the page and what its surroundings say it is.

    Attributes:
        scores: Term to how surely a label says so, 0 to 1.
        labels: Term to the label that says so.
    """

    value: V
    words: tuple[Word, ...]
    text: str
    confidence: float = 1.0
    scores: dict[Term, float] = field(default_factory=dict)
    labels: dict[Term, Label] = field(default_factory=dict)

    @property
    def box(self) -> Box:
        """Where it stands."""
        found = box_of(self.words)
        assert found is not None
        return found

    def score(self, term: Term) -> float:
        """How surely it is this term: a rival label takes half of its own score.

        >>> Candidate(1, (), "1", scores={Term.NET: 0.9, Term.VAT: 0.4}).score(Term.NET)
        0.7
        """
        own = self.scores.get(term, 0.0)
        rival = max(
            (each for other, each in self.scores.items() if other is not term),
            default=0.0,
        )
        return own - 0.5 * rival


def pair(
    labels: Sequence[Label],
    candidates: Sequence[Candidate[V]],
    terms: Iterable[Term],
) -> None:
    """Give each candidate the scores of the labels around it.

    Args:
        labels: All labels of one page.
        candidates: All values of one kind on that page.
        terms: What values of this kind can be.
    """
    wanted = frozenset(terms)
    boxes = [(each, each.box) for each in candidates]
    for label in labels:
        if label.term not in wanted:
            continue
        area = label.span.box
        if area is None:
            continue
        for candidate, box in boxes:
            quality = _relation(label, area, candidate, box, labels, boxes)
            score = label.weight * quality
            if score > candidate.scores.get(label.term, 0.0):
                candidate.scores[label.term] = score
                candidate.labels[label.term] = label


def _relation(
    label: Label,
    area: Box,
    candidate: Candidate[V],
    box: Box,
    labels: Sequence[Label],
    boxes: Sequence[tuple[Candidate[V], Box]],
) -> float:
    """Return how well a value stands for a label, 0 to 1."""
    height = max(area.bottom - area.top, 4.0)
    is_level = min(area.bottom, box.bottom) - max(area.top, box.top) > 0.4 * min(
        height, box.bottom - box.top
    )
    if is_level:
        return _beside(label, area, candidate, box, labels, height)
    gap = (box.top - area.bottom) / height
    if -0.4 <= gap <= _FAR_BELOW:
        return _below(label, area, box, labels, boxes, gap)
    return 0.0


def _beside(
    label: Label,
    area: Box,
    candidate: Candidate[V],
    box: Box,
    labels: Sequence[Label],
    height: float,
) -> float:
    """Prefer the first value to the right of a label, with nothing between."""
    gap = (box.left - area.right) / height
    inside = candidate.words and candidate.words[0] in label.span.words
    if inside:
        # Glued: "Date:10/09/25" is one word.
        return 1.0 if box.right > area.right - 1 or len(label.span.words) == 1 else 0.0
    if not -0.6 <= gap <= _FAR_BESIDE:
        return 0.0
    for other in labels:
        if other is label or other.span.row is not label.span.row:
            continue
        if label.end <= other.start and _left(other) < box.left - 1:
            return 0.15
    between = [
        word
        for word in label.span.row.words
        if word.left >= area.right - 1 and word.right <= box.left + 1
    ]
    width = sum(len(word.text.strip(":. ")) for word in between)
    clear = 1.0 if width <= 3 else 0.75 if width <= 12 else 0.45
    near = 1.0 if gap < 12 else 0.92 if gap < 25 else 0.8
    return clear * near


def _left(label: Label) -> float:
    return label.span.words[0].left


def _below(
    label: Label,
    area: Box,
    box: Box,
    labels: Sequence[Label],
    boxes: Sequence[tuple[Candidate[V], Box]],
    gap: float,
) -> float:
    """Prefer the value right under a label, in its column."""
    aligned = _aligned(area, box)
    if not aligned:
        return 0.0
    for _other, place in boxes:
        is_between = area.bottom - 1 <= place.top and place.bottom <= box.top + 1
        if place is not box and is_between and _aligned(area, place) >= aligned:
            return 0.0
    for each in labels:
        place_of = each.span.box
        if each is label or place_of is None:
            continue
        is_between = place_of.top >= area.bottom - 2 and place_of.bottom <= box.top + 2
        if is_between and _aligned(place_of, box):
            return 0.1
        # Another head of the same row of heads stands better above the value.
        if (
            each.span.row is label.span.row
            and each.span.words != label.span.words
            and _aligned(place_of, box) > aligned
        ):
            return 0.0
    near = 0.93 if gap < 1.6 else 0.8 if gap < 2.6 else 0.55
    return aligned * near


def _aligned(upper: Box, lower: Box) -> float:
    """Return how well two boxes share a column: by overlap, else by an edge."""
    overlap = min(upper.right, lower.right) - max(upper.left, lower.left)
    narrow = max(min(upper.right - upper.left, lower.right - lower.left), 1.0)
    share = overlap / narrow
    if share > 0.5:
        return 1.0
    if share > 0.1 or abs(upper.left - lower.left) < 4:
        return 0.85
    return 0.0


def best(candidates: Iterable[Candidate[V]], term: Term) -> Iterator[Candidate[V]]:
    """Return the candidates of a term, the surest first."""
    scored = [each for each in candidates if each.score(term) > 0.05]
    yield from sorted(scored, key=lambda each: -each.score(term))
