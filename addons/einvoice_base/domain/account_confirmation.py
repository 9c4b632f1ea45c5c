"""How a bank account is confirmed: one person calls, another one confirms.

Source: the double check that auditors and insurers of payment fraud ask for: a
call-back to a number known before the invoice, and separation of duties.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from .errors import DomainError
from .messages import mark as _


class Step(Enum):
    """Where a confirmation stands."""

    TO_CALL = "to_call"
    CALLED = "called"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    DROPPED = "dropped"
    """No invoice asks for the account any more, or it is known by other means."""


_MOVES = frozenset(
    {
        (Step.TO_CALL, Step.CALLED),
        (Step.CALLED, Step.CALLED),
        (Step.CALLED, Step.CONFIRMED),
        (Step.TO_CALL, Step.REFUSED),
        (Step.CALLED, Step.REFUSED),
        (Step.TO_CALL, Step.DROPPED),
        (Step.CALLED, Step.DROPPED),
        # Refused in error, confirmed in error, or asked for after all.
        (Step.REFUSED, Step.TO_CALL),
        (Step.CONFIRMED, Step.TO_CALL),
        (Step.DROPPED, Step.TO_CALL),
    }
)

OPEN = frozenset({Step.TO_CALL, Step.CALLED})


class NotCalledError(DomainError):
    """Somebody confirms an account that nobody called about."""

    code = "account_not_called"
    message = _("Nobody has called the supplier about the account %(account)s yet.")
    advice = _("Note the call first; then another person confirms.")


class StepOverError(DomainError):
    """What was asked for is no longer possible."""

    code = "account_step_over"
    message = _("The confirmation of the account %(account)s has ended already.")
    advice = _("Open it again to see how.")


class SecondPersonError(DomainError):
    """The person who confirms had a hand in it already."""

    code = "account_second_person"
    message = _("Another person than you must confirm the account %(account)s.")
    advice = _("Ask a colleague who is a manager of supplier invoices.")


class IsCallerError(SecondPersonError):
    """He called the supplier."""

    message = _(
        "You called the supplier: another person must confirm the account %(account)s."
    )


class IsRequesterError(SecondPersonError):
    """He asked for the confirmation."""

    message = _(
        "You asked for the confirmation: another person must confirm the account "
        "%(account)s."
    )


class IsAuthorError(SecondPersonError):
    """He wrote the account on the supplier."""

    message = _(
        "You wrote the account %(account)s on the supplier: another person must "
        "confirm it."
    )


class IsTypistError(SecondPersonError):
    """He typed a bill that asks for it."""

    message = _(
        "You typed a bill that is to be paid to %(account)s: another person must "
        "confirm the account."
    )


@dataclass(frozen=True, slots=True)
class Hands:
    """Who had a hand in an account, as keys of persons.

    Attributes:
        callers: Called the supplier.
        requesters: Asked for the confirmation, where a person did.
        authors: Wrote the account on the supplier.
        typists: Typed a bill that asks for it.
    """

    callers: frozenset[int] = frozenset()
    requesters: frozenset[int] = frozenset()
    authors: frozenset[int] = frozenset()
    typists: frozenset[int] = frozenset()


def check_step(before: Step, after: Step, account: str) -> None:
    """Refuse a step that does not follow.

    >>> check_step(Step.CALLED, Step.CONFIRMED, "FR76")
    """
    if (before, after) in _MOVES:
        return
    if before is Step.TO_CALL:
        raise NotCalledError(account=account)
    raise StepOverError(account=account)


def check_second_person(person: int, hands: Hands, account: str) -> None:
    """Refuse a person who had a hand in the account already.

    >>> check_second_person(8, Hands(callers=frozenset({7})), "A")
    """
    if person in hands.callers:
        raise IsCallerError(account=account)
    if person in hands.requesters:
        raise IsRequesterError(account=account)
    if person in hands.authors:
        raise IsAuthorError(account=account)
    if person in hands.typists:
        raise IsTypistError(account=account)
