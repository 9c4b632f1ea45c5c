"""Header trade settlement in CII: payment, taxes, totals, preceding invoices."""

from __future__ import annotations

from odoo.addons.einvoice_base.domain.invoice import (
    Account,
    AllowanceCharge,
    Payment,
    TaxBreakdown,
    Totals,
)

from . import parts
from .cii_parts import allowance_charge, party
from .converters import amount, cii_date, mapped, money, number
from .terms import Group, Scan, Term, Values, made, text

PATH = "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement"

# BT-8: CII writes UNTDID 2475, the invoice holds UNTDID 2005 (EN 16931-3-3).
_TAX_POINT_CODES = {"5": "3", "29": "35", "72": "432"}

_PERIOD = f"{PATH}/ram:BillingSpecifiedPeriod"
_ID = "ram:IssuerAssignedID"


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
    f"{PATH}/ram:SpecifiedTradeSettlementPaymentMeans",
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
        Term(
            "BT-84", "ram:PayeePartyCreditorFinancialAccount/ram:IBANID", "iban", text
        ),
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
    f"{PATH}/ram:ApplicableTradeTax",
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
    f"{PATH}/ram:SpecifiedTradeSettlementHeaderMonetarySummation",
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
    f"{PATH}/ram:SpecifiedLogisticsServiceCharge",
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
_PRECEDING = (
    Term("BT-25", _ID, "number", text),
    Term("BT-26", "ram:FormattedIssueDateTime", "issue_date", cii_date),
)

TERMS: tuple[Term | Group, ...] = (
    Term("BT-90", f"{PATH}/ram:CreditorReferenceID", "creditor_id", text),
    Term("BT-83", f"{PATH}/ram:PaymentReference", "remittance", text),
    Term("BT-6", f"{PATH}/ram:TaxCurrencyCode", "vat_currency", text),
    Term("BT-5", f"{PATH}/ram:InvoiceCurrencyCode", "currency", text),
    party(parts.PAYEE, f"{PATH}/ram:PayeeTradeParty", "payee"),
    _PAYMENT_MEANS,
    _TAX_BREAKDOWN,
    Term(
        "BT-7",
        f"{PATH}/ram:ApplicableTradeTax/ram:TaxPointDate",
        "tax_point_dates",
        cii_date,
        many=True,
    ),
    Term(
        "BT-8",
        f"{PATH}/ram:ApplicableTradeTax/ram:DueDateTypeCode",
        "tax_point_codes",
        mapped(_TAX_POINT_CODES),
        many=True,
    ),
    Term("BT-73", f"{_PERIOD}/ram:StartDateTime", "start", cii_date),
    Term("BT-74", f"{_PERIOD}/ram:EndDateTime", "end", cii_date),
    allowance_charge(
        f"{PATH}/ram:SpecifiedTradeAllowanceCharge",
        "allowances_charges",
        "BG-20",
    ),
    _SERVICE_CHARGE,
    Term(
        "BT-20",
        f"{PATH}/ram:SpecifiedTradePaymentTerms/ram:Description",
        "terms",
        text,
        many=True,
    ),
    Term(
        "BT-9",
        f"{PATH}/ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime",
        "due_dates",
        cii_date,
        many=True,
    ),
    Term(
        "BT-89",
        f"{PATH}/ram:SpecifiedTradePaymentTerms/ram:DirectDebitMandateID",
        "mandate",
        text,
    ),
    _TOTALS,
    Group(
        "BG-3",
        f"{PATH}/ram:InvoiceReferencedDocument",
        "preceding_invoices",
        _PRECEDING,
        parts.preceding,
        many=True,
    ),
    Group(
        "BT-X-331",
        "rsm:SupplyChainTradeTransaction/ram:IncludedSupplyChainTradeLineItem"
        "/ram:SpecifiedLineTradeSettlement/ram:InvoiceReferencedDocument",
        "line_preceding",
        _PRECEDING,
        parts.preceding_of_line,
        many=True,
    ),
    Term(
        "BT-19",
        f"{PATH}/ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID",
        "accounting_reference",
        text,
    ),
    Term(
        "BT-X-291",
        f"{PATH}/ram:SpecifiedAdvancePayment/ram:PaidAmount",
        "advances",
        amount,
        many=True,
    ),
)


def payment(scan: Scan, values: Values) -> Payment:
    """Build BG-16: several means become one payment with several accounts."""
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
