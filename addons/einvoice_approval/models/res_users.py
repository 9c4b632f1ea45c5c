from datetime import UTC, time, timedelta
from zoneinfo import ZoneInfo

from odoo import fields, models
from odoo.fields import Domain

from ..domain.deadlines import WEEKDAYS, WorkingTime

_LAST_MINUTE = time(23, 59)


class ResUsers(models.Model):
    _inherit = "res.users"

    einvoice_reminded_on = fields.Date(
        string="Last reminder of approvals", readonly=True, copy=False
    )

    einvoice_mails = fields.Selection(
        [("each", "One for each bill"), ("daily", "One a day")],
        string="Mails about bills to approve",
        default="each",
        required=True,
    )

    @property
    def SELF_READABLE_FIELDS(self):  # noqa: N802
        return super().SELF_READABLE_FIELDS + ["einvoice_mails"]

    @property
    def SELF_WRITEABLE_FIELDS(self):  # noqa: N802
        return super().SELF_WRITEABLE_FIELDS + ["einvoice_mails"]

    def _einvoice_working_time(self, company):
        """Return when a person works: hours of the company, his own time zone."""
        self.ensure_one()
        calendar = self._einvoice_calendar(company.sudo())
        return WorkingTime(
            zone=ZoneInfo(self.sudo().tz or calendar.tz or "UTC"),
            shifts=_shifts(calendar),
            closed=self._einvoice_closed(calendar, company),
        )

    def _einvoice_calendar(self, company):
        """Return the calendar of his working hours; addons know a nearer one."""
        return company.resource_calendar_id

    def _einvoice_closed(self, calendar, company):
        """Return the days on which nobody works: those whose noon is on holiday."""
        zone = ZoneInfo(calendar.tz or "UTC")
        since = fields.Datetime.subtract(fields.Datetime.now(), days=60)
        leaves = (
            self.env["resource.calendar.leaves"]
            .sudo()
            .search(
                Domain("resource_id", "=", False)
                & Domain("calendar_id", "in", [calendar.id, False])
                & Domain("company_id", "in", [company.id, False])
                & Domain("date_to", ">=", since)
            )
        )
        closed = set()
        for leave in leaves:
            begin = leave.date_from.replace(tzinfo=UTC).astimezone(zone)
            end = leave.date_to.replace(tzinfo=UTC).astimezone(zone)
            noon = begin.replace(hour=12, minute=0, second=0, microsecond=0)
            while noon <= end:
                if noon >= begin:
                    closed.add(noon.date())
                noon += timedelta(days=1)
        return frozenset(closed)


def _shifts(calendar):
    """Return the hours of each weekday; of two alternating weeks both together."""
    shifts = {}
    for each in calendar.attendance_ids.sorted(
        lambda one: (one.week_type or "", one.hour_from)
    ):
        if (
            each.display_type
            or each.day_period == "lunch"
            or each.hour_to <= each.hour_from
        ):
            continue
        shift = (_clock(each.hour_from), _clock(each.hour_to))
        day = shifts.setdefault(int(each.dayofweek), [])
        if not any(begin < shift[1] and shift[0] < end for begin, end in day):
            day.append(shift)
    return {day: tuple(sorted(each)) for day, each in shifts.items()} or WEEKDAYS


def _clock(hours):
    minutes = round(hours * 60)
    return time(minutes // 60, minutes % 60) if minutes < 24 * 60 else _LAST_MINUTE
