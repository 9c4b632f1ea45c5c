"""The VAT breakdown of a bill that was typed, from the taxes of its lines.

The books know taxes that EN 16931 does not: fixed ones (eco tax) are charges there, and
several rates on one line are one group here, so that no base counts twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from .codes import VatCategory
from .invoice import AllowanceCharge, TaxBreakdown
from .money import ZERO


@dataclass(frozen=True, slots=True)
class LineTax:
    """One tax that the books computed on one line.

    Attributes:
        key: Identity of the tax: two taxes of one rate on a line are two.
        name: Name of the tax, reason of the charge that a fixed tax becomes.
        base: What the tax stands on.
        amount: The tax; a self-assessed one is there twice, with opposite signs.
        category: VAT category (UNTDID 5305), if known.
        rate: Percent that the supplier charges; ``None`` for a tax without one.
        is_fixed: An amount for each unit, whatever the price.
    """

    key: int
    name: str
    base: Decimal
    amount: Decimal
    category: str | None = None
    rate: Decimal | None = None
    is_fixed: bool = False


@dataclass(frozen=True, slots=True)
class TaxedLine:
    """Net amount of a line and the taxes on it."""

    net: Decimal
    taxes: tuple[LineTax, ...] = ()

    @property
    def vat(self) -> tuple[LineTax, ...]:
        """The taxes that are no charges."""
        return tuple(tax for tax in self.taxes if not tax.is_fixed)


_Group = tuple[str | None, Decimal | None]


def charges(lines: Iterable[TaxedLine]) -> tuple[AllowanceCharge, ...]:
    """Return the fixed taxes as charges of the document, one for each name.

    >>> eco = LineTax(1, "Eco", Decimal(10), Decimal("0.35"), is_fixed=True)
    >>> [charge.amount for charge in charges([TaxedLine(Decimal(10), (eco,))] * 2)]
    [Decimal('0.70')]
    """
    amounts: dict[str, Decimal] = {}
    for line in lines:
        for tax in line.taxes:
            if tax.is_fixed:
                amounts[tax.name] = amounts.get(tax.name, ZERO) + tax.amount
    return tuple(
        AllowanceCharge(is_charge=True, amount=amount, reason=name)
        for name, amount in amounts.items()
    )


def breakdown(lines: Iterable[TaxedLine]) -> tuple[TaxBreakdown, ...]:
    """Return the VAT by category and rate; the bases add up to the net total.

    >>> vat = LineTax(1, "20 %", Decimal(10), Decimal(2), "S", Decimal(20))
    >>> [group] = breakdown([TaxedLine(Decimal(10), (vat,))] * 2)
    >>> group.base, group.amount, group.category
    (Decimal('20'), Decimal('4'), 'S')
    """
    lines = tuple(lines)
    groups: dict[_Group, tuple[Decimal, Decimal]] = {}
    for line in lines:
        group, base = _group_of(line)
        amount = sum((tax.amount for tax in line.vat), ZERO)
        bases, amounts = groups.get(group, (ZERO, ZERO))
        groups[group] = bases + base, amounts + amount
    fixed = charges(lines)
    net = sum((line.net for line in lines), ZERO)
    net = sum((charge.amount or ZERO for charge in fixed), net)
    rest = net - sum((base for base, _amount in groups.values()), ZERO)
    if fixed and rest:
        # A charge that no VAT stands on.
        groups[VatCategory.NOT_SUBJECT.value, ZERO] = rest, ZERO
    return tuple(
        TaxBreakdown(base=base, amount=amount, category=category, rate=rate)
        for (category, rate), (base, amount) in groups.items()
    )


def _group_of(line: TaxedLine) -> tuple[_Group, Decimal]:
    taxes = {tax.key: tax for tax in line.vat}
    if len(taxes) == 1:
        [tax] = taxes.values()
        return (tax.category, tax.rate), tax.base
    bases = {tax.base for tax in taxes.values()}
    rates = [tax.rate for tax in taxes.values()]
    if len(bases) == 1 and None not in rates:
        return (None, sum((rate for rate in rates if rate), ZERO)), bases.pop()
    # No tax, or one tax on top of another: no rate can be compared.
    return (None, None), line.net
