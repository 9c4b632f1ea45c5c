"""Catalogue of the journal: every kind of event, and what its payload must hold.

Source: the indicators of the suite (each a pure function over these events) and the
moments of a bill. A kind that is not here, or a payload with a part missing, is
refused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from .errors import DomainError
from .messages import mark as _
from .moments import Moment


class EventKind(Enum):
    """Kind of a journal line."""

    RECEIVED = Moment.RECEIVED.value
    READ = "read"
    UNREADABLE = "unreadable"
    FAILED = "failed"
    RETRIED = "retried"
    BOOKED = "booked"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    SUPPLIER_FOUND = "supplier_found"
    SUPPLIER_CREATED = "supplier_created"
    FIELD_CORRECTED = "field_corrected"
    REVIEWED = "reviewed"
    FINDING_OPENED = "finding_opened"
    FINDING_LIFTED = "finding_lifted"
    FINDING_CONFIRMED = "finding_confirmed"
    FINDING_CLOSED = "finding_closed"
    HELD = "held"
    RELEASED = "released"
    PAID_WHILE_HELD = "paid_while_held"
    ROUTED = "routed"
    REASSIGNED = "reassigned"
    DECIDED = "decided"
    ASKED = "asked"
    ANSWERED = "answered"
    STAND_IN = "stand_in"
    IN_PROCESS = Moment.IN_PROCESS.value
    QUESTION = Moment.QUESTION.value
    DISPUTED = Moment.DISPUTED.value
    SUSPENDED = Moment.SUSPENDED.value
    PARTLY_APPROVED = Moment.PARTLY_APPROVED.value
    APPROVED = Moment.APPROVED.value
    REFUSED = Moment.REFUSED.value
    POSTED = Moment.POSTED.value
    RESET = "reset"
    CANCELLED = "cancelled"
    PAID = Moment.PAID.value
    SEALED = Moment.SEALED.value
    ORIGINAL_REPLACED = "original_replaced"
    DRAFTS_GATED = "drafts_gated"
    VERIFIED = "verified"
    ACCOUNT_ASKED = "account_asked"
    ACCOUNT_CALLED = "account_called"
    ACCOUNT_CONFIRMED = "account_confirmed"
    ACCOUNT_REFUSED = "account_refused"
    HOLDER_RENAMED = "holder_renamed"
    MATCHED = "matched"
    PAIRED = "paired"
    TOUCHLESS = "touchless"
    RULE_CHANGED = "rule_changed"
    REHEARSED = "rehearsed"


_BILL = ("amount", "supplier", "due_date")
_DECISION = (*_BILL, "cause")
_ACCOUNT = ("supplier", "account", "cause")
_ANSWER = ("answer", "step", "person", "in_place_of", "origin", "fingerprint")

# What each kind must carry. A part may be null (an unknown due date), never absent.
REQUIRED: Mapping[EventKind, tuple[str, ...]] = {
    EventKind.RECEIVED: ("channel", "format", "sha256", "size"),
    EventKind.READ: (*_BILL, "channel", "format"),
    EventKind.UNREADABLE: ("channel", "format", "cause"),
    EventKind.FAILED: ("step", "cause"),
    EventKind.RETRIED: ("cause",),
    EventKind.BOOKED: (*_BILL, "channel", "format"),
    EventKind.DUPLICATE: ("cause", "original"),
    EventKind.REJECTED: ("cause",),
    EventKind.SUPPLIER_FOUND: ("supplier", "cause"),
    EventKind.SUPPLIER_CREATED: ("supplier", "cause"),
    EventKind.FIELD_CORRECTED: ("field", "before", "after"),
    EventKind.REVIEWED: ("supplier", "format", "fields"),
    EventKind.FINDING_OPENED: ("rule", "severity", "amount", "supplier"),
    EventKind.FINDING_LIFTED: ("rule", "severity", "amount", "supplier", "cause"),
    EventKind.FINDING_CONFIRMED: ("rule", "severity", "amount", "supplier", "cause"),
    EventKind.FINDING_CLOSED: ("rule", "severity", "amount", "supplier"),
    EventKind.HELD: _DECISION,
    EventKind.RELEASED: _DECISION,
    EventKind.PAID_WHILE_HELD: _DECISION,
    EventKind.ROUTED: _DECISION,
    EventKind.REASSIGNED: (*_DECISION, "before", "after"),
    EventKind.DECIDED: (*_DECISION, *_ANSWER),
    EventKind.ASKED: (*_BILL, "step", "person", "comment"),
    EventKind.ANSWERED: (*_BILL, "step", "person", "comment"),
    EventKind.STAND_IN: ("giver", "stand_in", "cause"),
    EventKind.IN_PROCESS: _BILL,
    EventKind.QUESTION: _DECISION,
    EventKind.DISPUTED: _DECISION,
    EventKind.SUSPENDED: _DECISION,
    EventKind.PARTLY_APPROVED: _DECISION,
    EventKind.APPROVED: _BILL,
    EventKind.REFUSED: _DECISION,
    EventKind.POSTED: _BILL,
    EventKind.RESET: _DECISION,
    EventKind.CANCELLED: _DECISION,
    EventKind.PAID: _BILL,
    EventKind.SEALED: (*_BILL, "sha256"),
    EventKind.ORIGINAL_REPLACED: ("cause", "before", "after"),
    EventKind.DRAFTS_GATED: ("cause", "count"),
    EventKind.VERIFIED: ("verdict", "edition"),
    EventKind.ACCOUNT_ASKED: _ACCOUNT,
    EventKind.ACCOUNT_CALLED: _ACCOUNT,
    EventKind.ACCOUNT_CONFIRMED: _ACCOUNT,
    EventKind.ACCOUNT_REFUSED: _ACCOUNT,
    EventKind.HOLDER_RENAMED: ("supplier", "account", "before", "after"),
    EventKind.MATCHED: ("orders", "count"),
    EventKind.PAIRED: ("line", "before", "after"),
    EventKind.TOUCHLESS: _DECISION,
    EventKind.RULE_CHANGED: ("rule", "before", "after"),
    EventKind.REHEARSED: ("cause", "count"),
}


class UnknownEventKindError(DomainError):
    """An addon emitted a kind that the catalogue does not have."""

    code = "event_kind_unknown"
    message = _("The journal does not know events of the kind %(kind)s.")
    advice = _("This is a fault of the software; report it to your integrator.")


class IncompletePayloadError(DomainError):
    """An event lacks a part that its kind must carry."""

    code = "event_payload_incomplete"
    message = _("The journal event %(kind)s lacks %(missing)s.")
    advice = _("This is a fault of the software; report it to your integrator.")


def plain(value: object) -> object:
    """Return a value that JSON can hold: amounts and dates as text, never floats.

    >>> plain(Decimal("1.50")), plain(date(2026, 9, 1)), plain(("a", 1))
    ('1.50', '2026-09-01', ['a', 1])
    """
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    if isinstance(value, float):
        raise TypeError("an amount in the journal is a Decimal, never a float")
    return value


def checked_payload(kind: str, payload: Mapping[str, object]) -> str:
    """Return the payload as canonical JSON (sorted keys, no spaces, UTF-8).

    Raises:
        UnknownEventKindError: The catalogue has no such kind.
        IncompletePayloadError: A required part is absent (null is a value).

    >>> checked_payload("retried", {"cause": "button"})
    '{"cause":"button"}'
    """
    try:
        known = EventKind(kind)
    except ValueError:
        raise UnknownEventKindError(kind=kind) from None
    missing = tuple(part for part in REQUIRED[known] if part not in payload)
    if missing:
        raise IncompletePayloadError(kind=kind, missing=missing)
    return json.dumps(
        plain(payload), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
