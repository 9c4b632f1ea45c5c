"""The moments of a bill's life, where the addons of the suite meet.

Approval brings them about, the platform turns them into statuses, the archive seals,
the indicators count; none of them knows another.
"""

from __future__ import annotations

from enum import Enum


class Moment(Enum):
    """What happened to a bill; the value is also the kind of the journal event."""

    RECEIVED = "received"
    IN_PROCESS = "in_process"
    QUESTION = "question"
    DISPUTED = "disputed"
    SUSPENDED = "suspended"
    PARTLY_APPROVED = "partly_approved"
    APPROVED = "approved"
    REFUSED = "refused"
    POSTED = "posted"
    PAID = "paid"
    SEALED = "sealed"
