"""One person calls, another one confirms."""

from __future__ import annotations

import itertools

import pytest

from odoo.addons.einvoice_base.domain.account_confirmation import (
    Hands,
    IsAuthorError,
    IsCallerError,
    IsRequesterError,
    IsTypistError,
    NotCalledError,
    SecondPersonError,
    Step,
    StepOverError,
    check_second_person,
    check_step,
)
from odoo.addons.einvoice_base.domain.phones import e164

POSSIBLE = {
    ("to_call", "called"),
    ("to_call", "refused"),
    ("to_call", "dropped"),
    ("called", "called"),
    ("called", "confirmed"),
    ("called", "refused"),
    ("called", "dropped"),
    ("refused", "to_call"),
    ("confirmed", "to_call"),
    ("dropped", "to_call"),
}


@pytest.mark.parametrize(("before", "after"), list(itertools.product(Step, Step)))
def test_every_step_that_is_possible_and_no_other(before: Step, after: Step) -> None:
    if (before.value, after.value) in POSSIBLE:
        check_step(before, after, "A")
    else:
        with pytest.raises((NotCalledError, StepOverError)):
            check_step(before, after, "A")


def test_without_a_call_nothing_is_confirmed() -> None:
    with pytest.raises(NotCalledError, match="Nobody has called"):
        check_step(Step.TO_CALL, Step.CONFIRMED, "A")


@pytest.mark.parametrize(
    ("hands", "refusal"),
    [
        (Hands(callers=frozenset({7})), IsCallerError),
        (Hands(requesters=frozenset({7})), IsRequesterError),
        (Hands(authors=frozenset({7})), IsAuthorError),
        (Hands(typists=frozenset({7})), IsTypistError),
    ],
)
def test_who_had_a_hand_in_it_does_not_confirm(
    hands: Hands, refusal: type[SecondPersonError]
) -> None:
    with pytest.raises(refusal, match="another person must confirm"):
        check_second_person(7, hands, "A")
    check_second_person(9, hands, "A")


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("04 72 00 11 22", "FR", "+33472001122"),
        ("+33 (0)4 72 00 11 22", "DE", "+33472001122"),
        ("0711 1234567", "DE", "+497111234567"),
        ("04 72 00 11 22", None, "+33472001122"),
        ("112", "FR", None),
        ("", "FR", None),
        (None, "FR", None),
        ("the usual one", "FR", None),
    ],
)
def test_a_number_is_written_in_one_way(
    text: str | None, country: str | None, number: str | None
) -> None:
    assert e164(text, country) == number
