"""Dates and periods: that they can be, that they follow, and what they cost.

They look at hand-typed bills too. Sources stand with each rule.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .codes import Effect, Frame, TypeCode, frame_of
from .findings import CheckContext, Finding, Limits, Rule, Severity, Topic, rule
from .invoice import Invoice, Period
from .messages import mark as _
from .territory import is_french

# BR-FR-03: the dates of an invoice lie in these years.
_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)
# Further ahead than this an issue date is a slip of the pen, not a subscription.
_SLIP = timedelta(days=366)
# Longest credit that a sane invoice gives, whatever the law says.
_LONGEST_CREDIT = timedelta(days=5 * 366)

_ASK = _("Ask the supplier for a corrected invoice, or correct the date of the bill.")


@dataclass(frozen=True, slots=True)
class PeriodFacts:
    """What the books say of the period of an invoice.

    Attributes:
        locked_until: Last day of the locked period its date falls in, ``None`` when
            the date is open.
    """

    locked_until: date | None = None


def _is_paid(invoice: Invoice) -> bool:
    """Tell whether an invoice says that it was paid: its due date is that day."""
    due = invoice.totals.payable
    return frame_of(invoice.process) is Frame.ALREADY_PAID or due == 0


@rule(
    code="date_absurd",
    topic=Topic.MENTIONS,
    title=_("Impossible date"),
    message=_("The %(kind)s of the invoice is %(day)s, which cannot be."),
    advice=_ASK,
    source="BR-FR-03; CGI ann. II 242 nonies A I 6°",
    terms=("BT-2", "BT-9", "BT-72", "BT-73", "BT-74"),
    reason="NON_CONFORME",
)
def date_absurd(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Stop an issue date that cannot be; other such dates want a look."""
    issued, today = invoice.issue_date, context.today
    if issued:
        is_slip = today is not None and issued > _added(today, _SLIP)
        if is_slip or has_absurd_date(invoice):
            yield each.finding(term="BT-2", kind=_("issue date"), day=issued)
    for term, kind, day in _other_dates(invoice):
        is_far = term == "BT-9" and issued and day > _added(issued, _LONGEST_CREDIT)
        if is_far or not _FIRST <= day <= _LAST:
            yield each.finding(term=term, severity=Severity.REVIEW, kind=kind, day=day)


def has_absurd_date(invoice: Invoice) -> bool:
    """Tell whether an invoice cannot be booked for its issue date.

    >>> has_absurd_date(Invoice(issue_date=date(9999, 12, 31)))
    True
    """
    issued = invoice.issue_date
    return issued is not None and not _FIRST <= issued <= _LAST


def _other_dates(invoice: Invoice) -> Iterator[tuple[str, str, date]]:
    if invoice.due_date:
        yield "BT-9", _("due date"), invoice.due_date
    for delivery in invoice.deliveries:
        if delivery.date:
            yield "BT-72", _("delivery date"), delivery.date
    period = invoice.period
    if period and period.start:
        yield "BT-73", _("start of the period"), period.start
    if period and period.end:
        yield "BT-74", _("end of the period"), period.end


def _added(day: date, more: timedelta) -> date:
    """Add days without passing the last day that exists.

    >>> _added(date(9999, 12, 1), timedelta(days=60))
    datetime.date(9999, 12, 31)
    """
    return day + more if date.max - day > more else date.max


@rule(
    code="date_in_future",
    topic=Topic.MENTIONS,
    title=_("Date in the future"),
    message=_("The invoice is dated %(issued)s, a day still to come."),
    advice=_(
        "Wait until that day, or ask the supplier for the right date: the VAT is not "
        "deductible before."
    ),
    source="CGI art. 289 I 3, ann. II 242 nonies A I 6°",
    severity=Severity.REVIEW,
    terms=("BT-2",),
    reason="NON_CONFORME",
    limits=Limits(days=1),
)
def date_in_future(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Have a person look at an invoice of a day to come; one more is a time zone."""
    issued, today = invoice.issue_date, context.today
    if issued is None or today is None:
        return
    days = timedelta(days=context.limits_of(each).days or 0)
    if _added(today, days) < issued <= _added(today, _SLIP):
        yield each.finding(issued=issued)


@rule(
    code="date_old",
    topic=Topic.MENTIONS,
    title=_("Old invoice"),
    message=_("The invoice is dated %(issued)s, more than %(days)s days ago."),
    advice=_(
        "Check that it was not booked or paid before, and in which year the expense "
        "belongs."
    ),
    source="C. com. L110-4 (claims between traders lapse after five years)",
    severity=Severity.REVIEW,
    terms=("BT-2",),
    limits=Limits(days=365),
)
def date_old(each: Rule, invoice: Invoice, context: CheckContext) -> Iterator[Finding]:
    """Have a person look at an invoice that comes long after its date."""
    issued, today = invoice.issue_date, context.today
    days = context.limits_of(each).days
    if issued is None or today is None or days is None or issued < _FIRST:
        return
    if (today - issued).days > days:
        # Nothing that changes from day to day, or a lifted finding would come back.
        yield each.finding(issued=issued, days=days)


@rule(
    code="due_before_issue",
    topic=Topic.PAYMENT,
    title=_("Due before it was issued"),
    message=_("The invoice of %(issued)s is due on %(due)s, before its date."),
    advice=_("Check the due date with the supplier's terms before you pay."),
    source="BR-FR-CO-07",
    severity=Severity.REVIEW,
    terms=("BT-9", "BT-2"),
    reason="MODPAI_ERR",
)
def due_before_issue(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Have a person look at a due date before the issue date.

    Down payments and invoices already paid are due before they are issued.
    """
    issued, due, meaning = invoice.issue_date, invoice.due_date, invoice.type
    if issued is None or due is None or due >= issued:
        return
    if not (meaning and meaning.is_prepayment) and not _is_paid(invoice):
        yield each.finding(issued=issued, due=due)


def latest_due(issued: date, days: int) -> date:
    """Return the last day on which an invoice may fall due (C. com. L441-10 I).

    Sixty days, or forty-five days and the end of the month in either order, whichever
    is later; a shorter limit of the company counts plain days.

    >>> latest_due(date(2026, 1, 1), 60), latest_due(date(2026, 1, 1), 30)
    (datetime.date(2026, 3, 17), datetime.date(2026, 1, 31))
    """
    plain = _added(issued, timedelta(days=days))
    if days < 60:
        return plain
    after = _month_end(_added(issued, timedelta(days=45)))
    before = _added(_month_end(issued), timedelta(days=45))
    return max(plain, after, before)


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


@rule(
    code="due_too_late",
    topic=Topic.PAYMENT,
    title=_("Due later than the law allows"),
    message=_(
        "The invoice of %(issued)s is due on %(due)s; the law allows %(latest)s at the "
        "latest."
    ),
    advice=_(
        "Pay by %(latest)s: whoever pays later than the legal limit can be fined, "
        "whatever the invoice says."
    ),
    source="C. com. L441-10 I and L441-16 (60 days, or 45 days end of month)",
    severity=Severity.INFORM,
    terms=("BT-9",),
    reason="MODPAI_ERR",
    limits=Limits(days=60),
)
def due_too_late(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Tell of a term that is longer than the law allows between businesses."""
    issued, due, meaning = invoice.issue_date, invoice.due_date, invoice.type
    days = context.limits_of(each).days
    if issued is None or due is None or days is None or issued < _FIRST:
        return
    is_claim = meaning is not None and meaning.effect is Effect.INVOICE
    if not (is_claim and is_french(invoice.seller) and is_french(invoice.buyer)):
        return
    latest = latest_due(issued, days)
    if latest < due <= _added(issued, _LONGEST_CREDIT):
        yield each.finding(issued=issued, due=due, latest=latest)


@rule(
    code="supply_after_issue",
    topic=Topic.MENTIONS,
    title=_("Supplied long after it was invoiced"),
    message=_(
        "The invoice of %(issued)s names %(day)s as the day of delivery, %(days)s days "
        "later."
    ),
    advice=_("Check that what is invoiced was received before you approve it."),
    source="CGI art. 289 I 3 (an invoice is issued when the supply is made)",
    severity=Severity.REVIEW,
    terms=("BT-72", "BT-73"),
    reason="TRANSAC_INC",
    limits=Limits(days=31),
)
def supply_after_issue(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Have a person look at what is invoiced long before it is supplied.

    A subscription is invoiced before its period, so a period only informs.
    """
    issued, meaning = invoice.issue_date, invoice.type
    days = context.limits_of(each).days
    if issued is None or days is None or (meaning and meaning.is_prepayment):
        return
    limit = timedelta(days=days)
    dated = [delivery.date for delivery in invoice.deliveries if delivery.date]
    late = [day for day in dated if _added(issued, limit) < day <= _LAST]
    start = invoice.period.start if invoice.period else None
    if late:
        day = max(late)
        yield each.finding(issued=issued, day=day, days=(day - issued).days)
    elif start and _added(issued, limit) < start <= _LAST:
        yield each.finding(
            term="BT-73",
            severity=Severity.INFORM,
            issued=issued,
            day=start,
            days=(start - issued).days,
        )


@rule(
    code="period_reversed",
    topic=Topic.MENTIONS,
    title=_("Period that ends before it starts"),
    message=_("The period runs from %(start)s to %(end)s."),
    advice=_ASK,
    source="EN 16931 BR-29, BR-30",
    severity=Severity.REVIEW,
    terms=("BT-73", "BT-74"),
    reason="NON_CONFORME",
)
def period_reversed(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Have a person look at a period that runs backwards."""
    periods: list[tuple[str | None, Period | None]] = [(None, invoice.period)]
    periods += [(line.number, line.period) for line in invoice.lines if line.period]
    for number, period in periods:
        if period and period.start and period.end and period.end < period.start:
            yield each.finding(line=number, start=period.start, end=period.end)


@rule(
    code="period_locked",
    topic=Topic.BOOKING,
    title=_("Locked period"),
    message=_(
        "The invoice is dated %(issued)s, and the period up to %(locked_until)s is "
        "locked: it is posted in the first open one."
    ),
    advice=_(
        "Check that the posting date is right, and whether an accrual of the closed "
        "period must be reversed."
    ),
    source="PCG art. 921-4, C. com. R123-174 (a closed period is not changed)",
    severity=Severity.INFORM,
    terms=("BT-2",),
)
def period_locked(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Tell that the posting date will not be the invoice's date."""
    facts, issued = context.part(PeriodFacts), invoice.issue_date
    if facts and facts.locked_until and issued and issued >= _FIRST:
        yield each.finding(issued=issued, locked_until=facts.locked_until)


@rule(
    code="vat_deduction_late",
    topic=Topic.TAX,
    title=_("VAT no longer deductible"),
    message=_(
        "The VAT of an invoice of %(issued)s (%(vat)s) could be deducted until "
        "%(until)s."
    ),
    advice=_(
        "Book it without deduction, or ask the supplier for an invoice that opens the "
        "right again."
    ),
    source="CGI art. 271 I, ann. II art. 208 I",
    severity=Severity.REVIEW,
    terms=("BT-2", "BT-110"),
)
def vat_deduction_late(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Have a person look at VAT that was not deducted in time.

    The right ends on 31 December of the second year after the one it arose in.
    """
    issued, today, vat = invoice.issue_date, context.today, invoice.totals.vat
    is_claim = invoice.type is None or invoice.type.effect is Effect.INVOICE
    if not (issued and today and vat and is_claim):
        return
    if not _FIRST <= issued <= today:
        return
    if not is_french(invoice.buyer) or invoice.type is TypeCode.CORRECTIVE:
        return
    until = date(issued.year + 2, 12, 31)
    if today > until:
        yield each.finding(issued=issued, vat=vat, until=until)


DATE_RULES = (
    date_absurd,
    date_in_future,
    date_old,
    due_before_issue,
    due_too_late,
    supply_after_issue,
    period_reversed,
    period_locked,
    vat_deduction_late,
)
