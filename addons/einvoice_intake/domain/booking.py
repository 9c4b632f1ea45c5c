"""From an invoice to the lines of a bill, every amount the supplier's to the cent.

The plan holds what the books need, not how they store it. Amounts are positive
on a bill and on a refund alike; an invoice whose total is negative is a refund.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from odoo.addons.einvoice_base.domain.codes import (
    Effect,
    TypeCode,
    VatCategory,
    vat_category_of,
)
from odoo.addons.einvoice_base.domain.invoice import (
    AllowanceCharge,
    Invoice,
    Line,
    TaxBreakdown,
)
from odoo.addons.einvoice_base.domain.money import ZERO, decimals, rounded

from .booking_refusals import (
    NegativeCreditNoteError,
    NoTotalError,
    ProFormaError,
    RateUnclearError,
    TypeUnknownError,
)
from .pricing import Priced, priced

# Legal rates of France, tried in this order for an invoice that states no rate.
_RATES = tuple(Decimal(rate) for rate in ("20", "10", "5.5", "2.1", "8.5", "13"))


class BookedAs(Enum):
    """What the invoice becomes."""

    BILL = "in_invoice"
    REFUND = "in_refund"


class PlannedKind(Enum):
    """Where a planned line comes from."""

    LINE = "line"
    ALLOWANCE_CHARGE = "allowance_charge"
    BREAKDOWN = "breakdown"
    ROUNDING = "rounding"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True)
class VatKey:
    """VAT of a line: category and rate in percent (zero where none is charged)."""

    category: VatCategory
    rate: Decimal


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """One line of the bill.

    Attributes:
        kind: Where it comes from.
        name: Text of the line.
        net: Amount without VAT, exact.
        priced: Quantity, unit price and discount whose product is ``net``.
        vat: Its VAT; ``None`` when it carries none (rounding) or the invoice is
            silent.
        source: The invoice line, for product and order.
        allowance: The allowance or charge.
    """

    kind: PlannedKind
    name: str
    net: Decimal
    priced: Priced
    vat: VatKey | None = None
    source: Line | None = None
    allowance: AllowanceCharge | None = None


@dataclass(frozen=True, slots=True)
class PlannedTax:
    """VAT of one category and rate: base and amount as the invoice states them."""

    vat: VatKey
    base: Decimal
    amount: Decimal
    exemption_code: str | None = None
    exemption_reason: str | None = None


@dataclass(frozen=True, slots=True)
class BookingPlan:
    """What to book.

    Attributes:
        booked_as: Bill or refund.
        is_turned: The signs were turned because the invoice was negative.
        lines: In the order of the document.
        taxes: One per category and rate.
        total: What the bill owes: BT-112 plus BT-114, positive.
        gap: What the lines and taxes miss to reach ``total``; zero when they agree.
    """

    booked_as: BookedAs
    is_turned: bool
    lines: tuple[PlannedLine, ...]
    taxes: tuple[PlannedTax, ...]
    total: Decimal
    gap: Decimal = ZERO


def plan(invoice: Invoice, quantity_places: int = 2) -> BookingPlan:
    """Plan the bill of an invoice.

    Args:
        invoice: What was read.
        quantity_places: Decimals that the books keep of a quantity.

    Raises:
        BookingRefusedError: With the reason, when no bill can be right.
    """
    booked_as, sign = _booked_as(invoice)
    places = decimals(invoice.currency)
    exact = [_signed(line, sign) for line in _lines(invoice, places, quantity_places)]
    lines = tuple(_to_the_cent(exact, places))
    taxes = tuple(_taxes(invoice, lines, sign, places))
    gross = _gross(invoice)
    total = rounded(sign * (gross + (invoice.totals.rounding or ZERO)), places)
    reached = sum((line.net for line in lines), ZERO) + sum(
        (tax.amount for tax in taxes), ZERO
    )
    return BookingPlan(
        booked_as=booked_as,
        is_turned=sign < 0,
        lines=lines,
        taxes=taxes,
        total=total,
        gap=total - reached,
    )


def _to_the_cent(lines: list[PlannedLine], places: int) -> Iterator[PlannedLine]:
    """Round each line as the books must, and give back what that lost in one line."""
    lost = ZERO
    for line in lines:
        net = rounded(line.net, places)
        lost += line.net - net
        if net == line.net:
            yield line
        else:
            kept = line.priced
            price = kept if kept.net(places) == net else Priced(Decimal(1), net)
            yield replace(line, net=net, priced=price)
    if lost := rounded(lost, places):
        yield _difference(lost)


def _difference(amount: Decimal) -> PlannedLine:
    return PlannedLine(
        kind=PlannedKind.DIFFERENCE,
        name="",
        net=amount,
        priced=Priced(Decimal(1), amount),
    )


def with_difference(planned: BookingPlan) -> BookingPlan:
    """Close the gap of a plan with one line, so that the bill owes what is asked.

    Only for a gap inside the tolerance that the company declared.
    """
    if not planned.gap:
        return planned
    line = _difference(planned.gap)
    return replace(planned, lines=(*planned.lines, line), gap=ZERO)


def _gross(invoice: Invoice) -> Decimal:
    """Total with VAT, from BT-112 or else BT-109 + BT-110 or BT-115 + BT-113."""
    totals = invoice.totals
    if totals.gross is not None:
        return totals.gross
    if totals.net is not None and totals.vat is not None:
        return totals.net + totals.vat
    if totals.payable is not None:
        return totals.payable + (totals.prepaid or ZERO) - (totals.rounding or ZERO)
    raise NoTotalError()


def _booked_as(invoice: Invoice) -> tuple[BookedAs, int]:
    if invoice.type is None:
        raise TypeUnknownError(value=invoice.type_code or "–")
    if invoice.type is TypeCode.PROFORMA:
        raise ProFormaError()
    gross = _gross(invoice)
    if invoice.type.effect is Effect.REFUND:
        if gross < 0:
            raise NegativeCreditNoteError(gross=gross)
        return BookedAs.REFUND, 1
    return (BookedAs.REFUND, -1) if gross < 0 else (BookedAs.BILL, 1)


def _signed(line: PlannedLine, sign: int) -> PlannedLine:
    if sign > 0:
        return line
    price = replace(line.priced, quantity=-line.priced.quantity)
    return replace(line, net=-line.net, priced=price)


def _vat_key(category: str | None, rate: Decimal | None) -> VatKey | None:
    known = vat_category_of(category)
    if known is None:
        return None
    charged = rate if known.has_rate and rate is not None else ZERO
    return VatKey(known, charged.normalize() + ZERO)


def _lines(
    invoice: Invoice, places: int, quantity_places: int
) -> Iterator[PlannedLine]:
    """Yield the lines: of the document, else of its breakdown, else of its totals."""
    if invoice.counted_lines:
        yield from _document_lines(invoice, places, quantity_places)
    elif invoice.tax_breakdown:
        for tax in invoice.tax_breakdown:
            yield _breakdown_line(invoice, tax)
    else:
        yield _minimum_line(invoice, places)
    if invoice.totals.rounding:
        yield PlannedLine(
            kind=PlannedKind.ROUNDING,
            name="BT-114",
            net=invoice.totals.rounding,
            priced=Priced(Decimal(1), invoice.totals.rounding),
        )


def _document_lines(
    invoice: Invoice, places: int, quantity_places: int
) -> Iterator[PlannedLine]:
    only = invoice.tax_breakdown[0] if len(invoice.tax_breakdown) == 1 else None
    fallback = _vat_key(only.category, only.rate) if only else None
    for line in invoice.counted_lines:
        net = line.net
        if net is None:
            each = (line.price or ZERO) / (line.base_quantity or Decimal(1))
            net = rounded((line.quantity or ZERO) * each, places)
        yield PlannedLine(
            kind=PlannedKind.LINE,
            name=_line_name(line),
            net=net,
            priced=priced(line, net, places, quantity_places),
            vat=_vat_key(line.vat_category, line.vat_rate) or fallback,
            source=line,
        )
    for each_allowance in invoice.allowances_charges:
        amount = each_allowance.signed_amount
        yield PlannedLine(
            kind=PlannedKind.ALLOWANCE_CHARGE,
            name=each_allowance.reason or each_allowance.reason_code or "",
            net=amount,
            priced=Priced(Decimal(1), amount),
            vat=_vat_key(each_allowance.vat_category, each_allowance.vat_rate)
            or fallback,
            allowance=each_allowance,
        )


def _line_name(line: Line) -> str:
    parts = [line.name, line.description if line.description != line.name else None]
    return "\n".join(part for part in parts if part)


def _breakdown_line(invoice: Invoice, tax: TaxBreakdown) -> PlannedLine:
    base = tax.base if tax.base is not None else (invoice.totals.net or ZERO)
    return PlannedLine(
        kind=PlannedKind.BREAKDOWN,
        name="",
        net=base,
        priced=Priced(Decimal(1), base),
        vat=_vat_key(tax.category, tax.rate),
    )


def _minimum_line(invoice: Invoice, places: int) -> PlannedLine:
    totals = invoice.totals
    vat = totals.vat or ZERO
    net = totals.net if totals.net is not None else _gross(invoice) - vat
    rate = next((r for r in _RATES if rounded(net * r / 100, places) == vat), None)
    if vat and rate is None:
        raise RateUnclearError(net=net, vat=vat)
    key = VatKey(VatCategory.STANDARD, rate) if vat and rate else None
    return PlannedLine(
        kind=PlannedKind.BREAKDOWN,
        name="",
        net=net,
        priced=Priced(Decimal(1), net),
        vat=key or VatKey(VatCategory.EXEMPT, ZERO),
    )


def _taxes(
    invoice: Invoice, lines: tuple[PlannedLine, ...], sign: int, places: int
) -> Iterator[PlannedTax]:
    """Yield the VAT per category and rate: as stated, else computed from the lines.

    The base is always that of the booked lines, so that the entry is consistent; a
    stated base that differs is noticed by the totals gate.
    """
    stated: dict[VatKey, list[TaxBreakdown]] = {}
    for tax in invoice.tax_breakdown:
        if key := _vat_key(tax.category, tax.rate):
            stated.setdefault(key, []).append(tax)
    bases: dict[VatKey, Decimal] = {}
    for line in lines:
        if line.vat is not None:
            bases[line.vat] = bases.get(line.vat, ZERO) + line.net
    for key in dict.fromkeys((*bases, *stated)):
        rows = stated.get(key, [])
        base = bases.get(key, ZERO)
        if rows:
            stated_sum = sum((row.amount or ZERO for row in rows), ZERO)
            amount = rounded(sign * stated_sum, places)
        else:
            amount = rounded(base * key.rate / 100, places)
        first = rows[0] if rows else TaxBreakdown()
        yield PlannedTax(
            vat=key,
            base=base,
            amount=amount,
            exemption_code=first.exemption_code,
            exemption_reason=first.exemption_reason,
        )
