"""Other bills on the same orders: which of them count, and for how much.

What is billed too much is billed by the bill that came last: posted bills count first,
then the drafts as they came.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from odoo.addons.einvoice_base.domain.money import ZERO

# Bills that a sentence names.
_NAMED = 5


class Arrival(NamedTuple):
    """When a bill came.

    Attributes:
        key: Identity in the books.
        came: When it was received, else made.
        day: Day of the invoice.
        is_posted: It is no draft.
        name: The supplier's number, for sentences.
    """

    key: int
    came: datetime
    day: date | None = None
    is_posted: bool = False
    name: str = ""

    def counts_before(self, other: Arrival, day: date | None = None) -> bool:
        """Tell whether what this bill asks for leaves less for another.

        Args:
            other: The other bill.
            day: In a rehearsal the day from which one looks: whatever is of that day
                or an earlier one counts.

        >>> first, second = (Arrival(key, datetime(2026, 9, key)) for key in (1, 2))
        >>> first.counts_before(second), second.counts_before(first)
        (True, False)
        >>> second._replace(is_posted=True).counts_before(first)
        True
        """
        if self.key == other.key:
            return False
        if day is not None:
            return self.day is None or self.day <= day
        if self.is_posted is not other.is_posted:
            return self.is_posted
        return (self.came, self.key) < (other.came, other.key)


class OtherBill(NamedTuple):
    """A bill that counts before the one looked at, in the currency of that one.

    Amounts are without VAT, and negative where they are given back.

    Attributes:
        name: The supplier's number.
        prepaid: Asked for as a down payment.
        prepaid_gross: The same with VAT.
        goods: Asked for lines of the orders, and for what else is no charge.
        charges: Asked for transport and the like that are on no order line.
        deducted: Taken off by lines without order line; zero or more.
        paid: BT-113, said to be paid before, with VAT.
    """

    name: str
    prepaid: Decimal = ZERO
    prepaid_gross: Decimal = ZERO
    goods: Decimal = ZERO
    charges: Decimal = ZERO
    deducted: Decimal = ZERO
    paid: Decimal = ZERO


class Prepaid(NamedTuple):
    """What was asked for as down payments, and what of it was deducted since.

    Attributes:
        asked: Without VAT.
        left: Not deducted yet.
        goods: Billed in all besides.
        names: The bills that asked for it.
    """

    asked: Decimal
    left: Decimal
    goods: Decimal
    names: tuple[str, ...]


def prepaid_of(others: Iterable[OtherBill]) -> Prepaid:
    """Sum up the down payments among bills.

    What the supplier says was paid before (BT-113) holds VAT, as the down payments do.

    >>> advance = OtherBill("A-1", prepaid=Decimal(300), prepaid_gross=Decimal(360))
    >>> prepaid_of([advance, OtherBill("F-1", paid=Decimal(120))]).left
    Decimal('200')
    """
    others = tuple(others)
    asked = sum((each.prepaid for each in others), ZERO)
    gross = sum((each.prepaid_gross for each in others), ZERO)
    paid = sum((each.paid for each in others), ZERO)
    deducted = sum((each.deducted for each in others), ZERO)
    return Prepaid(
        asked=asked,
        left=asked - deducted - (paid * asked / gross if gross else ZERO),
        goods=sum((each.goods for each in others), ZERO),
        names=names_of(each.name for each in others if each.prepaid),
    )


def names_of(names: Iterable[str]) -> tuple[str, ...]:
    """Return names each once, a few of many.

    >>> names_of("ABACDEFG")
    ('A', 'B', 'C', 'D', 'E', '…')
    """
    once = tuple(dict.fromkeys(name for name in names if name))
    return once if len(once) <= _NAMED else (*once[:_NAMED], "…")
