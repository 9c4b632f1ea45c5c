"""A supplier with his catalogue, our orders, and his words for what we ordered."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from tests.invoices.matching_catalogue import (
    ABBREVIATIONS,
    BRANDS,
    FAMILIES,
    PIECE,
    UNORDERED,
)

from odoo.addons.einvoice_intake.domain.texts import reference_key
from odoo.addons.einvoice_purchase.domain.orders import BillLine, OrderLine, Unit
from odoo.addons.einvoice_purchase.domain.scoring import Hints
from odoo.addons.einvoice_purchase.domain.text import bracketed, is_charge

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Article:
    """What is bought: our name, our number, the supplier's number, its price."""

    key: int
    name: str
    own_code: str
    seller_code: str
    price: Decimal
    unit: Unit = PIECE


@dataclass(frozen=True)
class Case:
    """One bill with the orders it may bill and the answer.

    Attributes:
        kind: What is difficult about it.
        bill: Its lines.
        orders: Open lines of the supplier.
        hints: What the books know.
        truth: Key of the bill line to that of the order line; absent for none.
    """

    kind: str
    bill: tuple[BillLine, ...]
    orders: tuple[OrderLine, ...]
    hints: Hints
    truth: dict[int, int] = field(default_factory=dict)


def _product(random_: random.Random, *lists: str) -> str:
    return " ".join(random_.choice(each.split("|")) for each in lists)


class Supplier:
    """A supplier of one or two families, with his catalogue."""

    def __init__(self, seed: random.Random, size: int) -> None:
        self.random = seed
        self.articles: list[Article] = []
        self._prices: dict[str, Decimal] = {}
        names: set[str] = set()
        families = seed.sample(list(FAMILIES), 2)
        for _attempt in range(20 * size):
            if len(self.articles) >= size:
                break
            lists, (low, high), unit = FAMILIES[seed.choice(families)]
            name = _product(seed, *lists).replace("x ", "x")
            if name in names:
                continue
            names.add(name)
            self.articles.append(self._article(name, low, high, unit))

    def _article(self, name: str, low: str, high: str, unit: Unit) -> Article:
        key = len(self.articles) + 1
        return Article(
            key=1000 + key,
            name=name,
            own_code=f"ART{self.random.randint(10000, 99999)}",
            seller_code=self.random.choice(("", "R")) + str(key * 37 + 48213),
            price=self._price(name, low, high),
            unit=unit,
        )

    def _price(self, name: str, low: str, high: str) -> Decimal:
        """Draw a price; the colours or sizes of one thing often have the same."""
        stem = name.rpartition(" ")[0]
        if stem in self._prices and self.random.random() < 0.6:
            return self._prices[stem]
        cents = self.random.randint(int(Decimal(low) * 100), int(Decimal(high) * 100))
        if cents > 500:
            cents = cents // 10 * 10 + self.random.choice((0, 5, 9))
        return self._prices.setdefault(stem, Decimal(cents) / 100)


class Maker:
    """Makes the cases of one seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.supplier = Supplier(self.random, self.random.choice((12, 40, 120)))
        self._keys = iter(range(1, 1_000_000))
        self.orders: list[list[OrderLine]] = []
        self.article_of: dict[int, Article] = {}

    def order(self, articles: list[Article], has_codes: bool) -> list[OrderLine]:
        """Add an open order of these articles."""
        number = len(self.orders) + 1
        lines = []
        for position, article in enumerate(articles, start=1):
            quantity = Decimal(
                self.random.choice((1, 2, 3, 4, 5, 6, 8, 10, 12, 20, 24))
            )
            if self.random.random() < 0.3:
                quantity = Decimal(self.random.randint(1, 300))
            name = f"[{article.own_code}] {article.name}" if has_codes else article.name
            line = OrderLine(
                key=next(self._keys),
                order=number,
                position=position,
                product=article.key,
                name=name,
                references=frozenset(
                    {reference_key(article.own_code), *bracketed(name)}
                ),
                unit=article.unit,
                quantity=quantity,
                waiting=quantity,
                price=article.price,
            )
            self.article_of[line.key] = article
            lines.append(line)
        self.orders.append(lines)
        return lines

    def open_orders(self, count: int, sizes: tuple[int, ...]) -> None:
        """Add that many open orders of the catalogue."""
        catalogue = self.supplier.articles
        has_codes = self.random.random() < 0.5
        for _each in range(count):
            size = min(self.random.choice(sizes), len(catalogue))
            self.order(self.random.sample(catalogue, size), has_codes)

    def wording(self, name: str, changes: int) -> str:
        """Write a name as the supplier does, with that many changes."""
        ways: list[Callable[[str], str]] = [
            str.upper,
            self._abbreviated,
            self._turned,
            self._branded,
            self._slipped,
            self._cut,
            self._without_spaces,
        ]
        for way in self.random.sample(ways, changes):
            name = way(name)
        return name

    def _abbreviated(self, name: str) -> str:
        words = [ABBREVIATIONS.get(word, word) for word in name.split()]
        return " ".join(words)

    def _turned(self, name: str) -> str:
        first, _space, rest = name.partition(" ")
        return f"{rest} {first}" if rest else name

    def _branded(self, name: str) -> str:
        return f"{self.random.choice(BRANDS)} {name}"

    def _slipped(self, name: str) -> str:
        letters = [i for i, letter in enumerate(name) if letter.isalpha()]
        at = self.random.choice(letters)
        return name[:at] + name[at + 1 :]

    def _cut(self, name: str) -> str:
        return name[: self.random.choice((35, 40))]

    def _without_spaces(self, name: str) -> str:
        return name.replace(" g", "g").replace(" m", "m").replace("cat 6", "cat6")

    def bill_line(self, line: OrderLine, number: int, changes: int) -> BillLine:
        """Bill an order line in full, at its price, in the words of the supplier."""
        article = self.article_of[line.key]
        made = BillLine(
            key=number,
            number=str(number),
            name=self.wording(article.name, changes),
            unit=article.unit,
            quantity=line.waiting,
            price=line.price,
        )
        return with_net(made)

    def extra_line(self, number: int) -> BillLine:
        """Make a line that nobody ordered."""
        name, price = self.random.choice(UNORDERED)
        made = BillLine(
            key=number, number=str(number), name=name, unit=PIECE, price=Decimal(price)
        )
        return with_net(replace(made, is_charge=is_charge(name)))


def with_net(line: BillLine) -> BillLine:
    net = (line.quantity * line.price).quantize(CENT, rounding=ROUND_HALF_UP)
    return replace(line, net=net)
