"""What speaks for a pair of a bill line and an order line, and whether it is enough.

Three things are weighed: that it is the same article (learned, item number, order
line number, text), that the price agrees, that the quantity does. A price that differs
is what the matching is to find, so a certain article needs no price; an uncertain
one needs it exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from odoo.addons.einvoice_intake.domain.texts import words_of

from .candidates import Candidate, price_in_order_unit
from .orders import BillLine, OrderLine, PairKind
from .text import memory_key

# Likeness of texts, 0 to 1: certain, likely. Any two texts reach a half.
_CERTAIN = 0.9
_LIKELY = 0.62
# Gap of the price over the price of the order.
_SAME_PRICE = Decimal("0.002")
_NEAR_PRICE = Decimal("0.12")
_FAR_PRICE = Decimal("0.4")

_ARTICLE, _PRICE, _QUANTITY, _NAMED = 0.60, 0.20, 0.12, 0.08


class Remembered(NamedTuple):
    """What a person paired with a line of this supplier.

    Attributes:
        product: The product that it stands for; zero when nothing is ever ordered.
        text: The text of the order line, where one product has several.
    """

    product: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of a bill beside its lines.

    Attributes:
        named: Orders that it names.
        products: Products for each item number of the supplier.
        remembered: What a person paired before, by :func:`~.text.memory_key`.
    """

    named: frozenset[int] = frozenset()
    products: Mapping[str, frozenset[int]] = field(default_factory=dict)
    remembered: Mapping[str, Remembered] = field(default_factory=dict)

    def products_of(self, bill: BillLine) -> frozenset[int]:
        """Return the products that the item numbers of a line stand for."""
        found = frozenset[int]().union(
            *(self.products.get(each, frozenset()) for each in bill.references)
        )
        return found | {bill.product} if bill.product else found

    def memory_of(self, bill: BillLine) -> Remembered | None:
        """Return what was remembered for such a line."""
        if not self.remembered:
            return None
        keys = (
            memory_key(bill.references, bill.name),
            memory_key(frozenset(), bill.name),
        )
        found = (self.remembered.get(key) for key in keys if key)
        return next((each for each in found if each is not None), None)


class Weight(NamedTuple):
    """What speaks for a pair.

    Attributes:
        kind: The strongest reason that it is the same article.
        article: Certainty of that, 0 to 1.
        price: Agreement of the price, 0 to 1.
        quantity: Agreement of the quantity, 0 to 1.
        is_named: The bill names the order.
    """

    kind: PairKind
    article: float
    price: float
    quantity: float
    is_named: bool

    @property
    def score(self) -> float:
        """All of it in one figure, 0 to 1."""
        return (
            _ARTICLE * self.article
            + _PRICE * self.price
            + _QUANTITY * self.quantity
            + _NAMED * self.is_named
        )

    def is_enough(self, names_others: bool) -> bool:
        """Tell whether this makes a pair.

        Args:
            names_others: The bill names other orders than this one.
        """
        if names_others:
            return self.article >= _CERTAIN and self.price >= 1
        if self.kind is PairKind.LEARNED:
            return True
        if self.article >= _CERTAIN:
            return self.is_named or self.price > 0
        needed = 0.3 if self.is_named else 0.6
        return self.article >= _LIKELY and self.price >= needed


def weigh(
    bill: BillLine,
    candidate: Candidate,
    hints: Hints,
    products: frozenset[int],
    memory: Remembered | None,
) -> Weight:
    """Weigh one pair."""
    line = candidate.line
    price, quantity = price_in_order_unit(bill, line)
    is_named = line.order in (bill.orders or hints.named)
    kind, article = _article(bill, candidate, products, memory)
    if is_named and article < _CERTAIN and _is_line_number(bill, line):
        kind, article = PairKind.LINE, 0.97
    return Weight(
        kind,
        article,
        _price_agreement(price, line.price),
        _quantity_agreement(quantity, line),
        is_named,
    )


def _article(
    bill: BillLine,
    candidate: Candidate,
    products: frozenset[int],
    memory: Remembered | None,
) -> tuple[PairKind, float]:
    line, (likeness, is_other) = candidate
    if memory is not None and memory.product:
        if line.product == memory.product:
            is_same = not memory.text or words_of(line.name).text == memory.text
            return PairKind.LEARNED, 1.0 if is_same else 0.9
        return PairKind.DESCRIPTION, 0.5 * likeness
    if line.product in products or bill.references & line.references:
        # Of several lines of one article, the text tells which.
        return PairKind.REFERENCE, 0.95 + 0.05 * likeness
    if products or is_other or _contradicts(bill, line):
        return PairKind.DESCRIPTION, 0.5 * likeness
    return PairKind.DESCRIPTION, likeness


def _contradicts(bill: BillLine, line: OrderLine) -> bool:
    """Tell whether both have a GTIN (8, 12, 13 or 14 digits) and not the same."""

    def gtins(references: frozenset[str]) -> set[str]:
        return {each for each in references if each.isdigit() and len(each) >= 11}

    one, two = gtins(bill.references), gtins(line.references)
    return bool(one and two and not one & two)


def _is_line_number(bill: BillLine, line: OrderLine) -> bool:
    digits = bill.order_line.strip().lstrip("0")
    return digits in (str(line.position), str(line.position * 10), str(line.key))


def _price_agreement(billed: Decimal, ordered: Decimal) -> float:
    """Return 1 for the same price, falling to 0 where it is far off.

    >>> [round(_price_agreement(Decimal(p), Decimal(100)), 2) for p in (100, 102, 150)]
    [1.0, 0.9, 0.0]
    """
    if billed == ordered:
        return 1.0
    if not ordered or not billed or (billed < 0) != (ordered < 0):
        return 0.0
    gap = abs(billed - ordered) / abs(ordered)
    if gap <= _SAME_PRICE:
        return 1.0
    if gap <= _NEAR_PRICE:
        return 1.0 - 0.6 * float(gap / _NEAR_PRICE)
    if gap <= _FAR_PRICE:
        return 0.4 * float(1 - gap / _FAR_PRICE)
    return 0.0


def _quantity_agreement(billed: Decimal, line: OrderLine) -> float:
    if billed == line.waiting:
        return 1.0
    if line.waiting <= 0:
        return 0.0
    if billed == line.quantity:
        return 0.8
    return 0.6 if 0 < billed < line.waiting else 0.3
