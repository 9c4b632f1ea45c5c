"""An invoice as plain data keyed by the business terms of EN 16931-1.

For people and programs that know the standard and not our attribute names. Amounts are
strings with the digits of the invoice, dates ISO 8601; what is not stated is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from odoo.addons.einvoice_base.domain.invoice import AllowanceCharge, Invoice
from odoo.addons.einvoice_base.domain.party import Identifier

from . import parts

# Attribute to the number of its term, or to the number of a group and its own terms.
Terms = Mapping[str, Any]

_ADDRESS = ("line1", "line2", "line3", "city", "postcode", "subdivision", "country")


def _address(role: Mapping[str, str]) -> Terms:
    group = parts.term(role, "address")
    return {name: role.get(name, f"{group}-{name}") for name in _ADDRESS}


def _party(role: Mapping[str, str]) -> Terms:
    group = role["group"]
    names = (
        "name trading_name identifiers legal_id vat_number tax_number legal_form "
        "endpoint"
    ).split()
    contact = {
        "name": role.get("contact_name", f"{group}-contact"),
        "phone": role.get("phone", f"{group}-phone"),
        "email": role.get("email", f"{group}-email"),
    }
    return {
        **{name: role.get(name, f"{group}-{name}") for name in names},
        "address": (role.get("address", f"{group}-address"), _address(role)),
        "contact": (role.get("contact", f"{group}-contact"), contact),
    }


def _numbered(first: int, names: str) -> Terms:
    """Number attributes in a row from ``BT-first``."""
    return {name: f"BT-{first + n}" for n, name in enumerate(names.split())}


_DOCUMENT_CHARGE = "amount base_amount percent vat_category vat_rate reason reason_code"
_LINE_CHARGE = "amount base_amount percent reason reason_code"
# Group and terms of allowances, then of charges.
_OF_DOCUMENT = (
    ("BG-20", _numbered(92, _DOCUMENT_CHARGE)),
    ("BG-21", {**_numbered(99, _DOCUMENT_CHARGE), "tax_code": "BT-105-5153"}),
)
_OF_LINE = (
    ("BG-27", _numbered(136, _LINE_CHARGE)),
    ("BG-28", {**_numbered(141, _LINE_CHARGE), "tax_code": "BT-145-5153"}),
)
_DELIVERED = {
    "name": "BT-70",
    "location": "BT-71",
    "date": "BT-72",
    "address": ("BG-15", _address(parts.DELIVERY)),
}
_LINE: Terms = {
    "number": "BT-126",
    "parent": "BT-X-304",
    "kind": "BT-X-8",
    "note": "BT-127",
    "object_identifiers": "BT-128",
    "quantity": "BT-129",
    "unit": "BT-130",
    "net": "BT-131",
    "order_line": "BT-132",
    "accounting_reference": "BT-133",
    "period": ("BG-26", {"start": "BT-134", "end": "BT-135"}),
    "allowances_charges": _OF_LINE,
    "price": "BT-146",
    "price_discount": "BT-147",
    "gross_price": "BT-148",
    "base_quantity": "BT-149",
    "base_unit": "BT-150",
    "vat_category": "BT-151",
    "vat_rate": "BT-152",
    "exemption_reason": "BT-X-96",
    "exemption_code": "BT-X-97",
    "name": "BT-153",
    "description": "BT-154",
    "seller_item": "BT-155",
    "buyer_item": "BT-156",
    "standard_item": "BT-157",
    "classifications": "BT-158",
    "origin_country": "BT-159",
    "attributes": "BG-32",
    "order_reference": "BT-X-21",
    "despatch_reference": "BT-X-92",
    "delivery": ("BG-X-7", _DELIVERED),
}
_INVOICE: Terms = {
    "number": "BT-1",
    "issue_date": "BT-2",
    "type_code": "BT-3",
    "currency": "BT-5",
    "vat_currency": "BT-6",
    "tax_point_date": "BT-7",
    "tax_point_code": "BT-8",
    "due_date": "BT-9",
    "buyer_reference": "BT-10",
    "project_reference": "BT-11",
    "contract_reference": "BT-12",
    "order_references": "BT-13",
    "sales_order_reference": "BT-14",
    "receipt_references": "BT-15",
    "despatch_references": "BT-16",
    "tender_reference": "BT-17",
    "object_identifiers": "BT-18",
    "accounting_reference": "BT-19",
    "payment_terms": "BT-20",
    "notes": ("BG-1", {"subject": "BT-21", "text": "BT-22"}),
    "process": "BT-23",
    "specification": "BT-24",
    "preceding_invoices": ("BG-3", {"number": "BT-25", "issue_date": "BT-26"}),
    "seller": ("BG-4", _party(parts.SELLER)),
    "buyer": ("BG-7", _party(parts.BUYER)),
    "payee": ("BG-10", _party(parts.PAYEE)),
    "tax_representative": ("BG-11", _party(parts.TAX_REPRESENTATIVE)),
    "deliveries": ("BG-13", _DELIVERED),
    "period": ("BG-14", {"start": "BT-73", "end": "BT-74"}),
    "payment": (
        "BG-16",
        {
            "means_code": "BT-81",
            "means_text": "BT-82",
            "remittance": "BT-83",
            "accounts": ("BG-17", _numbered(84, "number name bic")),
            "card_number": "BT-87",
            "mandate": "BT-89",
            "creditor_id": "BT-90",
            "debited_account": "BT-91",
        },
    ),
    "allowances_charges": _OF_DOCUMENT,
    "totals": (
        "BG-22",
        _numbered(
            106,
            "lines allowances charges net vat vat_accounting gross prepaid rounding "
            "payable",
        ),
    ),
    "tax_breakdown": (
        "BG-23",
        _numbered(116, "base amount category rate exemption_reason exemption_code"),
    ),
    "attachments": (
        "BG-24",
        {
            **_numbered(122, "reference description uri content"),
            "filename": "BT-125-2",
            "mimetype": "BT-125-1",
        },
    ),
    "lines": ("BG-25", _LINE),
}


def as_terms(invoice: Invoice) -> dict[str, Any]:
    """Return an invoice as plain data.

    >>> from odoo.addons.einvoice_base.domain.invoice import Totals
    >>> as_terms(Invoice(number="F1", totals=Totals(gross=Decimal("12.00"))))
    {'BT-1': 'F1', 'BG-22': {'BT-112': '12.00'}}
    """
    return _group(invoice, _INVOICE)


def _group(value: Any, terms: Terms) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for name, place in terms.items():
        content = getattr(value, name)
        if name == "allowances_charges":
            plain.update(_allowances_charges(content, place))
        elif name == "attributes":
            pairs = [{"BT-160": key, "BT-161": each} for key, each in content]
            plain.update({place: pairs} if pairs else {})
        else:
            number, inside = place if isinstance(place, tuple) else (place, None)
            shown = _shown(content, inside)
            if shown not in (None, [], {}):
                plain[number] = shown
    return plain


def _allowances_charges(
    values: tuple[AllowanceCharge, ...], places: Any
) -> dict[str, Any]:
    groups: dict[str, Any] = {}
    for each in values:
        number, terms = places[each.is_charge]
        groups.setdefault(number, []).append(_group(each, terms))
    return groups


def _shown(value: Any, inside: Terms | None) -> Any:
    if isinstance(value, tuple):
        return [_shown(each, inside) for each in value]
    if inside is not None and is_dataclass(value):
        return _group(value, inside)
    if isinstance(value, Identifier):
        scheme = {"scheme": value.scheme} if value.scheme else {}
        return {"value": value.value, **scheme}
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    return value
