"""The two links of a mail: signed, for one person, one decision, one content, one time.

A link is no secret that decides by itself: it opens a page that asks to confirm. It is
bound to ticket, person, round and fingerprint, so that none of them can be exchanged,
and to a mark that is written with the ticket and used up with the first decision.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from enum import Enum

# One way to write each number: the signature covers their values.
_FORM = re.compile(r"([ar])\.([1-9]\d{0,17})\.([1-9]\d{0,11})\.([0-9a-f]{64})")


class Wish(Enum):
    """What the link proposes; the page asks again."""

    APPROVE = "a"
    REFUSE = "r"


@dataclass(frozen=True, slots=True)
class Bound:
    """What a link is bound to.

    Attributes:
        ticket: Ticket (key).
        person: Who was asked (key).
        round: Round (key).
        fingerprint: Of what is approved.
        mark: Random, written with the ticket, changed with each mail.
    """

    ticket: int
    person: int
    round: int
    fingerprint: str
    mark: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a link says of itself, before anything is checked.

    Attributes:
        wish: What it proposes.
        ticket: Ticket (key), to find what it must be bound to.
        expires: Seconds since 1970.
        signature: Hexadecimal.
    """

    wish: Wish
    ticket: int
    expires: int
    signature: str


def token(secret: bytes, bound: Bound, wish: Wish, expires: int) -> str:
    """Return the token of a link.

    >>> bound = Bound(7, 2, 3, "f" * 64, "m")
    >>> made = token(b"secret", bound, Wish.APPROVE, 100)
    >>> is_valid(b"secret", claimed(made), bound, now=99)
    True
    >>> is_valid(b"secret", claimed(made), bound, now=100)
    False
    """
    signature = _signature(secret, bound, wish, expires)
    return f"{wish.value}.{bound.ticket}.{expires}.{signature}"


def claimed(text: str) -> Claimed | None:
    """Take a token apart; ``None`` for what is none."""
    found = _FORM.fullmatch(text) if len(text) < 200 and text.isascii() else None
    if found is None:
        return None
    wish, ticket, expires, signature = found.groups()
    return Claimed(Wish(wish), int(ticket), int(expires), signature)


def is_valid(secret: bytes, said: Claimed | None, bound: Bound, now: int) -> bool:
    """Tell whether a token was made for exactly this, and is not too old."""
    if said is None or said.ticket != bound.ticket or not bound.mark:
        return False
    expected = _signature(secret, bound, said.wish, said.expires)
    return hmac.compare_digest(expected, said.signature) and now < said.expires


def is_authentic(secret: bytes, said: Claimed | None, bound: Bound) -> bool:
    """Tell whether a token was once made for exactly this, however old it is.

    >>> bound = Bound(7, 2, 3, "f" * 64, "m")
    >>> made = claimed(token(b"secret", bound, Wish.APPROVE, 100))
    >>> is_authentic(b"secret", made, bound)
    True
    >>> is_authentic(b"other", made, bound)
    False
    """
    return is_valid(secret, said, bound, now=-1)


def _signature(secret: bytes, bound: Bound, wish: Wish, expires: int) -> str:
    parts = (
        wish.value,
        bound.ticket,
        bound.person,
        bound.round,
        bound.fingerprint,
        bound.mark,
        expires,
    )
    text = "\0".join(map(str, parts)).encode()
    return hmac.new(secret, text, hashlib.sha256).hexdigest()
