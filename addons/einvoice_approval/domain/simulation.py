"""What a circuit would have done with the bills of the past: sums, no bill."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from .circuit import Step, Who
from .conditions import Basis
from .planning import FALLBACK, NO_STEP, Plan
from .rounds import RoundState
from .slicing import DAYS, Recent


@dataclass
class Tally:
    """How many bills went where.

    Attributes:
        bills: All that were tried.
        straight: Nobody would have been asked.
        unfit: No step fits; the fallback approver would have decided.
        replaced: A step found too few people, and the fallback approver stood in.
        stuck: A step could not have been decided.
        people: User (key) to the bills about which he would have been asked.
        steps: Step (key) to the bills that would have passed it.
    """

    bills: int = 0
    straight: int = 0
    unfit: int = 0
    replaced: int = 0
    stuck: int = 0
    people: Counter[int] = field(default_factory=Counter)
    steps: Counter[int] = field(default_factory=Counter)

    def add(self, plan: Plan, steps: Iterable[Step]) -> None:
        """Count one bill.

        >>> from .rounds import Round
        >>> tally = Tally()
        >>> tally.add(Plan(Round()), [Step(1, "Small", who=Who.NOBODY)])
        >>> tally.bills, tally.straight, tally.steps
        (1, 1, Counter({1: 1}))
        """
        tickets = plan.round.tickets
        self.bills += 1
        self.straight += plan.round.state is RoundState.APPROVED and not tickets
        keys = {each.key for each in steps}
        self.unfit += not keys
        self.replaced += any(
            each.why == FALLBACK and each.step != NO_STEP.key for each in tickets
        )
        self.stuck += bool(plan.stuck)
        self.steps.update(keys)
        self.people.update({each.person for each in tickets})

    def plain(self) -> dict[str, object]:
        """Return it as values that JSON holds; counters as pairs, largest first."""
        return {
            "bills": self.bills,
            "straight": self.straight,
            "unfit": self.unfit,
            "replaced": self.replaced,
            "stuck": self.stuck,
            "people": self.people.most_common(),
            "steps": self.steps.most_common(),
        }


@dataclass
class Window:
    """The bills of each supplier of the last days, while the past is played again."""

    _rows: dict[int, list[tuple[date, dict[Basis, Recent]]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def recent(self, supplier: int, day: date) -> dict[Basis, list[Recent]]:
        """Return the supplier's bills that count with one of a day.

        >>> window = Window()
        >>> amounts = {Basis.GROSS: Decimal(400)}
        >>> window.add(7, date(2026, 3, 1), amounts, [])
        >>> window.recent(7, date(2026, 3, 2))[Basis.GROSS]
        [Recent(amount=Decimal('400'), seen=Decimal('0'))]
        >>> window.recent(7, date(2026, 5, 2))[Basis.GROSS]
        []
        """
        first = day - timedelta(days=DAYS)
        rows = [each for each in self._rows[supplier] if each[0] >= first]
        self._rows[supplier] = rows
        return {
            basis: [known[basis] for _day, known in rows if basis in known]
            for basis in Basis
        }

    def add(
        self,
        supplier: int,
        day: date,
        amounts: Mapping[Basis, Decimal],
        steps: Iterable[Step],
    ) -> None:
        """Remember a bill and the highest limit whose step it passed."""
        limits = dict.fromkeys(amounts, Decimal(0))
        for step in steps:
            basis = step.conditions.basis
            if step.who is not Who.NOBODY and basis in limits:
                limits[basis] = max(limits[basis], step.conditions.least)
        known = {key: Recent(each, limits[key]) for key, each in amounts.items()}
        self._rows[supplier].append((day, known))
