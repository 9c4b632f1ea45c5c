"""A circuit: the steps of approval of a company, and which of them a bill passes.

The steps of a circuit are kept in an index by what they list (supplier, account…) and
by amount, so that the time for a bill does not grow with the steps that do not apply.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from .conditions import (
    Basis,
    Checked,
    Conditions,
    Fact,
    Facts,
    Key,
    keys_of,
    values_of,
)
from .slicing import Recent, counted_amount


class Who(Enum):
    """Who decides at a step."""

    PERSON = "person"
    """Named people."""

    GROUP = "group"
    """The members of a group of users."""

    MANAGER = "manager"
    """The manager of the person who asked for the bill (``einvoice_approval_hr``)."""

    DEPARTMENT_HEAD = "department_head"
    """The head of each department of the bill (``einvoice_approval_hr``)."""

    ANALYTIC_OWNER = "analytic_owner"
    """The owner of each line's analytic account or project; he decides his lines."""

    BUYER = "buyer"
    """The buyer of the orders (``einvoice_purchase``)."""

    NOBODY = "nobody"
    """No decision is needed, unless another step asks for one."""


class Quorum(Enum):
    """How many of those who may decide must agree."""

    ONE = "one"
    ALL = "all"
    SOME = "some"
    """As many as the step says."""


@dataclass(frozen=True, slots=True)
class Step:
    """One level of a circuit.

    Attributes:
        key: Identity in the books.
        name: As the finance head reads it.
        stage: Steps of one stage decide side by side, after those of lower stages.
        conditions: When it applies.
        who: Who decides.
        people: Users (keys) or the members of the group.
        quorum: How many of them.
        number: For :attr:`Quorum.SOME`.
    """

    key: int
    name: str
    stage: int = 1
    conditions: Conditions = field(default_factory=Conditions)
    who: Who = Who.PERSON
    people: tuple[int, ...] = ()
    quorum: Quorum = Quorum.ONE
    number: int = 1


@dataclass(frozen=True, slots=True)
class Explained:
    """A step and what became of its conditions, for a person who asks why."""

    step: Step
    checked: tuple[Checked, ...]
    applies: bool


class _Bands:
    """Steps by the amounts that they are for."""

    def __init__(self, steps: Iterable[Step]) -> None:
        by_basis: dict[Basis, list[Step]] = defaultdict(list)
        for step in steps:
            by_basis[step.conditions.basis].append(step)
        self._tables = {basis: _band_table(each) for basis, each in by_basis.items()}

    def at(self, counted: Mapping[Basis, Decimal]) -> Iterable[Step]:
        for basis, (bounds, rows) in self._tables.items():
            amount = counted.get(basis)
            # Without an amount only a step that asks for none may hold.
            place = bisect_right(bounds, amount) if amount is not None else 0
            yield from rows[place]


def _band_table(steps: Sequence[Step]) -> tuple[list[Decimal], list[tuple[Step, ...]]]:
    """Cut the amounts at every limit; each part knows the steps that cross it.

    A step holds up to its largest amount included, so the part that begins there still
    has it; the conditions are checked again anyway.
    """
    bounds = sorted(
        {each.conditions.least for each in steps}
        | {each.conditions.most for each in steps if each.conditions.most is not None}
    )
    rows: list[list[Step]] = [[] for _bound in range(len(bounds) + 1)]
    for step in steps:
        least, most = step.conditions.least, step.conditions.most
        first = bisect_right(bounds, least) if least else 0
        last = len(bounds) if most is None else bisect_right(bounds, most)
        for place in range(first, last + 1):
            rows[place].append(step)
    return bounds, [tuple(each) for each in rows]


@dataclass(frozen=True)
class Circuit:
    """The steps of a company, ready to be asked.

    Attributes:
        steps: In the order of the table.
        thresholds: Lower limits of amounts, for each basis, smallest first.
    """

    steps: tuple[Step, ...]
    thresholds: Mapping[Basis, tuple[Decimal, ...]] = field(init=False, repr=False)
    _general: _Bands = field(init=False, repr=False, compare=False)
    _listed: Mapping[tuple[Fact, Key], _Bands] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        general: list[Step] = []
        listed: dict[tuple[Fact, Key], list[Step]] = defaultdict(list)
        for step in self.steps:
            if not step.conditions.listed:
                general.append(step)
                continue
            # By the condition with the fewest values; the others are checked after.
            fact, values = min(step.conditions.listed, key=lambda item: len(item[1]))
            for value in values:
                listed[fact, value].append(step)
        limits: dict[Basis, set[Decimal]] = defaultdict(set)
        for step in self.steps:
            if step.conditions.least:
                limits[step.conditions.basis].add(step.conditions.least)
        object.__setattr__(
            self,
            "thresholds",
            {key: tuple(sorted(each)) for key, each in limits.items()},
        )
        object.__setattr__(self, "_general", _Bands(general))
        object.__setattr__(
            self, "_listed", {key: _Bands(each) for key, each in listed.items()}
        )

    def counted(
        self, facts: Facts, recent: Mapping[Basis, Sequence[Recent]] | None = None
    ) -> dict[Basis, Decimal]:
        """Return the amounts that count, with the supplier's other bills."""
        found = {}
        for basis in Basis:
            amount = facts.get(basis.value)
            if isinstance(amount, Decimal):
                found[basis] = counted_amount(
                    amount,
                    (recent or {}).get(basis, ()),
                    self.thresholds.get(basis, ()),
                )
        return found

    def steps_for(self, facts: Facts, counted: Mapping[Basis, Decimal]) -> list[Step]:
        """Return the steps that a bill passes, in their order.

        >>> small = Step(1, "Up to 500", conditions=Conditions(most=Decimal(500)))
        >>> large = Step(2, "Above", conditions=Conditions(least=Decimal("500.01")))
        >>> circuit = Circuit((small, large))
        >>> [s.name for s in circuit.steps_for({}, {Basis.GROSS: Decimal(500)})]
        ['Up to 500']
        """
        found: dict[int, Step] = {}
        for bands in self._bands(facts):
            for step in bands.at(counted):
                if step.key not in found and step.conditions.holds(facts, counted):
                    found[step.key] = step
        return sorted(found.values(), key=lambda step: (step.stage, step.key))

    def brought_in(
        self, facts: Facts, counted: Mapping[Basis, Decimal]
    ) -> list[tuple[Step, Decimal]]:
        """Return the steps that its own amount would not ask, and what counted.

        >>> large = Step(2, "Above", conditions=Conditions(least=Decimal(1000)))
        >>> circuit, facts = Circuit((large,)), {"amount": Decimal(400)}
        >>> counted = {Basis.GROSS: Decimal(1200)}
        >>> [(s.name, each) for s, each in circuit.brought_in(facts, counted)]
        [('Above', Decimal('1200'))]
        >>> circuit.brought_in({"amount": Decimal(1200)}, counted)
        []
        """
        own = self.counted(facts)
        if own == counted:
            return []
        asked = {step.key for step in self.steps_for(facts, own)}
        return [
            (step, counted[step.conditions.basis])
            for step in self.steps_for(facts, counted)
            if step.key not in asked and step.who is not Who.NOBODY
        ]

    def _bands(self, facts: Facts) -> Iterable[_Bands]:
        yield self._general
        for fact in Fact:
            seen: set[Key] = set()
            for value in values_of(fact, facts.get(fact.value)):
                for key in keys_of(fact, value):
                    bands = self._listed.get((fact, key))
                    if bands and key not in seen:
                        seen.add(key)
                        yield bands

    def explain(
        self, facts: Facts, counted: Mapping[Basis, Decimal]
    ) -> list[Explained]:
        """Say of each step what became of its conditions."""
        found = []
        for step in self.steps:
            checked = step.conditions.checked(facts, counted)
            applies = step.conditions.holds(facts, counted)
            found.append(Explained(step, checked, applies))
        return found
