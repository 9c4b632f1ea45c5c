from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.einvoice_base.domain.money import (
    CENT,
    amount_of,
    decimals,
    rounded,
    within,
)

D = Decimal


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("0.005", "0.01"),
        ("0.0049", "0.00"),
        ("-0.005", "-0.01"),
        ("2.675", "2.68"),
        ("1e6", "1000000.00"),
    ],
)
def test_half_a_cent_goes_away_from_zero(amount, expected):
    assert str(rounded(D(amount))) == expected


@given(st.decimals(-(10**9), 10**9, places=6))
def test_rounding_moves_by_half_a_cent_at_most(amount):
    assert abs(rounded(amount) - amount) <= CENT / 2
    assert rounded(-amount) == -rounded(amount)


@given(st.decimals(-(10**9), 10**9, places=2))
def test_plain_decimals_are_read_back(amount):
    assert amount_of(format(amount, "f")) == amount


@pytest.mark.parametrize(
    "text",
    [None, "", " ", "1,50", "1 000.00", "1e3", "NaN", "Infinity", "--1", "+", "1" * 41],
)
def test_what_is_no_plain_decimal_is_none(text):
    assert amount_of(text) is None


@pytest.mark.parametrize(
    ("currency", "places"), [("EUR", 2), ("JPY", 0), ("TND", 3), ("", 2), (None, 2)]
)
def test_decimals_of_a_currency(currency, places):
    assert decimals(currency) == places


def test_gap_equal_to_the_tolerance_is_accepted():
    assert within(D("10.01"), D("10.00"), CENT)
    assert within(D("9.99"), D("10.00"), CENT)
    assert not within(D("10.011"), D("10.00"), CENT)
