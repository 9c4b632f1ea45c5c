"""What a supplier's bills have in common: journal, payment terms, taxes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .values import Coded

# Bills looked at, and how many of them must agree.
_LAST = 12
_AGREED = 0.75


@dataclass(frozen=True, slots=True)
class BookedBill:
    """A posted bill of the supplier.

    Attributes:
        bill: Identity.
        day: Its date.
        journal: Key of the journal.
        terms: Key of the payment terms, ``None`` when it has none.
    """

    bill: int
    day: date
    journal: int
    terms: int | None = None


def usual_journal(bills: Iterable[BookedBill]) -> int | None:
    """Return the journal of nearly all of a supplier's last bills.

    >>> usual_journal(BookedBill(n, date(2026, 1, n), 4) for n in (1, 2, 3))
    4
    """
    return _usual([(each.day, each.bill, each.journal) for each in bills])


def usual_terms(bills: Iterable[BookedBill]) -> int | None:
    """Return the payment terms of nearly all of a supplier's last bills with terms.

    A bill whose supplier stated the due date has none and says nothing.
    """
    return _usual([(each.day, each.bill, each.terms) for each in bills if each.terms])


def usual_taxes(lines: Iterable[Coded]) -> tuple[int, ...]:
    """Return the taxes of a supplier's lines, most used first."""
    counted = Counter(tax for line in lines for tax in line.taxes)
    return tuple(tax for tax, _count in counted.most_common())


def _usual(found: list[tuple[date, int, int | None]]) -> int | None:
    last = [key for _day, _bill, key in sorted(found, reverse=True)[:_LAST]]
    if not last:
        return None
    # One and the same twice in a row is a change that was meant.
    if len(last) > 1 and last[0] == last[1]:
        return last[0]
    most = max(last, key=last.count)
    return most if last.count(most) >= _AGREED * len(last) else None
