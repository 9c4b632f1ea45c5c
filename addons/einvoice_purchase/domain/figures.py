"""Quantities and prices as a sentence shows them."""

from __future__ import annotations

from decimal import Decimal

from odoo.addons.einvoice_base.domain.money import CENT, ZERO, rounded


def quantity(value: Decimal) -> Decimal:
    """Return a quantity with no more decimals than it needs, three at most.

    >>> quantity(Decimal("12.000")), quantity(Decimal(10) / 3), quantity(Decimal(300))
    (Decimal('12'), Decimal('3.333'), Decimal('300'))
    """
    return _short(rounded(value, 3), ZERO)


def price(value: Decimal) -> Decimal:
    """Return a price with two decimals, more where it has them, four at most.

    >>> price(Decimal("4.2")), price(Decimal("0.03335"))
    (Decimal('4.20'), Decimal('0.0334'))
    """
    return _short(rounded(value, 4), CENT)


def _short(value: Decimal, least: Decimal) -> Decimal:
    """Drop the zeros at the end, but not those that the least has."""
    short = value.normalize()
    places = max(-int(short.as_tuple().exponent), -int(least.as_tuple().exponent), 0)
    return short.quantize(Decimal(1).scaleb(-places))
