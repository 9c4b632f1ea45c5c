"""Invoices of invented suppliers, to make one arrive: CII, UBL or Factur-X.

The XML passes the XSD, EN 16931 and BR-FR; the tests say so with the official rules.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from xml.sax.saxutils import escape

from .identifiers import siret_of, vat_of
from .templates import (
    CII,
    CII_LINE,
    CII_ORDER,
    CII_PREVIOUS,
    CII_TAX,
    UBL,
    UBL_LINE,
    UBL_ORDER,
    UBL_TAX,
)

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Company:
    """A seller or a buyer."""

    siren: str
    name: str = ""
    address: str = ""


@dataclass(frozen=True)
class Item:
    """One line: name, quantity, price, VAT rate in percent."""

    name: str = "Fournitures"
    quantity: str = "1"
    price: str = "100.00"
    rate: str = "20.00"

    @property
    def net(self) -> Decimal:
        """Net amount of the line."""
        return _cents(Decimal(self.quantity) * Decimal(self.price))


@dataclass(frozen=True)
class Draft:
    """An invoice to be written.

    Attributes:
        number: BT-1.
        seller: BG-4.
        buyer: BG-7.
        issue_date: BT-2, YYYY-MM-DD.
        due_date: BT-9.
        type_code: BT-3.
        order: BT-13, empty without.
        previous: BT-25, the invoice that a credit note is about.
        previous_date: BT-26.
        iban: BT-84.
        items: BG-25.
    """

    number: str
    seller: Company
    buyer: Company
    issue_date: str = "2026-11-20"
    due_date: str = "2026-12-20"
    type_code: str = "380"
    order: str = ""
    previous: str = ""
    previous_date: str = "2026-11-02"
    iban: str = "FR7630006000011234567890189"
    items: tuple[Item, ...] = field(default=(Item(),))


def draft_from_json(said: dict[str, Any]) -> Draft:
    """Read a draft as the administration API has it.

    Raises:
        TypeError, KeyError: Something has no such name, or is missing.
    """
    parts = {
        "seller": Company(**said["seller"]),
        "buyer": Company(**said["buyer"]),
        "items": tuple(Item(**each) for each in said.get("items", [{}])),
    }
    return Draft(**(said | parts))


def write_invoice(draft: Draft, syntax: str = "CII") -> bytes:
    """Write an invoice.

    Raises:
        ValueError: There is no form for it.
    """
    if syntax == "UBL" and draft.type_code == "381":
        raise ValueError("credit notes are written as CII or Factur-X")
    if syntax == "UBL":
        return _write_ubl(draft).encode()
    xml = _write_cii(draft).encode()
    return _as_factur_x(draft, xml) if syntax == "Factur-X" else xml


def _day(date: str) -> str:
    return date.replace("-", "")


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, ROUND_HALF_UP)


def _taxes(draft: Draft) -> list[dict[str, str]]:
    """Return base and amount of each rate."""
    rates = sorted({each.rate for each in draft.items}, key=Decimal)
    found = []
    for rate in rates:
        base = sum((e.net for e in draft.items if e.rate == rate), Decimal())
        amount = _cents(base * Decimal(rate) / 100)
        found.append({"rate": rate, "base": str(base), "amount": str(amount)})
    return found


def _values(draft: Draft) -> dict[str, str]:
    taxes = _taxes(draft)
    net = sum((Decimal(each["base"]) for each in taxes), Decimal())
    vat = sum((Decimal(each["amount"]) for each in taxes), Decimal())
    sides = (("seller", _complete(draft.seller)), ("buyer", _complete(draft.buyer)))
    values = {
        "number": escape(draft.number),
        "type_code": draft.type_code,
        "issue_date": draft.issue_date,
        "due_date": draft.due_date,
        "issue_day": _day(draft.issue_date),
        "due_day": _day(draft.due_date),
        "iban": draft.iban,
        "net": str(net),
        "vat": str(vat),
        "total": str(net + vat),
    }
    for side, company in sides:
        values |= {
            side: escape(company.name),
            f"{side}_siren": company.siren,
            f"{side}_siret": siret_of(company.siren),
            f"{side}_vat": vat_of(company.siren),
            f"{side}_address": escape(company.address),
        }
    return values


def _complete(company: Company) -> Company:
    return replace(
        company,
        name=company.name or f"Société {company.siren}",
        address=company.address or company.siren,
    )


def _item_values(number: int, item: Item) -> dict[str, str]:
    return {
        "line": str(number),
        "item": escape(item.name),
        "quantity": item.quantity,
        "price": item.price,
        "rate": item.rate,
        "net": str(item.net),
    }


def _write_cii(draft: Draft) -> str:
    previous, order = escape(draft.previous), escape(draft.order)
    return CII.format(
        **_values(draft),
        lines="".join(
            CII_LINE.format(**_item_values(number, each))
            for number, each in enumerate(draft.items, 1)
        ),
        taxes="".join(CII_TAX.format(**each) for each in _taxes(draft)),
        order_reference=CII_ORDER.format(order=order) if order else "",
        previous_invoice=CII_PREVIOUS.format(
            previous=previous, previous_day=_day(draft.previous_date)
        )
        if previous
        else "",
    )


def _write_ubl(draft: Draft) -> str:
    order = escape(draft.order)
    return UBL.format(
        **_values(draft),
        order_reference=UBL_ORDER.format(order=order) if order else "",
        lines="".join(
            UBL_LINE.format(**_item_values(number, each))
            for number, each in enumerate(draft.items, 1)
        ),
        taxes="".join(UBL_TAX.format(**each) for each in _taxes(draft)),
    )


def _as_factur_x(draft: Draft, xml: bytes) -> bytes:
    # Late: the library takes a second to load, and most invoices are XML.
    import facturx

    from .readable import pdf

    values = _values(draft)
    page = pdf("Facture", [f"{draft.number} : {values['total']} EUR TTC"])
    made: bytes = facturx.generate_from_binary(
        page, xml, flavor="factur-x", level="en16931", check_xsd=False
    )
    return made
