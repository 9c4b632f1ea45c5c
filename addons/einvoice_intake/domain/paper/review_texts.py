"""Values of an invoice as the canonical text of a review."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from odoo.addons.einvoice_base.domain.invoice import Invoice, Line, TaxBreakdown
from odoo.addons.einvoice_base.domain.party import Party


def texts_of(invoice: Invoice) -> dict[str, str]:
    """Return what an invoice says, by path of a review; what it does not say is absent.

    >>> texts_of(Invoice(number="F-1"))
    {'number': 'F-1'}
    """
    return {path: text for path, text in _texts(invoice) if text}


def _texts(invoice: Invoice) -> Iterator[tuple[str, str]]:
    yield from _party("seller", invoice.seller)
    yield from _party("buyer", invoice.buyer)
    for name in ("number", "type_code", "issue_date", "due_date", "currency"):
        yield name, _text(getattr(invoice, name))
    for name in ("allowances", "charges", "net", "vat", "gross", "prepaid", "payable"):
        yield f"totals.{name}", _text(getattr(invoice.totals, name))
    for account in invoice.payment.accounts[:1]:
        yield "iban", account.number
        yield "bic", _text(account.bic)
    yield "order_reference", _text(next(iter(invoice.order_references), None))
    for preceding in invoice.preceding_invoices[:1]:
        yield "preceding_invoice", preceding.number
    for delivery in invoice.deliveries[:1]:
        yield "delivery_date", _text(delivery.date)
    for place, line in enumerate(invoice.lines):
        yield from _line(f"line.{place}", line)
    for place, tax in enumerate(invoice.tax_breakdown):
        yield from _tax(f"tax.{place}", tax)


def _party(side: str, party: Party) -> Iterator[tuple[str, str]]:
    yield f"{side}.name", party.name or party.trading_name or ""
    yield f"{side}.vat_number", party.vat_number or ""
    yield f"{side}.legal_id", party.legal_id.value if party.legal_id else ""


def _line(path: str, line: Line) -> Iterator[tuple[str, str]]:
    for name in ("name", "seller_item", "quantity", "unit", "vat_rate", "net"):
        yield f"{path}.{name}", _text(getattr(line, name))
    if line.gross_price and line.price is not None:
        yield f"{path}.price", _text(line.gross_price)
        off = (1 - line.price / line.gross_price) * 100
        yield f"{path}.discount", _text(round(off, 2).normalize())
    else:
        yield f"{path}.price", _text(line.price)


def _tax(path: str, tax: TaxBreakdown) -> Iterator[tuple[str, str]]:
    for name in ("rate", "base", "amount"):
        yield f"{path}.{name}", _text(getattr(tax, name))


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    return "" if value is None else str(value)
