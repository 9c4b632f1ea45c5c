"""Each mandatory mention is missed where it is missing, and only there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from odoo.addons.einvoice_base.domain.findings import CheckContext
from odoo.addons.einvoice_base.domain.invoice import (
    Delivery,
    Invoice,
    Note,
    Period,
    PrecedingInvoice,
    TaxBreakdown,
)
from odoo.addons.einvoice_base.domain.mention_rules import PARTY_RULES
from odoo.addons.einvoice_base.domain.mentions import Mention
from odoo.addons.einvoice_base.domain.party import Address, Identifier, Party
from odoo.addons.einvoice_base.domain.wording_rules import WORDING_RULES

from .invoices import BUYER, CLEAN, SELLER, charged, context, found, told

D = Decimal

MENTIONS = (*PARTY_RULES, *WORDING_RULES)
GERMAN = Party(name="Schmidt", vat_number="DE136695976", address=Address(country="DE"))
AMERICAN = Party(name="Acme", address=Address(country="US"))
NO_VAT_NUMBER = replace(SELLER, vat_number=None)
K = charged("K", exemption_code="VATEX-EU-IC")
AE = charged("AE", exemption_code="VATEX-EU-AE")
[LINE] = CLEAN.lines


def without_number(invoice: Invoice) -> Invoice:
    return replace(invoice, buyer=replace(BUYER, vat_number=None, legal_id=None))


MISSING = {
    "no name of the seller": (
        replace(CLEAN, seller=replace(SELLER, name=None)),
        ["mention_seller_name:review"],
    ),
    "no address of the seller": (
        replace(CLEAN, seller=replace(SELLER, address=Address(country="FR"))),
        ["mention_seller_address:inform"],
    ),
    "no SIREN, but a VAT number that holds it": (
        replace(CLEAN, seller=replace(SELLER, legal_id=None)),
        ["mention_seller_siren:inform"],
    ),
    "no SIREN anywhere": (
        replace(CLEAN, seller=replace(NO_VAT_NUMBER, legal_id=None)),
        ["mention_seller_siren:review", "mention_seller_vat:review"],
    ),
    "VAT without a VAT number": (
        replace(CLEAN, seller=NO_VAT_NUMBER),
        ["mention_seller_vat:review"],
    ),
    "intra-Community without the seller's number": (
        replace(K, seller=replace(GERMAN, vat_number=None)),
        ["mention_seller_vat:review"],
    ),
    "no name of the buyer": (
        replace(CLEAN, buyer=replace(BUYER, name=None)),
        ["mention_buyer_identity:inform"],
    ),
    "no SIREN of the buyer": (
        replace(CLEAN, buyer=replace(BUYER, legal_id=None)),
        ["mention_buyer_siren:inform"],
    ),
    "intra-Community without the buyer's number": (
        without_number(replace(K, seller=GERMAN)),
        ["mention_buyer_vat:review"],
    ),
    "a place of delivery without address": (
        replace(CLEAN, deliveries=(Delivery(name="Chantier Vaise"),)),
        ["mention_delivery_address:inform"],
    ),
    "intra-Community without a date": (
        replace(K, seller=GERMAN, deliveries=()),
        ["mention_supply_date:review"],
    ),
    "a line without price and text": (
        replace(CLEAN, lines=(replace(LINE, price=None, name=None),)),
        ["mention_line_content:inform"],
    ),
    "no notes": (
        replace(CLEAN, notes=()),
        [
            "mention_recovery_fee:inform",
            "mention_late_penalty:inform",
            "mention_discount:inform",
        ],
    ),
    "neither due date nor terms": (
        replace(CLEAN, due_date=None),
        ["mention_due_date:inform"],
    ),
    "no operation category": (
        replace(CLEAN, process="A1"),
        ["mention_operation_category:inform"],
    ),
    "debits in words only": (
        replace(CLEAN, process="S1", payment_terms="TVA acquittée sur les débits"),
        ["mention_vat_on_debits:inform"],
    ),
    "debits in words, payment in the code": (
        replace(
            CLEAN,
            process="S1",
            tax_point_code="432",
            payment_terms="Option pour le paiement de la taxe d'après les débits",
        ),
        ["mention_vat_on_debits:review"],
    ),
    "exempt without a reason": (charged("E"), ["mention_exemption:review"]),
    "reverse charge without the mention": (
        charged("AE", exemption_reason="voir contrat"),
        ["mention_reverse_charge:review"],
    ),
    "a correction of nothing": (
        replace(CLEAN, type_code="384"),
        ["mention_preceding_invoice:review"],
    ),
    "a credit note of nothing": (
        replace(CLEAN, type_code="381"),
        ["mention_preceding_invoice:inform"],
    ),
    "self-billed": (replace(CLEAN, type_code="389"), ["self_billing_mandate:inform"]),
    "paid by its frame, yet due": (
        replace(CLEAN, process="B2"),
        ["frame_says_paid:review"],
    ),
}


@pytest.mark.parametrize("case", MISSING)
def test_what_is_missing_is_said(case: str) -> None:
    invoice, expected = MISSING[case]
    assert told(MENTIONS, invoice) == expected


FINE = {
    "clean": CLEAN,
    "SIREN as part of a SIRET": replace(
        CLEAN,
        seller=replace(SELLER, legal_id=Identifier("91000021500012", "0009")),
    ),
    "small, without VAT number": replace(
        CLEAN,
        seller=NO_VAT_NUMBER,
        totals=replace(CLEAN.totals, net=D(120)),
    ),
    "notes in plain words": replace(
        CLEAN,
        notes=(Note("Pénalités de retard 10 % ; frais de recouvrement 40 euros."),),
        payment_terms="Aucun escompte pour paiement anticipé",
    ),
    "before the reform": replace(
        CLEAN,
        issue_date=date(2026, 8, 31),
        process=None,
        buyer=replace(BUYER, legal_id=None, vat_number=None),
    ),
    "a German with nothing that France asks": replace(
        CLEAN, seller=GERMAN, notes=(), process=None, buyer=Party(name="X")
    ),
    "an American reverse charge": replace(AE, seller=AMERICAN),
    "German words for the reverse charge": replace(
        charged("AE", exemption_reason="Steuerschuldnerschaft des Empfängers"),
        seller=GERMAN,
    ),
    "a domestic reverse charge with the SIREN of the buyer": replace(
        AE, buyer=replace(BUYER, vat_number=None)
    ),
    "an exemption by its code": charged("E", exemption_code="VATEX-FR-FRANCHISE"),
    "an exemption in a note": replace(
        charged("E"), notes=(*CLEAN.notes, Note("TVA non applicable, art. 293 B"))
    ),
    "a small exempt invoice": replace(
        charged("E"), totals=replace(charged("E").totals, net=D(150))
    ),
    "a credit note without late payment": replace(
        CLEAN,
        type_code="381",
        notes=(),
        preceding_invoices=(PrecedingInvoice("F-0"),),
    ),
    "a yearly discount": replace(CLEAN, type_code="262", notes=()),
    "debits in words and code": replace(
        CLEAN, tax_point_code="3", payment_terms="TVA sur les débits"
    ),
    "intra-Community with a period": replace(
        K, seller=GERMAN, deliveries=(), period=Period(date(2026, 10, 1))
    ),
}


@pytest.mark.parametrize("case", FINE)
def test_what_is_there_is_not_missed(case: str) -> None:
    assert told(MENTIONS, FINE[case]) == []


def test_a_typed_bill_is_asked_no_mention() -> None:
    bare = Invoice(number="F-1", type_code="380", seller=SELLER)
    assert told(MENTIONS, bare, CheckContext()) == []
    assert told(MENTIONS, bare, context(is_structured=False)) == []


def test_a_profile_is_not_asked_what_it_cannot_say() -> None:
    minimum = Invoice(
        number="F-1",
        issue_date=date(2026, 11, 2),
        type_code="381",
        process="B1",
        seller=replace(SELLER, address=Address(country="FR")),
        buyer=Party(name="X", legal_id=BUYER.legal_id),
        totals=CLEAN.totals,
    )
    assert told(MENTIONS, minimum, context(profile="minimum")) == []
    assert told(MENTIONS, minimum, context(profile="en16931")) != []


def test_a_mention_on_the_page_counts() -> None:
    printed = frozenset({Mention.RECOVERY_FEE, Mention.LATE_PENALTY, Mention.DISCOUNT})
    assert told(MENTIONS, replace(CLEAN, notes=()), context(printed=printed)) == []


def test_each_mention_cites_the_law_and_the_status_reason() -> None:
    for each in MENTIONS:
        assert each.source, each.code
        assert each.terms, each.code
        assert each.reason or each.code == "self_billing_mandate"


def test_many_incomplete_lines_are_one_finding() -> None:
    lines = tuple(replace(LINE, number=str(place), name=None) for place in range(50))
    [finding] = found(MENTIONS, replace(CLEAN, lines=lines))
    assert len(finding.values["lines"]) == 11  # type: ignore[arg-type]


def test_several_groups_of_one_category_need_a_reason_each() -> None:
    taxes = (
        TaxBreakdown(D(500), D(0), "E", D(0), exemption_code="VATEX-EU-132"),
        TaxBreakdown(D(500), D(0), "E", D(0)),
    )
    invoice = replace(charged("E"), tax_breakdown=taxes)
    assert told(MENTIONS, invoice) == ["mention_exemption:review"]
