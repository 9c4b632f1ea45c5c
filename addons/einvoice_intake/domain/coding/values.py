"""What is known of lines that were coded, and what is proposed for a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import NamedTuple

from ..texts import undated, words_of

# What else changes from one month to the next.
_PERIODS = frozenset(
    "janv fevr avr juil sept oct nov dec trimestre semestre semaine mois quarter week "
    "month".split()
)

# Analytic shares: keys of the books ("12" or "12,7" for two plans), percent.
Shares = Mapping[str, float]


class Authority(Enum):
    """Who stands for the coding of a line, the strongest first."""

    CORRECTED = "corrected"
    """A person chose another account than the software had proposed."""

    PERSON = "person"
    """A person typed it."""

    SEEN = "seen"
    """The software proposed it, and a person posted the bill as it was."""

    UNSEEN = "unseen"
    """The software proposed and posted it; nobody looked."""


class Kind(Enum):
    """Which lines a suggestion rests on, the nearest first."""

    CORRECTION = "correction"
    ITEM = "item"
    TEXT = "text"
    SIMILAR = "similar"
    SUPPLIER = "supplier"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Subject:
    """A line that looks for its account.

    Attributes:
        text: As the supplier wrote it; empty for an invoice without lines.
        item: Seller's item number (BT-155).
        net: Amount without VAT in the currency of the bill, ``None`` when unknown.
        rate: VAT in percent, ``None`` when unknown.
    """

    text: str
    item: str = ""
    net: Decimal | None = None
    rate: Decimal | None = None


class Coded(NamedTuple):
    """A line of a posted bill, or of a memory that was imported.

    Attributes:
        bill: Identity of the bill; its lines count together as one decision.
        day: Date of the bill.
        account: Key of the account in the books.
        text: First words of the line; ``item`` the seller's item number.
        net: Amount without VAT.
        rate: VAT in percent, ``None`` when it carries none or several.
        taxes: Keys of its taxes.
        analytic: Analytic shares, empty when none.
        product: Key of its product, where the account is that of the product.
        authority: Who stands for it.
        times: How many lines it stands for.
    """

    bill: int
    day: date
    account: int
    text: str = ""
    item: str = ""
    net: Decimal | None = None
    rate: Decimal | None = None
    taxes: tuple[int, ...] = ()
    analytic: Shares = MappingProxyType({})
    product: int | None = None
    authority: Authority = Authority.PERSON
    times: int = 1


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an account is proposed.

    Attributes:
        count: How many of the last lines looked at have this account.
        of: How many lines were looked at.
        kind: Which lines they are.
        day: Date of the newest of them that has this account.
    """

    count: int
    of: int
    kind: Kind
    day: date


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What is proposed for a line.

    Attributes:
        account: Key of the account.
        reason: Why.
        confidence: Ratio 0 to 1: of those said 0.9, nine in ten are kept.
        taxes: Taxes that such lines had, most used first; the invoice decides which
            of them can be.
        analytic: Analytic shares, empty when such lines mostly have none.
        product: Product that such lines mostly have.
    """

    account: int
    reason: Reason
    confidence: float
    taxes: tuple[int, ...] = ()
    analytic: Shares = field(default_factory=dict)
    product: int | None = None


def text_key(text: str) -> str:
    """Return the words under which a line is remembered.

    Without months, years, dates and sizes: the account of a screw does not depend on
    its length. A text of figures only is kept as it is.

    >>> text_key("Abonnement fibre – septembre 2026, du 01/09 au 30/09")
    'abonnement fibre'
    >>> text_key("Vis M6x20 inox") == text_key("VIS M6X40 INOX")
    True
    >>> text_key("305")
    '305'
    """
    words = words_of(text)
    kept = [
        word
        for word in undated(words)
        if not word[0].isdigit() and word not in _PERIODS
    ]
    return " ".join(kept) if kept else words.text
