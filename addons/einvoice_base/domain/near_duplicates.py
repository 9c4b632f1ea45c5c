"""Whether an invoice came twice: what agrees between two of them, and how much.

Two invoices of one supplier are compared by number, amount and date, each with the ways
in which people and machines distort it, and the points of each are added up:

======  ========================================================================
number  same 60; one is a part of the other 40; a letter for a digit 40; a slip out of
        the series 40, a slip that may be one 15; the same words and no number 24; no
        number 20; another make 15; the next of the series -40
amount  same 30, 0 where the supplier asks it again and again; related 20; opposite 10
date    same day 20; within five days 10; within the limit 5; same year or not known 0;
        else -60
======  ========================================================================

From :data:`SUSPECT` points on a person must look. What
is usual for a supplier is no evidence: a rent is no duplicate of the month before, two
pallets of one day are two. The weights were set on labelled books and are measured on
others.

Source: DGFiP G1.45 (number, seller and year name an invoice); the usual tests of
accounts payable recovery audits (same number retyped, same amount and date, same
supplier under two records).
"""

from __future__ import annotations

import itertools
import statistics
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from .duplicates import Copy, Same, State, Twin, same_amount
from .identifiers import compact
from .names import words_of
from .number_forms import (
    Likeness,
    Slip,
    likeness,
    number_form,
    number_key,
    slip_of,
)

# Points from which a person must look.
SUSPECT = 60
_NUMBER_POINTS = {
    Likeness.SAME: 60,
    Likeness.PART: 40,
    Likeness.MISREAD: 40,
    Likeness.SLIP: 40,
    Likeness.TEXT: 24,
    Likeness.MISSING: 20,
    Likeness.OTHER: 15,
    Likeness.SERIES: -40,
}
_PERHAPS = 15
_AMOUNT_POINTS = {Same.AMOUNT: 30, Same.RELATED: 20, Same.OPPOSITE: 10}
_EXPENSE_POINTS = 75
_STATES = (
    State.POSTED,
    State.DRAFT,
    State.WAITING,
    State.REVERSED,
    State.CANCELLED,
)
# An expense is claimed with the day of the receipt, or a few days later.
FEW_DAYS = 5
# Bills of one day to one customer are neighbours in a series: closer than this, or of
# what the supplier issues in a day; where he asks the amount again and again, of his
# monthly run.
_NEIGHBOURS = 5
_NEIGHBOUR_DAYS = 1
# An invoice comes twice, perhaps three times: so many of one amount and day are a run.
_RUN = 5
_RUN_DAYS = 30
# Without his other bills, numbers this far apart are not of one day.
_FAR = 100


def find_twins(
    mine: Copy, others: Iterable[Copy], days: int, recent: Iterable[Copy] = ()
) -> list[Twin]:
    """Return the invoices that this one may repeat, the likeliest one first.

    Args:
        mine: The invoice in question.
        others: Those that were there before it: of the same supplier with the same
            number or amount, of any supplier with both, and expenses of its amount.
        days: Dates that are nearer than this count as near.
        recent: The last bills of the supplier, whatever their number and amount.

    >>> from decimal import Decimal
    >>> from .duplicates import Who
    >>> rest = Decimal(9), None, "EUR", Who(7)
    >>> bill = Copy("b", "F-001", date(2026, 9, 1), *rest)
    >>> again = Copy("a", "2026/F1", date(2026, 9, 4), *rest)
    >>> [(twin.copy.key, twin.is_exact) for twin in find_twins(again, [bill], 45)]
    [('b', True)]
    """
    found = _Comparison(mine, tuple(others), days, tuple(recent)).twins()
    # Of equals, the one that is surest to ask for money; of those, the first.
    found.sort(key=lambda each: (-each.points, _STATES.index(each.copy.state)))
    return found


@dataclass(frozen=True)
class _Comparison:
    mine: Copy
    others: tuple[Copy, ...]
    limit: int
    recent: tuple[Copy, ...]

    def twins(self) -> list[Twin]:
        compared = (self._twin(other) for other in self.others)
        return [each for each in compared if each and each.points >= SUSPECT]

    def _twin(self, other: Copy) -> Twin | None:
        mine = self.mine
        alike = _number_likeness(mine, other)
        amount = same_amount(mine, other)
        proved = bool(mine.supplier.is_proved(other.supplier))
        if mine.is_receipt is not other.is_receipt:
            points = _EXPENSE_POINTS if self._is_expense(other, amount) else 0
            return Twin(other, points, alike, amount, proved)
        if not self._is_comparable(other, alike, amount):
            return None
        if alike is Likeness.SAME and self._is_contract(other):
            alike = Likeness.MISSING
        if amount is Same.AMOUNT and self._is_habit(other):
            amount = Same.HABIT
        points = self._number_points(other, alike, amount)
        points += _AMOUNT_POINTS.get(amount, 0) + _date_points(mine, other, self.limit)
        return Twin(other, points, alike, amount, proved)

    def _is_comparable(self, other: Copy, alike: Likeness, amount: Same) -> bool:
        mine = self.mine
        if mine.is_receipt and not _is_same_expense(mine, other):
            return False
        if not mine.supplier.is_same(other.supplier) or _is_correction(mine, other):
            return False
        if amount is Same.AMOUNT:
            return True
        # Another amount under the same number: a number names one invoice a year.
        return alike is Likeness.SAME and (
            amount is not Same.NOTHING or _is_same_year(mine, other)
        )

    def _is_expense(self, other: Copy, amount: Same) -> bool:
        """Tell whether an expense is an invoice that was paid by an employee.

        The employee is not the supplier, so the text must quote the number, or name the
        supplier who does not ask for that amount again and again.
        """
        mine = self.mine
        receipt, bill = (mine, other) if mine.is_receipt else (other, mine)
        if amount is not Same.AMOUNT or receipt.day is None or bill.day is None:
            return False
        if abs((receipt.day - bill.day).days) > FEW_DAYS:
            return False
        if _quotes(receipt, bill):
            return True
        is_rare = mine.is_receipt or not self._alike
        return is_rare and _names(receipt, bill)

    @cached_property
    def _alike(self) -> tuple[Copy, ...]:
        """What the supplier asked before with this amount."""
        mine = self.mine
        return tuple(
            each
            for each in self.others
            if each.day
            and each.is_receipt is mine.is_receipt
            and not each.state.is_ended
            and same_amount(mine, each) is Same.AMOUNT
            and mine.supplier.is_same(each.supplier)
        )

    @cached_property
    def _by_make(self) -> dict[object, list[Copy]]:
        """The same, by how the numbers are made."""
        found: dict[object, list[Copy]] = {}
        for each in self._alike:
            found.setdefault(each.make, []).append(each)
        return found

    def _is_habit(self, other: Copy) -> bool:
        """Tell whether the supplier asks this amount at such intervals anyway.

        Several on one day are a habit too, as many as on any other day, and a run of
        bills that all ask the same. What is odd
        (without number, or with one of another make) is no habit by what is not odd.
        """
        is_odd = len(self._by_make.get(other.make, ())) < 2
        if other.make != self.mine.make and is_odd:
            return self._is_taken(other)
        own = self._by_make.get(self.mine.make, ())
        days = [each.day for each in own if each.day]
        return _is_usual(self.mine.day, other.day, days)

    def _is_taken(self, other: Copy) -> bool:
        """Tell whether another bill is nearer to an odd one than this."""
        mine = _days_between(self.mine, other)
        own = self._by_make.get(self.mine.make, ())
        theirs = (_days_between(each, other) for each in own)
        return mine is not None and any(
            days is not None and days <= mine for days in theirs
        )

    def _is_contract(self, other: Copy) -> bool:
        """Tell whether the bills of the supplier bear this number again and again.

        Then it is that of a contract or a customer, typed where no number is stated. At
        its second time it is one when it comes a month to the day later, and no bill of
        the supplier bears another.
        """
        mine = self.mine
        known = [each for each in self.others if self._bears_my_number(each)]
        days = [each.day for each in known if each.day]
        if mine.day == other.day:
            return False
        if len(set(days)) > 1:
            return _is_usual(mine.day, other.day, days)
        is_only = all(self._bears_my_number(each) for each in self.recent)
        return is_only and _is_month_later(mine.day, other.day)

    def _bears_my_number(self, each: Copy) -> bool:
        mine = self.mine
        return bool(
            not each.state.is_ended
            and mine.form
            and each.form
            and mine.form.spellings & each.form.spellings
            and mine.supplier.is_same(each.supplier)
        )

    def _number_points(self, other: Copy, alike: Likeness, amount: Same) -> int:
        """Return the points of the numbers; a slip must lead out of the series."""
        one, two = self.mine.form, other.form
        slip = slip_of(one, two) if alike is Likeness.SLIP and one and two else None
        if slip is None:
            return _NUMBER_POINTS[alike]
        days = _days_between(self.mine, other)
        if days is None or days > FEW_DAYS:
            return _NUMBER_POINTS[Likeness.SERIES]
        if slip.is_in_group:
            return _NUMBER_POINTS[Likeness.SLIP]
        run = _RUN_DAYS if amount is Same.HABIT else _NEIGHBOUR_DAYS
        reach = self._reach(other, slip, days + run)
        if reach is None:
            return _NUMBER_POINTS[Likeness.SERIES] if slip.gap < _FAR else _PERHAPS
        is_next = slip.gap <= reach
        return _NUMBER_POINTS[Likeness.SERIES if is_next else Likeness.SLIP]

    def _reach(self, other: Copy, slip: Slip, days: int) -> float | None:
        """Return how far apart the supplier's numbers of so many days may lie.

        Taken from his bills before: what he numbers a day, and how far apart those of
        one day were. ``None`` where they are too few.
        """
        known = sorted(
            (each.day, value)
            for each in (other, *self.recent)
            if each.day and each.form
            if (value := slip.value(each.form)) is not None
        )
        last_of = dict(known)
        paces = [
            abs(last_of[after] - last_of[before]) / (after - before).days
            for before, after in zip(last_of, list(last_of)[1:], strict=False)
        ]
        of_a_day = [
            abs(after[1] - before[1])
            for before, after in itertools.pairwise(known)
            if before[0] == after[0]
        ]
        if not paces:
            return None
        usual = _NEIGHBOURS + statistics.median(paces) * days
        return max([usual, *(2 * gap for gap in of_a_day)])


def _is_month_later(one: date | None, two: date | None) -> bool:
    """Tell whether two dates are on the same day of neighbouring months."""
    if one is None or two is None:
        return False
    months = (one.year - two.year) * 12 + one.month - two.month
    return one.day == two.day and abs(months) == 1


def _days_between(mine: Copy, other: Copy) -> int | None:
    if mine.day is None or other.day is None:
        return None
    return abs((mine.day - other.day).days)


def _is_usual(mine: date | None, other: date | None, days: list[date]) -> bool:
    """Tell whether the gap of two days is not clearly below the usual one.

    The usual one is the lower quartile of the gaps between the days.
    """
    if mine is None or other is None:
        return False
    if mine == other:
        counts = Counter(days)
        of_that_day = counts.pop(mine, 0)
        return of_that_day >= _RUN or of_that_day < max(counts.values(), default=0)
    days = sorted(days)
    gaps = sorted((b - a).days for a, b in itertools.pairwise(days))
    return bool(gaps) and abs((mine - other).days) * 2 >= gaps[len(gaps) // 4]


def _number_likeness(mine: Copy, other: Copy) -> Likeness:
    """Compare the numbers; where neither is one, the words that stand there."""
    one, two = compact(mine.number), compact(other.number)
    if mine.form or other.form or not (one and two):
        return likeness(mine.form, other.form)
    return Likeness.TEXT if one == two else Likeness.OTHER


def _date_points(mine: Copy, other: Copy, limit: int) -> int:
    gap = _days_between(mine, other)
    if gap is None:
        return 0
    if gap <= min(FEW_DAYS, limit):
        return 10 if gap else 20
    if gap <= limit:
        return 5
    return 0 if _is_same_year(mine, other) else -60


def _is_same_year(mine: Copy, other: Copy) -> bool:
    return not (mine.day and other.day) or mine.day.year == other.day.year


def _is_correction(mine: Copy, other: Copy) -> bool:
    """Tell whether one says that it corrects the other: two invoices, not one twice."""
    return any(
        likeness(number_form(number, each.day), each.form) is Likeness.SAME
        for one, each in ((mine, other), (other, mine))
        for number in one.corrects
    )


def _is_same_expense(mine: Copy, other: Copy) -> bool:
    return mine.day == other.day and words_of(mine.text) == words_of(other.text)


def _quotes(receipt: Copy, bill: Copy) -> bool:
    """Tell whether the text of an expense quotes the number of an invoice."""
    key = bill.form.key if bill.form else ""
    words = receipt.text.split()
    return len(key) > 2 and any(number_key(word, bill.day) == key for word in words)


def _names(receipt: Copy, bill: Copy) -> bool:
    """Tell whether an expense names the supplier, and no other number of his."""
    name, words = set(words_of(bill.supplier.name)), receipt.text.split()
    alike = {likeness(number_form(word, bill.day), bill.form) for word in words}
    told = {Likeness.SERIES, Likeness.SLIP} & alike
    return bool(name) and name <= set(words_of(receipt.text)) and not told
