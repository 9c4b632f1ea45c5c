"""An invoice with other values in it: one field, its lines, its VAT table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from odoo.addons.einvoice_base.domain import identifiers
from odoo.addons.einvoice_base.domain.codes import VatCategory
from odoo.addons.einvoice_base.domain.invoice import (
    Account,
    AllowanceCharge,
    Delivery,
    Invoice,
    Line,
    Payment,
    PrecedingInvoice,
    TaxBreakdown,
)
from odoo.addons.einvoice_base.domain.money import ZERO, rounded
from odoo.addons.einvoice_base.domain.party import Identifier, Party

from .review_fields import lines_sum
from .typed import MOST_DIGITS

_HUNDRED = Decimal(100)
_PRICE_PLACES = 6


def with_field(invoice: Invoice, path: str, value: str) -> Invoice:
    """Return the invoice with one field changed.

    Args:
        invoice: The invoice.
        path: A path of :data:`.review_fields.FIELDS`.
        value: Canonical text; empty where the invoice does not say.

    >>> with_field(Invoice(), "totals.gross", "120.00").totals.gross
    Decimal('120.00')
    """
    if path.startswith("totals."):
        name = path.removeprefix("totals.")
        totals = replace(invoice.totals, **{name: _dec(value)})
        return _adjusted(replace(invoice, totals=totals), name)
    if path.startswith("seller."):
        return replace(invoice, seller=_party(invoice.seller, path, value))
    if path.startswith("buyer."):
        return replace(invoice, buyer=_party(invoice.buyer, path, value))
    return _SETTERS[path](invoice, value)


def _adjusted(invoice: Invoice, name: str) -> Invoice:
    """Return the invoice with its discount and charges as what they are, BG-20, BG-21.

    Their VAT is that of the one rate; with several, a person says which.
    """
    if name not in ("allowances", "charges"):
        return invoice
    totals = invoice.totals
    stated = ((False, totals.allowances), (True, totals.charges))
    return replace(
        invoice,
        allowances_charges=tuple(
            AllowanceCharge(is_charge, amount) for is_charge, amount in stated if amount
        ),
    )


def _dec(value: str) -> Decimal | None:
    return Decimal(value) if value else None


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


def _party(party: Party, path: str, value: str) -> Party:
    _side, _dot, name = path.partition(".")
    if name == "name":
        return replace(party, name=value or None)
    if name == "vat_number":
        return replace(party, vat_number=value or None)
    # An identifier read wrong must not stand beside the right one.
    others = tuple(
        each
        for each in party.identifiers
        if each.scheme not in (identifiers.SCHEME_SIREN, identifiers.SCHEME_SIRET, None)
    )
    legal = Identifier(value, _scheme(value)) if value else None
    return replace(party, legal_id=legal, identifiers=others)


def _scheme(value: str) -> str | None:
    # A wrong check digit is for a rule to notice; it is still what the page says.
    if identifiers.stated_siren(value) is None:
        return None
    is_long = len(identifiers.compact(value)) > 9
    return identifiers.SCHEME_SIRET if is_long else identifiers.SCHEME_SIREN


def _iban(invoice: Invoice, value: str) -> Invoice:
    kept = invoice.payment.accounts[:1]
    if not value:
        accounts: tuple[Account, ...] = ()
    elif kept:
        accounts = (replace(kept[0], number=value),)
    else:
        accounts = (Account(value),)
    return _paid(invoice, accounts)


def _bic(invoice: Invoice, value: str) -> Invoice:
    accounts = tuple(
        replace(each, bic=value or None) for each in invoice.payment.accounts
    )
    return _paid(invoice, accounts)


def _paid(invoice: Invoice, accounts: tuple[Account, ...]) -> Invoice:
    payment: Payment = replace(invoice.payment, accounts=accounts)
    return replace(invoice, payment=payment)


def _delivered(invoice: Invoice, value: str) -> Invoice:
    kept = invoice.deliveries[:1] or (Delivery(),)
    day = _day(value)
    is_said = day is not None or kept[0] != Delivery(date=kept[0].date)
    deliveries = (replace(kept[0], date=day),) if is_said else ()
    return replace(invoice, deliveries=deliveries)


_SETTERS: Mapping[str, Callable[[Invoice, str], Invoice]] = {
    "number": lambda invoice, value: replace(invoice, number=value or None),
    "type_code": lambda invoice, value: replace(invoice, type_code=value or None),
    "issue_date": lambda invoice, value: replace(invoice, issue_date=_day(value)),
    "due_date": lambda invoice, value: replace(invoice, due_date=_day(value)),
    "currency": lambda invoice, value: replace(invoice, currency=value or None),
    "order_reference": lambda invoice, value: replace(
        invoice, order_references=(value,) if value else ()
    ),
    "preceding_invoice": lambda invoice, value: replace(
        invoice, preceding_invoices=(PrecedingInvoice(value),) if value else ()
    ),
    "delivery_date": _delivered,
    "iban": _iban,
    "bic": _bic,
}


def with_lines(
    invoice: Invoice, before: Invoice, rows: Sequence[Mapping[str, str]]
) -> Invoice:
    """Return the invoice with other lines; their sum is what its lines sum up to.

    Args:
        invoice: The invoice.
        before: As it was read, which knows what a rate without VAT stands for.
        rows: Column to canonical text.

    >>> rows = [{"name": "Paper", "quantity": "2", "price": "5", "net": "10"}]
    >>> with_lines(Invoice(), Invoice(), rows).lines[0].net
    Decimal('10')
    """
    lines = tuple(
        _line(str(place), row, _categories(before))
        for place, row in enumerate(rows, start=1)
    )
    changed = replace(invoice, lines=lines)
    totals = replace(changed.totals, lines=lines_sum(changed))
    return replace(changed, totals=totals)


def _line(
    number: str, row: Mapping[str, str], known: Mapping[Decimal, str | None]
) -> Line:
    said = {name: _dec(row.get(name, "")) for name in ("quantity", "price", "net")}
    discount, rate = _dec(row.get("discount", "")), _dec(row.get("vat_rate", ""))
    price = gross = said["price"]
    if discount and gross is not None:
        price = rounded(gross * (1 - discount / _HUNDRED), _PRICE_PLACES).normalize()
    net = said["net"]
    if net is None and price is not None and said["quantity"] is not None:
        net = _amount(price * said["quantity"])
    return Line(
        number=number,
        name=row.get("name") or None,
        seller_item=row.get("seller_item") or None,
        quantity=said["quantity"],
        unit=row.get("unit") or None,
        price=price,
        gross_price=gross if discount else None,
        price_discount=gross - price if discount and gross and price else None,
        net=net,
        vat_rate=rate,
        vat_category=_category(rate, known),
    )


def _amount(value: Decimal) -> Decimal | None:
    """Round to cents; ``None`` for what nobody may type: no invoice says it."""
    return rounded(value) if value.adjusted() < MOST_DIGITS else None


def with_taxes(
    invoice: Invoice, before: Invoice, rows: Sequence[Mapping[str, str]]
) -> Invoice:
    """Return the invoice with another VAT table.

    >>> rows = [{"rate": "20", "base": "100.00", "amount": "20.00"}]
    >>> with_taxes(Invoice(), Invoice(), rows).tax_breakdown[0].category
    'S'
    """
    known = _categories(before)
    table = tuple(
        TaxBreakdown(
            base=_dec(row.get("base", "")),
            amount=_dec(row.get("amount", "")),
            rate=_dec(row.get("rate", "")),
            category=_category(_dec(row.get("rate", "")), known),
        )
        for row in rows
    )
    return replace(invoice, tax_breakdown=table)


def _categories(invoice: Invoice) -> dict[Decimal, str | None]:
    """Return what each rate of an invoice stands for: at 0 %, many things."""
    named = [(each.rate, each.category) for each in invoice.tax_breakdown]
    named += [(each.vat_rate, each.vat_category) for each in invoice.lines]
    return {rate: category for rate, category in named if rate is not None and category}


def _category(rate: Decimal | None, known: Mapping[Decimal, str | None]) -> str | None:
    if rate is None:
        return None
    standard = VatCategory.STANDARD if rate else VatCategory.EXEMPT
    return known.get(rate) or standard.value


def with_sums(invoice: Invoice, before: Invoice, touched: set[str]) -> Invoice:
    """Let what was derived from a corrected amount follow it.

    Args:
        invoice: After the corrections.
        before: As it was read.
        touched: Paths that a person touched, ``line`` and ``tax`` for the tables.
    """
    return _following_tax(_following_payable(invoice, before, touched), before, touched)


def _following_payable(invoice: Invoice, before: Invoice, touched: set[str]) -> Invoice:
    """Let the amount to be paid be the total less what was paid, as it was read."""
    if "totals.payable" in touched or not touched & {"totals.gross", "totals.prepaid"}:
        return invoice
    if before.totals.payable is None or before.totals.payable != _due(before):
        return invoice
    return replace(invoice, totals=replace(invoice.totals, payable=_due(invoice)))


def _due(invoice: Invoice) -> Decimal | None:
    totals = invoice.totals
    if totals.gross is None:
        return None
    return totals.gross - (totals.prepaid or ZERO) + (totals.rounding or ZERO)


def _following_tax(invoice: Invoice, before: Invoice, touched: set[str]) -> Invoice:
    """Let the one row of a VAT table say what the totals say, as it did."""
    if "tax" in touched or not touched & {"totals.net", "totals.vat"}:
        return invoice
    rows, old = before.tax_breakdown, before.totals
    if len(rows) != 1 or (rows[0].base, rows[0].amount) != (old.net, old.vat):
        return invoice
    new = invoice.totals
    row = replace(rows[0], base=new.net, amount=new.vat)
    return replace(invoice, tax_breakdown=(row,))
