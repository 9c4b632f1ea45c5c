"""Which order lines may stand beside a bill line, without looking at each pair.

Order lines with the same text are looked at once: a supplier with 500 open orders has
some hundred articles. What has the same item number, product, price or rare words is a
candidate; of many alike, those with the right price and nearest in rank are kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from heapq import nsmallest
from typing import NamedTuple, Protocol

from odoo.addons.einvoice_intake.domain.texts import Words, ratio_of, words_of

from .orders import BillLine, OrderLine, Unit, factor_between
from .text import Likeness, likeness

# Texts compared with one bill line, and order lines weighed for it.
_TEXTS = 8
_LINES = 48
# A word in more texts than this tells nothing, unless there is no other.
_COMMON = 200
# Below this, what two texts have in other places matters to nobody.
_WORTH = 0.6


class Candidate(NamedTuple):
    """An order line that may stand beside a bill line.

    Attributes:
        line: The order line.
        likeness: Of the two texts.
    """

    line: OrderLine
    likeness: Likeness


class Index:
    """The order lines of one bill by what they can be found with."""

    def __init__(self, lines: Sequence[OrderLine]) -> None:
        self._texts: list[Words] = []
        self._text_of: dict[str, int] = {}
        self._lines_of_text: list[list[OrderLine]] = []
        self._texts_of_word: dict[str, list[int]] = {}
        self._of_reference: dict[str, list[OrderLine]] = {}
        self._of_product: dict[int, list[OrderLine]] = {}
        self._of_price: dict[Decimal, list[OrderLine]] = {}
        for line in lines:
            self._add(line)

    def _add(self, line: OrderLine) -> None:
        text = self._text_of.get(line.name)
        if text is None:
            text = self._add_text(line.name)
        self._lines_of_text[text].append(line)
        for reference in line.references:
            self._of_reference.setdefault(reference, []).append(line)
        self._of_product.setdefault(line.product, []).append(line)
        self._of_price.setdefault(line.price, []).append(line)

    def _add_text(self, name: str) -> int:
        text = self._text_of[name] = len(self._texts)
        words = words_of(name)
        self._texts.append(words)
        self._lines_of_text.append([])
        for word in set(words.words):
            self._texts_of_word.setdefault(word, []).append(text)
        return text

    def candidates(
        self,
        bill: BillLine,
        rank: int,
        products: Collection[int],
        orders: Collection[int],
    ) -> list[Candidate]:
        """Return the order lines worth weighing for a bill line.

        Args:
            bill: The bill line.
            rank: Its rank in the bill, from 1.
            products: Products that its item number or the memory stands for.
            orders: Orders that the bill names.
        """
        words = words_of(bill.name)
        found: dict[int, OrderLine] = {}
        for line in self._by_fact(bill, products):
            found[line.key] = line
        for text in self._alike(words):
            for line in self._nearest(self._lines_of_text[text], bill, rank, orders):
                found[line.key] = line
        kept = self._nearest(found.values(), bill, rank, orders)
        alike: dict[str, Likeness] = {}
        for line in kept:
            if line.name not in alike:
                alike[line.name] = self._compared(words, self._text_of[line.name])
        return [Candidate(line, alike[line.name]) for line in kept]

    def _compared(self, words: Words, text: int) -> Likeness:
        ratio = ratio_of(words, self._texts[text])
        if ratio < _WORTH:
            return Likeness(ratio)
        return likeness(words, self._texts[text])

    def _by_fact(
        self, bill: BillLine, products: Collection[int]
    ) -> Iterable[OrderLine]:
        for reference in bill.references:
            yield from self._of_reference.get(reference, ())
        for product in products:
            if product:
                yield from self._of_product.get(product, ())
        yield from self._of_price.get(bill.price, ())[:_LINES]

    def _alike(self, words: Words) -> list[int]:
        """Return the likest texts."""
        weights: dict[int, float] = {}
        texts = len(self._texts)
        lists = [self._texts_of_word.get(word, []) for word in set(words.words)]
        rare = [each for each in lists if len(each) <= max(_COMMON, texts // 10)]
        for each in rare or [each[:_COMMON] for each in lists]:
            weight = 1 / (1 + len(each))
            for text in each:
                weights[text] = weights.get(text, 0) + weight
        best = sorted(weights, key=lambda text: (-weights[text], text))[: 3 * _TEXTS]
        ratios = {text: ratio_of(words, self._texts[text]) for text in best}
        return sorted(ratios, key=lambda text: (-ratios[text], text))[:_TEXTS]

    def _nearest(
        self,
        lines: Collection[OrderLine],
        bill: BillLine,
        rank: int,
        orders: Collection[int],
    ) -> list[OrderLine]:
        if len(lines) <= _LINES:
            return list(lines)

        def distance(line: OrderLine) -> tuple[bool, bool, bool, int, int]:
            return (
                line.order not in orders,
                line.price != bill.price,
                line.waiting != bill.quantity,
                abs(line.position - rank),
                line.key,
            )

        return nsmallest(_LINES, lines, key=distance)


class _Priced(Protocol):
    """What is ordered in a unit at a price."""

    @property
    def unit(self) -> Unit | None: ...

    @property
    def price(self) -> Decimal: ...


def price_in_order_unit(bill: BillLine, line: _Priced) -> tuple[Decimal, Decimal]:
    """Return price and quantity of a bill line in the unit of the order line.

    Suppliers write “piece” for whatever they sell: where the units can be converted,
    both readings are tried, and the one whose price is nearer counts.

    >>> from .orders import Unit
    >>> box, piece = Unit(2, 1, Decimal(12)), Unit(1, 1)
    >>> line = OrderLine(1, 1, 1, 0, "", frozenset(), box, Decimal(2), Decimal(2),
    ...                  Decimal("24"))
    >>> bill = BillLine(1, "1", "", unit=piece, quantity=Decimal(24), price=Decimal(2))
    >>> price_in_order_unit(bill, line)
    (Decimal('24'), Decimal('2'))
    """
    factor = factor_between(line.unit, bill.unit)
    if factor is None or factor == 1:
        return bill.price, bill.quantity
    converted = bill.price * factor
    if abs(converted - line.price) <= abs(bill.price - line.price):
        return converted, bill.quantity / factor
    return bill.price, bill.quantity
