"""Whether an invoice holds more than its profile (BT-24) may.

A receiver that trusts the profile would skip the rest, and with it money.
"""

from __future__ import annotations

from collections.abc import Iterator

from odoo.addons.einvoice_base.domain.findings import (
    CheckContext,
    Finding,
    Rule,
    Severity,
    Topic,
    rule,
)
from odoo.addons.einvoice_base.domain.invoice import Invoice, LineKind
from odoo.addons.einvoice_base.domain.messages import mark as _

from .profile import profile_of

_WITHOUT_LINES = ("minimum", "basicwl")
# Profiles that are EN 16931 or less; what "conforms" to it may extend it.
_CORE = ("basic", "en16931", "peppol", "xrechnung")
_EXTENSION = "#conformant#"


@rule(
    code="profile_exceeded",
    topic=Topic.STANDARD,
    title=_("Content that the profile does not have"),
    message=_(
        "The invoice names the profile %(profile)s (BT-24), which has no %(kind)s; it "
        "holds some."
    ),
    advice=_(
        "Compare the bill with the readable page: another software may read less than "
        "this one. Tell the supplier."
    ),
    source="Factur-X 1.0 §5; EN 16931-1 §7",
    severity=Severity.REVIEW,
    terms=("BT-24",),
    reason="NON_CONFORME",
)
def profile_exceeded(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Compare the content with the profile that the invoice names."""
    specification = invoice.specification or ""
    profile = profile_of(specification)
    kind = None
    if profile in _WITHOUT_LINES:
        kind = _("invoice lines") if invoice.lines else None
    elif profile in _CORE and _EXTENSION not in specification.lower():
        kind = _extension_in(invoice)
    if kind:
        yield each.finding(profile=profile, kind=kind)


def _extension_in(invoice: Invoice) -> str | None:
    """Name what only an extension of EN 16931 has."""
    if any(each.parent or each.kind is not LineKind.DETAIL for each in invoice.lines):
        return _("sub-lines")
    if len(invoice.order_references) > 1 or any(
        each.order_reference for each in invoice.lines
    ):
        return _("several orders")
    if len(invoice.deliveries) > 1 or any(
        each.delivery or each.despatch_reference for each in invoice.lines
    ):
        return _("several deliveries")
    return None


PROFILE_RULES = (profile_exceeded,)
