"""Before sending: number, dates, type and currency."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from odoo.addons.einvoice_base.domain.codes import (
    FRENCH_TYPE_CODES,
    Effect,
    Frame,
    frame_of,
)
from odoo.addons.einvoice_base.domain.findings import (
    CheckContext,
    Finding,
    Rule,
    Severity,
    Topic,
    rule,
)
from odoo.addons.einvoice_base.domain.invoice import Invoice, Period
from odoo.addons.einvoice_base.domain.messages import mark as _
from odoo.addons.einvoice_base.domain.money import ZERO

from .code_lists import CURRENCIES
from .profile import Profile
from .sending_facts import ON_INVOICE, found

_LONGEST = 35
_FORM = re.compile(r"[A-Za-z0-9+\-_/]+")
# The State's portal cuts longer numbers off until it is changed (AIFE, limitations).
_LONGEST_AT_STATE = 20
_STATE_LIMIT_UNTIL = date(2026, 12, 31)
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)

_RENUMBER = _(
    "Ask your accountant to shorten the numbering of the sales journal; a number once "
    "given is changed with “Resequence” only."
)


@rule(
    code="send_number_missing",
    topic=Topic.STANDARD,
    title=_("Invoice without number"),
    message=_("The invoice for “%(buyer)s” has no number yet (BT-1)."),
    advice=_("Confirm the invoice: it gets its number then."),
    source="EN 16931 BR-02; CGI ann. II 242 nonies A I 7°",
    terms=("BT-1",),
)
def number_missing(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Miss the number."""
    if not invoice.number:
        yield found(each, invoice)


@rule(
    code="send_number_long",
    topic=Topic.STANDARD,
    title=_("Number longer than 35 characters"),
    message=_(
        "The number %(value)s has %(length)s characters; an invoice may have "
        "%(limit)s (%(term)s)."
    ),
    advice=_RENUMBER,
    source="BR-FR-01",
    terms=("BT-1", "BT-25"),
)
def number_long(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Measure the number, and those of the invoices before."""
    for term, number in _numbers(invoice):
        if len(number) > _LONGEST:
            yield found(
                each,
                invoice,
                term=term,
                value=number,
                length=len(number),
                limit=_LONGEST,
            )


@rule(
    code="send_number_characters",
    topic=Topic.STANDARD,
    title=_("Characters of the number"),
    message=_(
        "The number “%(value)s” has a space or a character other than letters without "
        "accents, digits and + - _ / (%(term)s)."
    ),
    advice=_RENUMBER,
    source="BR-FR-02",
    terms=("BT-1", "BT-25"),
)
def number_characters(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Look at the characters of the number, and of those of the invoices before."""
    for term, number in _numbers(invoice):
        if not _FORM.fullmatch(number):
            yield found(each, invoice, term=term, value=number)


def _numbers(invoice: Invoice) -> Iterator[tuple[str, str]]:
    if invoice.number:
        yield "BT-1", invoice.number
    for preceding in invoice.preceding_invoices:
        yield "BT-25", preceding.number


@rule(
    code="send_number_over_twenty",
    topic=Topic.STANDARD,
    title=_("Number longer than the State's portal takes"),
    message=_(
        "The number %(value)s has %(length)s characters; until the end of 2026 the "
        "State's portal takes %(limit)s and may refuse the invoice (BT-1)."
    ),
    advice=_(
        "Send it all the same if your platform shortens it for the State; if not, use "
        "a shorter numbering until then."
    ),
    source="AIFE, known limitations of the public portal, 2026",
    severity=Severity.REVIEW,
    terms=("BT-1",),
)
def number_over_twenty(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Warn of what the portal does not take yet."""
    day = context.today or invoice.issue_date
    length = len(invoice.number or "")
    if _LONGEST_AT_STATE < length <= _LONGEST and (
        day is None or day <= _STATE_LIMIT_UNTIL
    ):
        yield found(
            each,
            invoice,
            value=invoice.number,
            length=length,
            limit=_LONGEST_AT_STATE,
        )


@rule(
    code="send_type_unknown",
    topic=Topic.STANDARD,
    title=_("Type of invoice"),
    message=_(
        "The invoice %(number)s has the type %(type_code)s (BT-3), which is not one of "
        "the sixteen of the French reform."
    ),
    advice=ON_INVOICE,
    source="BR-FR-04; EN 16931 BR-04",
    terms=("BT-3",),
)
def type_unknown(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Look the type up."""
    if invoice.type not in FRENCH_TYPE_CODES:
        yield found(each, invoice, type_code=invoice.type_code)


@rule(
    code="send_date_missing",
    topic=Topic.STANDARD,
    title=_("Invoice without date"),
    message=_("The invoice %(number)s has no date (BT-2)."),
    advice=_("Enter the invoice date and confirm the invoice."),
    source="EN 16931 BR-03; CGI ann. II 242 nonies A I 6°",
    terms=("BT-2",),
)
def date_missing(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Miss the date."""
    if invoice.issue_date is None:
        yield found(each, invoice)


@rule(
    code="send_date_absurd",
    topic=Topic.STANDARD,
    title=_("Date outside this century"),
    message=_(
        "The invoice %(number)s has the date %(day)s (%(term)s); a year must lie "
        "between 2000 and 2099."
    ),
    advice=ON_INVOICE,
    source="BR-FR-03",
    terms=("BT-2", "BT-9"),
)
def date_absurd(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Look at the year of each date."""
    for term, day in _dates(invoice):
        if day and not _FIRST_DAY <= day <= _LAST_DAY:
            yield found(each, invoice, term=term, day=day)


def _dates(invoice: Invoice) -> Iterator[tuple[str, date | None]]:
    yield "BT-2", invoice.issue_date
    yield "BT-7", invoice.tax_point_date
    yield "BT-9", invoice.due_date
    for preceding in invoice.preceding_invoices:
        yield "BT-26", preceding.issue_date
    for delivery in invoice.deliveries:
        yield "BT-72", delivery.date
    for line in invoice.lines:
        yield "EXT-FR-FE-158", line.delivery.date if line.delivery else None
    for term, period in _periods(invoice):
        yield term, period.start
        yield term, period.end


def _periods(invoice: Invoice) -> Iterator[tuple[str, Period]]:
    if invoice.period:
        yield "BG-14", invoice.period
    for line in invoice.lines:
        if line.period:
            yield "BG-26", line.period


@rule(
    code="send_period_reversed",
    topic=Topic.STANDARD,
    title=_("Period that ends before it begins"),
    message=_(
        "The invoice %(number)s charges a period from %(start)s to %(end)s (%(term)s)."
    ),
    advice=ON_INVOICE,
    source="EN 16931 BR-29, BR-30",
    terms=("BG-14", "BG-26"),
)
def period_reversed(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Compare the two ends of each period."""
    for term, period in _periods(invoice):
        start, end = period.start, period.end
        if start and end and start > end:
            yield found(each, invoice, term=term, start=start, end=end)


@rule(
    code="send_due_before_issue",
    topic=Topic.PAYMENT,
    title=_("Due before it is issued"),
    message=_(
        "The invoice %(number)s is dated %(issued)s and due on %(due)s, before that "
        "day (BT-9)."
    ),
    advice=_("Correct the due date or the payment terms of the invoice."),
    source="BR-FR-CO-07",
    terms=("BT-9", "BT-2"),
)
def due_before_issue(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Compare due date and date, except where a payment may come first."""
    issued, due, meaning = invoice.issue_date, invoice.due_date, invoice.type
    may_be_paid = frame_of(invoice.process) is Frame.ALREADY_PAID or (
        meaning is not None and meaning.is_prepayment
    )
    if issued and due and due < issued and not may_be_paid:
        yield found(each, invoice, issued=issued, due=due)


@rule(
    code="send_due_unsaid",
    topic=Topic.PAYMENT,
    title=_("Neither due date nor payment terms"),
    message=_(
        "The invoice %(number)s asks for %(payable)s and does not say until when "
        "(BT-9, BT-20)."
    ),
    advice=_("Enter the due date or the payment terms of the invoice."),
    source="EN 16931 BR-CO-25; C. com. L441-9",
    terms=("BT-9", "BT-20"),
)
def due_unsaid(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Miss the day of payment where something is to be paid.

    CEN took BR-CO-25 back; EXTENDED keeps it for credit notes too.
    """
    payable = invoice.totals.payable or ZERO
    meaning, extended = invoice.type, Profile.EXTENDED_CTC_FR.value
    is_refund = meaning is not None and meaning.effect is Effect.REFUND
    if is_refund and invoice.specification != extended:
        return
    if payable > ZERO and not (invoice.due_date or invoice.payment_terms):
        yield found(each, invoice, payable=payable)


@rule(
    code="send_currency_unknown",
    topic=Topic.STANDARD,
    title=_("Currency"),
    message=_(
        "The invoice %(number)s is in the currency “%(currency)s” (%(term)s), which is "
        "not a code of ISO 4217."
    ),
    advice=_("Choose the currency of the invoice."),
    source="EN 16931 BR-05, BR-CL-04, BR-CL-05",
    terms=("BT-5", "BT-6"),
)
def currency_unknown(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Look the currencies up."""
    if invoice.currency not in CURRENCIES:
        yield found(each, invoice, currency=invoice.currency)
    if invoice.vat_currency and invoice.vat_currency not in CURRENCIES:
        yield found(each, invoice, term="BT-6", currency=invoice.vat_currency)


NUMBER_RULES = (
    number_missing,
    number_long,
    number_characters,
    number_over_twenty,
    type_unknown,
    date_missing,
    date_absurd,
    period_reversed,
    due_before_issue,
    due_unsaid,
    currency_unknown,
)
