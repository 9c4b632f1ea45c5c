"""UN/CEFACT Cross Industry Invoice (D16B, D22B), Factur-X and ZUGFeRD 2 included.

Source: EN 16931-3-3; Factur-X 1.09 (all profiles); XP Z12-012 EXTENDED-CTC-FR.
"""

from __future__ import annotations

from lxml import etree

from odoo.addons.einvoice_base.domain.findings import Finding
from odoo.addons.einvoice_base.domain.invoice import Invoice, Note, Totals

from . import cii_settlement, parts
from .cii_lines import LINE
from .cii_parts import NAMESPACES, delivery, delivery_terms, party, reference
from .converters import cii_date
from .parts import Reference
from .terms import Group, Scan, Table, Term, Values, text

ROOT = f"{{{NAMESPACES['rsm']}}}CrossIndustryInvoice"

_CONTEXT = "rsm:ExchangedDocumentContext"
_DOCUMENT = "rsm:ExchangedDocument"
_AGREEMENT = "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeAgreement"
_DELIVERY = "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeDelivery"
_ID = "ram:IssuerAssignedID"


def _note(scan: Scan, values: Values) -> Note | None:
    content = parts.joined(values.get("contents"))
    return Note(content, values.get("subject")) if content else None


_HEADER: tuple[Term | Group, ...] = (
    Term(
        "BT-23",
        f"{_CONTEXT}/ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID",
        "process",
        text,
    ),
    Term(
        "BT-24",
        f"{_CONTEXT}/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID",
        "specification",
        text,
    ),
    Term("BT-1", f"{_DOCUMENT}/ram:ID", "number", text),
    Term("BT-3", f"{_DOCUMENT}/ram:TypeCode", "type_code", text),
    Term("BT-2", f"{_DOCUMENT}/ram:IssueDateTime", "issue_date", cii_date),
    Group(
        "BG-1",
        f"{_DOCUMENT}/ram:IncludedNote",
        "notes",
        (
            Term("BT-22", "ram:Content", "contents", text, many=True),
            Term("BT-21", "ram:SubjectCode", "subject", text),
        ),
        _note,
        many=True,
    ),
)
_AGREED: tuple[Term | Group, ...] = (
    Term("BT-10", f"{_AGREEMENT}/ram:BuyerReference", "buyer_reference", text),
    party(parts.SELLER, f"{_AGREEMENT}/ram:SellerTradeParty", "seller"),
    party(parts.BUYER, f"{_AGREEMENT}/ram:BuyerTradeParty", "buyer"),
    party(
        parts.TAX_REPRESENTATIVE,
        f"{_AGREEMENT}/ram:SellerTaxRepresentativeTradeParty",
        "tax_representative",
    ),
    Term(
        "BT-14",
        f"{_AGREEMENT}/ram:SellerOrderReferencedDocument/{_ID}",
        "sales_order_reference",
        text,
    ),
    Term(
        "BT-13",
        f"{_AGREEMENT}/ram:BuyerOrderReferencedDocument/{_ID}",
        "order_references",
        text,
        many=True,
    ),
    Term(
        "BT-12",
        f"{_AGREEMENT}/ram:ContractReferencedDocument/{_ID}",
        "contract_reference",
        text,
    ),
    Term(
        "BT-11",
        f"{_AGREEMENT}/ram:SpecifiedProcuringProject/ram:ID",
        "project_reference",
        text,
    ),
    reference(f"{_AGREEMENT}/ram:AdditionalReferencedDocument", "references", "BG-24"),
)
_DELIVERED: tuple[Term | Group, ...] = (
    *delivery_terms(_DELIVERY),
    Term(
        "BT-16",
        f"{_DELIVERY}/ram:DespatchAdviceReferencedDocument/{_ID}",
        "despatch_references",
        text,
        many=True,
    ),
    Term(
        "BT-X-202",
        f"{_DELIVERY}/ram:DeliveryNoteReferencedDocument/{_ID}",
        "despatch_references",
        text,
        many=True,
    ),
    Term(
        "BT-15",
        f"{_DELIVERY}/ram:ReceivingAdviceReferencedDocument/{_ID}",
        "receipt_references",
        text,
        many=True,
    ),
)
TABLE = Table(
    (*_HEADER, LINE, *_AGREED, *_DELIVERED, *cii_settlement.TERMS), NAMESPACES
)


def read_cii(root: etree._Element) -> tuple[Invoice, list[Finding]]:
    """Read an invoice and what is wrong with it.

    Args:
        root: Element ``rsm:CrossIndustryInvoice``.
    """
    settlement = "/".join(_tag(step) for step in cii_settlement.PATH.split("/"))
    ram = NAMESPACES["ram"]
    scan = Scan(
        currency=_stated(root, f"{settlement}/{{{ram}}}InvoiceCurrencyCode"),
        vat_currency=_stated(root, f"{settlement}/{{{ram}}}TaxCurrencyCode"),
    )
    invoice = _invoice(scan, TABLE.values(root, scan))
    parts.check_header(scan, invoice, None)
    return invoice, scan.notes


def _tag(step: str) -> str:
    prefix, _, local = step.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def _stated(root: etree._Element, path: str) -> str | None:
    return (root.findtext(path) or "").strip() or None


def _invoice(scan: Scan, values: Values) -> Invoice:
    references: list[Reference] = values.pop("references", [])
    delivered = delivery(values.pop("receiver", None), values)
    totals: Totals = values.pop("totals", None) or Totals()
    return parts.with_lists(  # type: ignore[no-any-return]
        Invoice,
        {
            "tax_point_date": scan.first("BT-7", values.pop("tax_point_dates", None)),
            "tax_point_code": scan.first("BT-8", values.pop("tax_point_codes", None)),
            "due_date": scan.first("BT-9", values.pop("due_dates", None)),
            "payment_terms": parts.joined(values.pop("terms", None)),
            "period": parts.period(values),
            "payment": cii_settlement.payment(scan, values),
            "deliveries": (delivered,) if delivered else (),
            "totals": parts.with_advances(totals, values.pop("advances", [])),
            "tender_reference": scan.first(
                "BT-17", parts.numbers_of_type(references, "50")
            ),
            "object_identifiers": parts.identified(references),
            "attachments": parts.supporting(references),
            "preceding_invoices": parts.distinct(
                (
                    *values.pop("preceding_invoices", ()),
                    *values.pop("line_preceding", ()),
                )
            ),
            **values,
        },
    )
