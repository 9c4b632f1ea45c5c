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
_FAR_BELOW = 5.5
_FAR_BESIDE = 45.0
# No page of an invoice has more of them; what a page costs grows with both.
_MOST_LABELS = 250
_MOST_VALUES = 500
# A label with a value beside it hardly speaks of one below, and a value beside a label
# hardly belongs to one above.
_CLEAR = 0.7
_NEAR_ABOVE = 1.2
# "Date of invoice / date of delivery: 19 May" is two labels of one value.
_JOINTS = ("/", "et", "and", "und", "&", "ou", "or", "|")
_ANSWERED = 0.35


@dataclass(slots=True)
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
    labels = labels[:_MOST_LABELS]
    boxes = [(each, each.box) for each in candidates[:_MOST_VALUES]]
    heads = [
        (each, area)
        for each in labels
        if each.term in wanted and (area := each.box) is not None
    ]
    answered, owned = _pair_beside(heads, boxes, labels)
    below = _pair_below(heads, boxes, labels, answered, owned)
    _pair_above(
        [each for each in heads if id(each[0].span.words[0]) not in answered | below],
        [each for each in boxes if id(each[0]) not in owned],
    )


_Heads = Sequence[tuple[Label, Box]]


def _pair_beside(
    heads: _Heads,
    boxes: Sequence[tuple[Candidate[V], Box]],
    labels: Sequence[Label],
) -> tuple[set[int], set[int]]:
    """Return the labels that a value stands beside, and those values."""
    answered: set[int] = set()
    owned: set[int] = set()
    for label, area in heads:
        for candidate, box in boxes:
            if not _is_level(area, box):
                continue
            quality = _beside(label, area, candidate, box, labels)
            _note(candidate, label, label.weight * quality)
            if quality >= _CLEAR:
                answered.add(id(label.span.words[0]))
                owned.add(id(candidate))
    return answered, owned


def _pair_below(
    heads: _Heads,
    boxes: Sequence[tuple[Candidate[V], Box]],
    labels: Sequence[Label],
    answered: set[int],
    owned: set[int],
) -> set[int]:
    """Return the labels that a value stands below."""
    found: set[int] = set()
    for label, area in heads:
        weight = label.weight
        if id(label.span.words[0]) in answered:
            weight *= _ANSWERED
        for candidate, box in boxes:
            if _is_level(area, box):
                continue
            quality = _below(label, area, box, labels, boxes)
            if quality >= _CLEAR:
                found.add(id(label.span.words[0]))
            if id(candidate) in owned:
                quality *= _ANSWERED
            _note(candidate, label, weight * quality)
    return found


def _pair_above(heads: _Heads, boxes: Sequence[tuple[Candidate[V], Box]]) -> None:
    """Let a value stand on its label, where nothing stands beside or below that."""
    for label, area in heads:
        for candidate, box in boxes:
            gap = (area.top - box.bottom) / _height(area)
            if -0.4 <= gap <= _NEAR_ABOVE:
                _note(candidate, label, label.weight * 0.6 * _aligned(area, box))


def _note(candidate: Candidate[V], label: Label, score: float) -> None:
    if score > candidate.scores.get(label.term, 0.0):
        candidate.scores[label.term] = score
        candidate.labels[label.term] = label


def _is_level(area: Box, box: Box) -> bool:
    overlap = min(area.bottom, box.bottom) - max(area.top, box.top)
    return overlap > 0.4 * min(_height(area), box.bottom - box.top)


def _height(area: Box) -> float:
    return max(area.bottom - area.top, 4.0)


def _beside(
    label: Label,
    area: Box,
    candidate: Candidate[V],
    box: Box,
    labels: Sequence[Label],
) -> float:
    """Prefer the first value to the right of a label, with nothing between."""
    gap = (box.left - area.right) / _height(area)
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
            joint = label.span.row.text[label.end : other.start].strip(" :")
            return 0.9 if joint.lower() in _JOINTS else 0.15
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
) -> float:
    """Prefer the value right under a label, in its column."""
    gap = (box.top - area.bottom) / _height(area)
    if not -0.4 <= gap <= _FAR_BELOW:
        return 0.0
    aligned = _aligned(area, box)
    if not aligned:
        return 0.0
    between = sum(
        place is not box
        and area.bottom - 1 <= place.top
        and place.bottom <= box.top + 1
        and _aligned(area, place) >= aligned
        for _other, place in boxes
    )
    # The last row of a table under its heads is the sum, and still far from sure.
    if between > 3:
        return 0.0
    aligned *= 0.6**between
    for each in labels:
        place_of = each.box
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
