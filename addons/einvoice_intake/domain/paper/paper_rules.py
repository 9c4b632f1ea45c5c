"""What is noticed about the pages of a paper document, as rules without check.

The step of the pipeline that finds the fact makes the finding.
"""

from __future__ import annotations

from odoo.addons.einvoice_base.domain.findings import Rule, Severity, Topic
from odoo.addons.einvoice_base.domain.messages import mark as _

_ADDON = "einvoice_intake"

REVIEW_NEEDED = Rule(
    code="review_needed",
    is_fixed=True,
    topic=Topic.READING,
    severity=Severity.REVIEW,
    title=_("To be reviewed"),
    message=_("Not surely read from the page: %(fields)s."),
    advice=_("Review the document: look at these fields beside the page."),
    addon=_ADDON,
)
PAGE_NO_INVOICE = Rule(
    code="page_no_invoice",
    is_fixed=True,
    topic=Topic.READING,
    severity=Severity.REVIEW,
    title=_("Not an invoice"),
    message=_("The pages hold no invoice."),
    advice=_("Reject it. If it is an invoice after all, review it."),
    addon=_ADDON,
)
PAGES_EMPTY = Rule(
    code="pages_empty",
    is_fixed=True,
    topic=Topic.READING,
    severity=Severity.REVIEW,
    title=_("Nothing to read"),
    message=_("No word could be read on the pages."),
    advice=_("Look at the page: reject it if it is blank, else type what it says."),
    addon=_ADDON,
)
PAGES_FATAL = Rule(
    code="pages_fatal",
    is_fixed=True,
    topic=Topic.READING,
    severity=Severity.REVIEW,
    title=_("Pages that cannot be read"),
    message=_(
        "The reading stopped %(times)s times at page %(page)s, without an answer."
    ),
    advice=_(
        "Print the file to a new PDF and upload that, or make the bill by hand. Retry "
        "if the server was restarted meanwhile."
    ),
    addon=_ADDON,
)
TYPED_REFUSED = Rule(
    code="typed_refused",
    is_fixed=True,
    topic=Topic.READING,
    severity=Severity.REVIEW,
    title=_("Typed, and not understood"),
    message=_(
        "What was typed in the review is not understood and was left out: %(fields)s."
    ),
    advice=_("Look at these fields beside the page, and type them again."),
    addon=_ADDON,
)
PAPER_RULES = (
    REVIEW_NEEDED,
    PAGE_NO_INVOICE,
    PAGES_EMPTY,
    PAGES_FATAL,
    TYPED_REFUSED,
)
REVIEW_CODES = frozenset({REVIEW_NEEDED.code, PAGES_FATAL.code})
