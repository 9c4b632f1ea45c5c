"""Who the supplier is, by all his numbers."""

from __future__ import annotations

import pytest

from odoo.addons.einvoice_base.domain.findings import CheckContext, Finding
from odoo.addons.einvoice_base.domain.identifiers import vat_of_siren
from odoo.addons.einvoice_base.domain.invoice import Invoice, Note
from odoo.addons.einvoice_base.domain.party import Address, Identifier, Party
from odoo.addons.einvoice_base.domain.rule_settings import run
from odoo.addons.einvoice_base.domain.supplier_rules import (
    SUPPLIER_RULES,
    SupplierFacts,
)

SIREN, SIRET = "732829320", "73282932000074"
VAT = vat_of_siren(SIREN)
OTHER = "303265045"
FRANCE = Address(country="FR")


def seller(
    legal: str = SIREN, scheme: str | None = "0002", vat: str = VAT, *more: Identifier
) -> Party:
    return Party(
        legal_id=Identifier(legal, scheme) if legal else None,
        vat_number=vat or None,
        identifiers=more,
        address=FRANCE,
    )


def found(
    party: Party, facts: SupplierFacts | None = None, *notes: Note
) -> tuple[Finding, ...]:
    context = CheckContext()
    if facts:
        context = context.with_part(facts)
    return run(SUPPLIER_RULES, Invoice(seller=party, notes=notes), context)


def codes(party: Party, facts: SupplierFacts | None = None, *notes: Note) -> list[str]:
    return [each.code for each in found(party, facts, *notes)]


@pytest.mark.parametrize(
    ("party", "expected"),
    [
        (seller(), []),
        (seller(SIRET, "0009"), []),
        (seller(SIRET, "0002"), []),
        (seller("732 829 320", None), []),
        (seller("732829321"), ["supplier_number_wrong", "supplier_numbers_disagree"]),
        (seller("732829321", vat=""), ["supplier_number_wrong"]),
        (seller("73282932000075", "0009"), ["supplier_number_wrong"]),
        (seller("7328293", vat=""), ["supplier_number_wrong"]),
        (seller(vat="FR45732829320"), ["supplier_vat_wrong"]),
        # The VAT number or the SIRET of another company.
        (seller(vat=vat_of_siren(OTHER)), ["supplier_numbers_disagree"]),
        (
            seller(SIREN, "0002", VAT, Identifier("30326504500017", "0009")),
            ["supplier_number_wrong", "supplier_numbers_disagree"],
        ),
        # An identifier of another kind, or of a foreign company, is no SIREN.
        (seller("4006381333931", "0088", ""), []),
        (Party(legal_id=Identifier("HRB 12345"), address=Address(country="DE")), []),
        (Party(), []),
    ],
)
def test_the_numbers_of_the_invoice(party: Party, expected: list[str]) -> None:
    assert codes(party) == expected


@pytest.mark.parametrize("siret", ["35600000000048", "35600000049837"])
def test_la_poste_counts_in_its_own_way(siret: str) -> None:
    assert codes(seller(siret, "0009", "FR39356000000")) == []


def test_la_poste_too_can_be_wrong() -> None:
    assert codes(seller("35600000049838", "0009", "")) == ["supplier_number_wrong"]


@pytest.mark.parametrize(
    "note",
    [Note("MEMBRE_ASSUJETTI_UNIQUE", "TXD"), Note("Membre d'un assujetti unique")],
)
def test_a_vat_group_has_one_number_for_all(note: Note) -> None:
    party = seller(vat=vat_of_siren(OTHER))
    facts = SupplierFacts("A", seller())
    assert codes(party, facts) == ["supplier_numbers_disagree", "supplier_vat_differs"]
    assert codes(party, facts, note) == []


def test_another_company_than_the_one_of_the_books() -> None:
    facts = SupplierFacts("Papeterie", seller(OTHER, vat=vat_of_siren(OTHER)))
    assert codes(seller(), facts) == ["supplier_is_other", "supplier_vat_differs"]
    message = found(seller(), facts)[0].message
    assert SIREN in message
    assert OTHER in message


def test_what_the_books_do_not_know_does_not_clash() -> None:
    assert codes(seller(), SupplierFacts("A", Party())) == []
    foreign = Party(vat_number="DE136695976")
    assert codes(seller(), SupplierFacts("A", foreign)) == []


def test_another_establishment_is_the_same_company() -> None:
    facts = SupplierFacts("A", seller(SIRET, "0009"))
    assert codes(seller("73282932000082", "0009"), facts) == []


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (SupplierFacts("A"), []),
        (SupplierFacts("A", is_archived=True), ["supplier_archived"]),
        (SupplierFacts("A", has_bills=False), ["supplier_first_bill"]),
        (SupplierFacts("A", has_bills=False, is_taken_over=True), []),
        (SupplierFacts("A", is_taken_over=True), []),
    ],
)
def test_known_and_active(facts: SupplierFacts, expected: list[str]) -> None:
    assert codes(Party(), facts) == expected
