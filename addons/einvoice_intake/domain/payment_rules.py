"""Rules on whom the invoice asks to pay, and how much is left to pay.

They run when a document is checked and again when its bill is posted, so that adding an
account to the supplier clears the finding by itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from odoo.addons.einvoice_base.domain.findings import (
    CheckContext,
    Finding,
    Owner,
    Rule,
    Severity,
    Topic,
    rule,
)
from odoo.addons.einvoice_base.domain.invoice import Account, Invoice
from odoo.addons.einvoice_base.domain.messages import mark as _
from odoo.addons.einvoice_base.domain.money import ZERO


def normalised(account: Account) -> str:
    """Write an account as the books do: the IBAN, else without spaces, in capitals.

    >>> normalised(Account("fr76 3000 6000"))
    'FR7630006000'
    """
    return account.iban or "".join(account.number.split()).upper()


def hidden(account: str) -> str:
    """Show an account so that a person recognises it, without spreading it.

    >>> hidden("FR7630006000011234567890189")
    'FR76 … 0189'
    """
    return f"{account[:4]} … {account[-4:]}" if len(account) > 8 else account


def _unknown(invoice: Invoice, context: CheckContext) -> str | None:
    """Return the accounts to show when none of them is one of the supplier's."""
    stated = [normalised(each) for each in invoice.payment.accounts]
    if not stated or context.supplier_accounts is None:
        return None
    known = {each.number for each in context.supplier_accounts}
    if known.intersection(stated):
        return None
    return ", ".join(hidden(each) for each in stated)


@rule(
    code="bank_account_changed",
    topic=Topic.PAYMENT,
    title=_("Bank account not known"),
    message=_(
        "The invoice asks for payment to %(account)s, which is none of the accounts "
        "that you know of this supplier."
    ),
    advice=_(
        "Call the supplier on a number that you already have, never on the one of the "
        "invoice. Then add the account to the supplier, or lift the finding."
    ),
    source="Fraud by change of bank details",
    terms=("BT-84",),
    owner=Owner.MANAGER,
    reason="COORD_BANC_ERR",
)
def account_changed(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Stop an account that is none of the supplier's known ones."""
    account = _unknown(invoice, context)
    if account and context.supplier_accounts:
        yield each.finding(account=account)


@rule(
    code="bank_account_first",
    topic=Topic.PAYMENT,
    title=_("First bank account"),
    message=_(
        "You know no bank account of this supplier; the invoice asks for payment to "
        "%(account)s."
    ),
    advice=_("Have the account confirmed, then add it to the supplier."),
    severity=Severity.REVIEW,
    terms=("BT-84",),
    reason="COORD_BANC_ERR",
)
def account_first(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Have a person look at the first account of a supplier."""
    account = _unknown(invoice, context)
    if account and not context.supplier_accounts:
        yield each.finding(account=account)


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


PAYMENT_RULES = (account_changed, account_first, payee_differs, prepaid_amount)
