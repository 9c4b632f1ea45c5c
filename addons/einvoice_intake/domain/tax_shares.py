"""The VAT of one rate, shared between the taxes that carry it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from decimal import Decimal
from typing import TypeVar

from odoo.addons.einvoice_base.domain.money import ZERO, rounded

from .booking import BookingPlan, PlannedTax

_Tax = TypeVar("_Tax", bound=Hashable)


def tax_shares(
    planned: PlannedTax, lines: Iterable[tuple[Decimal, _Tax]], places: int = 2
) -> Mapping[_Tax, tuple[Decimal, Decimal]]:
    """Return base and VAT of each tax that lines of one rate have.

    The supplier states one amount of VAT for the rate: it is shared by base, and the
    largest base takes what the rounding leaves, so that the sum is his to the cent.

    Args:
        planned: Base and VAT of the rate.
        lines: Net amount and tax of each line of the rate.
        places: Decimals of the currency.

    >>> from odoo.addons.einvoice_base.domain.codes import VatCategory
    >>> from .booking import VatKey
    >>> vat = VatKey(VatCategory.STANDARD, Decimal(20))
    >>> planned = PlannedTax(vat, Decimal("100.01"), Decimal("20.01"))
    >>> lines = [(Decimal("66.67"), "goods"), (Decimal("33.34"), "services")]
    >>> [str(amount) for _base, amount in tax_shares(planned, lines).values()]
    ['6.67', '13.34']
    """
    bases: dict[_Tax, Decimal] = {}
    for net, tax in lines:
        bases[tax] = bases.get(tax, ZERO) + net
    total = sum(bases.values(), ZERO)
    ordered = sorted(bases, key=lambda tax: abs(bases[tax]))
    shares, left = {}, planned.amount
    for tax in ordered[:-1]:
        part = rounded(planned.amount * bases[tax] / total, places) if total else ZERO
        shares[tax] = bases[tax], part
        left -= part
    for tax in ordered[-1:]:
        shares[tax] = bases[tax], left
    return shares


def kept_shares(
    planned: BookingPlan, lines: Iterable[tuple[Decimal, Decimal, _Tax]], places: int
) -> Mapping[_Tax, Decimal]:
    """Return the VAT of each tax of a bill that a person changed, where it is known.

    While the lines of a rate have the supplier's sum, their VAT is his, however the
    lines are coded; of a rate whose sum is another one nothing is known.

    Args:
        planned: The bill as it was made.
        lines: Net amount, rate in percent and tax of each line as it is now.
        places: Decimals of the currency.

    >>> from odoo.addons.einvoice_base.domain.codes import VatCategory
    >>> from odoo.addons.einvoice_base.domain.invoice import Invoice, TaxBreakdown
    >>> from odoo.addons.einvoice_base.domain.invoice import Totals
    >>> from .booking import plan
    >>> hundred, vat, rate = Decimal("100.06"), Decimal("20.02"), Decimal(20)
    >>> invoice = Invoice(
    ...     number="F1", type_code="380", currency="EUR",
    ...     tax_breakdown=(TaxBreakdown(hundred, vat, "S", rate),),
    ...     totals=Totals(net=hundred, vat=vat, gross=hundred + vat),
    ... )
    >>> half = hundred / 2
    >>> bill = plan(invoice)
    >>> kept = kept_shares(bill, [(half, rate, "goods"), (half, rate, "services")], 2)
    >>> sorted(map(str, kept.values()))
    ['10.01', '10.01']
    >>> kept_shares(bill, [(half, rate, "goods")], 2)
    {}
    """
    asked: dict[Decimal, list[PlannedTax]] = {}
    for tax in planned.taxes:
        asked.setdefault(tax.vat.rate, []).append(tax)
    now: dict[Decimal, list[tuple[Decimal, _Tax]]] = {}
    for net, rate, carried in lines:
        now.setdefault(rate, []).append((net, carried))
    kept: dict[_Tax, Decimal] = {}
    for rate, taxes in asked.items():
        nets = [
            line.net for line in planned.lines if line.vat and line.vat.rate == rate
        ]
        base = sum(nets, ZERO) if nets else sum((tax.base for tax in taxes), ZERO)
        carrying = now.get(rate, [])
        if sum((net for net, _tax in carrying), ZERO) == base:
            amount = sum((tax.amount for tax in taxes), ZERO)
            whole = PlannedTax(taxes[0].vat, base, amount)
            shares = tax_shares(whole, carrying, places)
            kept.update({tax: share for tax, (_base, share) in shares.items()})
    return kept
