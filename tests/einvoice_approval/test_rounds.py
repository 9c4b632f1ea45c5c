"""What holds in thousands of circuits, with any people, absences and answers."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.einvoice_approval.domain.circuit import Circuit, Quorum, Step, Who
from odoo.addons.einvoice_approval.domain.conditions import Basis, Conditions
from odoo.addons.einvoice_approval.domain.deciding import (
    answered,
    ask,
    decide,
    hand_over,
)
from odoo.addons.einvoice_approval.domain.people import (
    Absence,
    Candidate,
    Delegation,
    Directory,
    Person,
)
from odoo.addons.einvoice_approval.domain.planning import Plan, Setting, plan
from odoo.addons.einvoice_approval.domain.rounds import (
    AGREED,
    Answer,
    DecisionError,
    Round,
    RoundState,
)
from odoo.addons.einvoice_approval.domain.segregation import Act, Acts

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 24)
COMPANY = 1
FINAL = (
    RoundState.APPROVED,
    RoundState.PARTLY,
    RoundState.REFUSED,
    RoundState.RETURNED,
)


class World:
    """Random people, circuit and bill."""

    def __init__(self, seed: int) -> None:
        pick = self.pick = random.Random(seed)
        self.keys = list(range(1, pick.randint(2, 9)))
        self.directory = Directory(
            {key: self._person(key) for key in self.keys},
            tuple(self._delegation() for _each in range(pick.randint(0, 5))),
            tuple(
                Absence(pick.choice(self.keys), DAY, DAY)
                for _each in range(pick.randint(0, 2))
            ),
        )
        self.acts = Acts(
            {
                pick.choice(self.keys): frozenset([pick.choice(list(Act))])
                for _each in range(pick.randint(0, 3))
            }
        )
        self.amount = Decimal(pick.randint(1, 20_000))
        self.steps = tuple(self._step(key) for key in range(1, pick.randint(1, 8)))
        self.candidates = {step.key: self._candidates(step) for step in self.steps}
        fallback = pick.sample(self.keys, pick.randint(1, len(self.keys)))
        self.setting = Setting(tuple(fallback), pick.random() < 0.2)

    def _person(self, key: int) -> Person:
        is_active = self.pick.random() > 0.1
        companies = frozenset([COMPANY] if self.pick.random() > 0.1 else [2])
        return Person(key, is_active, companies)

    def _delegation(self) -> Delegation:
        giver, stand_in = self.pick.choices(self.keys, k=2)
        first = DAY - timedelta(days=self.pick.randint(-1, 2))
        return Delegation(giver, stand_in, first, DAY + timedelta(days=3))

    def _step(self, key: int) -> Step:
        pick = self.pick
        least = Decimal(pick.choice([0, 0, 500, 5000]))
        most = pick.choice([None, None, Decimal(5000)])
        return Step(
            key,
            f"step {key}",
            stage=pick.randint(1, 3),
            conditions=Conditions(least, most),
            who=pick.choice([Who.PERSON, Who.PERSON, Who.ANALYTIC_OWNER, Who.NOBODY]),
            quorum=pick.choice(list(Quorum)),
            number=pick.randint(1, 3),
        )

    def _candidates(self, step: Step) -> list[Candidate]:
        people = self.pick.sample(
            self.keys, self.pick.randint(0, min(4, len(self.keys)))
        )
        if step.who is Who.ANALYTIC_OWNER:
            return [
                Candidate(person, "owner", frozenset([10 + place]))
                for place, person in enumerate(people)
            ]
        return [Candidate(person, "person") for person in people]

    def plan(self) -> tuple[list[Step], Plan]:
        counted = {Basis.GROSS: self.amount}
        steps = Circuit(self.steps).steps_for({}, counted)
        assert steps == sorted(
            (s for s in self.steps if s.conditions.holds({}, counted)),
            key=lambda step: (step.stage, step.key),
        )
        made = plan(
            steps,
            lambda step: self.candidates.get(step.key, []),
            self.directory,
            self.acts,
            self.setting,
            company=COMPANY,
            day=DAY,
            amount=self.amount,
        )
        return steps, made

    def acts_for(self, made: Plan, key: int) -> Acts:
        return Acts({}) if key in made.single else self.acts


def play(world: World, made: Plan) -> Round:
    """Let everybody answer at random, also those who are not asked."""
    current = made.round
    pick = world.pick
    for _turn in range(200):
        if current.state in FINAL or not current.tickets:
            break
        ticket = pick.choice(current.tickets)
        actor = pick.choice(world.keys)
        acts = world.acts_for(made, ticket.key)
        try:
            current = _move(world, current, ticket.key, actor, acts)
        except DecisionError:
            continue
    return current


def _move(world: World, current: Round, key: int, actor: int, acts: Acts) -> Round:
    move = world.pick.random()
    if move < 0.1:
        return ask(current, key, actor)
    if move < 0.2:
        return answered(current, key)
    if move < 0.3:
        new = max(each.key for each in current.tickets) + 1
        return hand_over(current, key, actor, world.pick.choice(world.keys), acts, new)
    if move < 0.4:
        return _moved_by_the_clock(world, current, key, acts)
    chosen = world.pick.choices(list(Answer), weights=[30, 5, 1, 1])[0]
    total = world.amount + 1
    return decide(current, key, actor, chosen, acts, amount=Decimal(1), total=total)


def _moved_by_the_clock(world: World, current: Round, key: int, acts: Acts) -> Round:
    new = max(each.key for each in current.tickets) + 1
    why, is_shared = world.pick.choice(
        [("escalated", True), ("escalated", False), ("fallback", False)]
    )
    colleague = world.pick.choice(world.setting.fallback)
    return hand_over(current, key, None, colleague, acts, new, why, is_shared=is_shared)


@settings(max_examples=3000, deadline=None)
@given(st.integers(0, 10**9))
def test_nobody_is_two_pairs_of_eyes_on_a_bill(seed: int) -> None:
    world = World(seed)
    _steps, made = world.plan()
    ended = play(world, made)
    agreed = [
        each
        for each in ended.tickets
        if each.state in AGREED and each.key not in made.single
    ]
    for one in agreed:
        for other in agreed:
            if one.actor == other.actor and one.step != other.step:
                for each in (one, other):
                    # Who is asked beside a stand-in or a fallback approver is himself.
                    assert each.is_own or each.actor == each.in_place_of, ended


@settings(max_examples=3000, deadline=None)
@given(st.integers(0, 10**9))
def test_no_bill_passes_without_the_decisions_that_its_circuit_asks_for(
    seed: int,
) -> None:
    world = World(seed)
    steps, made = world.plan()
    ended = play(world, made)
    asked = [step for step in steps if step.who is not Who.NOBODY]

    for ticket in ended.tickets:
        if ticket.state in AGREED:
            assert ticket.actor in ticket.people
            acts = world.acts_for(made, ticket.key)
            assert acts.bar(ticket.actor or 0) is None

    if ended.state in (RoundState.APPROVED, RoundState.PARTLY):
        assert not made.stuck
        for step in asked:
            agreed = [
                each
                for each in ended.tickets
                if each.step == step.key and each.state in AGREED
            ]
            candidates = world.candidates[step.key]
            alone = any(
                each.key in made.single and each.step == step.key
                for each in ended.tickets
            )
            if any(each.lines for each in candidates):
                lines = frozenset().union(*(each.lines or () for each in candidates))
                done = frozenset().union(*(each.lines or () for each in agreed))
                assert alone or lines <= done
            else:
                wanted = {
                    Quorum.ONE: 1,
                    Quorum.ALL: max(1, len(candidates)),
                    Quorum.SOME: step.number,
                }[step.quorum]
                assert len({each.actor for each in agreed}) >= (1 if alone else wanted)
        if not steps:
            assert any(each.state in AGREED for each in ended.tickets)


@settings(max_examples=3000, deadline=None)
@given(st.integers(0, 10**9))
def test_no_bill_is_stuck_without_a_named_person(seed: int) -> None:
    world = World(seed)
    _steps, made = world.plan()
    ended = play(world, made)
    if ended.state is RoundState.OPEN and not made.stuck:
        assert ended.standing()
    if made.stuck:
        # The managers are told, and nobody can pass it meanwhile.
        assert any(note.person is None for note in made.notes)
        assert ended.state not in (RoundState.APPROVED, RoundState.PARTLY)


@settings(max_examples=2000, deadline=None)
@given(st.integers(0, 10**9))
def test_who_is_asked_is_there_and_decides_for_nobody_barred(seed: int) -> None:
    world = World(seed)
    _steps, made = world.plan()
    for ticket in made.round.tickets:
        if ticket.key in made.single:
            people = {*world.setting.fallback} | {
                each.person for each in world.candidates.get(ticket.step, [])
            }
            known = world.directory.people
            able = [
                key
                for key in people
                if known[key].is_active and COMPANY in known[key].companies
            ]
            assert able == [ticket.person]
            continue
        assert world.directory.is_there(ticket.person, COMPANY, DAY)
        giver = ticket.in_place_of or ticket.person
        chain = world.directory.chain(giver, COMPANY, DAY, world.amount)
        assert not {*chain} & {*world.acts.done}
