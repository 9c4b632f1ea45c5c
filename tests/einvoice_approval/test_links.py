"""Links: whatever is changed in one, it counts no more."""

from __future__ import annotations

import random
import string
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.einvoice_approval.domain.links import (
    Bound,
    Wish,
    claimed,
    is_valid,
    token,
)

SECRET = b"secret of this database"
BOUND = Bound(ticket=71, person=9, round=30, fingerprint="f" * 64, mark="a1b2")
NOW, EXPIRES = 1_796_000_000, 1_796_600_000
GOOD = token(SECRET, BOUND, Wish.APPROVE, EXPIRES)


def _counts(text: str, bound: Bound = BOUND, now: int = NOW) -> bool:
    return is_valid(SECRET, claimed(text), bound, now)


def test_the_link_itself_counts_until_it_expires() -> None:
    assert _counts(GOOD)
    assert not _counts(GOOD, now=EXPIRES)


def test_no_token_of_ten_thousand_with_one_bit_changed_counts() -> None:
    pick = random.Random(4)
    for _turn in range(10_000):
        changed = bytearray(GOOD.encode())
        for _flip in range(pick.choice((1, 1, 1, 2, 5))):
            changed[pick.randrange(len(changed))] ^= 1 << pick.randrange(8)
        text = changed.decode("latin-1")
        assert text == GOOD or not _counts(text), text


def test_no_random_token_counts() -> None:
    pick = random.Random(5)
    for _turn in range(2_000):
        signature = "".join(pick.choices(string.hexdigits.lower()[:16], k=64))
        assert not _counts(f"a.71.{EXPIRES}.{signature}")


def test_a_number_is_written_in_one_way() -> None:
    for text in (
        GOOD.replace("a.71", "a.071"),
        GOOD.replace("a.71", "a.7١"),
        GOOD.upper(),
        f"{GOOD}\n",
        f" {GOOD}",
    ):
        assert not _counts(text), text


def test_nothing_that_it_is_bound_to_is_exchanged() -> None:
    others = (
        replace(BOUND, ticket=72),
        replace(BOUND, person=8),
        replace(BOUND, round=31),
        replace(BOUND, fingerprint="e" * 64),
        replace(BOUND, mark="a1b3"),
        replace(BOUND, mark=""),
    )
    for other in others:
        assert not _counts(GOOD, other)


def test_a_wish_is_not_turned_around() -> None:
    assert not _counts(f"r{GOOD[1:]}")


@given(st.text(max_size=250))
def test_any_text_is_answered_and_none_counts(text: str) -> None:
    assert text == GOOD or not _counts(text)
