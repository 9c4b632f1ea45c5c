"""No slicing: the bills of a supplier of the last days count together.

Three bills of 400 pass nobody who decides from 1,000 on, if each is looked at alone. So
to a bill are added those of the same supplier that the higher step has not seen. Once a
bill went through that step, what came before is settled and the sum begins anew.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

# Days that count, also for the bills that are fetched.
DAYS = 30


@dataclass(frozen=True, slots=True)
class Recent:
    """Another bill of the supplier.

    Attributes:
        amount: In the currency of the company, above zero.
        seen: The highest limit whose step it went through; zero for none.
    """

    amount: Decimal
    seen: Decimal = Decimal(0)


def counted_amount(
    amount: Decimal, recent: Sequence[Recent], limits: Sequence[Decimal]
) -> Decimal:
    """Return the amount by which the steps of a bill are chosen.

    Args:
        amount: Of the bill.
        recent: Other bills of the supplier, in the order in which they were routed.
        limits: Lower limits of the steps, smallest first.

    >>> thousand = (Decimal(1000),)
    >>> sliced = [Recent(Decimal(400)), Recent(Decimal(400))]
    >>> counted_amount(Decimal(400), sliced, thousand)
    Decimal('1200')
    >>> counted_amount(Decimal(400), [Recent(Decimal(9000), Decimal(1000))], thousand)
    Decimal('400')
    >>> seen = [*sliced, Recent(Decimal(400), Decimal(1000))]
    >>> counted_amount(Decimal(400), seen, thousand)
    Decimal('400')
    """
    best = amount
    for floor in sorted({Decimal(0), *(each.seen for each in recent)}):
        # What came since the last bill that somebody above this limit saw.
        seen = [place for place, each in enumerate(recent) if each.seen > floor]
        since = recent[seen[-1] + 1 :] if seen else recent
        unseen = sum((each.amount for each in since), amount)
        place = bisect_right(limits, floor)
        if place < len(limits) and limits[place] <= unseen:
            best = max(best, unseen)
    return best
