"""Which order lines a person most likely looks for, when he pairs a line by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from rapidfuzz import fuzz, utils

# What a description is worth beside a price, when both could be the sign.
_TEXT, _PRICE, _PRODUCT = 0.5, 0.3, 0.2


@dataclass(frozen=True, slots=True)
class Choice:
    """An order line that may be the one.

    Attributes:
        key: Key of the order line.
        text: Its description.
        price: Net unit price, in the currency of the bill; ``None`` when unknown.
        product: Key of its product.
        is_billed: All of it was billed already.
        is_cited: Its order is one that the bill names, or is paired with.
    """

    key: int
    text: str
    price: Decimal | None = None
    product: int | None = None
    is_billed: bool = False
    is_cited: bool = False


def likeness(wanted: Choice, choice: Choice) -> float:
    """Return how much an order line looks like a bill line, 0 to 1.

    >>> paper = Choice(1, "Paper A4", Decimal(5))
    >>> likeness(paper, Choice(2, "paper A4", Decimal(5)))
    0.8
    >>> likeness(paper, Choice(3, "Chair", Decimal(90))) < 0.3
    True
    """
    text = fuzz.token_set_ratio(
        wanted.text, choice.text, processor=utils.default_process
    )
    score = _TEXT * float(text) / 100
    if wanted.product and wanted.product == choice.product:
        score += _PRODUCT
    if wanted.price and choice.price:
        ratio = min(wanted.price, choice.price) / max(wanted.price, choice.price)
        score += _PRICE * float(max(ratio, Decimal(0)))
    return round(score, 4)


def rank(wanted: Choice, choices: Iterable[Choice], limit: int = 30) -> list[Choice]:
    """Return the likeliest order lines first.

    Those of the orders that the bill names come before, what is billed already after
    all others.

    >>> paper = Choice(0, "Paper")
    >>> chair, sheet = Choice(1, "Chair"), Choice(2, "Paper, white")
    >>> [each.key for each in rank(paper, [chair, sheet])]
    [2, 1]
    >>> named = Choice(3, "Chair", is_cited=True)
    >>> gone = Choice(4, "Paper", is_billed=True, is_cited=True)
    >>> [each.key for each in rank(paper, [chair, sheet, gone, named])]
    [3, 2, 1, 4]
    """
    order = sorted(
        choices,
        key=lambda each: (
            each.is_billed,
            not each.is_cited,
            -likeness(wanted, each),
            each.key,
        ),
    )
    return order[:limit]
