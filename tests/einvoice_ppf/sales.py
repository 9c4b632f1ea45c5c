"""Customer invoices of every type, small and right, for the tests of sending."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from odoo.addons.einvoice_base.domain.codes import TypeCode
from odoo.addons.einvoice_base.domain.invoice import (
    Account,
    Delivery,
    Invoice,
    Line,
    Note,
    Payment,
    Period,
    PrecedingInvoice,
    TaxBreakdown,
    Totals,
)
from odoo.addons.einvoice_base.domain.money import ZERO, rounded
from odoo.addons.einvoice_base.domain.party import Address, Contact, Identifier, Party

SELLER = Party(
    name="Atelier Beaumanoir",
    trading_name="Beaumanoir",
    identifiers=(Identifier("10000000900015", "0009"),),
    legal_id=Identifier("100000009", "0002"),
    vat_number="FR88100000009",
    legal_form="SARL au capital de 50 000 euros",
    endpoint=Identifier("100000009", "0225"),
    address=Address(
        line1="35 rue des Ateliers", city="Paris", postcode="75018", country="FR"
    ),
    contact=Contact("Claire Morel", "+33 1 40 00 00 00", "facture@beaumanoir.example"),
)
BUYER = Party(
    name="Papeterie du Rhône",
    identifiers=(Identifier("20000000800019", "0009"),),
    legal_id=Identifier("200000008", "0002"),
    vat_number="FR37200000008",
    endpoint=Identifier("200000008", "0225"),
    address=Address(
        line1="2 quai du Rhône", city="Lyon", postcode="69002", country="FR"
    ),
)
FACTOR = Party(
    name="Affacturage du Sud",
    identifiers=(Identifier("30000000700013", "0009"),),
    legal_id=Identifier("300000007", "0002"),
)
IBAN = "FR7630006000011234567890189"
ISSUED = date(2026, 10, 5)
DUE = date(2026, 11, 4)
NOTES = (
    Note("Indemnité forfaitaire pour frais de recouvrement : 40 €.", "PMT"),
    Note("Pénalités de retard : taux de la BCE majoré de 10 points.", "PMD"),
    Note("Pas d'escompte pour paiement anticipé.", "AAB"),
    Note("B2B", "BAR"),
)
BEFORE = PrecedingInvoice("F-2026-0100", date(2026, 9, 1))


def line(
    number: str, quantity: str, price: str, rate: str = "20", **others: Any
) -> Line:
    """Return a line; its net amount follows from quantity and price."""
    made = Line(
        number=number,
        name=f"Article {number}",
        quantity=Decimal(quantity),
        unit="C62",
        price=Decimal(price),
        vat_category="S",
        vat_rate=Decimal(rate),
    )
    return netted(replace(made, **others))


def netted(made: Line) -> Line:
    """Return a line with the net amount that follows from quantity and price."""
    if made.net is not None or made.quantity is None or made.price is None:
        return made
    extra = sum((each.signed_amount for each in made.allowances_charges), ZERO)
    base = made.base_quantity or Decimal(1)
    return replace(made, net=rounded(made.quantity * made.price / base) + extra)


LINES = (line("1", "3", "40.00"), line("2", "2", "10.50", "5.5"))


def added_up(invoice: Invoice, prepaid: Decimal | None = None) -> Invoice:
    """Return an invoice with totals and breakdown as they follow from its lines."""
    groups: dict[tuple[str | None, Decimal | None], Decimal] = {}
    entries = [
        (each.vat_category, each.vat_rate, each.net or ZERO)
        for each in invoice.counted_lines
    ]
    entries += [
        (each.vat_category, each.vat_rate, each.signed_amount)
        for each in invoice.allowances_charges
    ]
    for category, rate, net in entries:
        key = (category, rate)
        groups[key] = groups.get(key, ZERO) + net
    stated = {(tax.category, tax.rate): tax for tax in invoice.tax_breakdown}
    breakdown = tuple(
        replace(
            stated.get((category, rate), TaxBreakdown()),
            base=base,
            amount=rounded(base * (rate or ZERO) / 100),
            category=category,
            rate=rate,
        )
        for (category, rate), base in groups.items()
    )
    lines = sum((each.net or ZERO for each in invoice.counted_lines), ZERO)
    sums = [
        sum(
            (
                each.amount or ZERO
                for each in invoice.allowances_charges
                if each.is_charge is is_charge
            ),
            ZERO,
        )
        for is_charge in (False, True)
    ]
    kinds = {each.is_charge for each in invoice.allowances_charges}
    net = lines - sums[0] + sums[1]
    vat = sum((each.amount or ZERO for each in breakdown), ZERO)
    totals = Totals(
        lines=lines,
        allowances=sums[0] if False in kinds else None,
        charges=sums[1] if True in kinds else None,
        net=net,
        vat=vat,
        vat_accounting=invoice.totals.vat_accounting,
        gross=net + vat,
        prepaid=prepaid,
        payable=net + vat - (prepaid or ZERO),
    )
    return replace(invoice, tax_breakdown=breakdown, totals=totals)


def sale(**others: Any) -> Invoice:
    """Return a right invoice of goods to a French business, changed as asked."""
    prepaid = others.pop("prepaid", None)
    made = Invoice(
        number="F-2026-0118",
        issue_date=ISSUED,
        type_code="380",
        currency="EUR",
        due_date=DUE,
        buyer_reference="SERVICE-12",
        order_references=("C-4711",),
        notes=NOTES,
        process="B1",
        specification="urn:cen.eu:en16931:2017",
        seller=SELLER,
        buyer=BUYER,
        deliveries=(Delivery(date=ISSUED),),
        payment=Payment(means_code="30", accounts=(Account(IBAN),)),
        lines=LINES,
    )
    return added_up(replace(made, **others), prepaid)


def of_type(code: str) -> Invoice:
    """Return a right invoice of a type of the reform."""
    meaning = TypeCode(code)
    others: dict[str, Any] = {"type_code": code}
    if meaning.is_corrective or meaning.effect.value == "refund":
        others["preceding_invoices"] = (BEFORE,)
    if meaning.is_factored:
        others["payee"] = FACTOR
    if meaning is TypeCode.GLOBAL_DISCOUNT_CREDIT_NOTE:
        others |= {
            "contract_reference": "CONTRAT-2026",
            "period": Period(date(2026, 1, 1), date(2026, 6, 30)),
        }
    return sale(**others)


def paid() -> Invoice:
    """Return an invoice of services that was paid before it was issued."""
    made = sale(process="S2", due_date=date(2026, 10, 2))
    return added_up(made, made.totals.gross)


def after_deposit() -> Invoice:
    """Return a final invoice, mixed, after a deposit."""
    return sale(process="M4", preceding_invoices=(BEFORE,), prepaid=Decimal("50.00"))


def exempt(category: str, code: str, reason: str, **others: Any) -> Invoice:
    """Return an invoice without VAT."""
    tax = TaxBreakdown(
        category=category,
        rate=None if category == "O" else ZERO,
        exemption_code=code,
        exemption_reason=reason,
    )
    lines = tuple(
        replace(each, vat_category=category, vat_rate=tax.rate) for each in LINES
    )
    return sale(lines=lines, tax_breakdown=(tax,), **others)


def to_union() -> Invoice:
    """Return an invoice of goods to a business in another country of the Union."""
    where = Address(line1="1 Platz", city="Berlin", postcode="10115", country="DE")
    buyer = Party(
        name="Berlin GmbH",
        vat_number="DE136695976",
        endpoint=Identifier("DE136695976", "9930"),
        address=where,
    )
    return exempt(
        "K",
        "VATEX-EU-IC",
        "Exonération de TVA, article 262 ter, I du code général des impôts",
        buyer=buyer,
        deliveries=(Delivery(date=ISSUED, address=where),),
        notes=(*NOTES[:3], Note("B2BINT", "BAR")),
    )


def to_private() -> Invoice:
    """Return an invoice to a private person."""
    buyer = Party(
        name="Mme Durand",
        endpoint=Identifier("durand@courriel.example", "EM"),
        address=BUYER.address,
    )
    return sale(buyer=buyer, notes=(*NOTES[:3], Note("B2C", "BAR")))


def outside_vat() -> Invoice:
    """Return an invoice that is partly not subject to VAT, beside VAT numbers."""
    return sale(
        lines=(LINES[0], replace(LINES[1], vat_category="O", vat_rate=None)),
        tax_breakdown=(
            TaxBreakdown(
                category="O",
                exemption_code="VATEX-EU-O",
                exemption_reason="Opération non soumise à la TVA",
            ),
        ),
        specification=None,
    )


def in_dollars() -> Invoice:
    """Return an invoice in another currency, with its VAT in euro."""
    return sale(
        currency="USD",
        vat_currency="EUR",
        totals=Totals(vat_accounting=Decimal("23.15")),
    )
