"""Lines are read from the words of a page and their places."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.einvoice_intake.domain.paper.lines import choose, find_lines

from .sheets import HEADING, cells_of, table_of


def test_a_line_has_what_its_headings_say() -> None:
    rows = [
        HEADING,
        ("Vis inox", "12", "1,50", "20 %", "18,00"),
        ("Peinture blanche 10L", "2", "1 045,25", "10 %", "2 090,50"),
        ("Total HT", "", "", "", "2 108,50"),
    ]
    found = find_lines([table_of(rows)])
    assert cells_of(found, "name", "quantity", "price", "vat_rate", "net") == [
        ("Vis inox", "12", "1.50", "20", "18.00"),
        ("Peinture blanche 10L", "2", "1045.25", "10", "2090.50"),
    ]
    assert found.total == Decimal("2108.50")
    assert found.is_confirmed


def test_a_confirmed_line_is_surer_than_one_that_does_not_add_up() -> None:
    rows = [
        HEADING,
        ("Vis inox", "12", "1,50", "20 %", "18,00"),
        ("Filtre", "3", "10,00", "20 %", "31,00"),
    ]
    first, second = find_lines([table_of(rows)]).lines
    assert first.cells["net"].confidence > 0.9 > second.cells["net"].confidence


def test_descriptions_go_on_below_and_titles_are_no_lines() -> None:
    rows = [
        HEADING,
        ("Chantier Dupont", "", "", "", ""),
        ("Raccord cuivre", "4", "2,00", "20 %", "8,00"),
        ("coudé, diamètre 22", "", "", "", ""),
        ("Sous-total", "", "", "", "8,00"),
        ("Filtre à huile", "1", "9,00", "20 %", "9,00"),
        ("Total HT", "", "", "", "17,00"),
    ]
    found = find_lines([table_of(rows)])
    assert cells_of(found, "name", "net") == [
        ("Raccord cuivre coudé, diamètre 22", "8.00"),
        ("Filtre à huile", "9.00"),
    ]


def test_amounts_carried_over_a_page_break_are_no_lines() -> None:
    first = [
        HEADING,
        ("Vis", "10", "1,00", "20", "10,00"),
        ("", "", "", "", "A reporter 10,00"),
    ]
    second = [
        HEADING,
        ("", "", "", "", "Report 10,00"),
        ("Clous", "5", "2,00", "20", "10,00"),
        ("Total HT", "", "", "", "20,00"),
    ]
    pages = [table_of(first), table_of(second, number=2)]
    found = find_lines(pages)
    assert cells_of(found, "name") == [("Vis",), ("Clous",)]
    assert [page for page, _top, _bottom in found.region] == [1, 2]


def test_a_page_without_heading_goes_on_with_the_table() -> None:
    first = [HEADING, ("Vis", "10", "1,00", "20", "10,00")]
    second = [
        ("Clous", "5", "2,00", "20", "10,00"),
        ("Total HT", "", "", "", "20,00"),
    ]
    pages = [table_of(first), table_of(second, number=2)]
    assert cells_of(find_lines(pages), "quantity") == [("10",), ("5",)]


def test_free_and_negative_lines_count() -> None:
    rows = [
        HEADING,
        ("Vis", "10", "1,00", "20", "10,00"),
        ("Échantillon", "3", "0,00", "20", "0,00"),
        ("Reprise", "-1", "4,00", "20", "-4,00"),
        ("Total HT", "", "", "", "6,00"),
    ]
    found = find_lines([table_of(rows)])
    assert cells_of(found, "net") == [("10.00",), ("0.00",), ("-4.00",)]


def test_a_discount_is_a_percentage_also_where_an_amount_is_printed() -> None:
    heading = ("Désignation", "Qté", "P.U. HT", "Remise", "Montant HT")
    rows = [
        heading,
        ("Vis", "10", "2,00", "25 %", "15,00"),
        ("Clous", "10", "2,00", "5,00", "15,00"),
        ("Total HT", "", "", "", "30,00"),
    ]
    found = find_lines([table_of(rows)])
    assert [Decimal(each) for (each,) in cells_of(found, "discount")] == [25, 25]


def test_vat_codes_are_the_rates_that_the_page_explains() -> None:
    rows = [
        HEADING,
        ("Vis", "10", "10,00", "1", "100,00"),
        ("Pain", "10", "20,00", "2", "200,00"),
        ("Total HT", "", "", "", "300,00"),
        ("", "", "", "", ""),
        ("1", "20,00", "100,00", "", "20,00"),
        ("2", "5,50", "200,00", "", "11,00"),
    ]
    found = find_lines([table_of(rows)])
    assert cells_of(found, "vat_rate") == [("20",), ("5.5",)]


def test_a_ticket_multiplies_under_its_description() -> None:
    rows = [
        ("Pain complet", ""),
        ("2 x 3,50", "7,00"),
        ("Lait", ""),
        ("4 x 1,25", "5,00"),
        ("Total TTC", "12,00"),
    ]
    found = find_lines([table_of(rows, (10, -210), pitch=11)])
    assert cells_of(found, "name", "quantity", "price", "net") == [
        ("Pain complet", "2", "3.50", "7.00"),
        ("Lait", "4", "1.25", "5.00"),
    ]


def test_a_letter_of_fees_needs_its_total_to_have_lines() -> None:
    places = (60, -520)
    rows = [
        ("Rédaction des statuts", "900,00"),
        ("Formalités au greffe", "250,00"),
        ("Total HT", "1 150,00"),
    ]
    assert len(find_lines([table_of(rows, places)]).lines) == 2
    without = [*rows[:2], ("Le solde suivra", "77,00")]
    assert find_lines([table_of(without, places)]).lines == ()


@pytest.mark.parametrize("text", ["Conditions générales de vente", "Bon de livraison"])
def test_what_is_no_invoice_has_no_lines(text: str) -> None:
    rows = [(text, ""), ("Article 1", ""), ("Vis inox", "12"), ("Clous", "40")]
    assert find_lines([table_of(rows, (40, -300))]).lines == ()
    assert find_lines([]).lines == ()


def test_shipping_between_lines_and_total_is_an_adjustment() -> None:
    rows = [
        HEADING,
        ("Vis", "10", "1,00", "20", "10,00"),
        ("Clous", "5", "2,00", "20", "10,00"),
        ("Frais de port", "", "", "", "5,00"),
        ("Total HT", "", "", "", "25,00"),
    ]
    found = find_lines([table_of(rows)])
    explained = found.total + sum(found.adjustments)
    assert found.is_confirmed
    assert explained == Decimal("25.00")


@pytest.mark.parametrize(
    ("quantity", "price", "net"),
    [
        ("12", "1O,50", "126,00"),  # a letter for a digit
        ("12", "10,50", "12600"),  # a lost comma
        ("12", "10,60", "126,00"),  # one digit for another
        ("12", "10, 50", "126,00"),  # a number in two words
        ("", "10,50", "126,00"),  # a lost quantity
    ],
)
def test_arithmetic_repairs_what_the_engine_misread(quantity, price, net) -> None:
    rows = [
        HEADING,
        ("Vis", quantity, price, "20", net),
        ("Clous", "5", "2,00", "20", "10,00"),
        ("Total HT", "", "", "", "136,00"),
    ]
    found = find_lines([table_of(rows, source="ocr")])
    assert cells_of(found, "quantity", "price", "net")[0] == ("12", "10.50", "126.00")


def test_the_candidate_with_a_printed_total_is_chosen() -> None:
    good = find_lines([table_of([HEADING, ("Vis", "2", "5,00", "", "10,00")])])
    bad = find_lines([table_of([HEADING, ("Vis", "2", "7,00", "", "14,00")])])
    assert choose([bad, good], [Decimal("10.00")]) is good


def _french(value: Decimal) -> str:
    return f"{value:,.2f}".replace(",", " ").replace(".", ",")


def _english(value: Decimal) -> str:
    return f"{value:,.2f}"


@settings(max_examples=60, deadline=None)
@given(
    lines=st.lists(
        st.tuples(
            st.integers(1, 400), st.decimals("0.01", "9999.99", places=2), st.booleans()
        ),
        min_size=1,
        max_size=8,
    ),
    write=st.sampled_from([_french, _english]),
)
def test_every_table_that_adds_up_is_read_whole(lines, write) -> None:
    nets = [
        (quantity * price).quantize(Decimal("0.01"), ROUND_HALF_UP)
        for quantity, price, _more in lines
    ]
    rows = [HEADING]
    for (quantity, price, more), net in zip(lines, nets, strict=True):
        rows.append(("Article", str(quantity), write(price), "20 %", write(net)))
        if more:
            rows.append(("avec une suite", "", "", "", ""))
    rows.append(("Total HT", "", "", "", write(sum(nets))))
    found = find_lines([table_of(rows)])
    assert [line.net for line in found.lines] == nets
    assert found.is_confirmed


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(st.text("0123456789,. -x€%ABtotalHT", max_size=14), max_size=25),
    source=st.sampled_from(["text", "ocr"]),
)
def test_no_page_breaks_the_reader(texts, source) -> None:
    rows = [HEADING] + [tuple((text + "|" * 5).split("|")[:5]) for text in texts]
    found = find_lines([table_of(rows, source=source)])
    assert all(
        0 <= c.confidence <= 1 for line in found.lines for c in line.cells.values()
    )
