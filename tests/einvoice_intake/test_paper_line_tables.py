"""Tables of lines that suppliers print in their own way: sums, hours, VAT within."""

import pytest

from odoo.addons.einvoice_intake.domain.paper.lines import find_lines

from .sheets import HEADING, cells_of, table_of


def test_the_sum_of_a_section_does_not_end_the_lines() -> None:
    rows = [
        HEADING,
        ("Carte 7078 83", "", "", "", ""),
        ("Gazole", "10", "1,50", "", "15,00"),
        ("Total main d'oeuvre", "", "", "", "15,00"),
        ("Filtre", "2", "4,00", "", "8,00"),
        ("Total HT", "", "", "", "23,00"),
        ("TVA 20 %", "", "", "", "4,60"),
    ]
    found = find_lines([table_of(rows)])
    assert [str(line.net) for line in found.lines] == ["15.00", "8.00"]


def test_headings_may_have_words_that_nobody_knows() -> None:
    rows = [
        ("Garanties", "Taux de taxe", "Taxes", "", "Cotisation HT"),
        ("Multirisque", "9 %", "9,00", "", "100,00"),
        ("Protection juridique", "10 %", "5,00", "", "50,00"),
        ("Frais de gestion", "", "0,00", "", "20,00"),
        ("Total HT", "", "", "", "170,00"),
    ]
    found = find_lines([table_of(rows)])
    assert cells_of(found, "name", "net") == [
        ("Multirisque", "100.00"),
        ("Protection juridique", "50.00"),
        ("Frais de gestion", "20.00"),
    ]


def test_descriptions_without_a_heading_are_names_not_quantities() -> None:
    rows = [
        ("", "Volume", "Prix unitaire", "TVA", "Montant HT"),
        ("Abonnement compteur d 20", "", "32,15", "10", "32,15"),
        ("Consommation", "3", "2,00", "10", "6,00"),
        ("Total HT", "", "", "", "38,15"),
    ]
    found = find_lines([table_of(rows)])
    assert cells_of(found, "name", "quantity") == [
        ("Abonnement compteur d 20", None),
        ("Consommation", "3"),
    ]


def test_a_charge_among_the_lines_is_a_line_and_behind_a_sum_it_is_none() -> None:
    lines = [
        HEADING,
        ("Vis", "2", "5,00", "", "10,00"),
        ("Clou", "1", "7,00", "", "7,00"),
    ]
    charge = ("Frais de port", "", "", "", "3,00")
    total = ("Total HT", "", "", "", "20,00")
    among = find_lines([table_of([*lines, charge, total])])
    behind = find_lines(
        [table_of([*lines, ("Sous-total", "", "", "", "17,00"), charge, total])]
    )
    assert [len(each.lines) for each in (among, behind)] == [3, 2]


def test_totals_whose_names_stand_under_them_are_no_lines() -> None:
    rows = [
        HEADING,
        ("Vis", "2", "5,00", "20 %", "10,00"),
        ("Clou", "1", "7,00", "20 %", "7,00"),
        ("", "", "17,00", "3,40", "20,40"),
        ("", "", "total", "TVA", "net à payer"),
    ]
    page = table_of(rows)
    found = find_lines([page])
    assert [str(line.net) for line in found.lines] == ["10.00", "7.00"]
    assert found.is_confirmed
    assert found.region[0][2] < 100 + 3 * 14


def test_hours_under_an_amount_are_its_quantity() -> None:
    rows = [
        ("Étude du dossier", "", "", "", "770,00"),
        ("3,50 heures à 220,00 €", "", "", "", ""),
        ("Conclusions", "", "", "", "1 375,00"),
        ("6,25 heures à 220,00 €", "", "", "", ""),
        ("Total HT", "", "", "", "2 145,00"),
    ]
    found = find_lines([table_of(rows)])
    assert cells_of(found, "quantity", "price", "net") == [
        ("3.50", "220.00", "770.00"),
        ("6.25", "220.00", "1375.00"),
    ]


@pytest.mark.parametrize("with_vat", [True, False])
def test_amounts_with_vat_are_known_by_the_total_they_give(with_vat) -> None:
    amounts = ("72,00", "48,00", "100,00", "20,00", "120,00")
    if not with_vat:
        amounts = ("60,00", "40,00", "100,00", "20,00", "120,00")
    names = ("Chambre", "Repas", "Total HT", "TVA 20 %", "Total TTC")
    rows = [("Libellé", "", "", "", "Montant")]
    rows += [
        (name, "", "", "", each) for name, each in zip(names, amounts, strict=True)
    ]
    found = find_lines([table_of(rows)])
    assert len(found.lines) == 2
    assert found.is_gross is with_vat


def test_prices_without_vat_are_preferred_to_amounts_with_it() -> None:
    rows = [
        ("Description", "Qté", "Prix HT", "Prix TTC", "Total TTC"),
        ("Souris", "2", "62,50", "75,00", "150,00"),
        ("Clavier", "1", "40,00", "48,00", "48,00"),
        ("Total de la facture", "", "", "", "198,00"),
        ("TVA 20 %", "", "165,00", "", "33,00"),
    ]
    found = find_lines([table_of(rows)])
    assert cells_of(found, "price", "net") == [("62.50", "125.00"), ("40.00", "40.00")]
    assert not found.is_gross


def test_products_without_blanks_are_read_on_scans() -> None:
    rows = [
        ("Relevé", "", "4x285,00", "", "1140,00"),
        ("Tirages", "", "2x163,20", "", "326,40"),
        ("Total HT", "", "", "", "1466,40"),
    ]
    found = find_lines([table_of(rows, source="ocr")])
    assert cells_of(found, "quantity", "price") == [("4", "285.00"), ("2", "163.20")]
