"""Whether two documents are the same invoice.

Source: an invoice is unique for the DGFiP by number, SIREN of the seller and year of
issue (rule G1.45); the amount due, currency and type tell a copy from a clash.
"""

from __future__ import annotations

from decimal import Decimal

from odoo.addons.einvoice_base.domain import identifiers
from odoo.addons.einvoice_base.domain.bank_accounts import normalised
from odoo.addons.einvoice_base.domain.iban import hidden
from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.side_by_side import compare

from .supplier import Candidate


def seller_key(invoice: Invoice, supplier: Candidate | None) -> str | None:
    """Name the seller by the strongest thing known, ``None`` when nothing is.

    What the invoice does not state is taken from the books, so that a copy with fewer
    identifiers is the same invoice all the same.
    """
    seller = invoice.seller
    if seller.siren:
        return f"siren:{seller.siren}"
    if vat := identifiers.vat_of(seller.vat_number):
        return f"vat:{vat}"
    if supplier is None:
        return None
    if supplier.siren:
        return f"siren:{supplier.siren}"
    return f"vat:{supplier.vat}" if supplier.vat else f"partner:{supplier.entity}"


def identity_key(invoice: Invoice, supplier: Candidate | None) -> str | None:
    """Name an invoice as the administration does: seller, year of issue, number.

    >>> from odoo.addons.einvoice_base.domain.party import Party
    >>> from datetime import date
    >>> seller = Party(vat_number="FR40303265045")
    >>> bill = Invoice(number="F 1", issue_date=date(2026, 9, 1), seller=seller)
    >>> identity_key(bill, None)
    'siren:303265045|2026|F 1'
    """
    seller = seller_key(invoice, supplier)
    if not (seller and invoice.number and invoice.issue_date):
        return None
    number = plain_number(invoice.number)
    return f"{seller}|{invoice.issue_date.year}|{number}"


def plain_number(number: str | None) -> str:
    """Return a number as it is compared: capitals, single spaces.

    >>> plain_number(" f  1 ")
    'F 1'
    """
    return " ".join((number or "").upper().split())


def content_key(identity: str | None, invoice: Invoice) -> str | None:
    """Add to an identity what must also agree for a copy: type, currency, amount due.

    Two documents with the same identity and another content key are a clash that a
    person must look at.
    """
    if identity is None:
        return None
    due = invoice.totals.payable
    if due is None:
        due = invoice.totals.gross
    amount = "?" if due is None else format(due.normalize() + Decimal(0), "f")
    return f"{identity}|{invoice.type_code}|{invoice.currency}|{amount}"


_COMPARED = frozenset({"BT-3", "BT-2", "BT-5", "BT-109", "BT-110", "BT-112", "BT-115"})
# In the words of the comparison, whose addon translates it.
_ACCOUNT = "Account to be paid"


def differences(
    first: Invoice | None, second: Invoice
) -> tuple[dict[str, object], ...]:
    """Name what two invoices with the same number state differently, in short.

    What one of them does not state (MINIMUM has no account) is no difference.

    Returns:
        Each as label, before and after: amounts stay amounts for the reader's format.

    >>> differences(Invoice(currency="EUR"), Invoice(currency="USD"))
    ({'label': 'Currency', 'before': 'EUR', 'after': 'USD'},)
    """
    if first is None:
        return ()
    found = [
        row.change
        for row in compare(first, second)
        if row.term in _COMPARED and row.differs and None not in (row.before, row.after)
    ]
    asked = _accounts(first), _accounts(second)
    if all(asked) and not asked[0] & asked[1]:
        before, after = map(_shown, asked)
        found.append({"label": _ACCOUNT, "before": before, "after": after})
    return tuple(found)


def _accounts(invoice: Invoice) -> frozenset[str]:
    return frozenset(normalised(each) for each in invoice.payment.accounts)


def _shown(accounts: frozenset[str]) -> str:
    return ", ".join(hidden(each) for each in sorted(accounts))
