"""Who sells, who buys, and what the paper is."""

from __future__ import annotations

import pytest

from odoo.addons.einvoice_intake.domain.paper.document_type import type_of
from odoo.addons.einvoice_intake.domain.paper.parties import (
    PartiesFound,
    find_parties,
)
from odoo.addons.einvoice_intake.domain.paper.party_names import (
    is_name,
    is_one_of,
    name_key,
)

from .sheets import Printed, page_of, printed, sheet

BUYER = (
    printed((330, "Garage du Pont Vieux"), at=130.0),
    printed((330, "8 quai des Tanneurs"), at=143.5),
    printed((330, "37000 Tours"), at=157.0),
)
BODY = (
    printed((40, "Désignation"), (-540, "Montant HT"), at=330.0),
    printed((40, "Pose de fenêtres"), (-540, "1 250,00")),
    printed((300, "Total TTC"), (-540, "1 500,00")),
)


def parties(*rows: Printed | str, own: tuple[str, ...] = ()) -> PartiesFound:
    return find_parties(sheet(*rows), own)


def seller(found: PartiesFound) -> str:
    return found.sellers[0].value


def test_the_seller_stands_above_his_address() -> None:
    found = parties(
        "Menuiserie Delorme SARL", "12 avenue des Tilleuls", "69003 Lyon",
        "Tél. 04 72 00 00 00", *BUYER, *BODY,
    )  # fmt: skip
    assert seller(found) == "Menuiserie Delorme SARL"
    assert found.buyers[0].value == "Garage du Pont Vieux"


def test_a_seller_that_only_the_footer_names_is_found() -> None:
    footer = "Vergers de Brissac SAS au capital de 40 000 € - RCS Angers 732 829 320"
    found = parties(
        printed("FACTURE", size=20.0), *BUYER, *BODY, printed(footer, at=800.0)
    )
    assert seller(found) == "Vergers de Brissac SAS"


def test_a_buyer_on_the_left_under_the_line_of_a_german_sender() -> None:
    found = parties(
        printed("Holzbau Birkner GmbH · Lindenweg 4 · 79098 Freiburg",
                size=6.0, at=125.0),
        printed("Bäckerei Sommer KG", at=140.0),
        printed("Hauptstraße 9", at=153.5),
        printed("50667 Köln", at=167.0),
        printed("Rechnung", size=16.0, at=260.0),
        *BODY,
    )  # fmt: skip
    assert seller(found) == "Holzbau Birkner GmbH"
    assert found.buyers[0].value == "Bäckerei Sommer KG"


def test_labels_tell_who_is_who() -> None:
    found = parties(
        printed((40, "Bill to:"), (330, "From:"), at=120.0),
        printed((40, "Harbour Cafe Ltd"), (330, "Northgate Supplies Ltd"), at=133.5),
        printed((40, "3 Mill Lane"), (330, "18 Station Road"), at=147.0),
        *BODY,
    )
    assert seller(found) == "Northgate Supplies Ltd"
    assert found.buyers[0].value == "Harbour Cafe Ltd"


def test_our_own_company_is_never_the_supplier() -> None:
    rows = (
        printed("Garage du Pont Vieux", size=16.0),
        "8 quai des Tanneurs", "37000 Tours", "Tél. 02 47 00 00 00", "", "",
        printed("Menuiserie Delorme SARL au capital de 10 000 €", at=800.0), *BODY,
    )  # fmt: skip
    found = parties(*rows, own=("GARAGE DU PONT VIEUX SAS",))
    assert seller(found) == "Menuiserie Delorme SARL"
    names = [each.value for each in found.sellers]
    assert not is_one_of("Garage du Pont Vieux", names)


def test_a_name_in_large_letters_goes_on_in_the_next_line() -> None:
    found = parties(
        printed("Compagnie des Salins", size=18.0, at=40.0),
        printed("de Guérande", size=18.0, at=60.0),
        printed("4 route des Marais", at=90.0), printed("44350 Guérande", at=103.5),
        *BUYER, *BODY,
    )  # fmt: skip
    assert seller(found) == "Compagnie des Salins de Guérande"


def test_a_legal_form_ends_a_name_of_two_lines() -> None:
    found = parties(
        printed((40, "Bill from:"), at=50.0),
        *BUYER,
        printed((40, "Fournisseur :"), at=200.0),
        printed("Ateliers Réunis", at=213.5), printed("du Val d’Orge SAS", at=227.0),
        printed("2 rue du Moulin", at=240.5), printed("91700 Fleury", at=254.0),
        *BODY,
    )  # fmt: skip
    assert seller(found) == "Ateliers Réunis du Val d’Orge SAS"


def test_a_name_that_its_mail_domain_repeats_wins() -> None:
    found = parties(
        printed("Bienvenue chez nous", size=12.0), "", "Torréfaction Amarelle",
        "9 rue du Port", "17000 La Rochelle", "contact@torrefaction-amarelle.fr",
        *BUYER, *BODY,
    )  # fmt: skip
    assert seller(found) == "Torréfaction Amarelle"


def test_a_page_of_totals_only_names_nobody() -> None:
    assert parties(BODY[-1]).sellers == ()


@pytest.mark.parametrize(
    "plain",
    ["12 avenue des tilleuls", "69003 lyon", "facture n° 12", "total ttc", "client :",
     "date : 12/09/2026", "contact@exemple.fr", "1 250,00", "bahnhofstrasse 4",
     "bill to", "(copie)"],
)  # fmt: skip
def test_what_is_no_name(plain: str) -> None:
    assert not is_name(plain)


def test_names_are_one_whatever_their_legal_form_and_marks() -> None:
    assert is_one_of("DELORME & FILS, S.A.R.L.", ["Delorme et Fils", "Delorme & Fils"])
    assert not is_one_of("Delorme Nord", ["Vergers de Brissac"])
    assert name_key("Holzbau Birkner GmbH") == name_key("HOLZBAU BIRKNER")


def kind(*rows: Printed | str, has_totals: bool = True) -> str | None:
    page = page_of(*rows)
    found = sheet(*rows)
    return type_of([page], found.rows, has_totals=has_totals).code


def titled(text: str, size: float = 18.0) -> tuple[Printed, ...]:
    return (printed(text, size=size, at=60.0), *BUYER, *BODY)


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("FACTURE", "380"), ("Facture n° FA-12", "380"), ("INVOICE", "380"),
        ("Rechnung Nr. 12", "380"), ("Ticket de caisse", "380"),
        ("AVOIR", "381"), ("Avoir n° AV-12", "381"), ("Facture d’avoir", "381"),
        ("CREDIT NOTE", "381"), ("Gutschrift", "381"), ("Rechnungskorrektur", "381"),
        ("FACTURE D’ACOMPTE", "386"), ("Anzahlungsrechnung", "386"),
        ("Deposit invoice", "386"),
        ("DEVIS", None), ("Devis n° D-12", None), ("BON DE LIVRAISON", None),
        ("Lieferschein", None), ("Delivery note", None), ("Quotation", None),
        ("Angebot", None), ("Facture pro forma", None),
        ("Facture pro-forma n° 3", None), ("Proforma invoice", None),
        ("Proforma-Rechnung", None), ("BON DE COMMANDE", None),
        ("Relevé de compte", None), ("Lettre de relance", None), ("Mahnung", None),
    ],
)  # fmt: skip
def test_the_title_says_what_a_paper_is(title: str, code: str | None) -> None:
    assert kind(*titled(title)) == code


def test_a_sentence_that_mentions_an_invoice_is_no_title() -> None:
    sentence = "Nous vous rappelons que votre facture FA-12 du 3 mai reste impayée."
    assert kind(printed(sentence, at=60.0), *BUYER, *BODY) is None


def test_a_delivery_note_that_an_invoice_mentions_is_no_title() -> None:
    rows = titled("FACTURE")
    assert kind(rows[0], printed("Bon de livraison BL-9", at=90.0), *rows[1:]) == "380"


def test_an_invoice_that_a_credit_note_mentions_is_no_title() -> None:
    rows = titled("AVOIR")
    assert kind(rows[0], printed("Facture n° FA-9", at=90.0), *rows[1:]) == "381"


def test_a_word_of_a_sentence_makes_no_credit_note() -> None:
    rows = titled("FACTURE")
    note = printed("Sans avoir de réponse sous 8 jours", at=90.0)
    assert kind(rows[0], note, *rows[1:]) == "380"


def test_without_a_total_there_is_no_invoice() -> None:
    assert kind(*titled("FACTURE"), has_totals=False) is None


def test_totals_without_any_title_are_an_invoice_less_surely() -> None:
    page = page_of(*BUYER, *BODY)
    found = type_of([page], sheet(*BUYER, *BODY).rows, has_totals=True)
    rows = titled("FACTURE")
    sure = type_of([page_of(*rows)], sheet(*rows).rows, has_totals=True)
    assert found.code == "380"
    assert found.confidence < sure.confidence
