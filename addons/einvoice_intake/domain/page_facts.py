"""What the readable page of an invoice says, as a value that the books can keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from odoo.addons.einvoice_base.domain.mentions import Mention
from odoo.addons.einvoice_base.domain.values import restored, stored


@dataclass(frozen=True, slots=True)
class Difference:
    """One term that the page prints otherwise; accounts are shortened."""

    term: str
    stated: Decimal | date | str
    printed: Decimal | date | str


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the readable page of an invoice says.

    Attributes:
        differences: Terms that it prints otherwise than the data.
        mentions: Mandatory mentions that it makes in words.
        unread: Why it was not read, as a marked sentence; ``None`` when it was, or
            when there is nothing but a picture.
    """

    differences: tuple[Difference, ...] = ()
    mentions: frozenset[Mention] = frozenset()
    unread: str | None = None

    def as_json(self) -> dict[str, object]:
        """Return the facts for a JSON field."""
        return {
            "differences": [
                [each.term, stored(each.stated), stored(each.printed)]
                for each in self.differences
            ],
            "mentions": sorted(each.name for each in self.mentions),
            "unread": self.unread,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> PageFacts:
        """Return the facts from a JSON field; mentions that are no more are left out.

        >>> facts = PageFacts((Difference("BT-112", Decimal(1), Decimal(2)),))
        >>> PageFacts.from_json(facts.as_json()) == facts
        True
        """
        differences = (
            Difference(str(term), _value(stated), _value(printed))
            for term, stated, printed in kept.get("differences") or ()
        )
        known = {each.name: each for each in Mention}
        names = set(kept.get("mentions") or ()) & known.keys()
        return cls(
            tuple(differences),
            frozenset(known[name] for name in names),
            kept.get("unread"),
        )


def _value(kept: object) -> Decimal | date | str:
    value = restored(kept)
    return value if isinstance(value, (Decimal, date)) else str(value)
