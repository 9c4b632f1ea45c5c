"""Customer invoices that use every place of EN 16931, and more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from odoo.addons.einvoice_base.domain.invoice import (
    Account,
    AllowanceCharge,
    Attachment,
    Delivery,
    Invoice,
    Line,
    LineKind,
    Note,
    Payment,
    Period,
)
from odoo.addons.einvoice_base.domain.party import Address, Identifier, Party

from .sales import BEFORE, FACTOR, IBAN, ISSUED, NOTES, added_up, line, sale

_TAX_REPRESENTATIVE = Party(
    name="Représentant fiscal SA",
    vat_number="FR40303265045",
    address=Address(line1="1 place", city="Nice", country="FR"),
)
_DELIVERIES = (
    Delivery(
        name="Entrepôt nord",
        location=Identifier("20000000800027", "0009"),
        date=ISSUED,
        address=Address(
            line1="4 rue du Dépôt",
            line2="Quai 3",
            line3="Porte C",
            city="Lille",
            postcode="59000",
            subdivision="Nord",
            country="FR",
        ),
    ),
)
_PAYMENT = Payment(
    means_code="30",
    means_text="Virement",
    remittance="F-2026-0200",
    accounts=(
        Account(IBAN, "Atelier Beaumanoir", "AGRIFRPP"),
        Account("DE89370400440532013000"),
    ),
)
_ALLOWANCES_CHARGES = (
    AllowanceCharge(
        is_charge=True,
        amount=Decimal("12.00"),
        reason="Port",
        reason_code="FC",
        vat_category="S",
        vat_rate=Decimal(20),
    ),
    AllowanceCharge(
        is_charge=False,
        amount=Decimal("6.00"),
        base_amount=Decimal("120.00"),
        percent=Decimal(5),
        reason="Remise",
        reason_code="95",
        vat_category="S",
        vat_rate=Decimal(20),
    ),
)
_ATTACHMENTS = (
    Attachment(
        reference="RIB-1",
        description="RIB",
        content=b"%PDF-1.4 rib",
        filename="rib.pdf",
        mimetype="application/pdf",
    ),
    Attachment(
        reference="BL-34",
        description="BON_LIVRAISON",
        uri="https://beaumanoir.example/bl/34",
    ),
)
_LINES = (
    line(
        "1",
        "12",
        "9.50",
        note="Livré le matin",
        object_identifiers=(Identifier("COMPTEUR-9", "AVV"),),
        order_line="10",
        accounting_reference="6065",
        period=Period(date(2026, 9, 1), date(2026, 9, 15)),
        gross_price=Decimal("10.00"),
        price_discount=Decimal("0.50"),
        base_quantity=Decimal(1),
        base_unit="C62",
        description="Ramette de 500 feuilles\nblanches",
        seller_item="PAP-80",
        buyer_item="4455",
        standard_item=Identifier("3086120010015", "0160"),
        classifications=(
            Identifier("30197643", "STI"),
            Identifier("30197644", "STI"),
        ),
        origin_country="FR",
        attributes=(("Couleur", "blanc"), ("Format", "A4")),
        allowances_charges=(
            AllowanceCharge(True, Decimal("1.00"), reason="Emballage"),
            AllowanceCharge(False, Decimal("4.00"), reason="Remise", reason_code="95"),
        ),
    ),
    line("2", "1.5", "100.123456", "10", unit="HUR", name="Pose"),
)


def full() -> Invoice:
    """Return an invoice that uses every place of EN 16931."""
    return sale(
        number="F-2026/0200",
        process="M1",
        tax_point_code="3",
        project_reference="CHANTIER-7",
        contract_reference="CONTRAT-2026",
        sales_order_reference="V-99",
        receipt_references=("R-12",),
        despatch_references=("BL-34",),
        tender_reference="LOT-3",
        object_identifiers=(Identifier("COMPTEUR-8", "AFL"),),
        accounting_reference="6064",
        payment_terms="30 jours\nfin de mois",
        notes=(*NOTES, Note("Merci de votre commande"), Note("RCS Paris", "ABL")),
        preceding_invoices=(BEFORE,),
        payee=FACTOR,
        tax_representative=_TAX_REPRESENTATIVE,
        deliveries=_DELIVERIES,
        period=Period(date(2026, 9, 1), date(2026, 9, 30)),
        payment=_PAYMENT,
        allowances_charges=_ALLOWANCES_CHARGES,
        attachments=_ATTACHMENTS,
        lines=_LINES,
    )


def extended() -> Invoice:
    """Return an invoice that needs EXTENDED-CTC-FR: groups, orders, deliveries."""
    made = full()
    inside = replace(
        made.lines[0],
        parent="G",
        order_reference="C-4711",
        despatch_reference="BL-34",
        delivery=Delivery(
            name="Magasin",
            date=ISSUED,
            address=Address(
                line1="9 rue", city="Brest", postcode="29200", country="FR"
            ),
        ),
    )
    group = Line(number="G", name="Fournitures", net=inside.net, kind=LineKind.GROUP)
    return added_up(
        replace(
            made,
            specification=(
                "urn:cen.eu:en16931:2017#conformant#urn.cpro.gouv.fr:1p0:"
                "extended-ctc-fr"
            ),
            payee=replace(FACTOR, address=Address(city="Nîmes", country="FR")),
            lines=(group, inside, made.lines[1]),
        )
    )
