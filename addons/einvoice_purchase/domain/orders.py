"""Orders and bill lines as the matching sees them.

Quantities are in the unit that stands beside them; prices are net (after discount,
without VAT), for one of that unit. A bill's quantity is signed: what a credit note
gives back, and what a line takes back, is negative.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

ONE = Decimal(1)


class Unit(NamedTuple):
    """A unit of measure.

    Attributes:
        key: Identity in the books.
        root: Unit to which it can be reduced; units of one root can be converted.
        factor: How many of the root are in one of it.
        name: For sentences.
    """

    key: int
    root: int
    factor: Decimal = ONE
    name: str = ""


def factor_between(source: Unit | None, target: Unit | None) -> Decimal | None:
    """Return how many of the target are in one of the source, ``None`` when unknown.

    >>> piece, dozen = Unit(1, 1), Unit(2, 1, Decimal(12))
    >>> factor_between(dozen, piece), factor_between(piece, Unit(3, 3))
    (Decimal('12'), None)
    """
    if source is None or target is None or source.root != target.root:
        return None
    return ONE if source.key == target.key else source.factor / target.factor


class OrderState(Enum):
    """How far an order is."""

    DRAFT = "draft"
    OPEN = "open"
    CANCELLED = "cancelled"


class OrderHead(NamedTuple):
    """An order.

    Attributes:
        key: Identity in the books.
        name: Its number.
        supplier: Identity of the supplier's legal entity.
        company: Identity of our company.
        currency: ISO 4217.
        state: How far it is.
        is_billed: Other bills ask for all of it already.
        billed_by: Those bills.
        supplier_reference: The supplier's own number of the order.
        net: Its total without VAT, in its currency.
        supplier_name: For sentences.
        company_name: For sentences.
    """

    key: int
    name: str
    supplier: int
    company: int
    currency: str
    state: OrderState
    is_billed: bool = False
    supplier_reference: str = ""
    net: Decimal = Decimal(0)
    supplier_name: str = ""
    company_name: str = ""
    billed_by: tuple[str, ...] = ()


class OrderLine(NamedTuple):
    """A line of an order, as far as pairing needs it.

    Attributes:
        key: Identity in the books.
        order: Identity of its order.
        position: Rank in the order, from 1.
        product: Identity of the product; zero without.
        name: Its text.
        references: Item numbers, see :func:`~.text.reference_key`.
        unit: Unit of quantity and price.
        quantity: Ordered.
        waiting: Ordered and not billed by other bills.
        price: Net price of one unit, in the currency of the bill.
    """

    key: int
    order: int
    position: int
    product: int
    name: str
    references: frozenset[str]
    unit: Unit | None
    quantity: Decimal
    waiting: Decimal
    price: Decimal


@dataclass(frozen=True, slots=True)
class BillLine:
    """A line of a bill.

    Attributes:
        key: Identity in the books.
        number: BT-126, or its rank.
        name: Its text.
        references: Item numbers that it states.
        product: Identity of the product; zero without.
        unit: Its unit; ``None`` when the books do not know the code.
        quantity: Signed.
        net: Net amount, signed as the quantity.
        price: Net price of one unit, in the currency of the bill.
        orders: Orders that this line names.
        order_line: BT-132, what it says the order line is.
        is_charge: Transport, packaging and the like.
        linked: Order line with which it stands already; ``None`` without.
    """

    key: int
    number: str
    name: str
    references: frozenset[str] = frozenset()
    product: int = 0
    unit: Unit | None = None
    quantity: Decimal = ONE
    net: Decimal = Decimal(0)
    price: Decimal = Decimal(0)
    orders: frozenset[int] = frozenset()
    order_line: str = ""
    is_charge: bool = False
    linked: int | None = None


class PairKind(Enum):
    """What brought a bill line and an order line together."""

    LINKED = "linked"
    """The bill was made from the order."""

    NUMBER = "number"
    LINE = "line"
    REFERENCE = "reference"
    DESCRIPTION = "description"
    PRICE = "price"
    LEARNED = "learned"
    PERSON = "person"


class Pair(NamedTuple):
    """A bill line beside an order line.

    Attributes:
        line: Key of the bill line.
        order_line: Key of the order line.
        kind: The strongest thing that speaks for it.
        score: 0 to 1.
    """

    line: int
    order_line: int
    kind: PairKind
    score: float
