"""Several owners of one line: each of them counts, and no two are one person."""

from __future__ import annotations

from datetime import date

import pytest

from odoo.addons.einvoice_approval.domain.circuit import Step, Who
from odoo.addons.einvoice_approval.domain.deciding import hand_over
from odoo.addons.einvoice_approval.domain.people import (
    Candidate,
    Delegation,
    Directory,
    Person,
)
from odoo.addons.einvoice_approval.domain.planning import Plan, Setting, plan
from odoo.addons.einvoice_approval.domain.rounds import (
    NotYoursError,
    Round,
    RoundState,
    Slot,
    Ticket,
    TicketState,
)
from odoo.addons.einvoice_approval.domain.segregation import Act, Acts

DAY = date(2026, 11, 24)
COMPANY = 1
ONE, BOTH = frozenset([10]), frozenset([10, 11])


def _planned(
    *owners: tuple[int, frozenset[int]],
    fallback: tuple[int, ...] = (8,),
    typed: int = 7,
    away: tuple[Delegation, ...] = (),
) -> Plan:
    people = {key: Person(key, True, frozenset([COMPANY])) for key in range(1, 10)}
    return plan(
        [Step(1, "Owners", who=Who.ANALYTIC_OWNER)],
        lambda _step: [
            Candidate(key, "analytic_owner", lines) for key, lines in owners
        ],
        Directory(people, away),
        Acts({typed: frozenset([Act.TYPED])}),
        Setting(fallback),
        company=COMPANY,
        day=DAY,
    )


def _asked(made: Plan) -> list[tuple[int, list[int]]]:
    tickets = made.round.tickets
    return sorted((each.person, sorted(each.lines or ())) for each in tickets)


def test_the_line_of_two_owners_of_whom_one_may_not_goes_to_another() -> None:
    made = _planned((1, BOTH), (7, BOTH))
    assert _asked(made) == [(1, [10, 11]), (8, [10, 11])]


def test_one_who_stands_in_for_the_other_owner_does_not_count_twice() -> None:
    made = _planned((1, ONE), (2, ONE), away=(Delegation(2, 1, DAY, DAY),))
    assert _asked(made) == [(1, [10]), (8, [10])]


def test_an_owner_is_not_the_fallback_of_his_own_line() -> None:
    made = _planned((8, BOTH), (7, ONE), fallback=(8, 9))
    assert _asked(made) == [(8, [10, 11]), (9, [10])]


def test_where_only_one_owner_is_left_it_is_said_and_does_not_pass() -> None:
    made = _planned((8, BOTH), (7, ONE))
    assert made.stuck == {1}
    assert made.round.state is RoundState.OPEN


def test_the_fallback_decides_on_several_lines_that_nobody_owns() -> None:
    made = _planned((0, ONE), (7, frozenset([11])))
    assert _asked(made) == [(8, [10]), (8, [11])]
    assert not made.stuck


def test_fewer_owners_than_were_frozen_are_not_all_of_them() -> None:
    agreed = Ticket(1, 1, 1, lines=ONE, state=TicketState.APPROVED, actor=1)
    assert Round((Slot(1, 1, 2),), (agreed,)).state is RoundState.OPEN
    assert Round((Slot(1, 1, 1),), (agreed,)).state is RoundState.APPROVED


def test_who_decides_on_other_lines_is_handed_these_too_but_not_the_same() -> None:
    two = _planned((1, ONE), (2, frozenset([11]))).round
    nobody = Acts({})
    after = hand_over(two, 1, 1, 2, nobody, 9)
    assert [each.person for each in after.standing()] == [2, 2]
    shared = _planned((1, BOTH), (2, ONE)).round
    with pytest.raises(NotYoursError):
        hand_over(shared, 1, 1, 2, nobody, 9)
