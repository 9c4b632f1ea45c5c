"""A labelled set of bills and open orders: which line bills which is known.

A case is one supplier with a catalogue, his open orders and one bill that is made from
some of their lines. The order side writes an article as a buyer does; the bill side as
a supplier's software does: capitals, abbreviations, other word order, cut at 35 or 40
characters, a brand in front, slips of the keyboard, his own item numbers or none, other
units, other prices, part of the quantity, lines that nobody ordered. How the words are
changed knows nothing of how they are compared.

Every case is drawn from a seed: the same seed gives the same set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from tests.invoices.matching_catalogue import BOX, DAY, PIECE
from tests.invoices.matching_maker import CENT, Case, Maker, with_net

from odoo.addons.einvoice_intake.domain.texts import reference_key
from odoo.addons.einvoice_purchase.domain.orders import BillLine
from odoo.addons.einvoice_purchase.domain.scoring import Hints


def _changed(line: BillLine, percent: int) -> BillLine:
    price = (line.price * (100 + percent) / 100).quantize(
        Decimal("0.0001") if line.price < 1 else CENT
    )
    return with_net(replace(line, price=price))


def _case(kind: str, maker: Maker) -> Case:
    """Draw one case of a kind."""
    r = maker.random
    maker.open_orders(r.choice((1, 4, 12, 30)), (1, 2, 3, 5, 8, 18))
    order = r.choice(maker.orders)
    lines = list(order)
    named = frozenset({order[0].order})
    changes = r.choice((0, 1, 1, 2, 3))
    if kind == "several orders":
        others = r.sample(maker.orders, min(len(maker.orders), r.choice((2, 3))))
        lines = [line for each in others for line in each][:30]
        named = frozenset(line.order for line in lines)
    if kind == "partial" and len(lines) > 1:
        lines = r.sample(lines, r.randint(1, len(lines)))
    bill = [maker.bill_line(line, n, changes) for n, line in enumerate(lines, 1)]
    truth = {each.key: line.key for each, line in zip(bill, lines, strict=True)}
    hints = Hints(named=named)
    return _twisted(kind, maker, Case(kind, tuple(bill), (), hints, truth))


def _twisted(kind: str, maker: Maker, case: Case) -> Case:
    """Make a case as difficult as its kind says."""
    twist = _TWISTS.get(kind)
    if twist is not None:
        case = twist(maker, case)
    orders = tuple(line for order in maker.orders for line in order)
    return replace(case, orders=orders)


def _item_numbers(maker: Maker, case: Case) -> Case:
    """Lines state the supplier's item numbers, which the books know; no order."""
    bill, products = [], {}
    for line in case.bill:
        article = maker.article_of[case.truth[line.key]]
        key = reference_key(article.seller_code)
        products[key] = frozenset({article.key})
        bill.append(replace(line, references=frozenset({key})))
    return replace(case, bill=tuple(bill), hints=Hints(products=products))


def _unknown_numbers(maker: Maker, case: Case) -> Case:
    """Lines state item numbers that the books have never seen."""
    bill = [
        replace(line, references=frozenset({f"X{70000 + line.key}"}))
        for line in case.bill
    ]
    return replace(case, bill=tuple(bill))


def _unnamed(_maker: Maker, case: Case) -> Case:
    return replace(case, hints=Hints())


def _part_of_it(maker: Maker, case: Case) -> Case:
    """Part of the quantity of some lines is billed."""
    bill = [
        with_net(replace(line, quantity=(line.quantity / 2).to_integral_value()))
        if line.quantity > 1 and maker.random.random() < 0.5
        else line
        for line in case.bill
    ]
    return replace(case, bill=tuple(bill))


def _other_price(maker: Maker, case: Case) -> Case:
    percents = (2, 2, 5, 10, -5)
    bill = [
        _changed(line, maker.random.choice(percents))
        if maker.random.random() < 0.5
        else line
        for line in case.bill
    ]
    return replace(case, bill=tuple(bill))


def _other_unit(_maker: Maker, case: Case) -> Case:
    """Ordered by ten or by the day, billed by the piece or the hour."""
    maker_orders = _maker.orders
    for order in maker_orders:
        for place, line in enumerate(order):
            unit = BOX if line.unit == PIECE else DAY
            order[place] = line._replace(unit=unit, price=line.price * unit.factor)
    by_key = {line.key: line for order in maker_orders for line in order}
    bill = []
    for line in case.bill:
        ordered = by_key[case.truth[line.key]]
        factor = ordered.unit.factor if ordered.unit else Decimal(1)
        bill.append(with_net(replace(line, quantity=line.quantity * factor)))
    return replace(case, bill=tuple(bill))


def _unordered(maker: Maker, case: Case) -> Case:
    """Charges, and articles of the catalogue that are in no open order."""
    number = len(case.bill)
    extra = [maker.extra_line(number + 1)]
    ordered = {maker.article_of[line.key].key for o in maker.orders for line in o}
    spare = [each for each in maker.supplier.articles if each.key not in ordered]
    for place, article in enumerate(spare[:2], start=2):
        line = BillLine(
            key=number + place,
            number=str(number + place),
            name=maker.wording(article.name, 1),
            unit=article.unit,
            quantity=Decimal(maker.random.randint(1, 12)),
            price=article.price,
        )
        extra.append(with_net(line))
    return replace(case, bill=(*case.bill, *extra))


def _own_words(maker: Maker, case: Case) -> Case:
    """A bill of one line with words of its own, at the price of the order."""
    line = case.bill[0]
    said = maker.random.choice(
        ("Notre prestation du mois", "Selon devis accepté", "Fourniture suivant offre")
    )
    return replace(
        case,
        bill=(replace(line, name=said),),
        truth={line.key: case.truth[line.key]},
    )


def _bundle(maker: Maker, case: Case) -> Case:
    """Three order lines billed as one: no line stands for it."""
    if len(case.bill) < 4:
        return case
    bundled, kept = case.bill[:3], case.bill[3:]
    total = sum((line.net for line in bundled), Decimal(0))
    one = BillLine(key=900, number="900", name="Kit complet", unit=PIECE, price=total)
    truth = {line.key: case.truth[line.key] for line in kept}
    return replace(case, bill=(with_net(one), *kept), truth=truth)


def _split(_maker: Maker, case: Case) -> Case:
    """One order line delivered, and billed, in two lots."""
    first = case.bill[0]
    if first.quantity < 2:
        return case
    half = (first.quantity / 2).to_integral_value(rounding="ROUND_DOWN")
    one = with_net(replace(first, quantity=half))
    two = with_net(
        replace(first, key=901, number="901", quantity=first.quantity - half)
    )
    truth = {**case.truth, 901: case.truth[first.key]}
    return replace(case, bill=(one, two, *case.bill[1:]), truth=truth)


def _nothing_ordered(maker: Maker, case: Case) -> Case:
    """Articles of the catalogue that are in no open order, alike though some are."""
    case = _unordered(maker, case)
    bill = tuple(line for line in case.bill if line.key not in case.truth)
    return replace(case, bill=bill, hints=Hints(), truth={})


def _mixed(*twists: Callable[[Maker, Case], Case]) -> Callable[[Maker, Case], Case]:
    def twist(maker: Maker, case: Case) -> Case:
        for each in twists:
            case = each(maker, case)
        return case

    return twist


_TWISTS: dict[str, Callable[[Maker, Case], Case]] = {
    "item numbers": _item_numbers,
    "unknown item numbers": _unknown_numbers,
    "order not named": _unnamed,
    "partial": _part_of_it,
    "other price": _other_price,
    "other unit": _other_unit,
    "lines not ordered": _unordered,
    "own words": _own_words,
    "bundle": _bundle,
    "split": _split,
    "nothing ordered": _nothing_ordered,
    "not named, part of it, other price": _mixed(_unnamed, _part_of_it, _other_price),
    "not named, lines not ordered": _mixed(_unnamed, _unordered),
    "named, everything else at once": _mixed(
        _part_of_it, _other_price, _unordered, _split
    ),
    "item numbers, part of it, lines not ordered": _mixed(
        _item_numbers, _part_of_it, _unordered
    ),
}
KINDS = ("order named", "several orders", *_TWISTS)


def cases(count: int = 600, seed: int = 2026) -> Iterator[Case]:
    """Yield cases of every kind in turn."""
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        yield _case(kind, Maker(seed * 100_000 + number))


@dataclass
class Score:
    """How many pairs were right."""

    made: int = 0
    true: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.made if self.made else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 1.0

    def add(self, case: Case, found: dict[int, int]) -> None:
        """Count the pairs of one case."""
        self.made += len(found)
        self.true += len(case.truth)
        self.right += sum(case.truth.get(key) == line for key, line in found.items())
