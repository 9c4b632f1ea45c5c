"""The data of an invoice against its readable page: whom to pay, how much, which one.

The facts are looked up once, when the document is read: both come from the same bytes,
which never change.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from odoo.addons.einvoice_base.domain.findings import (
    CheckContext,
    Finding,
    Owner,
    Rule,
    Severity,
    Topic,
    rule,
)
from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.messages import mark as _

from .page_facts import PageFacts

_SOURCE = "Factur-X 1.0 §3: page and data are one invoice; CGI art. 289 V"
_ASK = _(
    "Do not decide which one is right: ask the supplier for an invoice whose page and "
    "data agree."
)


def _told(each: Rule, context: CheckContext, *terms: str) -> Iterator[Finding]:
    facts = context.part(PageFacts)
    for difference in facts.differences if facts else ():
        if difference.term not in terms:
            continue
        stated, printed = difference.stated, difference.printed
        yield each.finding(
            term=difference.term,
            # The data are what would be booked; the page is what a person was shown.
            expected=printed if isinstance(printed, Decimal) else None,
            found=stated if isinstance(stated, Decimal) else None,
            stated=stated,
            printed=printed,
        )


@rule(
    code="page_account_differs",
    topic=Topic.PAYMENT,
    title=_("Page and data name different accounts"),
    message=_(
        "The page prints the account %(printed)s, the data ask for payment to "
        "%(stated)s (BT-84)."
    ),
    advice=_(
        "Call the supplier on a number that you already have: such a difference is a "
        "known fraud."
    ),
    source=f"Fraud by change of bank details; {_SOURCE}",
    terms=("BT-84",),
    owner=Owner.MANAGER,
    reason="COORD_BANC_ERR",
)
def page_account(
    each: Rule, _invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Stop an account that the page does not print."""
    yield from _told(each, context, "BT-84")


@rule(
    code="page_total_differs",
    topic=Topic.AMOUNTS,
    title=_("Page and data state different totals"),
    message=_("The page prints %(printed)s, the data say %(stated)s (%(term)s)."),
    advice=_ASK,
    source=_SOURCE,
    severity=Severity.REVIEW,
    terms=("BT-112", "BT-109", "BT-115"),
    reason="MONTANTTOTAL_ERR",
)
def page_total(
    each: Rule, _invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Have a person look at a total that the page prints otherwise."""
    yield from _told(each, context, "BT-109", "BT-112", "BT-115")


@rule(
    code="page_number_differs",
    topic=Topic.MENTIONS,
    title=_("Page and data give different numbers"),
    message=_(
        "The page prints the number “%(printed)s”, the data say “%(stated)s” (BT-1)."
    ),
    advice=_ASK,
    source=f"{_SOURCE}; CGI ann. II 242 nonies A I 7°",
    severity=Severity.REVIEW,
    terms=("BT-1",),
    reason="NON_CONFORME",
)
def page_number(
    each: Rule, _invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Have a person look at a number that the page prints otherwise."""
    yield from _told(each, context, "BT-1")


@rule(
    code="page_date_differs",
    topic=Topic.MENTIONS,
    title=_("Page and data give different dates"),
    message=_("The page prints the date %(printed)s, the data say %(stated)s (BT-2)."),
    advice=_ASK,
    source=f"{_SOURCE}; CGI ann. II 242 nonies A I 6°",
    severity=Severity.REVIEW,
    terms=("BT-2",),
    reason="NON_CONFORME",
)
def page_date(
    each: Rule, _invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Have a person look at a date that the page prints otherwise."""
    yield from _told(each, context, "BT-2")


@rule(
    code="page_not_compared",
    topic=Topic.STANDARD,
    title=_("Page not compared with the data"),
    message=_("The page was not compared with the data: %(because)s."),
    advice=_("Compare number, date, totals and account yourself before you pay."),
    source=_SOURCE,
    severity=Severity.INFORM,
    terms=("BT-84", "BT-112"),
)
def page_unread(
    each: Rule, _invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Say that a page could not be read, so that silence is not taken for agreement."""
    facts = context.part(PageFacts)
    if facts and facts.unread:
        yield each.finding(because=facts.unread)


PAGE_RULES = (page_unread, page_account, page_total, page_number, page_date)
