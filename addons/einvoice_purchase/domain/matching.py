"""Pairing the lines of a bill with lines of orders.

Each bill line is weighed against its candidates, the orders that cover most of the
bill are preferred, and the partners are chosen all together. The orders that the bill
names come first; where it names none, the orders that were found serve as named for
what is left. A line whose text says nothing is paired by price and quantity when only
one order line has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from odoo.addons.einvoice_intake.domain.texts import words_of

from .assignment import assign
from .candidates import Index, price_in_order_unit
from .orders import BillLine, OrderLine, Pair, PairKind
from .scoring import Hints, Weight, weigh
from .text import likeness

# Partners kept for one bill line.
_EDGES = 12
# What the order that covers the whole bill adds to a score; older orders come first.
_COVER = 0.2
_FIRST = 1e-4
_NEAR = 1e-6
# Certainty of the article from which an order line is shared by bill lines, and for
# the same price.
_SHARED = 0.9
_SHARED_AT_PRICE = 0.62
_BY_PRICE = 0.5

Weights = dict[int, Weight]


def pair_lines(
    bill: Sequence[BillLine],
    orders: Sequence[OrderLine],
    hints: Hints | None = None,
) -> list[Pair]:
    """Return the pairs, in the order of the bill.

    A line that stands with an order line already keeps it.

    >>> ordered = OrderLine(7, 1, 1, 0, "Ramette A4", frozenset(), None, Decimal(5),
    ...                     Decimal(5), Decimal("4.20"))
    >>> line = BillLine(1, "1", "RAMETTE A4", quantity=Decimal(5), price=Decimal("4.2"))
    >>> pair = pair_lines([line], [ordered])[0]
    >>> pair.order_line, pair.kind.value
    (7, 'description')
    """
    pairing = _Pairing(bill, orders, hints or Hints())
    pairing.run()
    return [pairing.pairs[line.key] for line in bill if line.key in pairing.pairs]


class _Pairing:
    """The pairs of one bill as they are found."""

    def __init__(
        self, bill: Sequence[BillLine], orders: Sequence[OrderLine], hints: Hints
    ) -> None:
        self.bill, self.orders, self.hints = bill, orders, hints
        self.by_key = {line.key: line for line in orders}
        self.pairs: dict[int, Pair] = {}
        # What the paired lines leave of each order line that has one.
        self.left: dict[int, Decimal] = {}
        self._take(
            Pair(line.key, line.linked, PairKind.LINKED, 1.0)
            for line in bill
            if line.linked is not None
        )

    def run(self) -> None:
        """Pair in the orders named, in all, and again in those that were found."""
        named = self.hints.named.union(*(line.orders for line in self.bill))
        if named:
            self._pass([each for each in self.orders if each.order in named], named)
        self._pass(self.orders, named)
        if not named and self.pairs:
            found = frozenset(
                self.by_key[pair.order_line].order
                for pair in self.pairs.values()
                if pair.order_line in self.by_key
            )
            self._pass([each for each in self.orders if each.order in found], found)
        self._share(self.orders, named, within=False)

    def _take(self, pairs: Iterable[Pair]) -> None:
        lines = {line.key: line for line in self.bill}
        for pair in pairs:
            self.pairs[pair.line] = pair
            ordered = self.by_key.get(pair.order_line)
            if ordered is not None:
                _price, quantity = price_in_order_unit(lines[pair.line], ordered)
                left = self.left.get(ordered.key, ordered.waiting)
                self.left[ordered.key] = left - quantity

    def _free(self) -> list[BillLine]:
        return [line for line in self.bill if line.key not in self.pairs]

    def _pass(self, orders: Sequence[OrderLine], named: frozenset[int]) -> None:
        """Pair what is free with these orders, each order line once, then shared."""
        free = self._free()
        if not free:
            return
        hints = replace(self.hints, named=named)
        untouched = [line for line in orders if line.key not in self.left]
        self._take(_Search(free, untouched, hints).assigned())
        self._share(orders, named, within=True)
        if named or not self.pairs:
            rest = [line for line in orders if line.key not in self.left]
            self._take(by_price(self._free(), rest, hints))

    def _share(
        self, orders: Sequence[OrderLine], named: frozenset[int], within: bool
    ) -> None:
        """Pair what is free with order lines that other lines stand with already.

        Args:
            orders: Where to look.
            named: The orders that count as named.
            within: Only while the order line has enough left.
        """
        free = self._free()
        shared = [line for line in orders if line.key in self.left]
        if not (free and shared):
            return
        search = _Search(free, shared, replace(self.hints, named=named))
        for line, choices in search.shared():
            for pair in choices:
                ordered = self.by_key[pair.order_line]
                _price, quantity = price_in_order_unit(line, ordered)
                if not within or quantity <= self.left[ordered.key]:
                    self._take([pair])
                    break


class _Search:
    """Some lines of a bill that look for their order lines among some."""

    def __init__(
        self, bill: Sequence[BillLine], orders: Sequence[OrderLine], hints: Hints
    ) -> None:
        self.bill, self.hints = bill, hints
        self.by_key = {line.key: line for line in orders}
        index = Index(orders)
        self.weights = [
            self._weights(line, rank, index) for rank, line in enumerate(bill, start=1)
        ]

    def _weights(self, bill: BillLine, rank: int, index: Index) -> Weights:
        memory = self.hints.memory_of(bill)
        if memory is not None and not memory.product:
            return {}
        products = self.hints.products_of(bill)
        wanted = products | {memory.product} if memory else products
        named = bill.orders or self.hints.named
        weights = {}
        for candidate in index.candidates(bill, rank, wanted, named):
            weight = weigh(bill, candidate, self.hints, products, memory)
            if weight.is_enough(bool(named) and not weight.is_named):
                weights[candidate.line.key] = weight
        return weights

    def assigned(self) -> list[Pair]:
        """Return the best choice of partners, each order line once."""
        cover = self._cover()
        rows: list[dict[int, float]] = []
        for rank, (line, weights) in enumerate(
            zip(self.bill, self.weights, strict=True), start=1
        ):
            # What takes back, or bills nothing, goes with a line that bills.
            if line.quantity <= 0:
                rows.append({})
                continue
            edges = [
                (self._edge(key, weight, rank, cover), key)
                for key, weight in weights.items()
            ]
            edges.sort(key=lambda edge: (-edge[0], edge[1]))
            rows.append({key: score for score, key in edges[:_EDGES]})
        chosen = zip(self.bill, self.weights, assign(rows), strict=True)
        return [
            _pair(line, key, weights[key])
            for line, weights, key in chosen
            if key is not None
        ]

    def _cover(self) -> Mapping[int, float]:
        """Return for each order the share of the bill that it may have asked for."""
        sums: dict[int, float] = {}
        for weights in self.weights:
            best: dict[int, float] = {}
            for key, weight in weights.items():
                order = self.by_key[key].order
                best[order] = max(best.get(order, 0.0), weight.score)
            for order, score in best.items():
                sums[order] = sums.get(order, 0.0) + score
        return {order: total / len(self.bill) for order, total in sums.items()}

    def _edge(
        self, key: int, weight: Weight, rank: int, cover: Mapping[int, float]
    ) -> float:
        line = self.by_key[key]
        return (
            weight.score
            + _COVER * cover.get(line.order, 0.0)
            + _FIRST / (1 + line.order)
            - _NEAR * min(abs(line.position - rank), 100)
        )

    def shared(self) -> list[tuple[BillLine, list[Pair]]]:
        """Return for each line the order lines that it may share, best first."""
        found = []
        for line, weights in zip(self.bill, self.weights, strict=True):
            sure = [
                (weight.score, key)
                for key, weight in weights.items()
                if weight.article
                >= (_SHARED_AT_PRICE if weight.price >= 1 else _SHARED)
            ]
            sure.sort(key=lambda each: (-each[0], each[1]))
            found.append((line, [_pair(line, key, weights[key]) for _s, key in sure]))
        return found


def _pair(line: BillLine, key: int, weight: Weight) -> Pair:
    kind = weight.kind
    if kind is PairKind.DESCRIPTION and weight.is_named and weight.article < _SHARED:
        kind = PairKind.NUMBER
    return Pair(line.key, key, kind, round(weight.score, 4))


def by_price(
    bill: Sequence[BillLine], orders: Sequence[OrderLine], hints: Hints
) -> list[Pair]:
    """Return pairs with the same price and quantity, where only one has them.

    An article of another size or make at the same price is none.
    """
    fits: dict[tuple[Decimal, Decimal], list[OrderLine]] = {}
    for ordered in orders:
        if ordered.waiting > 0 and ordered.price:
            for quantity in {ordered.quantity, ordered.waiting}:
                fits.setdefault((ordered.price, quantity), []).append(ordered)
    rivals: dict[tuple[Decimal, Decimal], int] = {}
    for line in bill:
        amounts = (line.price, line.quantity)
        rivals[amounts] = rivals.get(amounts, 0) + 1
    pairs = []
    for line in bill:
        amounts = (line.price, line.quantity)
        found = fits.get(amounts, [])
        if len(found) != 1 or rivals[amounts] != 1:
            continue
        if line.is_charge or hints.memory_of(line):
            continue
        if not likeness(words_of(line.name), words_of(found[0].name)).is_other:
            pairs.append(Pair(line.key, found[0].key, PairKind.PRICE, _BY_PRICE))
    return pairs
