"""A bill line beside its order line: price, and quantity ordered or received.

Services are compared with what was ordered, goods with what was received. A gap is
positive when it costs us: billed dearer, or credited cheaper.

Source: two-way and three-way matching as accounts payable departments do it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from odoo.addons.einvoice_base.domain.findings import Limits
from odoo.addons.einvoice_base.domain.money import CENT, ZERO, rounded

from .orders import ONE, BillLine, Pair, Unit, factor_between

_HUNDRED = Decimal(100)
# The books keep two decimals of a quantity: half of the last one is no difference.
_SMALLEST = Decimal("0.005")


class Control(Enum):
    """What a quantity is compared with."""

    ORDERED = "ordered"
    RECEIVED = "received"


class Difference(Enum):
    """What differs on a line."""

    PRICE = "price"
    """Dearer than ordered, beyond the tolerance."""

    PRICE_BELOW = "price_below"
    RECEIVED = "received"
    """More billed than received."""

    ORDERED = "ordered"
    """More billed than ordered."""

    CREDITED = "credited"
    """More credited than billed."""

    UNIT = "unit"
    CURRENCY = "currency"


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order line as a bill is compared with it.

    Attributes:
        key: Identity in the books.
        order: Identity of its order.
        unit: Unit of quantities and price.
        quantity: Ordered.
        received: Received until now.
        billed_before: On bills that count first, credit notes taken away.
        price: Net price of one unit, in the currency of the order.
        control: What the quantity is compared with.
        price_limits: Tolerance of the supplier or category; ``None`` without.
        quantity_limits: The same for what is billed beyond.
        gap_before: What those bills asked for beyond this price, in its currency.
        billed_by: Those bills.
    """

    key: int
    order: int
    unit: Unit | None
    quantity: Decimal
    received: Decimal
    billed_before: Decimal
    price: Decimal
    control: Control
    price_limits: Limits | None = None
    quantity_limits: Limits | None = None
    gap_before: Decimal = ZERO
    billed_by: tuple[str, ...] = ()

    @property
    def allowed(self) -> Decimal:
        """How much may be billed in all."""
        return self.received if self.control is Control.RECEIVED else self.quantity


@dataclass(frozen=True, slots=True)
class Compared:
    """A bill line and what the order says of it.

    Attributes:
        line: The bill line.
        pair: What it is paired with; ``None`` for nothing.
        ordered: The order line; ``None`` for nothing.
        billed: Its quantity in the unit of the order.
        billed_in_all: The same with all lines of this bill on that order line.
        billed_first: The same with the lines before it.
        price: Billed for one unit of the order, in the currency of the bill.
        order_price: Ordered, in the currency of the bill; ``None`` without a rate.
        gap_in_all: Gap of all lines of this bill on that order line and of the bills
            that count first.
        is_unit_known: Both units can be reduced to each other.
        is_never_ordered: A person said that such a line has no order.
    """

    line: BillLine
    pair: Pair | None = None
    ordered: Ordered | None = None
    billed: Decimal = ZERO
    billed_in_all: Decimal = ZERO
    billed_first: Decimal = ZERO
    price: Decimal = ZERO
    order_price: Decimal | None = None
    gap_in_all: Decimal = ZERO
    is_unit_known: bool = True
    is_never_ordered: bool = False

    @property
    def expected(self) -> Decimal:
        """What the line would amount to at the price of the order."""
        return rounded((self.order_price or ZERO) * self.billed)

    @property
    def gap(self) -> Decimal:
        """What the line costs us more than at the price of the order."""
        if self.order_price is None or self.ordered is None:
            return ZERO
        return self.line.net - self.expected

    @property
    def gap_percent(self) -> Decimal | None:
        """The gap in percent; ``None`` where nothing was to be paid."""
        return rounded(self.gap * 100 / abs(self.expected)) if self.expected else None

    @property
    def counted(self) -> Decimal:
        """How much of the order line it takes away from other lines and bills.

        In a unit that cannot be converted that is its amount at the price of the
        order; it gives nothing back.
        """
        if self.is_unit_known:
            return self.billed
        if self.order_price:
            return max(self.line.net / self.order_price, ZERO)
        return max(self.billed, ZERO)

    @property
    def left(self) -> Decimal:
        """What may still be asked for of the order line, at its price."""
        if self.ordered is None or self.order_price is None:
            return ZERO
        before = self.ordered.billed_before + self.billed_first
        return rounded(max(self.ordered.allowed - before, ZERO) * self.order_price)

    @property
    def ordered_amount(self) -> Decimal:
        """What the whole order line amounts to."""
        return (self.order_price or ZERO) * (
            self.ordered.quantity if self.ordered else ZERO
        )

    @property
    def over(self) -> Decimal:
        """How much this line bills beyond what may be billed, in the order's unit."""
        if self.ordered is None or self.billed <= 0:
            return ZERO
        return self._beyond(self.ordered.allowed)

    @property
    def over_ordered(self) -> Decimal:
        """How much this line bills beyond what was ordered, received or not."""
        if self.ordered is None or self.billed <= 0:
            return ZERO
        return self._beyond(self.ordered.quantity)

    def _beyond(self, allowed: Decimal) -> Decimal:
        before = self.ordered.billed_before if self.ordered else ZERO
        excess = min(before + self.billed_first + self.billed - allowed, self.billed)
        return excess if excess >= _SMALLEST else ZERO


def compare(
    lines: Sequence[BillLine],
    pairs: Iterable[Pair],
    ordered: Mapping[int, Ordered],
    rates: Mapping[int, Decimal | None],
    never: frozenset[int] = frozenset(),
) -> tuple[Compared, ...]:
    """Put each bill line beside its order line.

    Args:
        lines: The lines of the bill.
        pairs: What they are paired with.
        ordered: The order lines by key.
        rates: By order: what one of its currency is in the currency of the bill;
            ``None`` where that is not known.
        never: Keys of the bill lines that a person said are never ordered.
    """
    by_line = {pair.line: pair for pair in pairs}
    billed: dict[int, Decimal] = {}
    gaps: dict[int, Decimal] = {}
    compared = []
    for line in lines:
        pair = by_line.get(line.key)
        beside = ordered.get(pair.order_line) if pair else None
        if pair is None or beside is None:
            compared.append(Compared(line, is_never_ordered=line.key in never))
            continue
        rate = rates.get(beside.order, ONE)
        each = _beside(line, pair, beside, rate, billed.get(beside.key, ZERO))
        billed[beside.key] = each.billed_first + each.counted
        before = gaps.get(beside.key, beside.gap_before * (rate or ZERO))
        # A cent is rounding, however many lines there are.
        counts = each.is_unit_known and abs(each.gap) > CENT
        gaps[beside.key] = before + (each.gap if counts else ZERO)
        compared.append(each)
    return tuple(_with_all(each, billed, gaps) for each in compared)


def _with_all(
    each: Compared, billed: Mapping[int, Decimal], gaps: Mapping[int, Decimal]
) -> Compared:
    if each.ordered is None:
        return each
    key = each.ordered.key
    return replace(each, billed_in_all=billed[key], gap_in_all=gaps[key])


def _beside(
    line: BillLine,
    pair: Pair,
    ordered: Ordered,
    rate: Decimal | None,
    first: Decimal,
) -> Compared:
    order_price = None if rate is None else ordered.price * rate
    factor, is_known = _factor(line, ordered, order_price)
    return Compared(
        line=line,
        pair=pair,
        ordered=ordered,
        billed=line.quantity / factor,
        billed_first=first,
        price=line.price * factor,
        order_price=order_price,
        is_unit_known=is_known,
    )


def _factor(
    line: BillLine, ordered: Ordered, order_price: Decimal | None
) -> tuple[Decimal, bool]:
    """Return how many units of the bill are in one of the order, and if that is sure.

    Suppliers write “piece” for whatever they sell: at the price of the order, the unit
    is that of the order.
    """
    factor = factor_between(ordered.unit, line.unit)
    if factor == 1:
        return ONE, True
    is_same_price = order_price is not None and _is_near(line.price, order_price)
    if factor is None:
        return ONE, is_same_price or line.unit is None
    if is_same_price and not _is_near(line.price * factor, order_price or ZERO):
        return ONE, True
    return factor, True


def _is_near(price: Decimal, order_price: Decimal) -> bool:
    return abs(price - order_price) * 20 <= abs(order_price)


def is_within(gap: Decimal, base: Decimal, limits: Limits) -> bool:
    """Tell whether a gap passes: inside the amount and inside the percentage.

    Args:
        gap: Zero or more; a cent is rounding.
        base: What the percentage is of.
        limits: ``None`` sets no limit.

    >>> is_within(Decimal(2), Decimal(100), Limits(Decimal(5), Decimal(1)))
    False
    >>> is_within(Decimal(1), Decimal(100), Limits(Decimal(5), Decimal(1)))
    True
    """
    if gap <= CENT:
        return True
    if limits.amount is not None and gap > limits.amount:
        return False
    return limits.percent is None or gap * _HUNDRED <= limits.percent * abs(base)


def _price_limits(each: Compared, limits: Limits) -> Limits:
    own = each.ordered.price_limits if each.ordered else None
    return own or limits


def price_difference(each: Compared, limits: Limits) -> Difference | None:
    """Tell whether the price differs beyond the tolerance.

    A line that is dearer also differs when it passes alone, but not together with the
    others and the earlier bills: their gaps are summed for each order line.

    Args:
        each: The line.
        limits: Of the company; those of the supplier or category come first.
    """
    if each.ordered is None or each.order_price is None or not each.is_unit_known:
        return None
    limits = _price_limits(each, limits)
    if not is_within(abs(each.gap), each.expected, limits):
        return Difference.PRICE if each.gap > 0 else Difference.PRICE_BELOW
    if each.gap <= CENT or is_within(each.gap_in_all, each.ordered_amount, limits):
        return None
    return Difference.PRICE


def too_dear(compared: Iterable[Compared], limits: Limits) -> Iterator[Compared]:
    """Yield the lines whose price is above the tolerance.

    Of lines that only are so together, the last, once for each order line.

    Args:
        compared: The lines of a bill.
        limits: Of the company; those of the supplier or category come first.
    """
    dear: dict[int, list[Compared]] = {}
    for each in compared:
        if each.ordered and price_difference(each, limits) is Difference.PRICE:
            dear.setdefault(each.ordered.key, []).append(each)
    for lines in dear.values():
        alone = [
            each
            for each in lines
            if not is_within(each.gap, each.expected, _price_limits(each, limits))
        ]
        yield from alone or lines[-1:]


def quantity_difference(each: Compared, limits: Limits) -> Difference | None:
    """Tell whether more is billed than may be, or credited than was billed.

    Args:
        each: The line.
        limits: Of the company; those of the supplier or category come first.
    """
    ordered = each.ordered
    if ordered is None or not each.is_unit_known:
        return None
    limits = ordered.quantity_limits or limits
    if each.billed < 0:
        left = ordered.billed_before + each.billed_first + each.billed
        return Difference.CREDITED if left < 0 else None
    price = abs(each.price)
    if not is_within(each.over * price, ordered.allowed * price, limits):
        is_received = ordered.control is Control.RECEIVED
        return Difference.RECEIVED if is_received else Difference.ORDERED
    if not is_within(each.over_ordered * price, ordered.quantity * price, limits):
        return Difference.ORDERED
    return None


def differences(
    each: Compared, price: Limits, received: Limits, ordered: Limits
) -> tuple[Difference, ...]:
    """Return all that differs on a line.

    Args:
        each: The line.
        price: Limits of the company for the price.
        received: For what is billed beyond what was received.
        ordered: For what is billed beyond what was ordered.
    """
    if each.ordered is None:
        return ()
    beyond = quantity_difference(each, received)
    if beyond is not Difference.RECEIVED:
        beyond = quantity_difference(each, ordered)
        beyond = None if beyond is Difference.RECEIVED else beyond
    found = (
        price_difference(each, price),
        beyond,
        None if each.is_unit_known else Difference.UNIT,
        Difference.CURRENCY if each.order_price is None else None,
    )
    return tuple(difference for difference in found if difference)
