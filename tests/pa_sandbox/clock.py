"""The sandbox's time: the machine's, moved forward on demand. Microseconds, UTC."""

from __future__ import annotations

import re
import threading
import time
from datetime import datetime, timedelta, timezone

SECOND = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_RFC_3339 = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(\.\d+)?([Zz]|[+-]\d{2}:\d{2})",
    re.ASCII,
)


class Clock:
    """Tells the time; every stamp that it gives is later than the one before.

    Attributes:
        ahead: How many microseconds the sandbox is ahead of the machine.
    """

    def __init__(self, ahead: int = 0, last: int = 0) -> None:
        self.ahead = ahead
        self._last = last
        self._lock = threading.Lock()

    def now(self) -> int:
        """Return the present moment."""
        return time.time_ns() // 1000 + self.ahead

    def stamp(self) -> int:
        """Return a moment later than every one that was given before."""
        with self._lock:
            self._last = max(self.now(), self._last + 1)
            return self._last

    def advance(self, seconds: float) -> None:
        """Let time pass at once.

        Raises:
            ValueError: Time does not go back.
        """
        if seconds < 0:
            raise ValueError("time does not go back")
        self.ahead += int(seconds * SECOND)


def as_text(moment: int) -> str:
    """Write a moment as the API has it.

    >>> as_text(1_000_000)
    '1970-01-01T00:00:01.000000Z'
    """
    at = as_datetime(moment)
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond:06d}Z"


def as_datetime(moment: int) -> datetime:
    """Return a moment as a date and time in UTC."""
    return _EPOCH + timedelta(microseconds=moment)


def as_moment(text: str) -> int:
    """Read an RFC 3339 date-time.

    >>> as_moment("1970-01-01T01:00:01+01:00")
    1000000

    Raises:
        ValueError: The text is none, or has no time zone.
    """
    match = _RFC_3339.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is no date-time of RFC 3339")
    day, hour, fraction, zone = match.groups()
    at = datetime.fromisoformat(f"{day}T{hour}{'+00:00' if zone in 'Zz' else zone}")
    micro = int(((fraction or ".0")[1:] + "000000")[:6])
    return (at - _EPOCH) // timedelta(microseconds=1) + micro
