"""Bills that come in every period: contracts learned from history.

A supplier's posted bills form a contract when at least three of them follow each other
by the same number of months, with amounts that stay near each other. Nothing is typed
in: a lease, a subscription or a cleaning contract is recognised by its bills.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from itertools import pairwise
from statistics import median

from .messages import mark as _
from .money import CENT, ZERO

# A contract is judged by its last bills: prices move, and so do billing days.
_JUDGED = 13
_LEAST = 3
# Of the steps between bills, the share that must be one period (the others may be two,
# where a bill is missing).
_AGREEING = Decimal("0.75")
# Among so many steps one may be anything: a bill sent late, next to the following one.
_ONE_ASTRAY_OF = 6
# Amounts further from each other are not one contract; the wider band is that of a
# supplier who bills once a period, whatever the amount (energy).
_NEAR = Decimal("0.15")
_WIDE = Decimal("0.25")
# Of a contract that goes on, one bill may be missing; after this many periods without
# any it has ended.
_LAPSED = 3
_MONTH_DAYS = Decimal("30.4375")


class Period(Enum):
    """How many months from one bill to the next."""

    MONTH = 1
    TWO_MONTHS = 2
    QUARTER = 3
    HALF_YEAR = 6
    YEAR = 12

    @property
    def days(self) -> int:
        """Days of the period, on average."""
        return _STEPS[self, 1]

    @property
    def slack(self) -> int:
        """Days by which a bill may come early or late."""
        return _SLACK[self]

    @property
    def words(self) -> str:
        """The period in English, marked for translation."""
        return _WORDS[self]


_SLACK = {
    Period.MONTH: 8,
    Period.TWO_MONTHS: 12,
    Period.QUARTER: 15,
    Period.HALF_YEAR: 20,
    Period.YEAR: 30,
}
# Days of one period and of two.
_STEPS = {
    (period, times): round(period.value * times * _MONTH_DAYS)
    for period in Period
    for times in range(1, _LAPSED)
}
_WORDS = {
    Period.MONTH: _("every month"),
    Period.TWO_MONTHS: _("every two months"),
    Period.QUARTER: _("every three months"),
    Period.HALF_YEAR: _("every six months"),
    Period.YEAR: _("every year"),
}


@dataclass(frozen=True, slots=True)
class PastBill:
    """A bill of the supplier, as far as recurrence looks at it.

    Attributes:
        day: Invoice date.
        amount: With VAT, in its currency.
        currency: ISO 4217.
        name: Under which a person finds it.
        is_posted: Drafts are not learned from, but they fill a period.
    """

    day: date
    amount: Decimal
    currency: str = "EUR"
    name: str = ""
    is_posted: bool = True


@dataclass(frozen=True, slots=True)
class Contract:
    """What a supplier's bills repeat.

    Attributes:
        period: From one bill to the next.
        bills: The bills that it was learned from, oldest first.
        level: Usual amount with VAT: the median of the last bills.
        low: Smallest of the last amounts.
        high: Largest of the last amounts.
        per_period: Bills that come together in each period.
    """

    period: Period
    bills: tuple[PastBill, ...]
    level: Decimal
    low: Decimal
    high: Decimal
    per_period: int = 1

    @property
    def currency(self) -> str:
        """Currency of its amounts."""
        return self.bills[0].currency

    @property
    def since(self) -> date:
        """Day of the first bill."""
        return self.bills[0].day

    @property
    def last(self) -> date:
        """Day of the last bill."""
        return self.bills[-1].day

    @property
    def next_day(self) -> date:
        """Day about which the next bill is expected."""
        return months_later(self.last, self.period.value)

    def is_late(self, today: date) -> bool:
        """Tell whether the bill of this period should have come."""
        return today > self.next_day + timedelta(days=self.period.slack)

    def has_lapsed(self, today: date) -> bool:
        """Tell whether so many bills are missing that the contract has ended."""
        return today > months_later(self.last, self.period.value * _LAPSED)

    def fits_amount(self, amount: Decimal, percent: Decimal) -> bool:
        """Tell whether an amount is in the band, which gives way by some percent.

        >>> flat = Contract(Period.MONTH, (), Decimal(100), Decimal(98), Decimal(102))
        >>> flat.fits_amount(Decimal("107.10"), Decimal(5))
        True
        >>> flat.fits_amount(Decimal("107.11"), Decimal(5))
        False
        """
        low, high = self.band(percent)
        return low <= amount <= high

    def band(self, percent: Decimal) -> tuple[Decimal, Decimal]:
        """Return the least and the largest amount that the contract explains."""
        ratio = percent / 100
        low, high = self.low * (1 - ratio), self.high * (1 + ratio)
        return low.quantize(CENT), high.quantize(CENT)


class Fit(Enum):
    """How a bill relates to the contracts of its supplier."""

    EXPECTED = "expected"
    AMOUNT_OFF = "amount_off"
    TWICE = "twice"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the contracts say about one bill.

    Attributes:
        fit: How it relates to them.
        contract: The contract concerned; ``None`` when there is none.
        other: The bill that fills the period already.
    """

    fit: Fit
    contract: Contract | None = None
    other: PastBill | None = None


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last one of that month.

    >>> months_later(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


def contracts(history: Iterable[PastBill]) -> tuple[Contract, ...]:
    """Learn the contracts of one supplier from his posted bills, in any order.

    A supplier with several contracts (three sites, two leases) is taken apart by the
    amounts.

    >>> rent = [PastBill(date(2026, m, 1), Decimal(900)) for m in (1, 2, 3)]
    >>> contracts(rent)[0].period.name, contracts(rent)[0].next_day.isoformat()
    ('MONTH', '2026-04-01')
    >>> contracts(rent[:2])
    ()
    """
    by_currency: dict[str, list[PastBill]] = {}
    for bill in history:
        if bill.is_posted and bill.amount > ZERO:
            by_currency.setdefault(bill.currency, []).append(bill)
    learned: list[Contract] = []
    for bills in by_currency.values():
        bills.sort(key=lambda bill: (bill.day, bill.amount))
        whole = _contract(bills, _WIDE)
        if whole:
            learned.append(whole)
            continue
        for cluster in _clusters(bills):
            if one := _contract(cluster, _NEAR):
                learned.append(one)
    return tuple(learned)


def _clusters(bills: Sequence[PastBill]) -> list[list[PastBill]]:
    """Take bills apart where their sorted amounts leave a gap."""
    ranked = sorted(bills, key=lambda bill: bill.amount)
    clusters: list[list[PastBill]] = []
    for bill in ranked:
        if clusters and bill.amount <= clusters[-1][-1].amount * (1 + _NEAR):
            clusters[-1].append(bill)
        else:
            clusters.append([bill])
    for cluster in clusters:
        cluster.sort(key=lambda bill: bill.day)
    return clusters


def _contract(bills: Sequence[PastBill], spread: Decimal) -> Contract | None:
    """Return the contract that these bills, oldest first, are of."""
    days = sorted({bill.day for bill in bills})
    if len(days) < _LEAST:
        return None
    recent = days[-_JUDGED:]
    period = _period(recent)
    if period is None:
        return None
    amounts = [bill.amount for bill in bills if bill.day >= recent[0]]
    level = median(amounts)
    low, high = min(amounts), max(amounts)
    if high - level > level * spread or level - low > level * spread:
        return None
    return Contract(
        period=period,
        bills=tuple(bills),
        level=level.quantize(CENT),
        low=low,
        high=high,
        per_period=round(len(amounts) / len(recent)),
    )


def _period(days: Sequence[date]) -> Period | None:
    """Return the period that the days, oldest first, follow."""
    steps = [(after - before).days for before, after in pairwise(days)]
    for period in Period:
        agreeing = sum(_is_step(step, period) for step in steps)
        skipping = sum(_is_step(step, period, times=2) for step in steps)
        if (
            agreeing >= _LEAST - 1
            and agreeing >= len(steps) * _AGREEING
            and len(steps) - agreeing - skipping <= len(steps) // _ONE_ASTRAY_OF
        ):
            return period
    return None


def _is_step(days: int, period: Period, times: int = 1) -> bool:
    return abs(days - _STEPS[period, times]) <= _SLACK[period]


def expectation(
    learned: Iterable[Contract],
    others: Iterable[PastBill],
    day: date,
    amount: Decimal,
    currency: str,
    percent: Decimal,
) -> Expectation:
    """Tell what the contracts of its supplier say about a bill.

    Args:
        learned: The contracts, from bills before this one.
        others: All other bills of the supplier, drafts too.
        day: Its date.
        amount: Its amount with VAT.
        currency: Its currency.
        percent: By how much the band of a contract gives way.
    """
    mine = [each for each in learned if each.currency == currency]
    near = [each for each in mine if each.fits_amount(amount, percent)]
    known = [bill for bill in others if bill.currency == currency]
    for contract in near:
        if filled := _filled(contract, known, day, percent):
            return Expectation(Fit.TWICE, contract, filled)
        if _is_due(contract, day):
            return Expectation(Fit.EXPECTED, contract)
    # With several contracts nobody can say of which one the amount is off.
    if not near and len(mine) == 1 and _is_due(mine[0], day):
        return Expectation(Fit.AMOUNT_OFF, mine[0])
    return Expectation(Fit.NONE)


def _filled(
    contract: Contract, others: Iterable[PastBill], day: date, percent: Decimal
) -> PastBill | None:
    """Return the bill that already stands in the period, when it has all of its."""
    reach = timedelta(days=contract.period.days - contract.period.slack)
    standing = [
        bill
        for bill in others
        if abs(bill.day - day) < reach and contract.fits_amount(bill.amount, percent)
    ]
    if len(standing) < contract.per_period:
        return None
    return min(standing, key=lambda bill: abs(bill.day - day))


def _is_due(contract: Contract, day: date) -> bool:
    """Tell whether a bill of that day is one of the next ones, or one left out."""
    before = [bill.day for bill in contract.bills if bill.day <= day]
    if not before:
        return False
    step = (day - before[-1]).days
    return step == 0 or any(
        _is_step(step, contract.period, times) for times in range(1, _LAPSED)
    )
