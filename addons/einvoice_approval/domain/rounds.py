"""A round: one run of a circuit on one bill, and the answers of the people it asks.

A round is frozen when the bill is ready: who, why, in whose place. Its tickets are what
single people were asked. Transitions return a new round and never change one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum

from odoo.addons.einvoice_base.domain.errors import DomainError
from odoo.addons.einvoice_base.domain.messages import mark as _


class TicketState(Enum):
    """Where one person's answer stands."""

    WAITING = "waiting"
    """It is the turn of others before him."""

    OPEN = "open"
    ASKED = "asked"
    """He asked a question; his time stands still until it is answered."""

    APPROVED = "approved"
    PARTLY = "partly"
    REFUSED = "refused"
    RETURNED = "returned"
    """He sent the bill back to be corrected."""

    HANDED = "handed"
    """Somebody else was given his decision."""

    NOT_NEEDED = "not_needed"
    """Enough others agreed, or the round ended."""


class RoundState(Enum):
    """Where a round stands."""

    OPEN = "open"
    APPROVED = "approved"
    PARTLY = "partly"
    REFUSED = "refused"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    """The bill changed, went away, or goes through another round."""


class Answer(Enum):
    """What a person says; the value is the state that his ticket gets."""

    APPROVE = "approved"
    PARTLY = "partly"
    REFUSE = "refused"
    RETURN = "returned"


# What made somebody the one whom another, or the clock, gave a decision.
_LENT = ("handed_over", "escalated")
STANDING = (TicketState.OPEN, TicketState.ASKED)
AGREED = (TicketState.APPROVED, TicketState.PARTLY)
_GONE = (TicketState.HANDED, TicketState.NOT_NEEDED)
_UNDECIDED = (TicketState.WAITING, *STANDING)


class DecisionError(DomainError):
    """A decision that cannot be taken."""

    code = "decision_impossible"
    message = _("This cannot be decided now.")
    advice = _("Open the bill again: it may have changed.")


class NotYoursError(DecisionError):
    """Somebody else is asked."""

    code = "decision_not_yours"
    message = _("You are not asked to decide on this bill.")
    advice = _("Only the person who is asked, or who stands in, decides.")


class NotOpenError(DecisionError):
    """It was answered, it is not his turn, or the round ended."""

    code = "decision_not_open"
    message = _("This decision is not open any more, or not yet.")


class BarredError(DecisionError):
    """He did something that excludes it."""

    code = "decision_barred"
    message = _("You cannot decide on this bill: you %(because)s.")
    advice = _(
        "Send the bill back, or leave it: the fallback approver is asked when the time "
        "is up."
    )


class ColleagueBarredError(BarredError):
    """Who would get the decision did something that excludes him."""

    code = "decision_colleague_barred"
    message = _(
        "This colleague may not decide on this bill: he entered it, created the "
        "supplier or wrote the bank account, or stands in for somebody who did."
    )
    advice = _("Choose somebody else.")


class ElsewhereError(BarredError):
    """Who would get the decision decides at another step: two would be one."""

    code = "decision_elsewhere"
    message = _("This colleague decides on it at another step of the approval.")
    advice = _("Choose somebody else.")


class BadAnswerError(DecisionError):
    """The answer itself is not right."""

    code = "decision_bad_answer"
    message = _("A partial approval is above zero and below %(total)s.")
    advice = _("Give the amount with VAT that you approve.")


@dataclass(frozen=True, slots=True)
class Ticket:
    """What one person was asked at one step.

    Attributes:
        key: Identity in the round.
        step: Step (key).
        person: Who decides.
        in_place_of: For whom he stands in.
        why: What made him the one, see :class:`~.people.Candidate`.
        lines: Bill lines (keys) that he decides; ``None`` for the whole bill.
        state: Where it stands.
        actor: Who answered.
        amount: What was approved in part, with VAT.
        of: What he is named for, see :class:`~.people.Candidate`.
    """

    key: int
    step: int
    person: int
    in_place_of: int | None = None
    why: str = ""
    lines: frozenset[int] | None = None
    state: TicketState = TicketState.WAITING
    actor: int | None = None
    amount: Decimal | None = None
    of: str = field(default="", compare=False)

    @property
    def people(self) -> frozenset[int]:
        """Who may answer: the stand-in, and the one he stands in for."""
        return frozenset(
            each for each in (self.person, self.in_place_of) if each is not None
        )

    @property
    def is_own(self) -> bool:
        """Whether the circuit names him himself, and nobody gave it to him."""
        return self.in_place_of is None and self.why not in _LENT


def shares(one: frozenset[int] | None, other: frozenset[int] | None) -> bool:
    """Tell whether two people decide on a same line; ``None`` is the whole bill.

    >>> shares(frozenset([1, 2]), frozenset([2])), shares(None, frozenset([2]))
    (True, True)
    >>> shares(frozenset([1]), frozenset([2]))
    False
    """
    return one is None or other is None or bool(one & other)


def clashes(new: Ticket, others: Iterable[Ticket]) -> bool:
    """Tell whether one person would decide at two steps, where two people must.

    Who is named himself at both may; with what was given to him, or in somebody's
    place, he would be both pairs of eyes.

    >>> own, lent = Ticket(1, 1, 7), Ticket(2, 2, 7, in_place_of=8)
    >>> clashes(lent, [own]), clashes(Ticket(2, 2, 7), [own])
    (True, False)
    """
    return any(
        new.person in each.people
        for each in others
        if each.step != new.step
        and each.state not in _GONE
        and not (each.is_own and new.is_own)
    )


@dataclass(frozen=True, slots=True)
class Slot:
    """A step as it was frozen.

    Attributes:
        step: Its key.
        stage: Slots of one stage are asked side by side.
        needed: How many people must agree.
    """

    step: int
    stage: int
    needed: int


@dataclass(frozen=True)
class Round:
    """A run of a circuit.

    Attributes:
        slots: In their order.
        tickets: All that were ever written, also those handed over.
        is_cancelled: It counts no more.
    """

    slots: tuple[Slot, ...] = ()
    tickets: tuple[Ticket, ...] = ()
    is_cancelled: bool = False

    @property
    def state(self) -> RoundState:
        """Where it stands; one refusal is a refusal."""
        if self.is_cancelled:
            return RoundState.CANCELLED
        states = {each.state for each in self.tickets}
        if TicketState.REFUSED in states:
            return RoundState.REFUSED
        if TicketState.RETURNED in states:
            return RoundState.RETURNED
        if not all(map(self.is_agreed, self.slots)):
            return RoundState.OPEN
        is_partly = TicketState.PARTLY in states
        return RoundState.PARTLY if is_partly else RoundState.APPROVED

    @property
    def stage(self) -> int | None:
        """The stage whose turn it is, ``None`` when nothing is left to decide."""
        if self.state is not RoundState.OPEN:
            return None
        return min(each.stage for each in self.slots if not self.is_agreed(each))

    def of_slot(self, slot: Slot) -> Iterator[Ticket]:
        """Yield the tickets of a step that count."""
        return (
            each
            for each in self.tickets
            if each.step == slot.step and each.state is not TicketState.HANDED
        )

    def is_agreed(self, slot: Slot) -> bool:
        """Tell whether enough different people agreed; with lines, on each of them."""
        tickets = tuple(self.of_slot(slot))
        if any(each.lines is not None for each in tickets):
            is_complete = len(tickets) >= slot.needed
            return is_complete and all(each.state in AGREED for each in tickets)
        actors = {each.actor for each in tickets if each.state in AGREED}
        return len(actors) >= slot.needed

    def ticket(self, key: int) -> Ticket:
        """Return a ticket; raise :class:`NotOpenError` for one that is not of it."""
        for each in self.tickets:
            if each.key == key:
                return each
        raise NotOpenError

    def standing(self) -> tuple[Ticket, ...]:
        """Return what people are asked now."""
        return tuple(each for each in self.tickets if each.state in STANDING)

    def turned(self) -> Round:
        """Return the round with the tickets open whose turn it is, the others closed.

        Who agreed already in this round, in his own name, is not asked the same again
        at a later step that names him, too.
        """
        current = self
        while (stage := current.stage) is not None:
            after = current._opened(stage)
            if after == current:
                return current
            current = after
        return current._closed()

    def _opened(self, stage: int) -> Round:
        stages = {each.step: each.stage for each in self.slots}
        done = {each.step for each in self.slots if self.is_agreed(each)}
        agreed = {
            each.actor
            for each in self.tickets
            if each.state is TicketState.APPROVED and each.lines is None and each.is_own
        }

        def opened(ticket: Ticket) -> Ticket:
            if ticket.state not in _UNDECIDED:
                return ticket
            if ticket.step in done:
                return replace(ticket, state=TicketState.NOT_NEEDED)
            if stages[ticket.step] != stage or ticket.state in STANDING:
                return ticket
            if ticket.person in agreed and ticket.lines is None and ticket.is_own:
                return replace(ticket, state=TicketState.APPROVED, actor=ticket.person)
            return replace(ticket, state=TicketState.OPEN)

        return replace(self, tickets=tuple(map(opened, self.tickets)))

    def _closed(self) -> Round:
        return self.with_tickets(
            replace(each, state=TicketState.NOT_NEEDED)
            for each in self.tickets
            if each.state in _UNDECIDED
        )

    def with_tickets(self, changed: Iterable[Ticket]) -> Round:
        """Return the round with tickets changed, by their keys, or added."""
        found = {each.key: each for each in self.tickets}
        found.update((each.key, each) for each in changed)
        return replace(self, tickets=tuple(found.values()))

    def cancelled(self) -> Round:
        """Return the round ended without a result."""
        return replace(self, is_cancelled=True)._closed()
