"""Rules on who is to be paid, and how much is left to pay.

Those on the account are for typed bills too and stand in ``einvoice_base``.
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
from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.messages import mark as _
from odoo.addons.einvoice_base.domain.money import ZERO


@rule(
    code="payee_differs",
    topic=Topic.PAYMENT,
    title=_("Another payee"),
    message=_("The claim is to be paid to “%(payee)s”, not to “%(seller)s”."),
    advice=_("Check the assignment of the claim (factoring) before you pay."),
    severity=Severity.REVIEW,
    terms=("BG-10",),
)
def payee_differs(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Have a person look at a payee who is not the seller (BG-10)."""
    payee = invoice.payee
    if payee and payee.name and payee.name != invoice.seller.name:
        yield each.finding(payee=payee.name, seller=invoice.seller.name or "–")


@rule(
    code="prepaid_amount",
    topic=Topic.PAYMENT,
    title=_("Partly or wholly paid"),
    message=_(
        "The supplier counts %(prepaid)s as paid already (BT-113) and asks for "
        "%(payable)s of %(gross)s."
    ),
    advice=_("Reconcile the bill with that payment or down payment before you pay."),
    severity=Severity.REVIEW,
    terms=("BT-113", "BT-115"),
)
def prepaid_amount(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Have a person look at an amount that was paid before (BT-113)."""
    totals = invoice.totals
    prepaid = totals.prepaid
    if (
        prepaid is None
        and not invoice.tax_breakdown
        and None
        not in (
            totals.gross,
            totals.payable,
        )
    ):
        # MINIMUM has no place for BT-113; what is missing was paid before.
        prepaid = (totals.gross or ZERO) - (totals.payable or ZERO)
    if prepaid:
        yield each.finding(prepaid=prepaid, payable=totals.payable, gross=totals.gross)


PAYMENT_RULES = (payee_differs, prepaid_amount)
