"""What a person can do with what he is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from .rounds import (
    AGREED,
    STANDING,
    Answer,
    BadAnswerError,
    BarredError,
    ColleagueBarredError,
    ElsewhereError,
    NotOpenError,
    NotYoursError,
    Round,
    RoundState,
    Ticket,
    TicketState,
    clashes,
    shares,
)
from .segregation import Acts


def decide(
    current: Round,
    key: int,
    actor: int,
    answer: Answer,
    acts: Acts,
    amount: Decimal | None = None,
    total: Decimal | None = None,
    through: Iterable[int] = (),
) -> Round:
    """Return the round after an answer.

    Args:
        current: The round.
        key: The ticket.
        actor: Who answers.
        answer: What he says.
        acts: What people did about the bill; who is barred may only refuse or return.
        amount: With :attr:`Answer.PARTLY`, what he approves, with VAT.
        total: Amount of the bill, or of his lines.
        through: Who stands between a stand-in and the one who is away.

    Raises:
        DecisionError: It cannot be decided so; the subclass says why.
    """
    ticket = _mine(current, key, actor)
    if answer in (Answer.APPROVE, Answer.PARTLY):
        _check_bar(ticket, actor, acts, through)
    if answer is Answer.PARTLY:
        _check_part(amount, total)
    answered = replace(
        ticket,
        state=TicketState(answer.value),
        actor=actor,
        amount=amount if answer is Answer.PARTLY else None,
    )
    return current.with_tickets([answered]).turned()


def ask(current: Round, key: int, actor: int) -> Round:
    """Return the round after a person asked a question; his time stands still."""
    ticket = _mine(current, key, actor)
    return current.with_tickets([replace(ticket, state=TicketState.ASKED)])


def answered(current: Round, key: int) -> Round:
    """Return the round after the question was answered."""
    ticket = current.ticket(key)
    if ticket.state is not TicketState.ASKED:
        raise NotOpenError
    return current.with_tickets([replace(ticket, state=TicketState.OPEN)])


def hand_over(
    current: Round,
    key: int,
    actor: int | None,
    colleague: int,
    acts: Acts,
    new_key: int,
    why: str = "handed_over",
    *,
    is_shared: bool = False,
    through: Iterable[int] = (),
) -> Round:
    """Return the round with a decision given to a colleague.

    Who may not decide himself chooses nobody who decides for him.

    Args:
        current: The round.
        key: The ticket.
        actor: Who gives it; ``None`` for the system, when time is up.
        colleague: Who gets it; he must be there, which the caller knows.
        acts: What people did about the bill.
        new_key: Identity of the new ticket.
        why: What made the colleague the one.
        is_shared: The colleague decides in the place of the other, who still may.
        through: For whom the colleague decides beside: who stands between the two, or
            a fallback approver who is away.

    Raises:
        DecisionError: It cannot be given to him; the subclass says why.
    """
    ticket = current.ticket(key)
    if actor is not None:
        ticket = _mine(current, key, actor)
        _check_bar(ticket, actor, acts)
    elif ticket.state not in STANDING:
        raise NotOpenError
    in_place_of = ticket.person if is_shared else None
    chain = (*through, ticket.in_place_of) if is_shared else through
    people = [each for each in chain if each is not None]
    if reason := acts.bar(colleague, in_place_of=in_place_of, through=people):
        raise ColleagueBarredError(because=reason)
    if colleague in ticket.people or _is_in(current, ticket, colleague):
        raise NotYoursError
    given = replace(
        ticket,
        key=new_key,
        person=colleague,
        in_place_of=in_place_of,
        why=why,
        state=TicketState.OPEN,
    )
    if clashes(given, current.tickets):
        raise ElsewhereError
    handed = replace(ticket, state=TicketState.HANDED, actor=actor)
    return current.with_tickets([handed, given])


def carried_over(
    fresh: Round, old: Round, is_touched: Mapping[frozenset[int], bool]
) -> Round:
    """Return a new round with the answers of the old one that still count.

    Only who decides on lines of his own keeps his answer, while those lines are the
    same; what concerns the whole bill is decided again.

    Args:
        fresh: The round of the bill as it is now.
        old: The one that it replaces.
        is_touched: For each set of lines, whether the change concerns it.
    """
    kept = {
        (each.step, each.person, each.lines): each
        for each in old.tickets
        if each.state in AGREED
        and each.lines is not None
        and not is_touched.get(each.lines, True)
    }
    again = []
    for ticket in fresh.tickets:
        if ticket.lines is None:
            continue
        before = kept.get((ticket.step, ticket.person, ticket.lines))
        if before is not None:
            again.append(
                replace(
                    ticket,
                    state=before.state,
                    actor=before.actor,
                    amount=before.amount,
                )
            )
    return fresh.with_tickets(again).turned()


def withheld(current: Round, total: Decimal, lines: Mapping[int, Decimal]) -> Decimal:
    """Return what was not approved of a bill.

    At one step, the owners of lines each withhold from their own, which adds up; of
    people who decide on the whole bill, and of several steps, the strictest counts.

    Args:
        current: The round.
        total: Amount of the bill, with VAT.
        lines: Line (key) to its amount, with VAT.

    >>> from .rounds import Slot
    >>> half = Ticket(1, 1, 7, state=TicketState.PARTLY, amount=Decimal(40))
    >>> withheld(Round((Slot(1, 1, 1),), (half,)), Decimal(100), {})
    Decimal('60')
    """
    steps = [Decimal(0)]
    for slot in current.slots:
        left = [
            (each, _share(each, total, lines) - each.amount)
            for each in current.of_slot(slot)
            if each.state is TicketState.PARTLY and each.amount is not None
        ]
        steps += [part for each, part in left if each.lines is None]
        of_lines = [part for each, part in left if each.lines is not None]
        steps.append(sum(of_lines, Decimal(0)))
    return max(steps)


def _share(ticket: Ticket, total: Decimal, lines: Mapping[int, Decimal]) -> Decimal:
    if ticket.lines is None:
        return total
    return sum((lines[key] for key in ticket.lines if key in lines), Decimal(0))


def _mine(current: Round, key: int, actor: int) -> Ticket:
    ticket = current.ticket(key)
    if actor not in ticket.people:
        raise NotYoursError
    if current.state is not RoundState.OPEN or ticket.state not in STANDING:
        raise NotOpenError
    return ticket


def _check_bar(
    ticket: Ticket, actor: int, acts: Acts, through: Iterable[int] = ()
) -> None:
    is_stand_in = ticket.in_place_of is not None and actor == ticket.person
    in_place_of = ticket.in_place_of if is_stand_in else None
    through = through if is_stand_in else ()
    if reason := acts.bar(actor, in_place_of=in_place_of, through=through):
        raise BarredError(because=reason)


def _check_part(amount: Decimal | None, total: Decimal | None) -> None:
    if amount is None or total is None or not 0 < amount < total:
        raise BadAnswerError(total=total)


def _is_in(current: Round, ticket: Ticket, person: int) -> bool:
    """Tell whether somebody is asked, or answered, about the same already."""
    return any(
        person in each.people
        for each in current.tickets
        if each.step == ticket.step
        and each.key != ticket.key
        and each.state is not TicketState.HANDED
        and shares(each.lines, ticket.lines)
    )
