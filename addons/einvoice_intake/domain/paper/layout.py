"""What was learned of the invoices of one supplier: where each field stands.

A lesson is not trained: it is what stood around a value that a person confirmed. The
next invoice is read with it, and a correction replaces it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz

LONGEST = 200
_MOST = 60
_NEAR = 14.0
_ALIKE = 84
# Paths whose value is the same on every invoice of a supplier.
CONSTANT = ("seller.name", "seller.vat_number", "seller.legal_id", "iban", "bic")


@dataclass(frozen=True, slots=True)
class Anchor:
    """What stands around a value.

    Attributes:
        left: The label before it in its row, small letters without digits; empty where
            other values stand there.
        above: The label above it in its column, likewise.
        shape: Its letters and digits as ``A`` and ``9``.
        x: Left edge in points.
        y: Upper edge in points; of the last pages negative, from the bottom.
        is_first: It stands on the first page.
    """

    left: str = ""
    above: str = ""
    shape: str = ""
    x: float = 0.0
    y: float = 0.0
    is_first: bool = True


@dataclass(frozen=True, slots=True)
class Layout:
    """What was learned of one supplier.

    Attributes:
        keys: Marks by which his invoices are known: ``vat:``, ``siren:``, ``iban:``,
            ``mail:``.
        constants: Path to a value that is the same on all his invoices.
        anchors: Path to what stands around the value.
        absent: Paths that a person emptied: his invoices do not say it.
        count: Invoices that a person confirmed.
    """

    keys: frozenset[str] = frozenset()
    constants: Mapping[str, str] = field(default_factory=dict)
    anchors: Mapping[str, Anchor] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    count: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return it for a JSON column or a file.

        >>> layout = Layout(frozenset({"vat:1"}), {}, {"number": Anchor("n")}, count=2)
        >>> Layout.from_json(layout.as_json()) == layout
        True
        """
        return {
            "keys": sorted(self.keys),
            "constants": dict(self.constants),
            "anchors": {
                path: {
                    "left": each.left,
                    "above": each.above,
                    "shape": each.shape,
                    "x": each.x,
                    "y": each.y,
                    "is_first": each.is_first,
                }
                for path, each in self.anchors.items()
            },
            "absent": sorted(self.absent),
            "count": self.count,
        }

    @classmethod
    def from_json(cls, kept: object) -> Layout:
        """Return it from a JSON column, or from a file of anybody."""
        data = kept if isinstance(kept, Mapping) else {}
        anchors = data.get("anchors")
        constants = data.get("constants")
        return cls(
            keys=frozenset(_texts(data.get("keys"))),
            constants={
                path: value[:LONGEST]
                for path, value in (constants or {}).items()
                if path in CONSTANT and isinstance(value, str)
            }
            if isinstance(constants, Mapping)
            else {},
            anchors={
                str(path)[:40]: _anchor(each)
                for path, each in list(anchors.items())[:_MOST]
                if isinstance(each, Mapping)
            }
            if isinstance(anchors, Mapping)
            else {},
            absent=frozenset(_texts(data.get("absent"))),
            count=_whole(data.get("count")),
        )


def _texts(kept: object) -> list[str]:
    if not isinstance(kept, (list, tuple)):
        return []
    return [each[:LONGEST] for each in kept[:_MOST] if isinstance(each, str)]


def _whole(kept: object) -> int:
    is_count = isinstance(kept, int) and not isinstance(kept, bool)
    return min(max(kept, 0), 10**6) if is_count and isinstance(kept, int) else 0


def _anchor(kept: Mapping[str, Any]) -> Anchor:
    def text(name: str) -> str:
        value = kept.get(name)
        return value[:LONGEST] if isinstance(value, str) else ""

    def place(name: str) -> float:
        value = kept.get(name)
        is_number = isinstance(value, (int, float)) and abs(value) < 1e6
        return float(value) if is_number and value is not None else 0.0

    return Anchor(
        text("left"), text("above"), text("shape"), place("x"), place("y"),
        kept.get("is_first") is not False,
    )  # fmt: skip


def shape_of(text: str) -> str:
    """Return a value with its letters and digits hidden.

    >>> shape_of("FA-2026/001")
    'A-9/9'
    """
    return re.sub(r"9+", "9", re.sub(r"A+", "A", re.sub(r"\d", "9", _letters(text))))


def _letters(text: str) -> str:
    return re.sub(r"[^\W\d_]", "A", text)[:60]


def likeness(anchor: Anchor, other: Anchor) -> float:
    """Return how much a place resembles a remembered one, 0 to 1.

    >>> likeness(Anchor("invoice no", shape="A-9"), Anchor("invoice no", shape="A-9"))
    1.0
    """
    if anchor.is_first != other.is_first:
        return 0.0
    # What stands above counts only where no label stands beside.
    label, other_label = (
        (anchor.left, other.left) if anchor.left else (anchor.above, other.above)
    )
    score = 0.7 if label and fuzz.ratio(label, other_label) >= _ALIKE else 0.0
    if label and not score:
        return 0.0
    is_near = abs(anchor.x - other.x) < _NEAR and abs(anchor.y - other.y) < _NEAR
    if is_near:
        score += 0.3 if score else 0.5
    if anchor.shape and anchor.shape == other.shape:
        score += 0.3
    return min(score, 1.0)
