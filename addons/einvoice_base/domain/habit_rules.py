"""Rules on what a supplier usually does: how he numbers, and how much he bills.

A false alarm costs more than it brings, so a habit is only what the earlier bills agree
on, and a bill is only odd when it is far outside of it.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from .codes import TypeCode
from .findings import CheckContext, Finding, Limits, Rule, Severity, Topic, rule
from .invoice import Invoice
from .messages import mark as _
from .money import decimals, rounded

# Earlier numbers that must agree before one more can break the series.
_SERIES = 4
# Earlier bills from which a regular amount is a habit: the third bill is the first that
# can be out of it.
_REGULAR = 2
# Earlier bills from which an amount that varies has a habit at all.
_VARIED = 6
# Largest gap between equal amounts: an index clause, a prorated day.
_SAME = 0.1
# Median absolute deviation to standard deviation of a normal distribution.
_NORMAL = 1.4826
# Standard deviations beyond which an amount is odd.
_DEVIATIONS = 4.5


@dataclass(frozen=True, slots=True)
class PastBill:
    """A posted bill of the supplier; credit notes are not among them.

    Attributes:
        number: The supplier's (BT-1).
        day: Its date (BT-2).
        gross: With VAT, in its currency.
    """

    number: str
    day: date
    gross: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class History:
    """The earlier bills of the supplier, the latest first."""

    bills: tuple[PastBill, ...] = ()


def skeleton(number: str) -> str:
    """Return what stays in the numbers of a series: each run of digits is a ``#``.

    >>> skeleton("f-2026-0118"), skeleton("2026/F118")
    ('F-#-#', '#/F#')
    """
    return re.sub(r"\d+", "#", number.strip().upper())


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A number of a series: its day, and its runs of digits in their order."""

    day: date
    runs: tuple[int, ...]
    number: str


def _numbered(number: str, day: date) -> _Numbered:
    return _Numbered(day, tuple(map(int, re.findall(r"\d+", number))), number)


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers of one skeleton that grow with their days.

    Attributes:
        years: Places of the runs that are the year; they count before the others.
        months: Places of the runs that are the month; they count next.
        items: The numbers, in the order of their days.
    """

    years: tuple[int, ...]
    months: tuple[int, ...]
    items: tuple[_Numbered, ...]

    @classmethod
    def of(cls, items: Iterable[_Numbered]) -> Series | None:
        """Return the series, ``None`` when the numbers do not grow with the days."""
        given = tuple(items)
        if len(given) < _SERIES or not given[0].runs:
            return None
        places = range(len(given[0].runs))
        years = tuple(
            at
            for at in places
            if all(each.runs[at] in _year_of(each.day) for each in given)
        )
        months = tuple(
            at
            for at in places
            if at not in years
            and all(each.runs[at] == each.day.month for each in given)
        )
        made = cls(years, months, ())
        ordered = sorted(given, key=lambda each: (each.day, made.rank(each)))
        ranks = [made.rank(each) for each in ordered]
        if any(later <= earlier for earlier, later in itertools.pairwise(ranks)):
            return None
        return cls(years, months, tuple(ordered))

    def rank(self, item: _Numbered) -> tuple[int, ...]:
        """Return what grows: the year, the month, then the other runs."""
        first = (*self.years, *self.months)
        rest = (at for at in range(len(item.runs)) if at not in first)
        return tuple(item.runs[at] for at in (*first, *rest))

    def neighbour(self, item: _Numbered) -> _Numbered | None:
        """Return a number that this one contradicts: older and higher, or the reverse.

        Without a year in it, a series may begin again with each year.
        """
        rank = self.rank(item)
        for other in reversed(self.items):
            if not self.years and other.day.year != item.day.year:
                continue
            theirs = self.rank(other)
            if (other.day < item.day and theirs > rank) or (
                other.day > item.day and theirs < rank
            ):
                return other
        return None


def _year_of(day: date) -> tuple[int, int]:
    return day.year, day.year % 100


def _by_skeleton(bills: Sequence[PastBill]) -> dict[str, list[_Numbered]]:
    found: dict[str, list[_Numbered]] = defaultdict(list)
    for each in bills:
        found[skeleton(each.number)].append(_numbered(each.number, each.day))
    return found


def _is_plain(invoice: Invoice) -> bool:
    """Tell whether it is an ordinary invoice; others have series of their own."""
    return invoice.type in (TypeCode.INVOICE, None)


@rule(
    code="number_of_other_series",
    topic=Topic.SUPPLIER,
    title=_("Number unlike the earlier ones"),
    message=_(
        "The number %(number)s is not built like the last %(count)s of this supplier, "
        "such as %(last)s."
    ),
    advice=_(
        "Compare the invoice with earlier ones: same page, same sender, same account? "
        "A supplier who changed his software numbers in another way from then on."
    ),
    source="CGI ann. II 242 nonies A I 7° (one continuous series)",
    severity=Severity.REVIEW,
    terms=("BT-1",),
)
def number_of_other_series(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Have a person look at a number of a kind that the supplier never used."""
    history = context.part(History)
    if not (history and invoice.number and _is_plain(invoice)):
        return
    found = _by_skeleton(history.bills)
    if len(found) != 1 or skeleton(invoice.number) in found:
        return
    (items,) = found.values()
    if series := Series.of(items):
        yield each.finding(
            number=invoice.number,
            count=len(items),
            last=series.items[-1].number,
        )


@rule(
    code="number_out_of_order",
    topic=Topic.SUPPLIER,
    title=_("Number out of its order"),
    message=_(
        "The supplier's numbers grow with their dates, but %(number)s of %(day)s does "
        "not fit beside %(other)s of %(other_day)s."
    ),
    advice=_(
        "Ask the supplier whether he made this invoice, on a number that you know. An "
        "old number with a new date may be an invoice that was paid before."
    ),
    source="CGI ann. II 242 nonies A I 7° (one continuous series)",
    severity=Severity.REVIEW,
    terms=("BT-1", "BT-2"),
)
def number_out_of_order(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Have a person look at a number that is lower than an older one."""
    history, day = context.part(History), invoice.issue_date
    if not (history and invoice.number and day and _is_plain(invoice)):
        return
    same = _by_skeleton(history.bills).get(skeleton(invoice.number), [])
    series = Series.of(same)
    other = series.neighbour(_numbered(invoice.number, day)) if series else None
    if other and other.number != invoice.number:
        yield each.finding(
            number=invoice.number, day=day, other=other.number, other_day=other.day
        )


def usual_limit(amounts: Sequence[float], percent: float) -> float | None:
    """Return the highest amount that fits earlier ones, ``None`` without a habit.

    Equal amounts (rent, subscription) are a habit from the second on. Amounts that
    vary are one from the sixth on: their logarithms are compared, so that an order ten
    times as large as another is nothing odd where orders vary that much.

    Args:
        amounts: Of the earlier bills, above zero.
        percent: How much above equal amounts is still usual; 50 is half as much again.

    >>> usual_limit([100, 100, 103], 50), usual_limit([100, 250], 50)
    (150.0, None)
    """
    if len(amounts) < _REGULAR:
        return None
    middle = median(amounts)
    if max(amounts) - min(amounts) <= _SAME * middle:
        # What was seen before is never odd.
        return max(max(amounts), middle * (1 + percent / 100))
    if len(amounts) < _VARIED:
        return None
    logs = [math.log(each) for each in amounts]
    centre = median(logs)
    deviation = _NORMAL * median(abs(each - centre) for each in logs)
    # A deviation measured on few amounts is uncertain.
    spread = _DEVIATIONS * deviation * (1 + 2 / len(logs))
    # What was seen before is never odd.
    seen = max(logs) + math.log1p(percent / 100)
    return math.exp(max(centre + spread, seen))


@rule(
    code="amount_unusual",
    topic=Topic.SUPPLIER,
    title=_("Amount out of the supplier's habit"),
    message=_(
        "%(found)s is far more than this supplier bills: his last %(count)s bills lie "
        "between %(lowest)s and %(highest)s."
    ),
    advice=_("Check what was ordered and delivered before you go on."),
    severity=Severity.REVIEW,
    terms=("BT-112",),
    limits=Limits(amount=Decimal(100), percent=Decimal(50)),
)
def amount_unusual(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Have a person look at an amount far above what the supplier bills."""
    history, gross = context.part(History), invoice.totals.gross
    if not (history and gross and gross > 0 and _is_plain(invoice)):
        return
    past = [
        bill.gross
        for bill in history.bills
        if bill.currency == invoice.currency and bill.gross > 0
    ]
    limits = context.limits_of(each)
    limit = usual_limit([float(each) for each in past], float(limits.percent or 0))
    if limit is None:
        return
    places = decimals(invoice.currency)
    usual = max(
        rounded(Decimal(str(limit)), places), max(past) + (limits.amount or Decimal(0))
    )
    if gross > usual:
        yield each.finding(
            found=rounded(gross, places),
            count=len(past),
            lowest=rounded(min(past), places),
            highest=rounded(max(past), places),
        )


HABIT_RULES = (number_of_other_series, number_out_of_order, amount_unusual)
