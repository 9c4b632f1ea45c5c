"""Before sending: how the customer pays."""

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

from .code_lists import PAYMENT_MEANS
from .sending_facts import ON_INVOICE, found

# UNTDID 4461: transfers, of which two are refused without an account (BR-61).
_TRANSFERS = frozenset({"30", "31", "42", "58"})
_NEEDS_ACCOUNT = frozenset({"30", "58"})

_ON_BANK = _(
    "Choose the “Recipient Bank” of the invoice, or enter the bank account of your "
    "company."
)


@rule(
    code="send_account_missing",
    topic=Topic.PAYMENT,
    title=_("IBAN missing"),
    message=_(
        "The invoice %(number)s is to be paid by transfer and does not say to which "
        "account (BT-84)."
    ),
    advice=_ON_BANK,
    source="EN 16931 BR-61; C. com. L441-9",
    severity=Severity.REVIEW,
    terms=("BT-84",),
)
def account_missing(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Miss the account; with some means of payment platforms refuse the invoice.

    Where no means is stated, a customer who owes money will pay by transfer.
    """
    payment = invoice.payment
    if any(account.number for account in payment.accounts):
        return
    owes = (invoice.totals.payable or ZERO) > ZERO and not payment.means_code
    if payment.means_code in _TRANSFERS or owes:
        refused = payment.means_code in _NEEDS_ACCOUNT
        severity = Severity.BLOCK if refused else Severity.REVIEW
        yield found(each, invoice, severity=severity)


@rule(
    code="send_account_wrong",
    topic=Topic.PAYMENT,
    title=_("IBAN wrong"),
    message=_(
        "The account “%(account)s” on the invoice %(number)s is no IBAN: its check "
        "digits are wrong (BT-84)."
    ),
    advice=_ON_BANK,
    source="ISO 13616",
    severity=Severity.REVIEW,
    terms=("BT-84",),
)
def account_wrong(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Check the digits of what looks like an IBAN."""
    for account in invoice.payment.accounts:
        looks_so = account.number[:2].isalpha() and account.number[2:4].isdigit()
        if looks_so and account.iban is None:
            yield found(each, invoice, account=account.number)


@rule(
    code="send_means_unknown",
    topic=Topic.PAYMENT,
    title=_("Means of payment"),
    message=_(
        "The invoice %(number)s names the means of payment “%(code)s” (BT-81), which "
        "is no code of UNTDID 4461."
    ),
    advice=ON_INVOICE,
    source="EN 16931 BR-49, BR-CL-16",
    terms=("BT-81",),
)
def means_unknown(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Look the means of payment up."""
    code = invoice.payment.means_code
    if code and code not in PAYMENT_MEANS:
        yield found(each, invoice, code=code)


PAYMENT_RULES = (account_missing, account_wrong, means_unknown)
