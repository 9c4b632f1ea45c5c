"""Invoice line BG-25 in UBL, with the two ways to put lines below a line.

EXTENDED-CTC-FR keeps the lines flat: a ``BillingReference`` to the invoice's own number
names the role (EXT-FR-FE-163) and the line above (EXT-FR-FE-162). UBL itself nests
``SubInvoiceLine`` in the line.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from odoo.addons.einvoice_base.domain.invoice import Delivery, Line, LineKind

from . import parts
from .converters import amount, attribute, identifier, indicator, iso_date, number
from .terms import Group, Scan, Term, Values, text
from .ubl_parts import DELIVERY, allowance_charge, reference


def _price_allowance(scan: Scan, values: Values) -> Values | None:
    """Keep BT-147 and BT-148; a charge on the price is no discount."""
    return None if values.get("is_charge") else values


def _own_reference(scan: Scan, values: Values) -> Values | None:
    """Keep a reference to the invoice itself, which places the line."""
    return values if values.get("number") == scan.number else None


def _nested(line: Line, below: list[list[Line]]) -> list[Line]:
    """Put nested lines behind their line, so that amounts count once.

    Where they add up to their line they count and it is a group; where they do not,
    the line counts and they only inform.
    """
    if not below:
        return [line]
    nets = [lines[0].net for lines in below]
    adds_up = None not in nets and line.net == sum(
        (net for net in nets if net is not None), Decimal(0)
    )
    inside = [
        replace(each, parent=each.parent or line.number)
        for lines in below
        for each in lines
    ]
    if not adds_up:
        inside = [replace(each, kind=LineKind.INFORMATION) for each in inside]
    return [replace(line, kind=LineKind.GROUP) if adds_up else line, *inside]


def _line(scan: Scan, values: Values) -> list[Line]:
    deliveries: list[Delivery] = values.pop("deliveries", [])
    place: Values = next(iter(values.pop("places", [])), {})
    price: Values = values.pop("price_allowance", {})
    below: list[list[Line]] = values.pop("lines", [])
    line: Line = parts.with_lists(
        Line,
        {
            "note": parts.joined(values.pop("notes", None)),
            "description": parts.joined(values.pop("descriptions", None)),
            "object_identifiers": parts.identified(values.pop("references", ())),
            "period": parts.period(values),
            "delivery": next(iter(deliveries), None),
            "price_discount": price.get("amount"),
            "gross_price": price.get("base"),
            "parent": place.get("parent"),
            "kind": parts.line_kind(scan, place.get("kind")),
            **values,
        },
    )
    return _nested(line, below)


_TERMS: tuple[Term | Group, ...] = (
    Term("BT-126", "cbc:ID", "number", text),
    Term("BT-127", "cbc:Note", "notes", text, many=True),
    Term("BT-129", "cbc:InvoicedQuantity", "quantity", number),
    Term("BT-130", "cbc:InvoicedQuantity", "unit", attribute("unitCode")),
    Term("BT-129", "cbc:CreditedQuantity", "quantity", number),
    Term("BT-130", "cbc:CreditedQuantity", "unit", attribute("unitCode")),
    Term("BT-131", "cbc:LineExtensionAmount", "net", amount),
    Term("BT-133", "cbc:AccountingCost", "accounting_reference", text),
    Term("BT-134", "cac:InvoicePeriod/cbc:StartDate", "start", iso_date),
    Term("BT-135", "cac:InvoicePeriod/cbc:EndDate", "end", iso_date),
    Term("BT-132", "cac:OrderLineReference/cbc:LineID", "order_line", text),
    Term(
        "EXT-FR-FE-135",
        "cac:OrderLineReference/cac:OrderReference/cbc:ID",
        "order_reference",
        text,
    ),
    Term(
        "EXT-FR-FE-140",
        "cac:DespatchLineReference/cac:DocumentReference/cbc:ID",
        "despatch_reference",
        text,
    ),
    Group(
        "EXT-FR-FE-163",
        "cac:BillingReference",
        "places",
        (
            Term("BT-1", "cac:InvoiceDocumentReference/cbc:ID", "number", text),
            Term(
                "EXT-FR-FE-163",
                "cac:InvoiceDocumentReference/cbc:DocumentStatusCode",
                "kind",
                text,
            ),
            Term("EXT-FR-FE-162", "cac:BillingReferenceLine/cbc:ID", "parent", text),
        ),
        _own_reference,
        many=True,
    ),
    reference("cac:DocumentReference", "BT-128"),
    DELIVERY,
    allowance_charge("BG-27"),
    Term("BT-154", "cac:Item/cbc:Description", "descriptions", text, many=True),
    Term("BT-153", "cac:Item/cbc:Name", "name", text),
    Term("BT-156", "cac:Item/cac:BuyersItemIdentification/cbc:ID", "buyer_item", text),
    Term(
        "BT-155", "cac:Item/cac:SellersItemIdentification/cbc:ID", "seller_item", text
    ),
    Term(
        "BT-157",
        "cac:Item/cac:StandardItemIdentification/cbc:ID",
        "standard_item",
        identifier(),
    ),
    Term(
        "BT-159",
        "cac:Item/cac:OriginCountry/cbc:IdentificationCode",
        "origin_country",
        text,
    ),
    Term(
        "BT-158",
        "cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode",
        "classifications",
        identifier("listID"),
        many=True,
    ),
    Term("BT-151", "cac:Item/cac:ClassifiedTaxCategory/cbc:ID", "vat_category", text),
    Term(
        "BT-152", "cac:Item/cac:ClassifiedTaxCategory/cbc:Percent", "vat_rate", number
    ),
    Term(
        "EXT-FR-FE-178",
        "cac:Item/cac:ClassifiedTaxCategory/cbc:TaxExemptionReason",
        "exemption_reason",
        text,
    ),
    Term(
        "EXT-FR-FE-179",
        "cac:Item/cac:ClassifiedTaxCategory/cbc:TaxExemptionReasonCode",
        "exemption_code",
        text,
    ),
    Group(
        "BG-32",
        "cac:Item/cac:AdditionalItemProperty",
        "attributes",
        (
            Term("BT-160", "cbc:Name", "name", text),
            Term("EXT-FR-FE-159", "cbc:NameCode", "code", text),
            Term("BT-161", "cbc:Value", "value", text),
            Term("EXT-FR-FE-160", "cbc:ValueQuantity", "measure", text),
        ),
        parts.attribute_pair,
        many=True,
    ),
    Term("BT-146", "cac:Price/cbc:PriceAmount", "price", amount),
    Term("BT-149", "cac:Price/cbc:BaseQuantity", "base_quantity", number),
    Term("BT-150", "cac:Price/cbc:BaseQuantity", "base_unit", attribute("unitCode")),
    Group(
        "BT-147",
        "cac:Price/cac:AllowanceCharge",
        "price_allowance",
        (
            Term("BT-147", "cbc:ChargeIndicator", "is_charge", indicator),
            Term("BT-147", "cbc:Amount", "amount", amount),
            Term("BT-148", "cbc:BaseAmount", "base", amount),
        ),
        _price_allowance,
    ),
)


def line(path: str, nested: str) -> Group:
    """Return the group of a line, of an invoice or a credit note."""
    return Group(
        "BG-25", path, "lines", _TERMS, _line, many=True, line="number", nested=nested
    )
