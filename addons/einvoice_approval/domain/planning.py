"""Freezing a round: who decides on a bill, and what happens when nobody can.

No bill gets stuck: a step that finds nobody asks the fallback approver, after him the
managers, and says so. No step asks fewer people than it needs in silence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from odoo.addons.einvoice_base.domain.messages import mark as _

from .circuit import Quorum, Step, Who
from .people import Candidate, Directory
from .rounds import Round, Slot, Ticket, clashes, shares
from .segregation import Acts

# The step of a bill that no step of the circuit fits.
NO_STEP = Step(0, _("No step of the circuit fits"))

FALLBACK = "fallback"


@dataclass(frozen=True, slots=True)
class Note:
    """What the managers must know about a round.

    Attributes:
        text: Sentence, marked for translation.
        step: Name of the step.
        person: Whom it is about (key).
        amount: What counted, in the currency of the company.
        because: Why somebody may not, marked for translation.
    """

    text: str
    step: str
    person: int | None = None
    amount: Decimal | None = None
    because: str | None = None

    def plain(self) -> dict[str, object]:
        """Return it as values that JSON holds.

        >>> Note("Due", "Head", amount=Decimal("1.50")).plain()
        {'text': 'Due', 'step': 'Head', 'person': None, 'amount': '1.50'}
        """
        said: dict[str, object] = {
            "text": self.text,
            "step": self.step,
            "person": self.person,
        }
        if self.amount is not None:
            said["amount"] = str(self.amount)
        if self.because is not None:
            said["because"] = self.because
        return said


NOBODY_FITS = _("No step of the circuit fits: the fallback approver decides.")
AWAY = _("Step “%(step)s”: %(person)s is away and nobody stands in.")
BARRED = _("Step “%(step)s”: %(person)s may not decide on this bill.")
BARRED_AS = _(
    "Step “%(step)s”: %(person)s may not decide on this bill, as he %(because)s."
)
SLICED = _(
    "Step “%(step)s” decides because the bills of this supplier of the last 30 days "
    "count together: %(amount)s."
)
TOO_FEW = _("Step “%(step)s” finds too few people: the fallback approver decides.")
SINGLE = _("Step “%(step)s”: the only approver of the company decides on his own bill.")
LEFT = _("Step “%(step)s”: %(person)s is not there any more: somebody else decides.")
STUCK = _(
    "Step “%(step)s” cannot be decided: too few people may. Name another fallback "
    "approver."
)


@dataclass(frozen=True)
class Setting:
    """What a company decides about its rounds.

    Attributes:
        fallback: Who decides when a step finds nobody, in their order.
        has_single_approver: One person may decide on his own bills, by a second
            confirmation.
    """

    fallback: tuple[int, ...] = ()
    has_single_approver: bool = False


@dataclass(frozen=True)
class Plan:
    """A round that is ready to be opened.

    Attributes:
        round: Its tickets are open whose turn it is.
        notes: What the managers must know.
        single: Tickets (keys) of somebody who decides on his own bill.
        stuck: Steps (keys) that nobody may decide.
    """

    round: Round
    notes: tuple[Note, ...] = ()
    single: frozenset[int] = frozenset()
    stuck: frozenset[int] = frozenset()


@dataclass
class _Planner:
    directory: Directory
    acts: Acts
    setting: Setting
    company: int
    day: date
    amount: Decimal | None
    named: Mapping[int, frozenset[int]]
    notes: list[Note] = field(default_factory=list)
    single: set[int] = field(default_factory=set)
    stuck: set[int] = field(default_factory=set)
    tickets: list[Ticket] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)

    def add(self, step: Step, candidates: Sequence[Candidate]) -> None:
        by_lines = any(each.lines is not None for each in candidates)
        needed = len(candidates) if by_lines else _needed(step, len(candidates))
        found = self._usable(step, candidates)
        if by_lines:
            found = self._with_lines_covered(step, candidates, found)
        elif len(found) < needed:
            found += self._fallback(step, needed - len(found), found)
        if not found:
            found = self._only_person(step, candidates)
        is_single = any(each.key in self.single for each in found)
        if not found or (len(found) < needed and not is_single):
            # Asking fewer people than the circuit wants would be a silent change.
            self.stuck.add(step.key)
            self.notes.append(Note(STUCK, step.name))
        self.slots.append(
            Slot(step.key, step.stage, 1 if is_single else max(1, needed))
        )
        self.tickets += found

    def _usable(self, step: Step, candidates: Iterable[Candidate]) -> list[Ticket]:
        found: list[Ticket] = []
        for each in candidates:
            chain = self.directory.chain(
                each.person, self.company, self.day, self.amount
            )
            if not chain:
                self.notes.append(Note(AWAY, step.name, each.person))
                continue
            ticket = self._ticket(step, each, chain, len(found))
            if not self._may(ticket, chain):
                self.notes.append(self._why_not(step, ticket, chain))
                continue
            if any(ticket.person in t.people and t.lines == each.lines for t in found):
                continue
            found.append(ticket)
        return found

    def _why_not(self, step: Step, ticket: Ticket, chain: tuple[int, ...]) -> Note:
        because = self._bar(ticket, chain)
        if because is None:
            return Note(BARRED, step.name, ticket.person)
        return Note(BARRED_AS, step.name, ticket.person, because=because)

    def _bar(self, ticket: Ticket, chain: tuple[int, ...]) -> str | None:
        return self.acts.bar(
            ticket.person, in_place_of=ticket.in_place_of, through=chain[1:-1]
        )

    def _may(self, ticket: Ticket, chain: tuple[int, ...]) -> bool:
        """Tell whether a person may decide, and does not at another step already.

        Who is named himself elsewhere in the circuit stands in for nobody.
        """
        if self._bar(ticket, chain):
            return False
        is_named_elsewhere = ticket.in_place_of is not None and any(
            ticket.person in people
            for step, people in self.named.items()
            if step != ticket.step
        )
        return not is_named_elsewhere and not clashes(ticket, self.tickets)

    def _ticket(
        self,
        step: Step,
        candidate: Candidate,
        chain: tuple[int, ...],
        place: int,
    ) -> Ticket:
        return Ticket(
            key=len(self.tickets) + place + 1,
            step=step.key,
            person=chain[-1],
            in_place_of=chain[0] if len(chain) > 1 else None,
            why=candidate.why,
            lines=candidate.lines,
            of=candidate.of,
        )

    def _fallback(self, step: Step, missing: int, found: list[Ticket]) -> list[Ticket]:
        """Return tickets for people who decide where a step finds too few."""
        taken = {person for each in found for person in each.people}
        added: list[Ticket] = []
        while len(added) < missing:
            ticket = self._stopgap(step, None, taken, len(found) + len(added))
            if ticket is None:
                break
            taken |= ticket.people
            added.append(ticket)
        if added and step.key:
            self.notes.append(Note(TOO_FEW, step.name))
        return added

    def _stopgap(
        self, step: Step, lines: frozenset[int] | None, taken: set[int], place: int
    ) -> Ticket | None:
        """Return a ticket for the first who decides when a step finds nobody.

        Args:
            step: The step.
            lines: Bill lines (keys), ``None`` for the whole bill.
            taken: Who decides on the same already.
            place: Number of tickets that the step has.
        """
        for person in self.setting.fallback:
            chain = self.directory.chain(person, self.company, self.day)
            if not chain or chain[-1] in taken:
                continue
            candidate = Candidate(person, FALLBACK, lines)
            ticket = self._ticket(step, candidate, chain, place)
            if self._may(ticket, chain):
                return ticket
        return None

    def _with_lines_covered(
        self, step: Step, candidates: Sequence[Candidate], found: list[Ticket]
    ) -> list[Ticket]:
        """Give the lines of owners who cannot decide to the fallback approver.

        A line of two owners is decided by two people, also where he is one of them.
        """
        left = Counter(each.lines for each in candidates)
        left.subtract(each.lines for each in found)
        missing = sorted(left.elements(), key=lambda lines: sorted(lines or ()))
        for lines in missing:
            taken = {
                person
                for each in found
                if shares(each.lines, lines)
                for person in each.people
            }
            ticket = self._stopgap(step, lines, taken, len(found))
            if ticket is None:
                return []
            found.append(ticket)
        if missing:
            self.notes.append(Note(TOO_FEW, step.name))
        return found

    def _only_person(self, step: Step, candidates: Sequence[Candidate]) -> list[Ticket]:
        """Return the ticket of a person who decides on his own bill, where allowed."""
        if not self.setting.has_single_approver:
            return []
        people = {each.person for each in candidates} | {*self.setting.fallback}
        eligible = [key for key in sorted(people) if self._is_eligible(key)]
        if len(eligible) != 1:
            return []
        self.notes.append(Note(SINGLE, step.name, eligible[0]))
        alone = Candidate(eligible[0], "single")
        ticket = self._ticket(step, alone, (eligible[0],), 0)
        self.single.add(ticket.key)
        return [ticket]

    def _is_eligible(self, key: int) -> bool:
        """Tell whether a person could decide in this company, were he there."""
        person = self.directory.people.get(key)
        return bool(person and person.is_active and self.company in person.companies)


def _needed(step: Step, count: int) -> int:
    if step.quorum is Quorum.ALL:
        return max(1, count)
    return max(1, step.number) if step.quorum is Quorum.SOME else 1


def plan(
    steps: Sequence[Step],
    candidates_of: Callable[[Step], Sequence[Candidate]],
    directory: Directory,
    acts: Acts,
    setting: Setting,
    *,
    company: int,
    day: date,
    amount: Decimal | None = None,
) -> Plan:
    """Freeze who decides on a bill.

    Args:
        steps: The steps that it passes; none means that no step fits.
        candidates_of: Whom a step asks, before absences and segregation.
        directory: People, delegations, absences.
        acts: What people did about the bill.
        setting: What the company decides.
        company: Of the bill (key).
        day: Today.
        amount: Of the bill with VAT, for delegations up to an amount.

    Returns:
        A round that is approved at once when every step says that nobody need decide.
    """
    asked = [
        (step, candidates_of(step)) for step in steps if step.who is not Who.NOBODY
    ]
    named = {
        step.key: frozenset(each.person for each in candidates)
        for step, candidates in asked
    }
    planner = _Planner(directory, acts, setting, company, day, amount, named)
    for step, candidates in asked:
        planner.add(step, candidates)
    if not steps:
        planner.notes.append(Note(NOBODY_FITS, NO_STEP.name))
        planner.add(NO_STEP, [Candidate(each, FALLBACK) for each in setting.fallback])
    frozen = Round(tuple(planner.slots), tuple(planner.tickets)).turned()
    return Plan(
        frozen,
        tuple(planner.notes),
        frozenset(planner.single),
        frozenset(planner.stuck),
    )
