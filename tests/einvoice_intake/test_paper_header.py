"""Number, dates and currency of an invoice, each with its label."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.einvoice_intake.domain.paper.confidence import (
    of_header,
    of_identifier,
    of_name,
)
from odoo.addons.einvoice_intake.domain.paper.header import (
    HeaderFound,
    currency_of,
    find_header,
    issue_and_due,
)
from odoo.addons.einvoice_intake.domain.paper.identifiers_found import (
    IdentifierFound,
    Kind,
)
from odoo.addons.einvoice_intake.domain.paper.labels import Term
from odoo.addons.einvoice_intake.domain.paper.memory import Lessons
from odoo.addons.einvoice_intake.domain.paper.pairing import Candidate
from odoo.addons.einvoice_intake.domain.paper.party_names import NameFound
from odoo.addons.einvoice_intake.domain.paper.rows import rows_of

from .sheets import Printed, page_of, printed, sheet


def header(
    *rows: Printed | str, is_credit: bool = False, source: str = "text"
) -> HeaderFound:
    found = sheet(*rows, source=source)
    return find_header(found, Lessons(None, found), is_credit=is_credit)


def number(*rows: Printed | str) -> str:
    return header(*rows).numbers[0].value


def days(*rows: Printed | str) -> tuple[str | None, str | None]:
    issued, due = issue_and_due(header(*rows))
    return (
        issued.value.isoformat() if issued else None,
        due.value.isoformat() if due else None,
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Facture n° FA-2026-0417", "FA-2026-0417"),
        ("Facture N°: 2026/00017", "2026/00017"),
        ("FACTURE FA26-0098", "FA26-0098"),
        ("Invoice number: INV/2026/0042", "INV/2026/0042"),
        ("Invoice #10482", "10482"),
        ("Facture n° 10482", "10482"),
        ("Facture n° 10482 du 03/05/2026", "10482"),
        ("Rechnung 10482", "10482"),
        ("Rechnungs-Nr.: 2026-0815", "2026-0815"),
        ("Rechnungsnummer RE 20417", "RE 20417"),
        ("N° de facture : F 26 0098", "F 26 0098"),
        ("Facture n° 10 482 337 915", "10 482 337 915"),
        ("Facture n°FA12345", "FA12345"),
        ("Facture n° A-12 du 03/05/2026", "A-12"),
    ],
)  # fmt: skip
def test_the_number_reads_however_it_is_printed(text: str, value: str) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    "other",
    ["N° client : 411982", "Commande n° CDE-77120", "SIRET 73282932000074",
     "Tél. 04 72 82 93 20", "Bon de livraison n° BL-5510", "RCS Lyon 732 829 320",
     "Contrat n° 880-22"],
)  # fmt: skip
@pytest.mark.parametrize("is_first", [True, False])
def test_numbers_of_other_things_are_not_that_of_the_invoice(
    other: str, is_first: bool
) -> None:
    rows = [other, "Facture n° FA-2026-0417"]
    assert number(*(rows if is_first else reversed(rows))) == "FA-2026-0417"


def test_a_postcode_and_an_amount_are_no_numbers_of_an_invoice() -> None:
    found = header("Facture", "69003 Lyon", "1 250,00")
    assert {each.value for each in found.numbers} & {"69003", "1 250,00"} == set()


def test_five_digits_are_a_number_and_before_a_town_a_postcode() -> None:
    rows = ("Facture", "4 rue du Port 69003 Lyon", "N° facture", "10482")
    assert number(*rows) == "10482"
    assert number("Facture 10482 Lyon") == "10482"


def test_the_number_stands_below_its_label() -> None:
    rows = (
        printed((40, "N° facture"), (200, "Date"), (330, "N° client"),
                (460, "Échéance")),
        printed((40, "FA-0417"), (200, "03/05/2026"), (330, "C-9981"),
                (460, "02/06/2026")),
    )  # fmt: skip
    assert number(*rows) == "FA-0417"
    assert days(*rows) == ("2026-05-03", "2026-06-02")


def test_labels_stand_below_their_values() -> None:
    rows = (
        printed((40, "FA-0417"), (200, "03/05/2026"), (460, "02/06/2026")),
        printed((40, "N° facture"), (200, "Date de facture"), (460, "Échéance")),
    )
    assert number(*rows) == "FA-0417"
    assert days(*rows) == ("2026-05-03", "2026-06-02")


def test_the_number_of_a_credit_note_is_not_that_of_the_invoice() -> None:
    for rows in (
        ("Avoir n° AV-0031", "Sur facture n° FA-2026-0417 du 03/05/2026"),
        ("Facture d’origine : FA-2026-0417", "Avoir n° AV-0031"),
        ("Credit note no. CN-0031 AV-0031", "Invoice no. FA-2026-0417"),
    ):
        found = header(*rows, is_credit=True)
        assert "0031" in found.numbers[0].value
        assert found.preceding[0].value == "FA-2026-0417"


def test_the_date_of_the_corrected_invoice_is_not_that_of_the_credit_note() -> None:
    rows = ("Avoir n° AV-0031 du 12/06/2026", "sur facture FA-0417 du 03/05/2026")
    issued, _due = issue_and_due(header(*rows, is_credit=True))
    assert issued
    assert issued.value == date(2026, 6, 12)


@pytest.mark.parametrize(
    "text",
    ["Commande n° BC-77120", "Votre commande : BC-77120", "Your order no. BC-77120",
     "Purchase order BC-77120", "Ihre Bestellung BC-77120", "N° de commande BC-77120",
     "Bon de commande : BC-77120"],
)  # fmt: skip
def test_the_order_number_is_found(text: str) -> None:
    found = header("Facture n° FA-0417", text)
    assert found.orders[0].value == "BC-77120"
    assert found.numbers[0].value == "FA-0417"


def test_the_suppliers_own_reference_is_no_order_of_ours() -> None:
    found = header("Facture n° FA-0417", "Notre référence : XY-55012")
    assert [each.value for each in found.orders] == []


@pytest.mark.parametrize(
    ("issue", "due"),
    [
        ("Date : 03/05/2026", "Échéance : 02/06/2026"),
        ("Lyon, le 3 mai 2026", "À régler avant le 2 juin 2026"),
        ("Invoice date: 3 May 2026", "Due date: 2 June 2026"),
        ("Rechnungsdatum: 03.05.2026", "Zahlbar bis 02.06.2026"),
        ("Date d’émission 2026-05-03", "Date limite de paiement 2026-06-02"),
        ("Émise le 03/05/2026", "Paiement à 30 jours, soit le 02/06/2026"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("is_first", [True, False])
def test_dates_go_by_their_labels_not_by_their_order(
    issue: str, due: str, is_first: bool
) -> None:
    rows = [issue, "", due]
    assert days(*(rows if is_first else reversed(rows))) == ("2026-05-03", "2026-06-02")


def test_dates_of_other_things_are_not_those_of_the_invoice() -> None:
    assert days(
        "Date de commande : 01/02/2026", "Date de facture : 03/05/2026",
        "Date de livraison : 28/04/2026", "Période du 01/04/2026 au 30/04/2026",
    ) == ("2026-05-03", None)  # fmt: skip


def test_an_american_date_turns_the_others_round() -> None:
    rows = ("Invoice date: 05/03/2026", "Due date: 05/23/2026")
    assert days(*rows) == ("2026-05-03", "2026-05-23")
    assert days("Date : 05/03/2026") == ("2026-03-05", None)


DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2027, 12, 31))


@settings(max_examples=80, deadline=None, derandomize=True)
@given(DAYS, DAYS, DAYS)
def test_nobody_pays_before_the_invoice_is_written(
    first: date, second: date, third: date
) -> None:
    """Whatever dates two equal labels and none propose, the pair is in order."""
    issued, due = issue_and_due(
        header(
            f"Date : {first:%d/%m/%Y}",
            f"Échéance : {second:%d/%m/%Y}",
            f"À payer avant le {third:%d/%m/%Y}",
        )
    )
    if issued and due and max(second, third) >= first:
        assert due.value >= issued.value


def test_without_labels_a_date_in_the_head_is_the_issue_date_hardly_sure() -> None:
    found = header("Menuiserie Delorme", "03/05/2026")
    (only,) = found.issued
    labelled = header("Date de facture 03/05/2026").issued[0]
    assert only.score(Term.ISSUE_DATE) < 0.3 < labelled.score(Term.ISSUE_DATE)


@pytest.mark.parametrize(
    ("texts", "code"),
    [(("Total 12,00 €",), "EUR"), (("Total 12.00 CHF",), "CHF"),
     (("Total £12.00",), "GBP"), (("Total 12,00 euros",), "EUR"),
     (("Total $12.00", "paid in USD"), "USD"), (("Total 12,00",), None)],
)  # fmt: skip
def test_the_currency_is_printed(texts: tuple[str, ...], code: str | None) -> None:
    assert currency_of(rows_of(page_of(*texts)))[0] == code


def test_the_sign_beside_the_total_decides_between_two_currencies() -> None:
    rows = rows_of(page_of("Cours : 1,08 $", "Prix 10,00 $", "Net à payer 90,00 €"))
    code, sure = currency_of(rows, rows[-1].words)
    assert code == "EUR"
    assert sure < currency_of(rows[-1:])[1]


SCORES = st.floats(min_value=0, max_value=1, allow_nan=False)


@settings(derandomize=True)
@given(SCORES, SCORES, SCORES, SCORES)
def test_confidence_is_a_ratio_and_a_rival_takes_some(
    score: float, rival: float, letters: float, other: float
) -> None:
    term = Term.NUMBER
    chosen = Candidate("A-1", (), "A-1", letters, {term: score})
    against = Candidate("B-2", (), "B-2", other, {term: rival})
    alone = of_header(chosen, term, [chosen])
    assert 0 <= of_header(chosen, term, [chosen, against]) <= alone < 1
    same = Candidate("A-1", (), "A-1", other, {term: rival})
    assert of_header(chosen, term, [chosen, same]) == alone


@given(st.lists(SCORES, min_size=1, max_size=4), st.booleans())
def test_confidence_of_a_name_is_a_ratio(scores: list[float], misread: bool) -> None:
    names = [NameFound(str(place), (), each) for place, each in enumerate(scores)]
    assert 0 < of_name(sorted(names, key=lambda each: -each.score), misread) < 1


def test_check_digits_make_an_identifier_sure() -> None:
    def sure(kind: Kind = Kind.VAT, **facts: bool) -> float:
        known = {"is_valid": True, "is_labelled": True, **facts}
        return of_identifier(IdentifierFound(kind, "1", (), **known), misread=True)

    assert 1 > sure() > sure(is_labelled=False) > sure(is_valid=False)
    assert sure() > sure(repaired=True)
    # An account that was put right by its check digits is looked at.
    assert sure(Kind.IBAN, repaired=True) < sure(Kind.VAT, repaired=True)
