"""The strongest evidence decides; a name never does."""

from __future__ import annotations

from odoo.addons.einvoice_base.domain.invoice import Account, Invoice, Payment
from odoo.addons.einvoice_base.domain.party import Identifier, Party
from odoo.addons.einvoice_intake.domain.supplier import (
    Candidate,
    Evidence,
    Match,
    Wanted,
    find,
)

SIREN, SIRET, VAT = "910000215", "91000021500012", "FR65910000215"
IBAN = "FR7630004000010000012345617"


def invoice(**seller: object) -> Invoice:
    account = Payment(accounts=(Account("FR76 3000 4000 0100 0001 2345 617"),))
    return Invoice(seller=Party(**seller), payment=account)  # type: ignore[arg-type]


def match(sent: Invoice, *known: Candidate) -> Match:
    return find(Wanted.of(sent), known)


FULL = invoice(
    name="Papeterie",
    legal_id=Identifier(SIREN, "0002"),
    identifiers=(Identifier(SIRET, "0009"),),
    vat_number=VAT,
    endpoint=Identifier("910000215_A", "0225"),
)


def test_each_evidence_is_enough_and_named() -> None:
    cases = {
        Evidence.SIRET: Candidate(1, 1, registry=SIRET),
        Evidence.SIREN: Candidate(1, 1, registry=SIREN),
        Evidence.ENDPOINT: Candidate(1, 1, endpoint="910000215_A"),
        Evidence.IBAN: Candidate(1, 1, ibans=frozenset({IBAN})),
    }
    for evidence, known in cases.items():
        assert match(FULL, known) == Match(1, evidence)
    german = invoice(vat_number="DE136695976")
    assert match(german, Candidate(1, 1, vat="DE136695976")) == Match(1, Evidence.VAT)


def test_the_site_that_sent_it_wins_over_its_head_office() -> None:
    head = Candidate(1, 1, registry="91000021500020")
    site = Candidate(2, 1, registry=SIRET)
    assert match(FULL, head, site) == Match(2, Evidence.SIRET)


def test_two_companies_with_one_siren_are_not_guessed() -> None:
    twins = (Candidate(1, 1, registry=SIREN), Candidate(2, 2, registry=SIREN))
    assert match(FULL, *twins) == Match(None, Evidence.SIREN, (1, 2))


def test_an_iban_of_another_company_is_no_proof() -> None:
    thief = Candidate(1, 1, registry="910000348", ibans=frozenset({IBAN}))
    assert match(FULL, thief).key is None


def test_an_address_that_another_vat_number_contradicts_is_no_proof() -> None:
    other = Candidate(1, 1, vat="FR76910000348", endpoint="910000215_A")
    assert match(FULL, other).key is None


def test_a_name_alone_finds_nobody() -> None:
    nameless = Invoice(seller=Party(name="Papeterie"))
    assert Wanted.of(nameless).is_empty
    assert find(Wanted.of(nameless), [Candidate(1, 1)]).key is None
