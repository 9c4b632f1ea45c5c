"""Quantities and prices as a sentence shows them."""

from __future__ import annotations

from decimal import Decimal

from odoo.addons.einvoice_base.domain.money import CENT, ZERO, rounded

_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}
# A unit of so many letters may be a symbol, whose capitals mean something.
_SYMBOL = 3


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


def sign(currency: str | None) -> str:
    """Return how a currency (ISO 4217) is written beside an amount.

    >>> sign("EUR"), sign("CHF"), sign(None)
    ('€', 'CHF', '')
    """
    return _SIGNS.get(currency or "", currency or "")


def unit_word(name: str) -> str:
    """Return the name of a unit as it stands inside a sentence.

    >>> unit_word("Unité(s)"), unit_word("kg"), unit_word("L")
    ('unité', 'kg', 'L')
    """
    word = name.removesuffix("(s)")
    return word[0].lower() + word[1:] if len(word) > _SYMBOL else word


def _short(value: Decimal, least: Decimal) -> Decimal:
    """Drop the zeros at the end, but not those that the least has."""
    short = value.normalize()
    places = max(-int(short.as_tuple().exponent), -int(least.as_tuple().exponent), 0)
    return short.quantize(Decimal(1).scaleb(-places))
