"""One wrong invoice for each rule before sending, and one that is just right.

Beside them the official rule that says the same, where there is one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from odoo.addons.einvoice_base.domain.invoice import (
    Account,
    AllowanceCharge,
    Attachment,
    Delivery,
    Invoice,
    Note,
    Payment,
    Period,
    PrecedingInvoice,
    TaxBreakdown,
)
from odoo.addons.einvoice_base.domain.party import Address, Identifier, Party
from odoo.addons.einvoice_ppf.domain.outgoing.profile import Syntax

from . import full_sales, sales
from .sales import BUYER, LINES, NOTES, SELLER, sale


@dataclass(frozen=True)
class Case:
    """What a rule notices.

    Attributes:
        wrong: An invoice in which it notices something.
        right: One in which it notices nothing, though it nearly would.
        official: Beginning of the official rules that say the same; empty where none
            does, or where the library would not write the invoice at all. A bar
            stands between the names of one rule in the two syntaxes.
        syntaxes: In which the official rules say it.
    """

    wrong: Callable[[], Invoice]
    right: Callable[[], Invoice] = sale
    official: tuple[str, ...] = ()
    syntaxes: tuple[Syntax, ...] = tuple(Syntax)


def _line(**others: Any) -> Invoice:
    """Return an invoice whose first line is changed, its totals as they were."""
    return replace(sale(), lines=(replace(LINES[0], **others), LINES[1]))


def _totals(**others: Any) -> Invoice:
    right = sale()
    return replace(right, totals=replace(right.totals, **others))


def _tax(**others: Any) -> Invoice:
    right = sale()
    first, *rest = right.tax_breakdown
    return replace(right, tax_breakdown=(replace(first, **others), *rest))


def _seller(**others: Any) -> Invoice:
    return sale(seller=replace(SELLER, **others))


def _buyer(**others: Any) -> Invoice:
    return sale(buyer=replace(BUYER, **others))


def _notes(*subjects: str) -> tuple[Note, ...]:
    return tuple(note for note in NOTES if note.subject not in subjects)


def _files(*files: Attachment) -> Invoice:
    return sale(attachments=files)


_SIREN = "0002"
_LONG = "F" * 35
_PDF = Attachment("1", "LISIBLE", None, b"pdf", "f.pdf", "application/pdf")
_CONTRACT = {
    "contract_reference": "C-1",
    "period": Period(date(2026, 1, 1), date(2026, 6, 30)),
}
_ABROAD = Address(line1="1 Platz", city="Berlin", postcode="10115", country="DE")
_GROUPED = replace(SELLER, identifiers=(Identifier("100000009", _SIREN[:1] + "231"),))
_OTHER_SELLER = Party(vat_number="FR40303265045", name="Groupe", address=BUYER.address)

CASES: dict[str, Case] = {
    # Number, dates, type and currency.
    "send_number_missing": Case(lambda: sale(number=None)),
    "send_number_long": Case(
        lambda: sale(number=f"{_LONG}X"), lambda: sale(number=_LONG), ("BR-FR-01_BT-1",)
    ),
    "send_number_characters": Case(
        lambda: sale(number="F 2026/été"),
        lambda: sale(number="aZ09+-_/"),
        ("BR-FR-02_BT-1",),
    ),
    "send_number_over_twenty": Case(
        lambda: sale(number="F" * 21), lambda: sale(number="F" * 20)
    ),
    "send_type_unknown": Case(lambda: sale(type_code="325"), official=("BR-FR-04",)),
    "send_date_missing": Case(lambda: sale(issue_date=None)),
    "send_date_absurd": Case(
        lambda: sale(deliveries=(Delivery(date=date(1999, 12, 31)),)),
        lambda: sale(deliveries=(Delivery(date=date(2000, 1, 1)),)),
        ("BR-FR-03_BT-72",),
    ),
    "send_period_reversed": Case(
        lambda: sale(period=Period(date(2026, 2, 1), date(2026, 1, 1))),
        lambda: sale(period=Period(date(2026, 2, 1), date(2026, 2, 1))),
    ),
    "send_due_before_issue": Case(
        lambda: sale(due_date=date(2026, 10, 4)),
        lambda: sale(due_date=sales.ISSUED),
        ("BR-FR-CO-07",),
    ),
    "send_due_unsaid": Case(
        lambda: sale(due_date=None),
        lambda: sale(due_date=None, payment_terms="À réception"),
    ),
    "send_currency_unknown": Case(lambda: sale(currency="EURO")),
    # Parties.
    "send_seller_siren": Case(
        lambda: _seller(legal_id=Identifier("10000000900015", "0009")),
        official=("BR-FR-10",),
    ),
    "send_buyer_siren": Case(
        lambda: _buyer(legal_id=None, identifiers=()),
        sales.to_private,
        ("BR-FR-11",),
    ),
    "send_buyer_unknown": Case(
        lambda: sale(
            buyer=replace(
                BUYER, vat_number=None, legal_id=None, identifiers=(), endpoint=None
            ),
            notes=_notes("BAR"),
        ),
        sales.to_private,
    ),
    "send_siren_wrong": Case(
        lambda: _buyer(
            legal_id=Identifier("200000000", _SIREN),
            identifiers=(),
            endpoint=Identifier("200000000", "0225"),
        )
    ),
    "send_party_incomplete": Case(
        lambda: _buyer(address=Address(city="Lyon")), official=("BR-11",)
    ),
    "send_country_unknown": Case(
        lambda: _seller(address=replace(SELLER.address, country="FX")),
        official=("BR-CL-14",),
    ),
    "send_vat_number_missing": Case(
        lambda: _seller(vat_number=None),
        lambda: _seller(vat_number=None, tax_number="100000009"),
        ("BR-S-02",),
    ),
    "send_vat_group": Case(
        lambda: sale(seller=_GROUPED),
        lambda: sale(
            seller=_GROUPED,
            notes=(*NOTES, Note("MEMBRE_ASSUJETTI_UNIQUE", "TXD")),
            tax_representative=_OTHER_SELLER,
        ),
        ("BR-FR-CO-14", "BR-FR-CO-15"),
    ),
    # Identifiers and electronic addresses.
    "send_identifier_wrong": Case(
        lambda: _buyer(identifiers=(Identifier("30000000700013", "0009"),)),
        official=("BR-FR-09_BT-46",),
    ),
    "send_address_missing": Case(lambda: _buyer(endpoint=None), official=("BR-FR-12",)),
    "send_address_wrong": Case(
        lambda: _seller(endpoint=Identifier("100000009/compta", "0225")),
        lambda: _seller(endpoint=Identifier("100000009_COMPTA.1", "0225")),
        ("BR-FR-23_BT-34",),
    ),
    "send_address_of_other": Case(
        lambda: _buyer(endpoint=Identifier("300000007", "0225")),
        lambda: _buyer(endpoint=Identifier("200000008_20000000800019", "0225")),
        ("BR-FR-21",),
    ),
    # Mentions.
    "send_note_missing": Case(
        lambda: sale(notes=_notes("PMD")), official=("BR-FR-05_BT-22",)
    ),
    "send_note_twice": Case(
        lambda: sale(notes=(*NOTES, Note("Encore 40 €", "PMT"))),
        lambda: sale(notes=(*NOTES, Note("Un", "ADN"), Note("Deux", "ADN"))),
        ("BR-FR-06",),
    ),
    "send_treatment_wrong": Case(
        lambda: sale(notes=(*_notes("BAR"), Note("B2G", "BAR"))),
        lambda: sale(notes=_notes("BAR")),
        ("BR-FR-20",),
    ),
    "send_frame_missing": Case(lambda: sale(process=None), official=("BR-FR-08",)),
    "send_frame_of_several_vendors": Case(
        lambda: sale(process="M8"), official=("BR-FR-MV-",)
    ),
    "send_frame_of_deposit": Case(
        lambda: sale(process="S4", type_code="386"),
        lambda: sale(process="S1", type_code="386"),
        ("BR-FR-CO-08",),
    ),
    "send_frame_of_paid": Case(
        lambda: sale(process="S2"), sales.paid, ("BR-FR-CO-09",)
    ),
    "send_delivery_address": Case(
        lambda: sale(deliveries=(Delivery(name="Chantier de Brest"),)),
        lambda: sale(process="S1", deliveries=(Delivery(name="Chantier de Brest"),)),
    ),
    # References.
    "send_credit_of_nothing": Case(
        lambda: sale(type_code="381"),
        lambda: sale(type_code="262", **_CONTRACT),
        ("BR-FR-CO-05",),
    ),
    "send_correction_of_one": Case(
        lambda: sale(
            type_code="384",
            preceding_invoices=(
                sales.BEFORE,
                PrecedingInvoice("F-2", date(2026, 9, 2)),
            ),
        ),
        lambda: sale(type_code="384", preceding_invoices=(sales.BEFORE,)),
        ("BR-FR-CO-04",),
    ),
    "send_overall_discount": Case(
        lambda: sale(type_code="262", contract_reference="C-1"),
        lambda: sale(type_code="262", **_CONTRACT),
        ("BR-FR-CO-03",),
    ),
    "send_attachment_wrong": Case(
        lambda: _files(replace(_PDF, description="Facture")),
        lambda: _files(_PDF, replace(_PDF, reference="2", description="PJA")),
        ("BR-FR-17",),
    ),
    "send_object_twice": Case(
        lambda: sale(
            object_identifiers=(Identifier("1", "AFL"), Identifier("2", "AFL")),
            specification=None,
        ),
        lambda: sale(
            object_identifiers=(Identifier("1", "AFL"), Identifier("2", "AVV")),
            specification=None,
        ),
        ("BR-FR-29",),
        # For UBL the rule counts within each reference, and never finds two.
        (Syntax.CII,),
    ),
    "send_several_orders": Case(lambda: sale(order_references=("A", "B"))),
    "send_profile_exceeded": Case(
        lambda: replace(full_sales.extended(), specification="urn:cen.eu:en16931:2017"),
        full_sales.extended,
    ),
    "send_code_without_list": Case(
        lambda: _line(classifications=(Identifier("30197643"),)), official=("BR-65",)
    ),
    # VAT.
    "send_vat_wrong": Case(
        lambda: sale(lines=(replace(LINES[0], vat_rate=Decimal(19)), LINES[1])),
        lambda: sale(lines=(replace(LINES[0], vat_rate=Decimal("8.50")), LINES[1])),
        ("BR-FR-16_BT-119", "BR-FR-16_BT-152"),
    ),
    "send_vat_missing": Case(lambda: replace(sale(), tax_breakdown=())),
    "send_exemption_missing": Case(
        lambda: replace(
            sales.exempt("E", "X", "Y"),
            tax_breakdown=(TaxBreakdown(Decimal(141), Decimal(0), "E", Decimal(0)),),
        ),
        official=("BR-E-10",),
    ),
    "send_exemption_code_missing": Case(lambda: sales.exempt("E", "", "Franchise")),
    "send_exemption_of_nothing": Case(
        lambda: _tax(exemption_reason="Autoliquidation"), official=("BR-S-10",)
    ),
    "send_vat_in_euro": Case(
        lambda: sale(currency="USD"), sales.in_dollars, ("BR-FR-CO-12",)
    ),
    "send_union_supply": Case(
        lambda: replace(sales.to_union(), deliveries=()),
        sales.to_union,
        ("BR-IC-11", "BR-IC-12"),
    ),
    "send_tax_points": Case(
        lambda: sale(tax_point_code="3", tax_point_date=sales.ISSUED),
        lambda: sale(tax_point_code="3"),
        ("BR-CO-03",),
    ),
    # Amounts and lines.
    "send_amount_digits": Case(
        lambda: _line(net=Decimal("120.001")), official=("BR-FR-DEC-01_BT-131",)
    ),
    "send_quantity_digits": Case(
        lambda: _line(quantity=Decimal("3.00001")),
        lambda: _line(quantity=Decimal("3.00000")),
        ("BR-FR-DEC-02_BT-129",),
    ),
    "send_price_digits": Case(
        lambda: _line(price=Decimal(-40), quantity=Decimal(-3)),
        lambda: _line(price=Decimal("40.000000")),
        ("BR-FR-DEC-03_BT-146",),
    ),
    "send_price_wrong": Case(
        lambda: _line(gross_price=Decimal(45), price_discount=Decimal(4)),
        lambda: _line(gross_price=Decimal(45)),
    ),
    "send_rate_digits": Case(
        lambda: _line(vat_rate=Decimal("20.001")), official=("BR-FR-DEC-04_BT-152",)
    ),
    "send_lines_missing": Case(lambda: replace(sale(), lines=())),
    "send_line_incomplete": Case(lambda: _line(unit=None)),
    "send_charge_incomplete": Case(
        lambda: _line(
            allowances_charges=(AllowanceCharge(False, Decimal(1)),),
            net=Decimal(119),
        ),
        official=("BR-42",),
    ),
    "send_totals_missing": Case(lambda: _totals(gross=None)),
    "send_totals_wrong": Case(
        lambda: _totals(gross=Decimal("170.00")), official=("BR-CO-15",)
    ),
    # Payment.
    "send_account_missing": Case(
        lambda: sale(payment=Payment(means_code="30")),
        lambda: sale(payment=Payment(means_code="20")),
        ("BR-61|CII-SR-470",),
    ),
    "send_account_wrong": Case(
        lambda: sale(
            payment=Payment(
                means_code="30", accounts=(Account("FR7630006000011234567890180"),)
            )
        ),
        lambda: sale(
            payment=Payment(means_code="30", accounts=(Account("12345678901"),))
        ),
    ),
    "send_means_unknown": Case(
        lambda: sale(payment=Payment(means_code="99", accounts=(Account("1"),))),
        official=("BR-CL-16",),
    ),
}
