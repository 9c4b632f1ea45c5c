"""An invoice as the dictionary of business terms that ``factur-x`` writes from.

Keys are the numbers of EN 16931 (BT, BG) and of EXTENDED-CTC-FR (EXT-FR-FE). Amounts
are texts with all their digits: the library rounds numbers, and we never do.
"""

from __future__ import annotations

import mimetypes

from odoo.addons.einvoice_base.domain.codes import Effect
from odoo.addons.einvoice_base.domain.invoice import (
    Account,
    Attachment,
    Invoice,
    Note,
    Payment,
    TaxBreakdown,
    Totals,
)
from odoo.addons.einvoice_base.domain.money import ZERO

from .data_lines import NOT_NUMBERED, charges, line
from .data_parties import Data, by_scheme, party, place, stated
from .errors import IncompleteInvoiceError
from .plain import NO_NUMBER, amount, number, said
from .profile import Profile, Syntax
from .treatment import SUBJECT

# BT-8: an invoice holds UNTDID 2005, as UBL writes it; CII writes UNTDID 2475.
_TAX_POINTS_IN_CII = {"3": "5", "35": "29", "432": "72"}
# UNTDID 4461 "instrument not defined": both syntaxes ask for a code before the rest.
_MEANS_UNSAID = "1"
# UBL asks for the network of a card (``cbc:NetworkID``), EN 16931 does not know it.
_NETWORK_UNSAID = "NA"

_ALWAYS = (
    ("BT-1", "number"),
    ("BT-2", "issue_date"),
    ("BT-3", "type_code"),
    ("BT-5", "currency"),
)


def data_of(invoice: Invoice, syntax: Syntax, profile: Profile) -> Data:
    """Return an invoice in business terms, ready for ``facturx.generate_xml``.

    Raises:
        IncompleteInvoiceError: Number, date, type or currency is missing.
    """
    missing = [term for term, name in _ALWAYS if not getattr(invoice, name)]
    if missing:
        raise IncompleteInvoiceError(number=invoice.number, terms=missing)
    return stated(
        {
            **_header(invoice, syntax),
            **_references(invoice, syntax),
            **_parties(invoice),
            **_delivery(invoice),
            **_payment(invoice, syntax),
            **charges(invoice.allowances_charges, "BG-20", "BG-21"),
            **_totals(invoice.totals),
            "BG-24": [
                _attachment(each, rank)
                for rank, each in enumerate(invoice.attachments, 1)
            ],
            "BG-25": [
                line(each, syntax, profile, invoice.number) for each in invoice.lines
            ],
        }
        | _taxes(invoice, syntax)
        | {"BT-24": profile.value}
    ) | {"BG-23": _breakdown(invoice)}


def _header(invoice: Invoice, syntax: Syntax) -> Data:
    tax_point = said(invoice.tax_point_code)
    if syntax is Syntax.CII and tax_point:
        tax_point = _TAX_POINTS_IN_CII.get(tax_point, tax_point)
    period = invoice.period
    return {
        "BT-1": said(invoice.number),
        "BT-2": invoice.issue_date,
        "BT-3": said(invoice.type_code),
        "BT-5": said(invoice.currency),
        "BT-6": said(invoice.vat_currency),
        "BT-7": invoice.tax_point_date,
        "BT-8": tax_point,
        "BT-9": invoice.due_date,
        "BT-19": said(invoice.accounting_reference),
        "BT-20": said(invoice.payment_terms),
        "BT-23": said(invoice.process),
        "BT-73": period.start if period else None,
        "BT-74": period.end if period else None,
        "BG-1": [
            stated({"BT-21": said(note.subject), "BT-22": text})
            for note in _notes(invoice, syntax)
            if (text := said(note.text))
        ],
    }


def _notes(invoice: Invoice, syntax: Syntax) -> list[Note]:
    """Return the notes; in UBL BAR stands last.

    BR-FR-20 joins the notes of UBL and takes all up to the next ``#`` for the text of
    BAR: a note without subject behind it would become part of it.
    """
    is_last = syntax is Syntax.UBL
    return sorted(invoice.notes, key=lambda note: is_last and note.subject == SUBJECT)


def _references(invoice: Invoice, syntax: Syntax) -> Data:
    orders = [said(each) for each in invoice.order_references]
    sales_order = said(invoice.sales_order_reference)
    if syntax is Syntax.UBL and sales_order and not orders:
        orders = [NOT_NUMBERED]
    tender = said(invoice.tender_reference)
    return {
        "BT-10": said(invoice.buyer_reference),
        "BT-11": said(invoice.project_reference),
        "BT-12": said(invoice.contract_reference),
        "BT-13": next(iter(orders), None),
        "BT-14": sales_order,
        "BT-15": said(next(iter(invoice.receipt_references), None)),
        "BT-16": said(next(iter(invoice.despatch_references), None)),
        "BT-17": [tender] if tender else [],
        "BT-18": by_scheme(invoice.object_identifiers),
        "BG-3": [
            stated({"BT-25": said(each.number), "BT-26": each.issue_date})
            for each in invoice.preceding_invoices
        ],
    }


def _parties(invoice: Invoice) -> Data:
    others = (("BG-10", invoice.payee), ("BG-11", invoice.tax_representative))
    return {
        "BG-4": party(invoice.seller),
        "BG-7": party(invoice.buyer),
        **{term: party(value) for term, value in others if value},
    }


def _delivery(invoice: Invoice) -> Data:
    """Return BG-13 and its date BT-72; UBL takes the other deliveries later."""
    if not invoice.deliveries:
        return {}
    first = invoice.deliveries[0]
    where = place(first)
    return {"BT-72": first.date, "BG-13": where if any(where.values()) else None}


def _payment(invoice: Invoice, syntax: Syntax) -> Data:
    payment = invoice.payment
    account = next(iter(payment.accounts), None)
    card = said(payment.card_number)
    data: Data = {
        "BT-82": said(payment.means_text),
        "BT-84": account_number(account) if account else None,
        "BT-85": said(account.name) if account else None,
        "BT-86": said(account.bic) if account else None,
        "BT-87": card,
        "BT-91": said(payment.debited_account),
    }
    if syntax is Syntax.UBL and card:
        data["BT-87-1"] = _NETWORK_UNSAID
    means = said(payment.means_code)
    if not means and (any(data.values()) or _needs_means(invoice, payment, syntax)):
        means = _MEANS_UNSAID
    return data | {
        "BT-81": means,
        "BT-83": said(payment.remittance),
        "BT-89": said(payment.mandate),
        "BT-90": said(payment.creditor_id),
    }


def account_number(account: Account) -> str | None:
    """Return an account as banks exchange it: an IBAN without its spaces.

    >>> account_number(Account("FR76 3000 6000 0112 3456 7890 189"))
    'FR7630006000011234567890189'
    """
    return account.iban or said(account.number)


def _needs_means(invoice: Invoice, payment: Payment, syntax: Syntax) -> bool:
    """Tell whether UBL keeps something beside the code that CII keeps elsewhere."""
    if syntax is Syntax.CII:
        return False
    due = invoice.due_date if is_credit_note(invoice) else None
    return bool(said(payment.remittance) or said(payment.mandate) or due)


def is_credit_note(invoice: Invoice) -> bool:
    """Tell whether UBL writes an invoice as a ``CreditNote``.

    >>> is_credit_note(Invoice(type_code="396")), is_credit_note(Invoice())
    (True, False)
    """
    meaning = invoice.type
    return meaning is not None and meaning.effect is Effect.REFUND


def _totals(totals: Totals) -> Data:
    return {
        "BT-106": amount(totals.lines) or NO_NUMBER,
        "BT-107": amount(totals.allowances),
        "BT-108": amount(totals.charges),
        "BT-109": amount(totals.net) or NO_NUMBER,
        "BT-111": amount(totals.vat_accounting),
        "BT-112": amount(totals.gross) or NO_NUMBER,
        "BT-113": amount(totals.prepaid),
        "BT-114": amount(totals.rounding),
        "BT-115": amount(totals.payable) or NO_NUMBER,
    }


def _taxes(invoice: Invoice, syntax: Syntax) -> Data:
    """Return BT-110; UBL cannot give a breakdown without its total (BR-CO-14)."""
    vat = invoice.totals.vat
    if vat is None and syntax is Syntax.UBL and invoice.tax_breakdown:
        vat = sum((each.amount or ZERO for each in invoice.tax_breakdown), ZERO)
    return {"BT-110": amount(vat) or NO_NUMBER}


def _breakdown(invoice: Invoice) -> list[Data]:
    """Return BG-23.

    CII has BT-7 in it, once (CII-SR-461): the library looks here whether to write it,
    and takes the date from the header.
    """
    groups = [_tax(each) for each in invoice.tax_breakdown]
    if groups and invoice.tax_point_date:
        groups[0]["BT-7"] = invoice.tax_point_date
    return groups


def _tax(value: TaxBreakdown) -> Data:
    return stated(
        {
            "BT-116": amount(value.base) or NO_NUMBER,
            "BT-117": amount(value.amount) or NO_NUMBER,
            "BT-118": said(value.category) or "",
            "BT-119": number(value.rate),
            "BT-120": said(value.exemption_reason),
            "BT-121": said(value.exemption_code),
        }
    )


def _attachment(value: Attachment, rank: int) -> Data:
    """Return BG-24; its number, file name and kind follow from each other."""
    name = said(value.filename)
    reference = said(value.reference) or name or f"{rank}"
    data: Data = {
        "BT-122": reference,
        "BT-123": said(value.description),
        "BT-124": said(value.uri),
    }
    if value.content:
        guessed, _encoding = mimetypes.guess_type(name or "")
        data |= {
            "BT-125": value.content,
            "BT-125-1": said(value.mimetype) or guessed or "application/pdf",
            "BT-125-2": name or reference,
        }
    return stated(data)
