"""The VAT of one rate, shared between the taxes that carry it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from decimal import Decimal
from typing import TypeVar

from odoo.addons.einvoice_base.domain.money import ZERO, rounded

from .booking import PlannedTax

_Tax = TypeVar("_Tax", bound=Hashable)


def tax_shares(
    planned: PlannedTax, lines: Iterable[tuple[Decimal, _Tax]], places: int = 2
) -> Mapping[_Tax, tuple[Decimal, Decimal]]:
    """Return base and VAT of each tax that lines of one rate have.

    The supplier states one amount of VAT for the rate: it is shared by base, and the
    largest base takes what the rounding leaves, so that the sum is his to the cent.

    Args:
        planned: Base and VAT of the rate.
        lines: Net amount and tax of each line of the rate.
        places: Decimals of the currency.

    >>> from odoo.addons.einvoice_base.domain.codes import VatCategory
    >>> from .booking import VatKey
    >>> vat = VatKey(VatCategory.STANDARD, Decimal(20))
    >>> planned = PlannedTax(vat, Decimal("100.01"), Decimal("20.01"))
    >>> lines = [(Decimal("66.67"), "goods"), (Decimal("33.34"), "services")]
    >>> [str(amount) for _base, amount in tax_shares(planned, lines).values()]
    ['6.67', '13.34']
    """
    bases: dict[_Tax, Decimal] = {}
    for net, tax in lines:
        bases[tax] = bases.get(tax, ZERO) + net
    total = sum(bases.values(), ZERO)
    ordered = sorted(bases, key=lambda tax: abs(bases[tax]))
    shares, left = {}, planned.amount
    for tax in ordered[:-1]:
        part = rounded(planned.amount * bases[tax] / total, places) if total else ZERO
        shares[tax] = bases[tax], part
        left -= part
    for tax in ordered[-1:]:
        shares[tax] = bases[tax], left
    return shares
