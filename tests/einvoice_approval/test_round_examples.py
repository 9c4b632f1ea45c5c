"""Rounds of a few people, one answer after the other."""

from __future__ import annotations

from datetime import date

import pytest

from odoo.addons.einvoice_approval.domain.circuit import Quorum, Step
from odoo.addons.einvoice_approval.domain.deciding import (
    decide,
    hand_over,
)
from odoo.addons.einvoice_approval.domain.people import (
    Candidate,
    Delegation,
    Directory,
    Person,
)
from odoo.addons.einvoice_approval.domain.planning import Plan, Setting, plan
from odoo.addons.einvoice_approval.domain.rounds import (
    Answer,
    BarredError,
    DecisionError,
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


def _simple(quorum: Quorum = Quorum.ONE, *people: int) -> Plan:
    keys = people or (1, 2)
    directory = Directory(
        {k: Person(k, True, frozenset([COMPANY])) for k in range(1, 9)}
    )
    step = Step(1, "Managers", quorum=quorum)
    candidates = [Candidate(each, "person") for each in keys]
    acts = Acts({7: frozenset([Act.TYPED])})
    return plan(
        [step],
        lambda _step: candidates,
        directory,
        acts,
        Setting((8,)),
        company=COMPANY,
        day=DAY,
    )


def test_one_of_two_is_enough_and_the_other_is_not_asked_any_more() -> None:
    made = _simple()
    ended = decide(made.round, 1, 1, Answer.APPROVE, Acts({}))
    assert ended.state is RoundState.APPROVED
    assert [each.state for each in ended.tickets] == [
        TicketState.APPROVED,
        TicketState.NOT_NEEDED,
    ]


def test_one_refusal_ends_the_round() -> None:
    made = _simple(Quorum.ALL)
    ended = decide(made.round, 2, 2, Answer.REFUSE, Acts({}))
    assert ended.state is RoundState.REFUSED
    with pytest.raises(DecisionError):
        decide(ended, 1, 1, Answer.APPROVE, Acts({}))


def test_a_stranger_decides_nothing() -> None:
    with pytest.raises(NotYoursError):
        decide(_simple().round, 1, 3, Answer.APPROVE, Acts({}))


def test_who_typed_the_bill_is_not_asked_and_the_fallback_is() -> None:
    made = _simple(Quorum.ONE, 7)
    assert [each.person for each in made.round.tickets] == [8]


def test_nobody_is_handed_what_he_typed() -> None:
    acts = Acts({7: frozenset([Act.TYPED])})
    with pytest.raises(BarredError):
        hand_over(_simple().round, 1, 1, 7, acts, 9)


def test_who_did_something_that_excludes_him_chooses_no_successor() -> None:
    acts = Acts({1: frozenset([Act.TYPED])})
    with pytest.raises(BarredError, match="cannot decide"):
        hand_over(_simple().round, 1, 1, 5, acts, 9)
    after = hand_over(_simple().round, 1, None, 8, acts, 9, "escalated")
    assert [each.person for each in after.standing()] == [2, 8]


def test_who_uploaded_the_document_does_not_approve_its_bill() -> None:
    acts = Acts({1: frozenset([Act.BROUGHT])})
    with pytest.raises(BarredError, match="you uploaded it"):
        decide(_simple().round, 1, 1, Answer.APPROVE, acts)


def _two_steps(*delegations: Delegation, typed: int = 7) -> Plan:
    people = {k: Person(k, True, frozenset([COMPANY])) for k in range(1, 9)}
    steps = [Step(1, "Lead", stage=1), Step(2, "Head", stage=2)]
    return plan(
        steps,
        lambda step: [Candidate(step.key, "person")],
        Directory(people, delegations),
        Acts({typed: frozenset([Act.TYPED])}),
        Setting((8,)),
        company=COMPANY,
        day=DAY,
    )


def _asked(made: Plan) -> list[int]:
    return [each.person for each in made.round.tickets]


def test_nobody_of_a_chain_of_stand_ins_typed_the_bill() -> None:
    away = Delegation(1, 7, DAY, DAY), Delegation(7, 5, DAY, DAY)
    assert _asked(_two_steps(*away)) == [8, 2]
    assert _asked(_two_steps(*away, typed=6)) == [5, 2]


def test_a_stand_in_of_the_chain_who_typed_it_later_cannot_approve() -> None:
    away = Delegation(1, 7, DAY, DAY), Delegation(7, 5, DAY, DAY)
    current = _two_steps(*away, typed=6).round
    acts = Acts({7: frozenset([Act.TYPED])})
    with pytest.raises(BarredError):
        decide(current, 1, 5, Answer.APPROVE, acts, through=(7,))


def test_who_decides_himself_stands_in_at_no_other_step() -> None:
    assert _asked(_two_steps(Delegation(2, 1, DAY, DAY))) == [1, 8]
    assert _asked(_two_steps(Delegation(1, 2, DAY, DAY))) == [8, 2]


def test_nobody_stands_in_at_two_steps() -> None:
    away = Delegation(1, 5, DAY, DAY), Delegation(2, 5, DAY, DAY)
    assert _asked(_two_steps(*away)) == [5, 8]


def test_a_decision_is_given_to_nobody_who_decides_at_another_step() -> None:
    first = _two_steps().round
    with pytest.raises(BarredError, match="another step"):
        hand_over(first, 1, 1, 2, Acts({}), 9)
    second = decide(first, 1, 1, Answer.APPROVE, Acts({}))
    with pytest.raises(BarredError, match="another step"):
        hand_over(second, 2, 2, 1, Acts({}), 9)
    with pytest.raises(BarredError, match="another step"):
        hand_over(second, 2, None, 1, Acts({}), 9, "escalated", is_shared=True)
    assert hand_over(second, 2, 2, 5, Acts({}), 9).standing()[0].person == 5


def test_an_answer_in_the_place_of_another_does_not_count_again() -> None:
    tickets = (
        Ticket(1, 1, 5, in_place_of=1, state=TicketState.OPEN),
        Ticket(2, 2, 5, why="person"),
    )
    current = Round((Slot(1, 1, 1), Slot(2, 2, 1)), tickets)
    after = decide(current, 1, 5, Answer.APPROVE, Acts({}))
    assert after.state is RoundState.OPEN
    assert [each.key for each in after.standing()] == [2]
