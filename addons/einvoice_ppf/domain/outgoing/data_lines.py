"""Lines, allowances and charges as the library ``factur-x`` wants them."""

from __future__ import annotations

from odoo.addons.einvoice_base.domain.invoice import AllowanceCharge, Line, LineKind
from odoo.addons.einvoice_base.domain.money import ZERO

from .data_parties import Data, by_scheme, place, stated
from .plain import NO_NUMBER, NO_TEXT, amount, number, said
from .profile import Profile, Syntax

# UBL names a line of an order or a delivery note before the document: without the one
# it could not say the other. Readers know these letters from ``cac:OrderReference``.
NOT_NUMBERED = "NA"


def line(value: Line, syntax: Syntax, profile: Profile, invoice: str | None) -> Data:
    """Return a line BG-25.

    Args:
        value: The line.
        syntax: In which it is written.
        profile: What it may hold.
        invoice: Number of its invoice, to which UBL ties the place of a sub-line.
    """
    data = {
        "BT-126": said(value.number) or NO_TEXT,
        "BT-127-00": [{"BT-127": note}] if (note := said(value.note)) else [],
        "BT-128": by_scheme(value.object_identifiers),
        "BT-129": number(value.quantity) or NO_NUMBER,
        "BT-130": said(value.unit) or NO_TEXT,
        "BT-131": amount(value.net) or NO_NUMBER,
        "BT-132": said(value.order_line),
        "BT-133": said(value.accounting_reference),
        "BT-151": said(value.vat_category) or NO_TEXT,
        "BT-152": number(value.vat_rate),
        **_prices(value, syntax),
        **_item(value),
        **charges(value.allowances_charges, "BG-27", "BG-28"),
    }
    if value.period:
        data |= {"BT-134": value.period.start, "BT-135": value.period.end}
    if profile.is_extended:
        data |= _extension(value)
        data |= _place_among_lines(value, syntax, invoice)
    return stated(data)


def _prices(value: Line, syntax: Syntax) -> Data:
    """Return BT-146 to BT-149.

    A gross price has its place beside a discount in UBL, and a discount beside a gross
    price in CII: the one follows from the other (BT-146 = BT-148 - BT-147).
    """
    discount, gross = value.price_discount, value.gross_price
    if syntax is Syntax.UBL and discount is None and gross is not None:
        discount = gross - value.price if value.price is not None else ZERO
    if syntax is Syntax.CII and gross is None and discount is not None:
        gross = (value.price or ZERO) + discount
    return {
        "BT-146": amount(value.price) or NO_NUMBER,
        "BT-147-00": [] if discount is None else [{"BT-147": amount(discount)}],
        "BT-148": amount(gross),
        "BT-149": number(value.base_quantity),
    }


def _item(value: Line) -> Data:
    standard = value.standard_item
    return {
        "BT-153": said(value.name) or NO_TEXT,
        "BT-154": said(value.description),
        "BT-155": said(value.seller_item),
        "BT-156": said(value.buyer_item),
        "BT-157": said(standard.value) if standard else None,
        "BT-157-1": said(standard.scheme) if standard else None,
        "BT-158": {
            scheme: {None: code}
            for scheme, code in by_scheme(value.classifications).items()
        },
        "BT-159": said(value.origin_country),
        "BG-32": [
            {"BT-160": name, "BT-161": content}
            for name, content in ((said(a), said(b)) for a, b in value.attributes)
            if name and content
        ],
    }


def _extension(value: Line) -> Data:
    """Return what only an extension of EN 16931 says of a line."""
    delivery = value.delivery
    return {
        "EXT-FR-FE-135": said(value.order_reference),
        "EXT-FR-FE-140": said(value.despatch_reference),
        "EXT-FR-FE-158": delivery.date if delivery else None,
        "EXT-FR-FE-178": said(value.exemption_reason),
        "EXT-FR-FE-179": said(value.exemption_code),
        "EXT-FR-FE-BG-10": place(delivery) if delivery else None,
    }


def _place_among_lines(value: Line, syntax: Syntax, invoice: str | None) -> Data:
    """Return role and parent of a line (EXT-FR-FE-163, EXT-FR-FE-162).

    UBL says them in a reference of the line to its own invoice.
    """
    role = value.kind.value if value.kind is not LineKind.DETAIL else None
    parent = said(value.parent)
    if syntax is Syntax.CII:
        return {
            "EXT-FR-FE-162": parent,
            "EXT-FR-FE-163": role or ("DETAIL" if parent else None),
        }
    data: Data = {}
    if said(value.order_reference) and not said(value.order_line):
        data["BT-132"] = NOT_NUMBERED
    if said(value.despatch_reference):
        data["EXT-FR-FE-141"] = NOT_NUMBERED
    if role or parent:
        data |= {
            "EXT-FR-FE-136": said(invoice),
            "EXT-FR-FE-139": parent,
            "EXT-FR-FE-163": role or "DETAIL",
        }
    return data


def charges(
    values: tuple[AllowanceCharge, ...], allowances: str, charged: str
) -> dict[str, list[Data]]:
    """Return allowances and charges, each under its group.

    >>> from decimal import Decimal
    >>> charges((AllowanceCharge(True, Decimal(5)),), "BG-20", "BG-21")["BG-21"]
    [{'amount': '5.00'}]
    """
    groups: dict[str, list[Data]] = {allowances: [], charged: []}
    for each in values:
        groups[charged if each.is_charge else allowances].append(_charge(each))
    return groups


def places(values: tuple[AllowanceCharge, ...]) -> list[int]:
    """Return where each entry stands in the document, allowances first.

    The library writes all allowances, then all charges.

    >>> places((AllowanceCharge(True), AllowanceCharge(False), AllowanceCharge(True)))
    [1, 0, 2]
    """
    return sorted(range(len(values)), key=lambda place: values[place].is_charge)


def _charge(value: AllowanceCharge) -> Data:
    # Both syntaxes have one place for two codes; the tax says more than the reason.
    tax_code = said(value.tax_code)
    return stated(
        {
            "amount": amount(value.amount) or NO_NUMBER,
            "base_amount": amount(value.base_amount),
            "rate": number(value.percent),
            "reason": said(value.reason),
            "reason_code": None if tax_code else said(value.reason_code),
            "non_vat_tax_code": tax_code,
            "vat_category_code": said(value.vat_category),
            "vat_rate": number(value.vat_rate),
        }
    )
