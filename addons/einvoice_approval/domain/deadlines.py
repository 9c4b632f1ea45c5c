"""Business hours: when somebody is reminded, and when a decision goes further up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Shift = tuple[time, time]
WEEKDAYS: Mapping[int, tuple[Shift, ...]] = {
    day: ((time(9), time(12)), (time(14), time(18))) for day in range(5)
}
# A calendar without any hour would never end.
_LONGEST_DAYS = 400


@dataclass(frozen=True)
class WorkingTime:
    """When a person works.

    Attributes:
        zone: His time zone.
        shifts: Weekday (Monday is 0) to from and to, in local time.
        closed: Days on which nobody works: public holidays, leave.
    """

    zone: ZoneInfo
    shifts: Mapping[int, tuple[Shift, ...]] = field(default_factory=lambda: WEEKDAYS)
    closed: frozenset[date] = frozenset()

    def later(self, start: datetime, hours: float) -> datetime:
        """Return when so many working hours will have passed.

        Args:
            start: Aware; nights, week-ends and closed days pass without counting.
            hours: Working hours.

        >>> paris = WorkingTime(ZoneInfo("Europe/Paris"))
        >>> friday = datetime(2026, 11, 20, 17, tzinfo=ZoneInfo("Europe/Paris"))
        >>> paris.later(friday, 2).isoformat()
        '2026-11-23T10:00:00+01:00'
        """
        hours = min(hours, _LONGEST_DAYS * 24)
        left = timedelta(hours=hours)
        moment = start.astimezone(self.zone)
        for begin, end in self._shifts_from(moment):
            begin = max(begin, moment)
            # The clock may be changed on that day: what counts is real time.
            if left <= _real(end) - _real(begin):
                return (_real(begin) + left).astimezone(self.zone)
            left -= _real(end) - _real(begin)
        return start + timedelta(hours=hours)

    def is_open(self, moment: datetime) -> bool:
        """Tell whether the person works at a moment."""
        local = moment.astimezone(self.zone)
        return any(begin <= local < end for begin, end in self._on(local.date()))

    def between(self, start: datetime, end: datetime) -> float:
        """Return the working hours from one moment to another; 0 when it is earlier."""
        total = timedelta()
        first = start.astimezone(self.zone)
        for begin, stop in self._shifts_from(first):
            if _real(begin) >= _real(end):
                break
            begin, stop = max(begin, first), min(stop, end.astimezone(self.zone))
            total += max(timedelta(), _real(stop) - _real(begin))
        return total / timedelta(hours=1)

    def begins(self, day: date) -> datetime | None:
        """Return when the person begins to work on a day; ``None`` when he does not.

        >>> paris = WorkingTime(ZoneInfo("Europe/Paris"))
        >>> paris.begins(date(2026, 11, 24)).isoformat()
        '2026-11-24T09:00:00+01:00'
        >>> paris.begins(date(2026, 11, 22)) is None
        True
        """
        return min((begin for begin, _end in self._on(day)), default=None)

    def morning(self, moment: datetime) -> datetime:
        """Return when the person next begins a day of work, from a moment on.

        >>> paris = WorkingTime(ZoneInfo("Europe/Paris"))
        >>> friday = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("Europe/Paris"))
        >>> paris.morning(friday).isoformat()
        '2026-11-23T09:00:00+01:00'
        """
        first = moment.astimezone(self.zone).date()
        for offset in range(_LONGEST_DAYS):
            begin = self.begins(first + timedelta(days=offset))
            if begin is not None and begin >= moment:
                return begin
        return moment

    def opening(self, day: date) -> datetime:
        """Return the first moment of work on a day or after it."""
        midnight = self._at(day, time())
        return next((begin for begin, _end in self._shifts_from(midnight)), midnight)

    def _shifts_from(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        for offset in range(_LONGEST_DAYS):
            day = moment.date() + timedelta(days=offset)
            yield from (each for each in self._on(day) if each[1] > moment)

    def _on(self, day: date) -> list[tuple[datetime, datetime]]:
        if day in self.closed:
            return []
        return [
            (self._at(day, begin), self._at(day, end))
            for begin, end in self.shifts.get(day.weekday(), ())
        ]

    def _at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, tzinfo=self.zone)


def _real(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo("UTC"))


@dataclass(frozen=True, slots=True)
class Limits:
    """Time that a step gives, in working hours; 0 for none.

    Attributes:
        remind: After so many hours the person is reminded, and every so many again.
        escalate: After so many hours somebody else decides as well.
        days_before_due: An open decision goes further up so many days before the due
            date, or before the last day of a discount.
    """

    remind: float = 16
    escalate: float = 40
    days_before_due: int = 3


def is_at_risk(limits: Limits, today: date, *days: date | None) -> bool:
    """Tell whether a due date or a discount is lost unless somebody decides now.

    >>> is_at_risk(Limits(), date(2026, 11, 24), date(2026, 11, 27), None)
    True
    """
    margin = limits.days_before_due
    return any(day is not None and days_before(day, margin) <= today for day in days)


# A due date is what a supplier wrote; outside of these, moments cannot be counted.
_FIRST, _LAST = date(1900, 1, 1).toordinal(), date(9000, 1, 1).toordinal()


def days_before(day: date, margin: int) -> date:
    """Return the day so many days before, no further away than can be counted.

    >>> days_before(date(2026, 11, 27), 3), days_before(date(1, 1, 2), 3)
    (datetime.date(2026, 11, 24), datetime.date(1900, 1, 1))
    """
    return date.fromordinal(min(max(day.toordinal() - margin, _FIRST), _LAST))


# What is already late when it arrives is given so many working hours all the same.
_GRACE_HOURS = 4


def reminds_at(
    working: WorkingTime, limits: Limits, opened: datetime, paused: float = 0
) -> datetime | None:
    """Return when a person is first reminded.

    Args:
        working: When he works.
        limits: Of the step.
        opened: When he was asked.
        paused: Working hours that he waited for the answer to a question.
    """
    return working.later(opened, limits.remind + paused) if limits.remind else None


def escalates_at(
    working: WorkingTime,
    limits: Limits,
    opened: datetime,
    paused: float = 0,
    days: Iterable[date] = (),
) -> datetime | None:
    """Return when a decision goes further up; the arguments as before.

    Args:
        working: When the person works.
        limits: Of the step.
        opened: When he was asked.
        paused: Working hours that he waited for the answer to a question.
        days: Due date, and last day of a discount.

    >>> paris = WorkingTime(ZoneInfo("Europe/Paris"))
    >>> asked = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Europe/Paris"))
    >>> escalates_at(paris, Limits(), asked, days=[date(2026, 11, 27)]).isoformat()
    '2026-11-24T09:00:00+01:00'
    >>> escalates_at(paris, Limits(), asked).isoformat()
    '2026-11-30T16:00:00+01:00'
    """
    moments = []
    if limits.escalate:
        moments.append(working.later(opened, limits.escalate + paused))
    grace = working.later(opened, _GRACE_HOURS)
    near = [days_before(day, limits.days_before_due) for day in days]
    moments += [max(grace, working.opening(day)) for day in near]
    return min(moments, default=None)
