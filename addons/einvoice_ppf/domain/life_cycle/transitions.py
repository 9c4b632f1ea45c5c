"""Which status may follow which, for us as buyer and for us as seller.

No artefact of the standard that we could read states a matrix; this one is the safe
reading of DGFiP's general file v3.2 §3.6.4, FNFE's use cases UC1 to UC5 and the field
(refused bills: Dolibarr #286, #386; double deliveries: #985). Where it permits too
much, the platform still answers with an error; where the standard is silent, it does
not forbid.

Decisions of ours: a suspended invoice can still be refused, or a supplier who never
answers would hold it for ever; a partly approved one can be approved in full; a dispute
after an approval is possible until a payment; payments may come several times, told
apart by their mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum

from odoo.addons.einvoice_base.domain.messages import mark as _

from .notices import Notice
from .standing import PAYMENTS, START, Passed, Standing, standing_of
from .statuses import (
    ACCOUNT_CHANGED,
    APPROVED,
    AVAILABLE,
    CANCELLED,
    COLLECTED,
    COMPLETED,
    DEPOSITED,
    DIRECT_PAYMENT,
    DISPUTED,
    ENDORSED,
    FACTORED,
    FACTORED_DISCREETLY,
    IN_PROCESS,
    ISSUED,
    MISROUTED,
    NOT_FACTORED,
    PARTLY_APPROVED,
    PAYMENT_SENT,
    RECEIVED,
    REFUSED,
    REJECTED,
    STATUSES,
    SUSPENDED,
    UNACCEPTABLE,
)


class Side(Enum):
    """Who we are on the invoice."""

    BUYER = "buyer"
    SELLER = "seller"


_ANY = (
    START,
    IN_PROCESS,
    APPROVED,
    PARTLY_APPROVED,
    DISPUTED,
    SUSPENDED,
    COMPLETED,
)

MAY_FOLLOW: Mapping[Side, Mapping[str, tuple[str, ...]]] = {
    # What we send       may follow, as last answer of the buyer
    Side.BUYER: {
        IN_PROCESS: (START, COMPLETED),
        APPROVED: (START, IN_PROCESS, PARTLY_APPROVED, DISPUTED, COMPLETED),
        PARTLY_APPROVED: (START, IN_PROCESS, DISPUTED, COMPLETED),
        DISPUTED: (START, IN_PROCESS, APPROVED, PARTLY_APPROVED, COMPLETED),
        SUSPENDED: (START, IN_PROCESS, DISPUTED, COMPLETED),
        REFUSED: (START, IN_PROCESS, DISPUTED, SUSPENDED, COMPLETED),
        PAYMENT_SENT: (APPROVED, PARTLY_APPROVED),
    },
    Side.SELLER: {
        COMPLETED: (SUSPENDED,),
        COLLECTED: _ANY,
        CANCELLED: _ANY,
        DIRECT_PAYMENT: _ANY,
        FACTORED: _ANY,
        FACTORED_DISCREETLY: _ANY,
        ACCOUNT_CHANGED: _ANY,
        NOT_FACTORED: _ANY,
    },
}
"""The table. ``210``, ``213`` and ``220`` end the invoice, so they are in no row."""

INCOMING: Mapping[Side, frozenset[str]] = {
    Side.BUYER: frozenset(
        {DEPOSITED, ISSUED, RECEIVED, AVAILABLE, COMPLETED, COLLECTED, REJECTED}
        | {ENDORSED, CANCELLED, MISROUTED, DIRECT_PAYMENT, FACTORED}
        | {FACTORED_DISCREETLY, ACCOUNT_CHANGED, NOT_FACTORED, UNACCEPTABLE}
    ),
    Side.SELLER: frozenset(
        {DEPOSITED, ISSUED, RECEIVED, AVAILABLE, IN_PROCESS, APPROVED}
        | {PARTLY_APPROVED, DISPUTED, SUSPENDED, REFUSED, PAYMENT_SENT, REJECTED}
        | {ENDORSED, MISROUTED, FACTORED, FACTORED_DISCREETLY, ACCOUNT_CHANGED}
        | {NOT_FACTORED, UNACCEPTABLE}
    ),
}
"""What the others say. It is a fact and never refused, only perhaps unexpected."""

# The mark of a payment that was not reported yet, whichever it is.
_NEW = "\0"
_FACTORING = frozenset({FACTORED, FACTORED_DISCREETLY, NOT_FACTORED})
# Between countries the buyer's platform takes part in nothing: only the seller's
# payments received make sense (Dolibarr #799, #832).
_ABROAD = "B2BINT"

_UNKNOWN = Notice(
    "status_unknown",
    _("The status %(code)s is in no list that we know."),
    _("Choose one of the statuses that are offered."),
)
_OF_OTHERS = {
    Side.BUYER: Notice(
        "status_of_others",
        _("This status is set by the platforms or by the supplier, not by you."),
        _("Nothing to do: it arrives by itself."),
    ),
    Side.SELLER: Notice(
        "status_of_others",
        _("This status is set by the platforms or by the customer, not by you."),
        _("Nothing to do: it arrives by itself."),
    ),
}
_NOT_ABROAD = Notice(
    "status_abroad",
    _("An invoice between two countries has no such status."),
    _("Settle it with the other company by mail or telephone."),
)
_ENDED = {
    (Side.BUYER, REFUSED): Notice(
        "status_after_refusal",
        _("The invoice was refused, which is final."),
        _("If it was a mistake, ask the supplier for a new invoice."),
    ),
    (Side.BUYER, REJECTED): Notice(
        "status_after_rejection",
        _("A platform rejected the invoice: it counts as never issued."),
        _("Ask the supplier for a corrected invoice."),
    ),
    (Side.BUYER, CANCELLED): Notice(
        "status_after_cancellation",
        _("The supplier cancelled the invoice."),
        _("Wait for the invoice that replaces it."),
    ),
    (Side.SELLER, REFUSED): Notice(
        "status_after_refusal",
        _("The customer refused the invoice, which is final."),
        _("Cancel it in the books, then issue a new invoice."),
    ),
    (Side.SELLER, REJECTED): Notice(
        "status_after_rejection",
        _("A platform rejected the invoice: it counts as never issued."),
        _("Correct what the platform names and issue a new invoice."),
    ),
    (Side.SELLER, CANCELLED): Notice(
        "status_after_cancellation",
        _("The invoice was cancelled."),
        _("Give the status to the invoice that replaces it."),
    ),
}
_REPEATED = Notice(
    "status_repeated",
    _("The invoice has this status already."),
    _("Nothing to do: it was said once, and counts."),
)
_PAYMENT_REPEATED = Notice(
    "status_payment_repeated",
    _("This payment was reported already."),
    _("Nothing to do: it was said once, and counts."),
)
_PAID = Notice(
    "status_paid",
    _("The invoice was approved and paid: it can no longer be disputed."),
    _("Ask the supplier for a credit note."),
)
_NOT_SUSPENDED = Notice(
    "status_not_suspended",
    _("Only an invoice that the customer suspended can be completed."),
    _("Send what he asks for by mail, or issue a credit note or a new invoice."),
)
_NOT_APPROVED = Notice(
    "status_not_approved",
    _("A payment is reported of an approved invoice only."),
    _("Approve the invoice, in full or in part, and report the payment again."),
)
_WAITS = Notice(
    "status_suspended",
    _("The invoice is suspended until the supplier completes it."),
    _("Remind the supplier to answer with “Complétée”, or refuse the invoice."),
)
_DECIDED = Notice(
    "status_decided",
    _("The invoice was approved."),
    _("If something is wrong after all, open a dispute first."),
)
_DISPUTE_OPEN = Notice(
    "status_dispute_open",
    _("The invoice is disputed: it is past this step."),
    _("Approve it, in full or in part, suspend it or refuse it."),
)


def refusal(
    side: Side,
    history: Iterable[Passed],
    code: str,
    *,
    mark: str = "",
    process: str | None = None,
) -> Notice | None:
    """Return why we may not send a status now, ``None`` when we may.

    Args:
        side: Who we are on the invoice.
        history: What was sent and received, in any order.
        code: The status that a person or a program wants to send.
        mark: Of a payment, what tells it from the others of the invoice.
        process: MDT-2 of the invoice's messages.

    >>> from datetime import datetime, timezone
    >>> noon = datetime(2026, 11, 5, 12, tzinfo=timezone.utc)
    >>> refusal(Side.BUYER, [Passed("204", noon)], "205") is None
    True
    >>> print(refusal(Side.BUYER, [Passed("210", noon)], "205").message)
    The invoice was refused, which is final.
    """
    if code not in STATUSES:
        return Notice(
            _UNKNOWN.code, _UNKNOWN.message, _UNKNOWN.advice, {"code": code[:20]}
        )
    if code not in MAY_FOLLOW[side]:
        return _OF_OTHERS[side]
    if process == _ABROAD and code != COLLECTED:
        return _NOT_ABROAD
    standing = standing_of(history)
    if standing.end is not None:
        return _ENDED[side, standing.end.code]
    return _repetition(standing, code, mark) or _out_of_turn(side, standing, code)


def offered(
    side: Side, history: Iterable[Passed], *, process: str | None = None
) -> tuple[str, ...]:
    """Return the statuses that a person may choose now.

    >>> offered(Side.BUYER, [])
    ('204', '205', '206', '207', '208', '210')
    """
    passed = tuple(history)
    return tuple(
        code
        for code in MAY_FOLLOW[side]
        if refusal(side, passed, code, mark=_NEW, process=process) is None
    )


def unexpected(side: Side, history: Iterable[Passed]) -> tuple[Passed, ...]:
    """Return what arrived although nobody may say it, or although all was over.

    >>> unexpected(Side.BUYER, [])
    ()
    """
    standing = standing_of(history)
    known = INCOMING[side] | set(MAY_FOLLOW[side])
    late = standing.after_the_end
    return tuple(
        each
        for each in standing.passed
        if each in late or (each.code in STATUSES and each.code not in known)
    )


def _repetition(standing: Standing, code: str, mark: str) -> Notice | None:
    """Tell whether it was said before and still holds."""
    if code in PAYMENTS:
        told = {each.mark for each in standing.passed if each.code == code}
        return _PAYMENT_REPEATED if mark in told else None
    if code == ACCOUNT_CHANGED:
        marks = {each.mark for each in standing.passed if each.code == code}
        return _REPEATED if mark in marks else None
    if code in _FACTORING:
        said = [each.code for each in standing.passed if each.code in _FACTORING]
        return _REPEATED if said and said[-1] == code else None
    if code == DIRECT_PAYMENT:
        return _REPEATED if standing.last(code) else None
    return _REPEATED if standing.answer == code else None


def _out_of_turn(side: Side, standing: Standing, code: str) -> Notice | None:
    """Tell what stands in the way, by the table."""
    approved = standing.answer in (APPROVED, PARTLY_APPROVED)
    if code == DISPUTED and approved and standing.is_paid:
        return _PAID
    if standing.answer in MAY_FOLLOW[side][code]:
        return None
    if code == COMPLETED:
        return _NOT_SUSPENDED
    if standing.is_suspended:
        return _WAITS
    if code == PAYMENT_SENT:
        return _NOT_APPROVED
    return _DECIDED if approved else _DISPUTE_OPEN
