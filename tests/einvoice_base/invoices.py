"""A French invoice to which nothing is missing, for the tests of the rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from odoo.addons.einvoice_base.domain.findings import CheckContext, Finding, Rule
from odoo.addons.einvoice_base.domain.invoice import (
    Delivery,
    Invoice,
    Line,
    Note,
    TaxBreakdown,
    Totals,
)
from odoo.addons.einvoice_base.domain.mentions import DocumentFacts
from odoo.addons.einvoice_base.domain.money import Tolerance
from odoo.addons.einvoice_base.domain.party import Address, Identifier, Party
from odoo.addons.einvoice_base.domain.rule_settings import run

D = Decimal

TODAY = date(2026, 11, 24)
SELLER = Party(
    name="Papeterie du Rhône",
    legal_id=Identifier("910000215", "0002"),
    vat_number="FR65910000215",
    address=Address("3 quai Rambaud", None, None, "Lyon", "69002", None, "FR"),
)
BUYER = Party(
    name="Atelier Beaumanoir",
    legal_id=Identifier("910000124", "0002"),
    vat_number="FR83910000124",
    address=Address("14 rue des Tanneurs", None, None, "Lyon", "69005", None, "FR"),
)
NOTES = (
    Note("Indemnité forfaitaire de 40 €.", "PMT"),
    Note("Trois fois le taux d'intérêt légal.", "PMD"),
    Note("Pas d'escompte.", "AAB"),
)
CLEAN = Invoice(
    number="F-1",
    issue_date=date(2026, 11, 2),
    type_code="380",
    currency="EUR",
    due_date=date(2026, 12, 2),
    notes=NOTES,
    process="B1",
    specification="urn:cen.eu:en16931:2017",
    seller=SELLER,
    buyer=BUYER,
    deliveries=(Delivery(date=date(2026, 11, 2)),),
    totals=Totals(
        lines=D(1000), net=D(1000), vat=D(200), gross=D(1200), payable=D(1200)
    ),
    tax_breakdown=(TaxBreakdown(D(1000), D(200), "S", D(20)),),
    lines=(
        Line(
            number="1",
            name="Papier",
            quantity=D(10),
            price=D(100),
            net=D(1000),
            vat_category="S",
            vat_rate=D(20),
        ),
    ),
)


def context(*parts: object, **facts: Any) -> CheckContext:
    """Return what is known when the supplier's document is checked today."""
    made = CheckContext(tolerance=Tolerance(total=D("0.02")), today=TODAY)
    for part in (DocumentFacts(**{"profile": "en16931", **facts}), *parts):
        made = made.with_part(part)
    return made


def charged(category: str, rate: int = 0, **reason: Any) -> Invoice:
    """Return the clean invoice under another VAT category, without VAT."""
    [line] = CLEAN.lines
    return replace(
        CLEAN,
        totals=replace(CLEAN.totals, vat=D(0), gross=D(1000), payable=D(1000)),
        tax_breakdown=(TaxBreakdown(D(1000), D(0), category, D(rate), **reason),),
        lines=(replace(line, vat_category=category, vat_rate=D(rate)),),
    )


def told(
    rules: tuple[Rule, ...], invoice: Invoice, known: CheckContext | None = None
) -> list[str]:
    """Return code and severity of each finding, as ``code:severity``."""
    return [
        f"{each.code}:{each.severity.value}" for each in found(rules, invoice, known)
    ]


def found(
    rules: tuple[Rule, ...], invoice: Invoice, known: CheckContext | None = None
) -> tuple[Finding, ...]:
    return run(rules, invoice, context() if known is None else known)
