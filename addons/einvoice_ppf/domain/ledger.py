"""States of a flow in our ledger, and when what failed is tried again."""

from __future__ import annotations

from enum import Enum

_FIRST = 60.0
_MOST = 6 * 3600.0
# After so many failures of a flow a person is asked; about two days.
MOST_ATTEMPTS = 14


class FlowState(Enum):
    """Where a flow stands."""

    NEW = "new"
    DOWNLOADED = "downloaded"
    PROCESSED = "processed"
    READY = "ready"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    ERROR = "error"
    PARKED = "parked"


def wait_after(failures: int, asked: float | None = None) -> float:
    """Return how many seconds to wait: twice as long each time, six hours at most.

    Args:
        failures: In a row, one or more.
        asked: What the platform asks for (``Retry-After``), seconds.

    >>> [wait_after(count) for count in (1, 2, 3, 30)]
    [60.0, 120.0, 240.0, 21600.0]
    >>> wait_after(1, asked=90.0)
    90.0
    """
    grown = min(_FIRST * 2.0 ** min(max(failures, 1) - 1, 20), _MOST)
    return max(grown, min(asked or 0.0, 24 * 3600.0))
