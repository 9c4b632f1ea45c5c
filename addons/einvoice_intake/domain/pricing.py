"""Quantity, price and discount of a bill line whose product is the net amount."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from odoo.addons.einvoice_base.domain.invoice import Line
from odoo.addons.einvoice_base.domain.money import ZERO, rounded


@dataclass(frozen=True, slots=True)
class Priced:
    """How a line is written in the books: quantity × price × (1 − discount).

    Attributes:
        quantity: With no more decimals than the books keep.
        price: Price of one unit, without VAT, any number of decimals.
        discount: Percent with two decimals at most.
        is_exact: ``False`` when the books cannot hold the quantity as it is written.
    """

    quantity: Decimal
    price: Decimal
    discount: Decimal = ZERO
    is_exact: bool = True

    def net(self, places: int) -> Decimal:
        """Amount that the books compute, with binary floats as they do it."""
        raw = float(self.quantity) * (
            float(self.price) * (1 - float(self.discount) / 100)
        )
        return rounded(Decimal(repr(round(raw, 10))), places)


def priced(line: Line, net: Decimal, places: int, quantity_places: int) -> Priced:
    """Write a line so that the books compute its net amount (BT-131) to the cent.

    The supplier's own quantity, price and discount are kept where they give the net;
    otherwise the price is the net over the quantity.

    >>> priced(Line(quantity=Decimal("3"), price=Decimal("3.333")), Decimal("10.00"),
    ...        2, 2)
    Priced(quantity=Decimal('3'), price=Decimal('3.333'), discount=Decimal('0'), \
is_exact=True)
    >>> odd = priced(Line(quantity=Decimal("0.123"), price=Decimal("100")),
    ...              Decimal("12.30"), 2, 2)
    >>> odd.quantity, odd.net(2), odd.is_exact
    (Decimal('0.12'), Decimal('12.30'), False)
    """
    stated = line.quantity if line.quantity is not None else Decimal(1)
    kept = rounded(stated, quantity_places)
    quantity = stated if kept == stated else kept
    is_exact = quantity == stated
    if not quantity:
        return Priced(Decimal(1), net, is_exact=not stated)
    for attempt in _as_written(line, quantity, is_exact):
        if attempt.net(places) == net:
            return attempt
    return Priced(quantity, net / quantity, is_exact=is_exact)


def _as_written(line: Line, quantity: Decimal, is_exact: bool) -> list[Priced]:
    """List the ways to keep the supplier's price, with his discount or without."""
    if line.price is None:
        return []
    unit = line.price / (line.base_quantity or Decimal(1))
    attempts = [Priced(quantity, unit, is_exact=is_exact)]
    reduction = sum((each.signed_amount for each in line.allowances_charges), ZERO)
    before = unit * quantity
    if reduction < 0 < before:
        percent = rounded(-reduction * 100 / before, 2)
        if percent <= 100:
            attempts.append(Priced(quantity, unit, percent, is_exact))
    return attempts
