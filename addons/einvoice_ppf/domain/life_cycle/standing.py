"""Where an invoice stands after the statuses it went through.

Statuses arrive in any order: platforms are asked at intervals, and each speaks for
itself. So nothing is derived from the order of arrival; the statuses are put in the
order of their own time (MDT-78), then of their code.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .statuses import (
    APPROVED,
    CANCELLED,
    COLLECTED,
    COMPLETED,
    DISPUTED,
    IN_PROCESS,
    PARTLY_APPROVED,
    PAYMENT_SENT,
    REFUSED,
    REJECTED,
    STATUSES,
    SUSPENDED,
    Phase,
)

START = ""
"""The buyer has not answered yet."""

ANSWERS = frozenset(
    {IN_PROCESS, APPROVED, PARTLY_APPROVED, DISPUTED, SUSPENDED, REFUSED}
)
"""What the buyer says of the invoice; the last one counts."""

PAYMENTS = frozenset({PAYMENT_SENT, COLLECTED})
"""May come several times: an invoice can be paid in parts, and refunded."""

ENDS = frozenset({REFUSED, REJECTED, CANCELLED})
"""After them nothing changes any more."""

_AGAIN = "DOUBLON"


@dataclass(frozen=True, slots=True)
class Passed:
    """One status that was sent or received.

    Attributes:
        code: MDT-105, as it stands in the message, known or not.
        set_at: MDT-78, with its time zone.
        reasons: MDT-113 of its details.
        mark: Tells payments of one invoice apart: the number of the payment.
    """

    code: str
    set_at: datetime
    reasons: tuple[str, ...] = ()
    mark: str = ""

    @property
    def is_end(self) -> bool:
        """Tell whether nothing changes after it.

        A platform that rejects with ``DOUBLON`` refuses this delivery because it has
        the invoice already: the invoice that it has stays good.
        """
        is_second_delivery = self.code == REJECTED and _AGAIN in self.reasons
        return self.code in ENDS and not is_second_delivery


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an invoice stands.

    Attributes:
        code: The status that holds now, ``START`` when there is none.
        answer: The last answer of the buyer; ``209`` when the supplier has completed
            what was suspended; ``START`` when there is none.
        end: What ended it, ``None`` while it goes on.
        is_paid: A payment was sent or received, or a part of one.
        passed: All statuses, in the order of their time.
    """

    code: str
    answer: str
    end: Passed | None
    is_paid: bool
    passed: tuple[Passed, ...]

    @property
    def is_suspended(self) -> bool:
        """Tell whether the buyer waits for what the supplier owes him."""
        return self.answer == SUSPENDED

    @property
    def after_the_end(self) -> tuple[Passed, ...]:
        """Statuses of later than what ended it: a person should look at them.

        A supplier who cancels what was refused or rejected says nothing new.
        """
        if self.end is None:
            return ()
        return tuple(
            each
            for each in self.passed[self.passed.index(self.end) + 1 :]
            if each.code not in ENDS and _phase_of(each.code) is Phase.TREATMENT
        )

    def last(self, code: str) -> Passed | None:
        """Return the last status with a code."""
        return next((each for each in reversed(self.passed) if each.code == code), None)


def standing_of(history: Iterable[Passed]) -> Standing:
    """Return where an invoice stands, whatever the order of its history.

    Codes that nobody knows stay in ``passed`` and decide nothing. What platforms do
    (deposited, received…) holds only until a party has spoken, because the clocks of
    two platforms and of Odoo differ.

    >>> from datetime import timezone
    >>> noon = datetime(2026, 11, 5, 12, tzinfo=timezone.utc)
    >>> one = [Passed("205", noon), Passed("203", noon), Passed("999", noon)]
    >>> standing_of(one).code, standing_of(reversed(one)).code
    ('205', '205')
    """
    passed = tuple(sorted(history, key=_order))
    end = next((each for each in passed if each.is_end), None)
    answer, code = START, START
    for each in passed:
        if each.code in ANSWERS:
            answer = code = each.code
        elif each.code == COMPLETED and answer == SUSPENDED:
            answer = code = COMPLETED
        elif each.code in PAYMENTS:
            code = each.code
    if end is not None:
        code = end.code
    if code == START:
        code = _last_transmission(passed)
    is_paid = any(each.code in PAYMENTS for each in passed)
    return Standing(code, answer, end, is_paid, passed)


def _order(each: Passed) -> tuple[datetime, str, tuple[str, ...], str]:
    return each.set_at, each.code, each.reasons, each.mark


def _phase_of(code: str) -> Phase | None:
    known = STATUSES.get(code)
    return known.phase if known else None


def _last_transmission(passed: tuple[Passed, ...]) -> str:
    return next(
        (
            each.code
            for each in reversed(passed)
            if each.code != REJECTED and _phase_of(each.code) is Phase.TRANSMISSION
        ),
        START,
    )
