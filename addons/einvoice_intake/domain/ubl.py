"""OASIS UBL 2.1 Invoice and CreditNote.

Source: EN 16931-3-2; Peppol BIS Billing 3; XP Z12-012 EXTENDED-CTC-FR in UBL.
"""

from __future__ import annotations

from datetime import date
from itertools import chain

from lxml import etree

from odoo.addons.einvoice_base.domain.findings import Finding
from odoo.addons.einvoice_base.domain.invoice import (
    Account,
    Invoice,
    Note,
    Payment,
    TaxBreakdown,
    Totals,
)

from . import parts
from .converters import (
    Money,
    amount,
    attribute,
    in_currency,
    iso_date,
    money,
    number,
)
from .parts import Reference
from .terms import Group, Scan, Table, Term, Values, made, text
from .ubl_lines import line
from .ubl_parts import (
    CREDIT_NOTE,
    DELIVERY,
    INVOICE,
    NAMESPACES,
    allowance_charge,
    creditor,
    party,
    reference,
)

ROOTS = {
    f"{{{INVOICE}}}Invoice": "Invoice",
    f"{{{CREDIT_NOTE}}}CreditNote": "CreditNote",
}
_SELLER = "cac:AccountingSupplierParty/cac:Party"
_BUYER = "cac:AccountingCustomerParty/cac:Party"


def _note(scan: Scan, element: etree._Element, term: str) -> Note | None:
    content = text(scan, element, term)
    return parts.subject_note(content) if content else None


def _whole(scan: Scan, values: Values) -> Values:
    return values


_PRECEDING = (
    Term("BT-25", "cac:InvoiceDocumentReference/cbc:ID", "number", text),
    Term("BT-26", "cac:InvoiceDocumentReference/cbc:IssueDate", "issue_date", iso_date),
    Term("BT-25", "cac:CreditNoteDocumentReference/cbc:ID", "number", text),
    Term(
        "BT-26",
        "cac:CreditNoteDocumentReference/cbc:IssueDate",
        "issue_date",
        iso_date,
    ),
)
_PAYMENT_MEANS = (
    Term("BT-81", "cbc:PaymentMeansCode", "means_code", text),
    Term("BT-82", "cbc:PaymentMeansCode", "means_text", attribute("name")),
    Term("BT-9", "cbc:PaymentDueDate", "due_date", iso_date),
    Term("BT-83", "cbc:PaymentID", "remittance", text),
    Term("BT-87", "cac:CardAccount/cbc:PrimaryAccountNumberID", "card_number", text),
    Term("BT-84", "cac:PayeeFinancialAccount/cbc:ID", "account", text),
    Term("BT-85", "cac:PayeeFinancialAccount/cbc:Name", "holder", text),
    Term(
        "BT-86",
        "cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID",
        "bic",
        text,
    ),
    Term("BT-89", "cac:PaymentMandate/cbc:ID", "mandate", text),
    Term(
        "BT-91",
        "cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID",
        "debited_account",
        text,
    ),
)
_TAX_SUBTOTAL = (
    Term("BT-116", "cbc:TaxableAmount", "base", money),
    Term("BT-117", "cbc:TaxAmount", "amount", money),
    Term("BT-118", "cac:TaxCategory/cbc:ID", "category", text),
    Term("BT-119", "cac:TaxCategory/cbc:Percent", "rate", number),
    Term("BT-120", "cac:TaxCategory/cbc:TaxExemptionReason", "exemption_reason", text),
    Term(
        "BT-121", "cac:TaxCategory/cbc:TaxExemptionReasonCode", "exemption_code", text
    ),
)
_TOTALS = (
    Term("BT-106", "cbc:LineExtensionAmount", "lines", amount),
    Term("BT-107", "cbc:AllowanceTotalAmount", "allowances", amount),
    Term("BT-108", "cbc:ChargeTotalAmount", "charges", amount),
    Term("BT-109", "cbc:TaxExclusiveAmount", "net", amount),
    Term("BT-112", "cbc:TaxInclusiveAmount", "gross", amount),
    Term("BT-113", "cbc:PrepaidAmount", "prepaid", amount),
    Term("BT-114", "cbc:PayableRoundingAmount", "rounding", amount),
    Term("BT-115", "cbc:PayableAmount", "payable", amount),
)

_DOCUMENT: tuple[Term | Group, ...] = (
    Term("BT-24", "cbc:CustomizationID", "specification", text),
    Term("BT-23", "cbc:ProfileID", "process", text),
    Term("BT-1", "cbc:ID", "number", text),
    Term("BT-2", "cbc:IssueDate", "issue_date", iso_date),
    Term("BT-3", "cbc:InvoiceTypeCode", "type_code", text),
    Term("BT-3", "cbc:CreditNoteTypeCode", "type_code", text),
    Term("BT-5", "cbc:DocumentCurrencyCode", "currency", text),
    Term("BT-6", "cbc:TaxCurrencyCode", "vat_currency", text),
    Term("BT-7", "cbc:TaxPointDate", "tax_point_date", iso_date),
    Term("BT-9", "cbc:DueDate", "due_date", iso_date),
    Term("BT-10", "cbc:BuyerReference", "buyer_reference", text),
    Term("BT-19", "cbc:AccountingCost", "accounting_reference", text),
    Term("BT-22", "cbc:Note", "notes", _note, many=True),
    Term("BT-73", "cac:InvoicePeriod/cbc:StartDate", "start", iso_date),
    Term("BT-74", "cac:InvoicePeriod/cbc:EndDate", "end", iso_date),
    Term("BT-8", "cac:InvoicePeriod/cbc:DescriptionCode", "tax_point_code", text),
    Term("BT-13", "cac:OrderReference/cbc:ID", "order_references", text, many=True),
    Term("BT-14", "cac:OrderReference/cbc:SalesOrderID", "sales_order_reference", text),
    Term(
        "BT-16",
        "cac:DespatchDocumentReference/cbc:ID",
        "despatch_references",
        text,
        many=True,
    ),
    Term(
        "BT-15",
        "cac:ReceiptDocumentReference/cbc:ID",
        "receipt_references",
        text,
        many=True,
    ),
    Term("BT-17", "cac:OriginatorDocumentReference/cbc:ID", "tender_reference", text),
    Term("BT-12", "cac:ContractDocumentReference/cbc:ID", "contract_reference", text),
    Term("BT-11", "cac:ProjectReference/cbc:ID", "project_reference", text),
    reference("cac:AdditionalDocumentReference", "BG-24"),
    Group(
        "BG-3",
        "cac:BillingReference",
        "preceding_invoices",
        _PRECEDING,
        parts.preceding,
        many=True,
    ),
    *(
        Group(
            "EXT-FR-FE-136",
            f"{line_path}/cac:BillingReference",
            "line_preceding",
            _PRECEDING,
            parts.preceding_of_line,
            many=True,
        )
        for line_path in ("cac:InvoiceLine", "cac:CreditNoteLine")
    ),
    party(parts.SELLER, _SELLER, "seller"),
    party(parts.BUYER, _BUYER, "buyer"),
    party(parts.PAYEE, "cac:PayeeParty", "payee"),
    party(parts.TAX_REPRESENTATIVE, "cac:TaxRepresentativeParty", "tax_representative"),
    creditor(_SELLER),
    creditor("cac:PayeeParty"),
    DELIVERY,
    Group("BG-16", "cac:PaymentMeans", "means", _PAYMENT_MEANS, _whole, many=True),
    Term("BT-20", "cac:PaymentTerms/cbc:Note", "terms", text, many=True),
    allowance_charge("BG-20"),
    Group(
        "BG-23",
        "cac:TaxTotal",
        "tax_totals",
        (
            Term("BT-110", "cbc:TaxAmount", "total", money),
            Group(
                "BG-23",
                "cac:TaxSubtotal",
                "subtotals",
                _TAX_SUBTOTAL,
                _whole,
                many=True,
            ),
        ),
        _whole,
        many=True,
    ),
    Group("BG-22", "cac:LegalMonetaryTotal", "totals", _TOTALS, made(Totals)),
    Term("BT-113", "cac:PrepaidPayment/cbc:PaidAmount", "advances", amount, many=True),
    line("cac:InvoiceLine", "cac:SubInvoiceLine"),
    line("cac:CreditNoteLine", "cac:SubCreditNoteLine"),
)

TABLE = Table(_DOCUMENT, NAMESPACES)


def read_ubl(root: etree._Element) -> tuple[Invoice, list[Finding]]:
    """Read an invoice or credit note and what is wrong with it.

    Args:
        root: Element ``Invoice`` or ``CreditNote`` of UBL 2.
    """
    scan = Scan(
        currency=_stated(root, "DocumentCurrencyCode"),
        vat_currency=_stated(root, "TaxCurrencyCode"),
        number=_stated(root, "ID"),
    )
    form = ROOTS[str(root.tag)]
    invoice = _invoice(scan, TABLE.values(root, scan))
    parts.check_header(scan, invoice, form)
    return invoice, scan.notes


def _stated(root: etree._Element, name: str) -> str | None:
    return (root.findtext(f"{{{NAMESPACES['cbc']}}}{name}") or "").strip() or None


def _payment(scan: Scan, means: list[Values], creditors: list[str]) -> Payment:
    stated = {
        name: scan.first(term, [each[name] for each in means if name in each])
        for name, term in (
            ("means_code", "BT-81"),
            ("means_text", "BT-82"),
            ("remittance", "BT-83"),
            ("card_number", "BT-87"),
            ("mandate", "BT-89"),
            ("debited_account", "BT-91"),
        )
    }
    accounts = (
        Account(each["account"], each.get("holder"), each.get("bic"))
        for each in means
        if "account" in each
    )
    return Payment(
        accounts=parts.distinct(accounts),
        creditor_id=scan.first("BT-90", creditors),
        **stated,
    )


def _taxes(
    scan: Scan, tax_totals: list[Values]
) -> tuple[tuple[TaxBreakdown, ...], list[Money]]:
    """Split total VAT (BT-110, BT-111) and breakdown, which is in BT-5 only."""
    breakdown = []
    for each in tax_totals:
        total: Money | None = each.get("total")
        currency = total.currency if total else None
        if currency == scan.vat_currency != scan.currency and currency:
            continue
        for values in each.get("subtotals", ()):
            values["base"] = in_currency(scan, values.get("base"), "BT-116")
            values["amount"] = in_currency(scan, values.get("amount"), "BT-117")
            breakdown.append(TaxBreakdown(**values))
    return tuple(breakdown), [each["total"] for each in tax_totals if "total" in each]


def _orders(values: Values) -> tuple[str, ...]:
    """Return BT-13; ``NA`` fills the mandatory element where only BT-14 is known.

    Source: Peppol BIS Billing 3, syntax of ``cac:OrderReference/cbc:ID``.
    """
    orders: list[str] = values.pop("order_references", [])
    if values.get("sales_order_reference"):
        orders = [order for order in orders if order.upper() != "NA"]
    return tuple(orders)


def _due_date(scan: Scan, values: Values, means: list[Values]) -> date | None:
    """Return BT-9: of the document, or in a credit note of its payment means."""
    stated = [values.pop("due_date", None), *(each.get("due_date") for each in means)]
    found: date | None = scan.first("BT-9", [day for day in stated if day])
    return found


def _invoice(scan: Scan, values: Values) -> Invoice:
    references: list[Reference] = values.pop("references", [])
    means: list[Values] = values.pop("means", [])
    breakdown, vat = _taxes(scan, values.pop("tax_totals", []))
    totals: Totals = parts.with_vat(
        values.pop("totals", None) or Totals(), parts.vat_totals(scan, vat)
    )
    # A credit note has no ProjectReference: BT-11 is a reference of type 50.
    project = values.pop("project_reference", None) or scan.first(
        "BT-11", parts.numbers_of_type(references, "50")
    )
    return parts.with_lists(  # type: ignore[no-any-return]
        Invoice,
        {
            "due_date": _due_date(scan, values, means),
            "project_reference": project,
            "payment_terms": parts.joined(values.pop("terms", None)),
            "period": parts.period(values),
            "payment": _payment(scan, means, values.pop("creditors", [])),
            "tax_breakdown": breakdown,
            "totals": parts.with_advances(totals, values.pop("advances", [])),
            "order_references": _orders(values),
            "object_identifiers": parts.identified(references),
            "attachments": parts.supporting(references),
            "preceding_invoices": parts.distinct(
                (
                    *values.pop("preceding_invoices", ()),
                    *values.pop("line_preceding", ()),
                )
            ),
            "lines": tuple(chain.from_iterable(values.pop("lines", ()))),
            **values,
        },
    )
