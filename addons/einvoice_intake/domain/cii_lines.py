"""Invoice line BG-25 in CII, with the lines of lines of EXTENDED."""

from __future__ import annotations

from odoo.addons.einvoice_base.domain.invoice import Line

from . import parts
from .cii_parts import allowance_charge, delivery, delivery_terms, reference
from .converters import amount, attribute, cii_date, identifier, number
from .terms import Group, Scan, Term, Values, text

_DOCUMENT = "ram:AssociatedDocumentLineDocument"
_PRODUCT = "ram:SpecifiedTradeProduct"
_AGREEMENT = "ram:SpecifiedLineTradeAgreement"
_DELIVERY = "ram:SpecifiedLineTradeDelivery"
_SETTLEMENT = "ram:SpecifiedLineTradeSettlement"
_ORDER = f"{_AGREEMENT}/ram:BuyerOrderReferencedDocument"
_NET = f"{_AGREEMENT}/ram:NetPriceProductTradePrice"
_GROSS = f"{_AGREEMENT}/ram:GrossPriceProductTradePrice"
_TAX = f"{_SETTLEMENT}/ram:ApplicableTradeTax"
_PERIOD = f"{_SETTLEMENT}/ram:BillingSpecifiedPeriod"
_SUMMATION = f"{_SETTLEMENT}/ram:SpecifiedTradeSettlementLineMonetarySummation"


def _discount(scan: Scan, values: Values) -> object:
    """Keep BT-147; an EXTENDED charge on the price is no discount."""
    return None if values.get("is_charge") else values.get("amount")


def _line(scan: Scan, values: Values) -> Line:
    discounts = values.pop("discounts", None)
    gross = values.pop("gross_quantity", None), values.pop("gross_unit", None)
    if "base_quantity" not in values:
        values["base_quantity"], values["base_unit"] = gross
    note = values.pop("delivery_note", None)
    values.setdefault("despatch_reference", note)
    return parts.with_lists(  # type: ignore[no-any-return]
        Line,
        {
            "note": parts.joined(values.pop("notes", None)),
            "object_identifiers": parts.identified(values.pop("references", ())),
            "period": parts.period(values),
            "delivery": delivery(values.pop("receiver", None), values),
            "kind": parts.line_kind(scan, values.pop("kind_code", None)),
            "price_discount": sum(discounts) if discounts else None,
            **values,
        },
    )


LINE = Group(
    "BG-25",
    "rsm:SupplyChainTradeTransaction/ram:IncludedSupplyChainTradeLineItem",
    "lines",
    (
        Term("BT-126", f"{_DOCUMENT}/ram:LineID", "number", text),
        Term("BT-X-304", f"{_DOCUMENT}/ram:ParentLineID", "parent", text),
        Term("BT-X-8", f"{_DOCUMENT}/ram:LineStatusReasonCode", "kind_code", text),
        Term(
            "BT-127", f"{_DOCUMENT}/ram:IncludedNote/ram:Content", "notes", text, True
        ),
        Term("BT-153", f"{_PRODUCT}/ram:Name", "name", text),
        Term("BT-154", f"{_PRODUCT}/ram:Description", "description", text),
        Term("BT-155", f"{_PRODUCT}/ram:SellerAssignedID", "seller_item", text),
        Term("BT-156", f"{_PRODUCT}/ram:BuyerAssignedID", "buyer_item", text),
        Term("BT-157", f"{_PRODUCT}/ram:GlobalID", "standard_item", identifier()),
        Term(
            "BT-158",
            f"{_PRODUCT}/ram:DesignatedProductClassification/ram:ClassCode",
            "classifications",
            identifier("listID"),
            many=True,
        ),
        Term(
            "BT-159",
            f"{_PRODUCT}/ram:OriginTradeCountry/ram:ID",
            "origin_country",
            text,
        ),
        Group(
            "BG-32",
            f"{_PRODUCT}/ram:ApplicableProductCharacteristic",
            "attributes",
            (
                Term("EXT-FR-FE-159", "ram:TypeCode", "code", text),
                Term("BT-160", "ram:Description", "name", text),
                Term("BT-161", "ram:Value", "value", text),
                Term("EXT-FR-FE-160", "ram:ValueMeasure", "measure", text),
            ),
            parts.attribute_pair,
            many=True,
        ),
        Term("BT-132", f"{_ORDER}/ram:LineID", "order_line", text),
        Term("BT-X-21", f"{_ORDER}/ram:IssuerAssignedID", "order_reference", text),
        Term("BT-148", f"{_GROSS}/ram:ChargeAmount", "gross_price", amount),
        Term("BT-149", f"{_GROSS}/ram:BasisQuantity", "gross_quantity", number),
        Term(
            "BT-150", f"{_GROSS}/ram:BasisQuantity", "gross_unit", attribute("unitCode")
        ),
        Group(
            "BT-147",
            f"{_GROSS}/ram:AppliedTradeAllowanceCharge",
            "discounts",
            allowance_charge("x", "x", "BG-27").parts,
            _discount,
            many=True,
        ),
        Term("BT-146", f"{_NET}/ram:ChargeAmount", "price", amount),
        Term("BT-149", f"{_NET}/ram:BasisQuantity", "base_quantity", number),
        Term("BT-150", f"{_NET}/ram:BasisQuantity", "base_unit", attribute("unitCode")),
        Term("BT-129", f"{_DELIVERY}/ram:BilledQuantity", "quantity", number),
        Term(
            "BT-130", f"{_DELIVERY}/ram:BilledQuantity", "unit", attribute("unitCode")
        ),
        *delivery_terms(_DELIVERY),
        Term(
            "BT-X-92",
            f"{_DELIVERY}/ram:DespatchAdviceReferencedDocument/ram:IssuerAssignedID",
            "despatch_reference",
            text,
        ),
        Term(
            "BT-X-202",
            f"{_DELIVERY}/ram:DeliveryNoteReferencedDocument/ram:IssuerAssignedID",
            "delivery_note",
            text,
        ),
        Term("BT-151", f"{_TAX}/ram:CategoryCode", "vat_category", text),
        Term("BT-152", f"{_TAX}/ram:RateApplicablePercent", "vat_rate", number),
        Term("BT-X-96", f"{_TAX}/ram:ExemptionReason", "exemption_reason", text),
        Term("BT-X-97", f"{_TAX}/ram:ExemptionReasonCode", "exemption_code", text),
        Term("BT-134", f"{_PERIOD}/ram:StartDateTime", "start", cii_date),
        Term("BT-135", f"{_PERIOD}/ram:EndDateTime", "end", cii_date),
        allowance_charge(
            f"{_SETTLEMENT}/ram:SpecifiedTradeAllowanceCharge",
            "allowances_charges",
            "BG-27",
        ),
        Term("BT-131", f"{_SUMMATION}/ram:LineTotalAmount", "net", amount),
        reference(
            f"{_SETTLEMENT}/ram:AdditionalReferencedDocument", "references", "BT-128"
        ),
        Term(
            "BT-133",
            f"{_SETTLEMENT}/ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID",
            "accounting_reference",
            text,
        ),
    ),
    _line,
    many=True,
    line="number",
)
