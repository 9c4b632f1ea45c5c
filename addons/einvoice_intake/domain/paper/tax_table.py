"""The VAT by rate as a page prints it: rate, base and amount that agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, product

from .amounts import Amount
from .labels import Label, Term
from .rows import Row

# Rates in force or still printed: France and its overseas departments, and the EU.
RATES = tuple(
    map(
        Decimal,
        (
            "20", "10", "5.5", "2.1", "8.5", "19", "7", "21", "6", "12", "9", "4", "22",
            "5", "23", "13", "8", "24", "14", "25", "17", "16", "3", "18", "19.6",
            "7.7", "8.1", "2.6", "0", "1.05", "1.75", "0.9", "13.5", "4.8", "27", "15",
        ),
    )
)  # fmt: skip
_USUAL = frozenset(RATES)
_CENT = Decimal("0.01")
_HUNDRED = Decimal(100)
# More sets of rows than this are not tried: a page is hostile until read.
_MOST = 400
# No row of a VAT table has as many numbers.
_MOST_IN_ROW = 16


@dataclass(frozen=True, slots=True)
class TaxRow:
    """VAT of one rate; base and amount with the amounts that were read.

    Attributes:
        is_proved: Base times rate is the amount, to the cent or two.
    """

    rate: Decimal
    base: Amount | None
    amount: Amount | None
    is_proved: bool
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class TaxSet:
    """One possible table: at most one row for each rate."""

    rows: tuple[TaxRow, ...]

    @property
    def vat(self) -> Decimal:
        """Sum of the amounts."""
        return sum((abs(each.amount.value) for each in self.rows if each.amount), _zero)

    @property
    def net(self) -> Decimal | None:
        """Sum of the bases, ``None`` where one is not printed."""
        bases = [each.base for each in self.rows]
        if any(each is None for each in bases):
            return None
        return sum((abs(each.value) for each in bases if each), _zero)

    @property
    def is_proved(self) -> bool:
        """Each row agrees in itself."""
        return all(each.is_proved for each in self.rows)


_zero = Decimal(0)


def agrees(base: Decimal, rate: Decimal, amount: Decimal, cents: int = 2) -> bool:
    """Tell whether an amount is the VAT of a base, give or take some cents.

    >>> agrees(Decimal("497.61"), Decimal("5.5"), Decimal("27.37"))
    True
    """
    return abs(base * rate / _HUNDRED - amount) <= cents * _CENT


def tax_rows(
    row: Row, amounts: Sequence[Amount], labels: Sequence[Label]
) -> list[TaxRow]:
    """Return the rows of a VAT table that one printed row may be."""
    if len(amounts) > _MOST_IN_ROW:
        return []
    money = [each for each in amounts if not each.is_percent and each.decimals <= 4]
    rates = list(_rates(amounts, labels))
    terms = {label.term for label in labels}
    hint = 0.3 if terms & {Term.VAT, Term.BASE, Term.RATE} else 0.0
    found = [
        TaxRow(rate.value, base, tax, True, hint + (0.2 if rate.is_percent else 0.0))
        for rate in rates
        for base, tax in _pairs(money, rate)
        if _is_row(rate, base, tax)
    ]
    if found:
        return found
    return list(_single(row, money, rates, labels))


def _is_row(rate: Amount, base: Amount, tax: Amount) -> bool:
    """Tell whether a rate, a base and an amount agree; nought says so in percent."""
    if not rate.value:
        return rate.is_percent and not tax.value and abs(base.value) >= _CENT
    is_taxed = abs(tax.value) >= _CENT
    return is_taxed and agrees(abs(base.value), rate.value, abs(tax.value))


def _rates(amounts: Iterable[Amount], labels: Sequence[Label]) -> Iterator[Amount]:
    for amount in amounts:
        value = amount.value.normalize() + _zero
        if value not in _USUAL or value < 0:
            continue
        if amount.is_percent or amount.decimals <= 2:
            yield amount


def _pairs(money: Sequence[Amount], rate: Amount) -> Iterator[tuple[Amount, Amount]]:
    """Yield base and tax, in either order of the columns."""
    others = [each for each in money if each is not rate and each.decimals == 2]
    for first, second in combinations(others, 2):
        yield first, second
        yield second, first


def _single(
    row: Row,
    money: Sequence[Amount],
    rates: Sequence[Amount],
    labels: Sequence[Label],
) -> Iterator[TaxRow]:
    """Yield a row such as "TVA 20 %   16 654,98", which does not print its base."""
    label = next((each for each in labels if each.term is Term.VAT), None)
    if label is None or not rates:
        return
    edge = label.span.words[0].left
    rate = next((each for each in rates if each.left >= edge - 1), None)
    if rate is None:
        return
    right = [
        each
        for each in money
        if each is not rate and each.decimals == 2 and each.left > rate.left
    ]
    if len(right) == 1 and (rate.is_percent or rate.value > 0):
        yield TaxRow(rate.value, None, right[0], False, 0.2)


def tax_sets(rows: Sequence[TaxRow]) -> list[TaxSet]:
    """Return the tables that the rows can make, the best proved first."""
    by_rate: dict[Decimal, list[TaxRow]] = {}
    for row in rows:
        options = by_rate.setdefault(row.rate.normalize() + _zero, [])
        key = _key(row)
        if all(_key(each) != key for each in options):
            options.append(row)
    for options in by_rate.values():
        options.sort(key=lambda each: (-each.is_proved, -each.weight))
        del options[4:]
    sets: list[TaxSet] = []
    choices = [[None, *options] for options in by_rate.values()][:5]
    for chosen in product(*choices):
        kept = tuple(each for each in chosen if each is not None)
        if kept:
            sets.append(TaxSet(kept))
        if len(sets) >= _MOST:
            break
    return sorted(sets, key=lambda each: (-each.is_proved, -len(each.rows)))


def _key(row: TaxRow) -> tuple[Decimal | None, Decimal | None]:
    base = abs(row.base.value) if row.base else None
    return base, abs(row.amount.value) if row.amount else None


def single_rate(net: Decimal, vat: Decimal) -> Decimal | None:
    """Return the rate that makes this VAT of this base, ``None`` without one.

    >>> str(single_rate(Decimal("2535.00"), Decimal("507.00")))
    '20'
    """
    if not net:
        return None
    if not vat:
        return _zero
    return next((rate for rate in RATES if rate and agrees(net, rate, vat, 1)), None)
