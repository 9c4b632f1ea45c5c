"""Times of messages: written and read as UTC, legal days in Paris.

MDT-8, MDT-78 and MDT-95 have no time zone (format 204 of UN/ECE 2379), and no artefact
that we could read names one. UTC is what Akretion's modules and ``pyfrctc`` write, and
what we assume. The day on which something counts for the tax (a payment received, MDT-
219) is the day in metropolitan France.
"""

from __future__ import annotations

from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

_PARIS = ZoneInfo("Europe/Paris")
_DAY = "%Y%m%d"
_SECOND = "%Y%m%d%H%M%S"
# UN/ECE 2379. Only 102 and 204 are to be expected; the others are met in the field.
_LENGTHS = {8: _DAY, 12: "%Y%m%d%H%M", 14: _SECOND}


def second_of(moment: datetime) -> str:
    """Write a moment in format 204.

    >>> second_of(datetime(2026, 11, 5, 1, 30, tzinfo=_PARIS))
    '20261105003000'
    """
    if moment.tzinfo is None:
        raise ValueError("a time without time zone")
    return f"{moment.astimezone(timezone.utc):{_SECOND}}"


def day_of(day: date) -> str:
    """Write a day in format 102.

    >>> day_of(date(2026, 11, 5))
    '20261105'
    """
    return f"{day:{_DAY}}"


def moment_of(text: str | None) -> datetime | None:
    """Read a time without zone as UTC, ``None`` when it is none.

    ISO 8601 (``udt:DateTime``) keeps the zone that it states.

    >>> moment_of("20261105101500").isoformat()
    '2026-11-05T10:15:00+00:00'
    >>> moment_of("2026-11-05T10:15:00+01:00").hour, moment_of("soon")
    (9, None)
    """
    text = (text or "").strip()
    try:
        if text.isdigit() and text.isascii():
            found = datetime.strptime(text, _LENGTHS.get(len(text), _SECOND))
        else:
            found = datetime.fromisoformat(text.removesuffix("Z"))
        if found.tzinfo is None:
            found = found.replace(tzinfo=timezone.utc)
        return found.astimezone(timezone.utc)
    except (ValueError, OverflowError):
        return None


def date_of(text: str | None) -> date | None:
    """Read a day; of a time only its day counts, as it is written.

    >>> date_of("20261102"), date_of("20261102235959"), date_of("20261302")
    (datetime.date(2026, 11, 2), datetime.date(2026, 11, 2), None)
    """
    text = (text or "").strip()
    digits = text[:10].replace("-", "") if "-" in text else text[:8]
    if len(digits) != 8 or not (digits.isdigit() and digits.isascii()):
        return None
    try:
        return datetime.strptime(digits, _DAY).date()
    except ValueError:
        return None


def legal_day(moment: datetime) -> date:
    """Return the day of a moment in metropolitan France.

    >>> legal_day(datetime(2026, 12, 31, 23, 30, tzinfo=timezone.utc)).isoformat()
    '2027-01-01'
    """
    if moment.tzinfo is None:
        raise ValueError("a time without time zone")
    return moment.astimezone(_PARIS).date()
