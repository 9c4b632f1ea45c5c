"""What statuses of the supplier's side mean for a bill: findings of the suite.

Source: FR_SPEC 2.1 (effects on accounts), lessons 13 and 14; DGFiP general file 3.6.4.
"""

from __future__ import annotations

from odoo.addons.einvoice_base.domain.findings import Rule, Severity, Topic
from odoo.addons.einvoice_base.domain.messages import mark as _

_ADDON = "einvoice_ppf"

PLATFORM_REJECTED = Rule(
    code="platform_rejected",
    topic=Topic.BOOKING,
    is_fixed=True,
    title=_("Rejected by a platform"),
    message=_("A platform rejected the invoice (213): %(reasons)s."),
    advice=_(
        "Do not pay it. Cancel the bill and wait for the corrected invoice, or have a "
        "manager lift the finding."
    ),
    addon=_ADDON,
)
SUPPLIER_CANCELLED = Rule(
    code="supplier_cancelled",
    topic=Topic.BOOKING,
    is_fixed=True,
    title=_("Cancelled by the supplier"),
    message=_("The supplier cancelled the invoice (220): %(reasons)s."),
    advice=_("Cancel the bill; the invoice that replaces it arrives by itself."),
    addon=_ADDON,
)
PAYEE_CHANGED = Rule(
    code="payee_changed",
    topic=Topic.PAYMENT,
    is_fixed=True,
    title=_("Another payee"),
    message=_("The platform says that somebody else is to be paid (%(status)s)."),
    advice=_(
        "Call the supplier on a number that you already have, confirm the account, "
        "then release the payment."
    ),
    addon=_ADDON,
    reason="COORD_BANC_ERR",
)
REFUSED_BY_US = Rule(
    code="refused_by_us",
    topic=Topic.BOOKING,
    is_fixed=True,
    title=_("Refused"),
    message=_("You refused this invoice (210), which is final."),
    advice=_("Keep the bill cancelled; ask the supplier for a new invoice."),
    addon=_ADDON,
)
STATUS_UNSAID = Rule(
    code="status_unsaid",
    topic=Topic.BOOKING,
    is_fixed=True,
    title=_("Status that could not be said"),
    message=_("The supplier was not told the status %(status)s: %(error)s"),
    advice=_("Correct what the message names, then answer the supplier yourself."),
    addon=_ADDON,
    severity=Severity.REVIEW,
)
RULES = (
    STATUS_UNSAID,
    PLATFORM_REJECTED,
    SUPPLIER_CANCELLED,
    PAYEE_CHANGED,
    REFUSED_BY_US,
)
