"""Order numbers as suppliers write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.einvoice_purchase.domain.order_numbers import (
    is_own_number,
    mentioned,
    number_key,
    resembles,
    stated_numbers,
)


@pytest.mark.parametrize(
    "text",
    [
        "P00012",
        "p 00012",
        "PO00012",
        "PO-12",
        "po 12",
        "12",
        "Cde n° P00012",
        "BC 0012",
    ],
)
def test_all_these_are_the_order_p00012(text: str) -> None:
    assert number_key(text) == number_key("P00012")


@pytest.mark.parametrize("text", ["P00013", "P000121", "AB00012", "2026-00012", "sans"])
def test_none_of_these_is(text: str) -> None:
    assert number_key(text) != number_key("P00012")


def test_a_number_with_a_year_keeps_it() -> None:
    assert number_key("BC2026/00012") == number_key("bc 2026-12")
    assert number_key("BC2026/00012") != number_key("BC2025/00012")


def test_only_a_whole_number_is_anybody_s() -> None:
    assert is_own_number("P00012", "P00012")
    assert not is_own_number("12", "P00012")
    assert not is_own_number("PO00012", "P00012")


def test_a_slip_resembles_and_two_do_not() -> None:
    for text in ("P0O012", "P000012", "P0012", "P00021", "Q00012"):
        assert resembles(text, "P00012"), text
    for text in ("P00012", "P00345", "P00", "12"):
        assert not resembles(text, "P00012"), text


def test_several_numbers_in_one_reference() -> None:
    assert stated_numbers("P00012 / P00013")[1:] == ("P00012", "P00013")
    assert stated_numbers("P00012") == ("P00012",)


def test_numbers_in_a_sentence() -> None:
    assert mentioned("Votre commande P00012 et BC-2026/118.") == (
        "P00012",
        "BC-2026/118",
    )
    assert mentioned("Merci de votre confiance, réglement à 30 jours") == ()


@given(st.text(max_size=80))
def test_any_text_has_a_key_that_is_stable(text: str) -> None:
    key = number_key(text)
    assert number_key(key) == key
    assert resembles(text, text) is False
    mentioned(text)
    stated_numbers(text)
