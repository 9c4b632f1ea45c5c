"""UN/CEFACT Cross Industry Invoice (D16B, D22B), Factur-X and ZUGFeRD 2 included.

Source: EN 16931-3-3; Factur-X 1.09 (all profiles); XP Z12-012 EXTENDED-CTC-FR.
"""

from __future__ import annotations

from decimal import Decimal

from lxml import etree

from odoo.addons.einvoice_base.domain.findings import Finding
from odoo.addons.einvoice_base.domain.invoice import (
    Account,
    AllowanceCharge,
    Invoice,
    Note,
    Payment,
    PrecedingInvoice,
    TaxBreakdown,
    Totals,
)
from odoo.addons.einvoice_base.domain.party import Identifier, Party

from . import parts
from .cii_lines import LINE
from .cii_parts import (
    NAMESPACES,
    allowance_charge,
    delivery,
    delivery_terms,
    party,
    reference,
)
from .converters import amount, cii_date, identifier, mapped, money, number
from .parts import Reference
from .terms import Group, Scan, Table, Term, Values, made, text

ROOT = f"{{{NAMESPACES['rsm']}}}CrossIndustryInvoice"

# BT-8: CII writes UNTDID 2475, the invoice holds UNTDID 2005 (EN 16931-3-3).
_TAX_POINT_CODES = {"5": "3", "29": "35", "72": "432"}

_CONTEXT = "rsm:ExchangedDocumentContext"
_DOCUMENT = "rsm:ExchangedDocument"
_AGREEMENT = "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeAgreement"
_DELIVERY = "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeDelivery"
_SETTLEMENT = "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement"
_MEANS = f"{_SETTLEMENT}/ram:SpecifiedTradeSettlementPaymentMeans"
_PERIOD = f"{_SETTLEMENT}/ram:BillingSpecifiedPeriod"
_ID = "ram:IssuerAssignedID"


def _note(scan: Scan, values: Values) -> Note | None:
    content = parts.joined(values.get("contents"))
    return Note(content, values.get("subject")) if content else None


def _preceding(scan: Scan, values: Values) -> PrecedingInvoice | None:
    return PrecedingInvoice(**values) if "number" in values else None


def _means(scan: Scan, values: Values) -> Values:
    """Keep one payment means; its account is an IBAN or a number of another kind."""
    account = values.pop("iban", None) or values.pop("other_account", None)
    values["account"] = (
        Account(account, values.get("holder"), values.get("bic")) if account else None
    )
    return values


def _service_charge(scan: Scan, values: Values) -> AllowanceCharge:
    """Build a charge of BG-X-42: a logistics service is a charge on the document."""
    return AllowanceCharge(is_charge=True, **values)


_PAYMENT_MEANS = Group(
    "BG-16",
    _MEANS,
    "means",
    (
        Term("BT-81", "ram:TypeCode", "means_code", text),
        Term("BT-82", "ram:Information", "means_text", text),
        Term(
            "BT-87",
            "ram:ApplicableTradeSettlementFinancialCard/ram:ID",
            "card_number",
            text,
        ),
        Term(
            "BT-91",
            "ram:PayerPartyDebtorFinancialAccount/ram:IBANID",
            "debited_account",
            text,
        ),
        Term("BT-84", "ram:PayeePartyCreditorFinancialAccount/ram:IBANID", "iban", text),
        Term(
            "BT-84",
            "ram:PayeePartyCreditorFinancialAccount/ram:ProprietaryID",
            "other_account",
            text,
        ),
        Term(
            "BT-85",
            "ram:PayeePartyCreditorFinancialAccount/ram:AccountName",
            "holder",
            text,
        ),
        Term(
            "BT-86",
            "ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID",
            "bic",
            text,
        ),
    ),
    _means,
    many=True,
)
_TAX_BREAKDOWN = Group(
    "BG-23",
    f"{_SETTLEMENT}/ram:ApplicableTradeTax",
    "tax_breakdown",
    (
        Term("BT-116", "ram:BasisAmount", "base", amount),
        Term("BT-117", "ram:CalculatedAmount", "amount", amount),
        Term("BT-118", "ram:CategoryCode", "category", text),
        Term("BT-119", "ram:RateApplicablePercent", "rate", number),
        Term("BT-120", "ram:ExemptionReason", "exemption_reason", text),
        Term("BT-121", "ram:ExemptionReasonCode", "exemption_code", text),
    ),
    made(TaxBreakdown),
    many=True,
)
_TOTALS = Group(
    "BG-22",
    f"{_SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation",
    "totals",
    (
        Term("BT-106", "ram:LineTotalAmount", "lines", amount),
        Term("BT-107", "ram:AllowanceTotalAmount", "allowances", amount),
        Term("BT-108", "ram:ChargeTotalAmount", "charges", amount),
        Term("BT-109", "ram:TaxBasisTotalAmount", "net", amount),
        Term("BT-110", "ram:TaxTotalAmount", "vat_totals", money, many=True),
        Term("BT-112", "ram:GrandTotalAmount", "gross", amount),
        Term("BT-113", "ram:TotalPrepaidAmount", "prepaid", amount),
        Term("BT-114", "ram:RoundingAmount", "rounding", amount),
        Term("BT-115", "ram:DuePayableAmount", "payable", amount),
    ),
    lambda scan, values: Totals(
        **parts.vat_totals(scan, values.pop("vat_totals", None)), **values
    ),
)
_SERVICE_CHARGE = Group(
    "BG-X-42",
    f"{_SETTLEMENT}/ram:SpecifiedLogisticsServiceCharge",
    "allowances_charges",
    (
        Term("BT-X-271", "ram:Description", "reason", text),
        Term("BT-X-272", "ram:AppliedAmount", "amount", amount),
        Term("BT-X-273", "ram:AppliedTradeTax/ram:CategoryCode", "vat_category", text),
        Term(
            "BT-X-274",
            "ram:AppliedTradeTax/ram:RateApplicablePercent",
            "vat_rate",
            number,
        ),
    ),
    _service_charge,
    many=True,
)

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
        "BT-15",
        f"{_DELIVERY}/ram:ReceivingAdviceReferencedDocument/{_ID}",
        "receipt_references",
        text,
        many=True,
    ),
)
_SETTLED: tuple[Term | Group, ...] = (
    Term("BT-90", f"{_SETTLEMENT}/ram:CreditorReferenceID", "creditor_id", text),
    Term("BT-83", f"{_SETTLEMENT}/ram:PaymentReference", "remittance", text),
    Term("BT-6", f"{_SETTLEMENT}/ram:TaxCurrencyCode", "vat_currency", text),
    Term("BT-5", f"{_SETTLEMENT}/ram:InvoiceCurrencyCode", "currency", text),
    party(parts.PAYEE, f"{_SETTLEMENT}/ram:PayeeTradeParty", "payee"),
    _PAYMENT_MEANS,
    _TAX_BREAKDOWN,
    Term(
        "BT-7",
        f"{_SETTLEMENT}/ram:ApplicableTradeTax/ram:TaxPointDate",
        "tax_point_dates",
        cii_date,
        many=True,
    ),
    Term(
        "BT-8",
        f"{_SETTLEMENT}/ram:ApplicableTradeTax/ram:DueDateTypeCode",
        "tax_point_codes",
        mapped(_TAX_POINT_CODES),
        many=True,
    ),
    Term("BT-73", f"{_PERIOD}/ram:StartDateTime", "start", cii_date),
    Term("BT-74", f"{_PERIOD}/ram:EndDateTime", "end", cii_date),
    allowance_charge(
        f"{_SETTLEMENT}/ram:SpecifiedTradeAllowanceCharge",
        "allowances_charges",
        "BG-20",
    ),
    _SERVICE_CHARGE,
    Term(
        "BT-20",
        f"{_SETTLEMENT}/ram:SpecifiedTradePaymentTerms/ram:Description",
        "terms",
        text,
        many=True,
    ),
    Term(
        "BT-9",
        f"{_SETTLEMENT}/ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime",
        "due_dates",
        cii_date,
        many=True,
    ),
    Term(
        "BT-89",
        f"{_SETTLEMENT}/ram:SpecifiedTradePaymentTerms/ram:DirectDebitMandateID",
        "mandate",
        text,
    ),
    _TOTALS,
    Group(
        "BG-3",
        f"{_SETTLEMENT}/ram:InvoiceReferencedDocument",
        "preceding_invoices",
        (
            Term("BT-25", _ID, "number", text),
            Term("BT-26", "ram:FormattedIssueDateTime", "issue_date", cii_date),
        ),
        _preceding,
        many=True,
    ),
    Term(
        "BT-19",
        f"{_SETTLEMENT}/ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID",
        "accounting_reference",
        text,
    ),
    Term(
        "BT-X-291",
        f"{_SETTLEMENT}/ram:SpecifiedAdvancePayment/ram:PaidAmount",
        "advances",
        amount,
        many=True,
    ),
)

TABLE = Table((*_HEADER, LINE, *_AGREED, *_DELIVERED, *_SETTLED), NAMESPACES)


def read_cii(root: etree._Element) -> tuple[Invoice, list[Finding]]:
    """Read an invoice and what is wrong with it.

    Args:
        root: Element ``rsm:CrossIndustryInvoice``.
    """
    settlement = "/".join(_tag(step) for step in _SETTLEMENT.split("/"))
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


def _payment(scan: Scan, values: Values) -> Payment:
    means: list[Values] = values.pop("means", [])
    stated = {
        name: scan.first(term, [each[name] for each in means if each.get(name)])
        for name, term in (
            ("means_code", "BT-81"),
            ("means_text", "BT-82"),
            ("card_number", "BT-87"),
            ("debited_account", "BT-91"),
        )
    }
    return Payment(
        remittance=values.pop("remittance", None),
        accounts=parts.distinct(each["account"] for each in means),
        mandate=values.pop("mandate", None),
        creditor_id=values.pop("creditor_id", None),
        **stated,
    )


def _invoice(scan: Scan, values: Values) -> Invoice:
    references: list[Reference] = values.pop("references", [])
    delivered = delivery(values.pop("receiver", None), values)
    advances: list[Decimal] = values.pop("advances", [])
    totals: Totals = values.pop("totals", None) or Totals()
    made_values: Values = {
        "tax_point_date": scan.first("BT-7", values.pop("tax_point_dates", None)),
        "tax_point_code": scan.first("BT-8", values.pop("tax_point_codes", None)),
        "due_date": scan.first("BT-9", values.pop("due_dates", None)),
        "payment_terms": parts.joined(values.pop("terms", None)),
        "period": parts.period(values),
        "payment": _payment(scan, values),
        "deliveries": (delivered,) if delivered else (),
        "totals": parts.with_advances(totals, advances),
        "tender_reference": scan.first(
            "BT-17", [r.number for r in references if r.type_code == "50" and r.number]
        ),
        "object_identifiers": tuple(
            Identifier(r.number, r.scheme)
            for r in references
            if r.type_code == "130" and r.number
        ),
        "attachments": tuple(
            r.attachment for r in references if r.type_code not in ("50", "130")
        ),
        "seller": values.pop("seller", None) or Party(),
        "buyer": values.pop("buyer", None) or Party(),
    }
    for name, value in values.items():
        made_values[name] = tuple(value) if isinstance(value, list) else value
    return Invoice(**made_values)
