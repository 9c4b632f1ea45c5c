"""Addresses and other short columns of text, as blocks of lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from odoo.addons.einvoice_base.domain.reading import Box

from .page import box_of
from .rows import COLUMN, Row, Span

# A gap of more than so many letter heights begins another block.
_BLOCK_GAP = 1.15
_ALIGNED = 7.0


@dataclass(frozen=True)
class Block:
    """Lines one under the other, aligned on one side or in the middle."""

    lines: tuple[Span, ...]

    @property
    def box(self) -> Box:
        """Box around its lines."""
        found = box_of([word for line in self.lines for word in line.words])
        assert found is not None
        return found

    @property
    def text(self) -> str:
        """Its lines as text."""
        return "\n".join(line.text for line in self.lines)


def segments_of(rows: Sequence[Row]) -> list[Span]:
    """Return the pieces of rows between two columns, from top to bottom."""
    found = []
    for row in rows:
        start = 0
        for piece in row.text.split(COLUMN):
            if piece.strip():
                found.append(row.span(start, start + len(piece)))
            start += len(piece) + 1
    return found


def blocks_of(segments: Sequence[Span]) -> list[Block]:
    """Group segments into blocks, in the order of their first lines."""
    groups: list[list[Span]] = []
    for segment in segments:
        group = next(
            (each for each in reversed(groups) if _continues(each[-1], segment)), None
        )
        if group is None:
            groups.append([segment])
        else:
            group.append(segment)
    return [Block(tuple(each)) for each in groups]


def _continues(last: Span, segment: Span) -> bool:
    upper, lower = last.box, segment.box
    if upper is None or lower is None or upper.page != lower.page:
        return False
    height = min(upper.bottom - upper.top, lower.bottom - lower.top)
    gap = lower.top - upper.bottom
    if not -0.5 * height <= gap <= _BLOCK_GAP * height:
        return False
    edges = (
        abs(upper.left - lower.left),
        abs(upper.left + upper.right - lower.left - lower.right) / 2,
        abs(upper.right - lower.right),
    )
    return min(edges) <= _ALIGNED
