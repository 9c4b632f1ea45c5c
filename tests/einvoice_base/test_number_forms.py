"""One number is known again in every way of typing it, and others are told apart."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from odoo.addons.einvoice_base.domain.number_forms import (
    Likeness,
    likeness,
    number_form,
    number_key,
)

DAY = date(2026, 9, 1)


def of(one: str | None, two: str | None, day: date = DAY) -> Likeness:
    return likeness(number_form(one, day), number_form(two, day))


@pytest.mark.parametrize(
    "typed",
    [
        "F-2026-0118",
        "f-2026-0118",
        "F 2026 0118",
        "F20260118",
        "F-118",
        "F118",
        "F-00118",
        " F / 0118 ",
        "2026/F118",
        "F118/2026",
        "Facture F-2026-0118",
        "facture n° F-2026-0118",
        "Fact. n°F-118",
        "N° F-118",
        "F-2026-0118 DUPLICATA",
        "F-2026-0118 (copie)",
        "F-2026-0118 chantier Nord",
        "F-2026-0118 reçue par mail",
    ],
)
def test_the_same_number_typed_otherwise(typed: str) -> None:
    assert number_key(typed, DAY) == "F118"
    assert of(typed, "F-2026-0118") is Likeness.SAME


@pytest.mark.parametrize(
    "other",
    ["G-2026-0118", "F-2026-0119", "F-2025-0118", "F-2026-1180", "AF-118-B"],
)
def test_another_number_has_another_key(other: str) -> None:
    assert number_key(other, DAY) != "F118"


@pytest.mark.parametrize("text", [None, "", "–", "Loyer septembre 2026", "Abonnement"])
def test_what_is_no_number_has_no_key(text: str | None) -> None:
    assert number_key(text, DAY) is None


def test_a_number_that_is_only_the_year_stays_one() -> None:
    assert number_key("2026", DAY) == "2026"
    assert number_key("F-2026", DAY) == "F2026"


def test_the_year_of_the_neighbour_counts_around_new_year_only() -> None:
    assert number_key("2026/F1", date(2027, 1, 8)) == "F1"
    assert number_key("2027/F1", date(2026, 12, 20)) == "F1"
    assert number_key("2026/F1", date(2027, 6, 8)) == "2026F1"
    assert number_key("2026/F1", None) == "2026F1"


def test_two_years_stated_are_two_numbers() -> None:
    first = number_form("2026/F1", date(2026, 12, 31))
    second = number_form("2027/F1", date(2027, 1, 2))
    assert likeness(first, second) is Likeness.PART


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("1-000344", "1-344", Likeness.SAME),
        ("118", "FA2026-0118", Likeness.PART),
        ("0118", "FC2609-0118", Likeness.PART),
        ("F-118", "F-118 BIS", Likeness.PART),
        ("F-0118", "F-O118", Likeness.MISREAD),
        ("48012S45", "48012545", Likeness.MISREAD),
        ("F-0118", "F-0181", Likeness.SLIP),
        ("F-0118", "F-0178", Likeness.SLIP),
        ("F-0118", "F-01118", Likeness.SLIP),
        ("LYO/26/00118", "LYO/62/00118", Likeness.SLIP),
        ("F-0118", "F-0232", Likeness.SERIES),
        ("2026/6", "2026/1019", Likeness.SERIES),
        ("A-118", "B-118", Likeness.OTHER),
        ("F-0118", "BL 44719", Likeness.OTHER),
        ("F-0118", None, Likeness.MISSING),
    ],
)
def test_how_alike_two_numbers_are(
    one: str, two: str | None, expected: Likeness
) -> None:
    assert of(one, two) is expected
    assert of(two, one) is expected


@given(st.text(max_size=40), st.dates() | st.none())
def test_any_text_is_read_without_error(text: str, day: date | None) -> None:
    form = number_form(text, day)
    if form is not None:
        assert form.key == number_key(form.key, None) or form.key.isalnum()
        assert likeness(form, form) is Likeness.SAME


@example("10", "A0")
@given(st.text("0123456789ABF-/ .", max_size=20), st.text("0189ABF-/ ", max_size=20))
def test_likeness_does_not_depend_on_the_order(one: str, two: str) -> None:
    assert of(one, two) is of(two, one)


def test_a_very_long_reference_is_read_at_once() -> None:
    assert number_key("F-1 " * 20_000, DAY)
