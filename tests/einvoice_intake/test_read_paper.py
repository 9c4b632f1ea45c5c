"""Whole pages are read; whatever the words, reading answers and ends."""

from __future__ import annotations

import time
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.einvoice_base.domain.reading import Reading
from odoo.addons.einvoice_intake.domain.buyer import OwnCompany
from odoo.addons.einvoice_intake.domain.paper.kept import (
    reading_as_json,
    reading_from_json,
)
from odoo.addons.einvoice_intake.domain.paper.page import Page, Word
from odoo.addons.einvoice_intake.domain.paper.read_paper import read_paper

from .sheets import Printed, page_of, printed, words_of

FRENCH = (
    printed("Menuiserie Delorme SARL", size=14.0),
    "12 avenue des Tilleuls", "69003 Lyon", "SIRET 732 829 320 00074",
    "N° TVA FR44732829320",
    printed((330, "Garage du Pont Vieux"), at=130.0),
    printed((330, "8 quai des Tanneurs")),
    printed((330, "37000 Tours")), printed((330, "Votre n° TVA : FR96301940219")),
    printed("FACTURE n° FA-2026-0417", size=14.0, at=230.0),
    printed((40, "Date : 14/09/2026"), (330, "Échéance : 14/10/2026")),
    "Votre commande n° BC-77120", "",
    printed((40, "Désignation"), (-330, "Qté"), (-430, "P.U. HT"),
            (-540, "Montant HT")),
    printed((40, "Fenêtre en chêne"), (-330, "2"), (-430, "500,00"),
            (-540, "1 000,00")),
    printed((40, "Pose"), (-330, "5"), (-430, "50,00"), (-540, "250,00")),
    "",
    printed((330, "Total HT"), (-540, "1 250,00 €")),
    printed((330, "TVA 20 %"), (-540, "250,00 €")),
    printed((330, "Total TTC"), (-540, "1 500,00 €")), "",
    "IBAN FR14 2004 1010 0505 0001 3M02 606", "BIC : PSSTFRPPLYO",
)  # fmt: skip
ENGLISH = (
    printed("Northgate Supplies Ltd", size=14.0), "18 Station Road", "Leeds LS1 4AB",
    "VAT no. GB980780684", "",
    printed("INVOICE", size=16.0),
    "Invoice number: INV-2026-0093", "Invoice date: 14 September 2026",
    "Due date: 14 October 2026", "Bill to:", "Harbour Cafe Ltd", "3 Mill Lane", "",
    printed((40, "Description"), (-330, "Quantity"), (-430, "Unit price"),
            (-540, "Amount")),
    printed((40, "Paper towels"), (-330, "10"), (-430, "12.50"), (-540, "125.00")),
    printed((40, "Soap"), (-330, "4"), (-430, "25.00"), (-540, "100.00")), "",
    printed((330, "Subtotal"), (-540, "£225.00")),
    printed((330, "VAT 20%"), (-540, "£45.00")),
    printed((330, "Total amount"), (-540, "£270.00")),
)  # fmt: skip
GERMAN = (
    printed("Holzbau Birkner GmbH · Lindenweg 4 · 79098 Freiburg", size=6.0, at=125.0),
    printed("Bäckerei Sommer KG", at=140.0), printed("Hauptstraße 9", at=153.5),
    printed("50667 Köln", at=167.0),
    printed("Rechnung", size=16.0, at=240.0),
    "Rechnungsnummer: RE-20417", "Rechnungsdatum: 14.09.2026",
    "Zahlbar bis 14.10.2026", "USt-IdNr.: DE136695976", "",
    printed((40, "Bezeichnung"), (-330, "Menge"), (-430, "Einzelpreis"),
            (-540, "Gesamtpreis")),
    printed((40, "Dachlatten"), (-330, "20"), (-430, "61,25"), (-540, "1.225,00")),
    printed((40, "Anfahrt"), (-330, "1"), (-430, "75,00"), (-540, "75,00")), "",
    printed((330, "Nettobetrag"), (-540, "1.300,00 €")),
    printed((330, "MwSt. 19 %"), (-540, "247,00 €")),
    printed((330, "Gesamtbetrag"), (-540, "1.547,00 €")),
    "IBAN DE89 3704 0044 0532 0130 00",
)  # fmt: skip
WIDE = 200_000.0


def values(reading: Reading) -> dict[str, str]:
    return {
        path: each.value
        for path, each in reading.fields.items()
        if not path.startswith(("line.", "tax."))
    }


def read(*rows: Printed | str, source: str = "text") -> Reading:
    return read_paper([page_of(*rows, source=source)])


def test_a_french_invoice() -> None:
    reading = read(*FRENCH)
    assert values(reading) == {
        "seller.name": "Menuiserie Delorme SARL",
        "seller.legal_id": "73282932000074",
        "seller.vat_number": "FR44732829320",
        "buyer.name": "Garage du Pont Vieux",
        "buyer.vat_number": "FR96301940219",
        "number": "FA-2026-0417",
        "type_code": "380",
        "issue_date": "2026-09-14",
        "due_date": "2026-10-14",
        "order_reference": "BC-77120",
        "currency": "EUR",
        "totals.net": "1250.00",
        "totals.vat": "250.00",
        "totals.gross": "1500.00",
        "iban": "FR1420041010050500013M02606",
        "bic": "PSSTFRPPLYO",
    }
    invoice = reading.invoice
    assert invoice
    assert [each.net for each in invoice.lines] == [Decimal(1000), Decimal(250)]
    (tax,) = invoice.tax_breakdown
    assert (tax.rate, tax.base, tax.amount) == (20, 1250, 250)


def test_an_english_invoice() -> None:
    stated = values(read(*ENGLISH))
    expected = {
        "seller.name": "Northgate Supplies Ltd", "seller.vat_number": "GB980780684",
        "buyer.name": "Harbour Cafe Ltd", "number": "INV-2026-0093",
        "issue_date": "2026-09-14", "due_date": "2026-10-14", "currency": "GBP",
        "totals.net": "225.00", "totals.vat": "45.00", "totals.gross": "270.00",
    }  # fmt: skip
    assert {path: stated.get(path) for path in expected} == expected


def test_a_german_invoice() -> None:
    stated = values(read(*GERMAN))
    expected = {
        "seller.name": "Holzbau Birkner GmbH", "seller.vat_number": "DE136695976",
        "buyer.name": "Bäckerei Sommer KG", "number": "RE-20417",
        "issue_date": "2026-09-14", "due_date": "2026-10-14", "currency": "EUR",
        "totals.net": "1300.00", "totals.vat": "247.00", "totals.gross": "1547.00",
        "iban": "DE89370400440532013000",
    }  # fmt: skip
    assert {path: stated.get(path) for path in expected} == expected


def test_a_receipt_needs_no_number() -> None:
    reading = read(
        printed("Café des Halles", size=12.0), "5 place du Marché 44000 Nantes",
        "Ticket 14/09/2026 12:41",
        printed((40, "Menu du jour"), (-200, "18,50")),
        printed((40, "Café"), (-200, "2,30")),
        printed((40, "TOTAL TTC"), (-200, "20,80 €")),
        printed((40, "dont TVA 10 %"), (-200, "1,89")),
    )  # fmt: skip
    stated = values(reading)
    assert stated["totals.gross"] == "20.80"
    assert stated["totals.vat"] == "1.89"
    assert stated["issue_date"] == "2026-09-14"
    assert stated["currency"] == "EUR"


def test_totals_of_the_second_page_are_of_the_same_invoice() -> None:
    place = next(
        at for at, row in enumerate(FRENCH)
        if isinstance(row, Printed) and row.pieces[0][1] == "Total HT"
    )  # fmt: skip
    first = page_of(*FRENCH[:place])
    second = page_of("Page 2/2", "", *FRENCH[place:], number=2)
    two, one = values(read_paper([first, second])), values(read(*FRENCH))
    assert two == one
    gross = read_paper([first, second]).fields["totals.gross"]
    assert gross.box
    assert gross.box.page == 2


def test_each_field_says_where_it_stands() -> None:
    page = page_of(*FRENCH)
    reading = read_paper([page])
    for path in ("number", "issue_date", "totals.gross", "iban", "seller.name"):
        box = reading.fields[path].box
        assert box, path
        inside = [
            word.text
            for word in page.words
            if box.left <= word.centre <= box.right
            and box.top <= word.middle <= box.bottom
        ]
        assert inside, path
    number = reading.fields["number"].box
    (word,) = (each for each in page.words if each.text == "FA-2026-0417")
    assert number
    assert (number.left, number.right) == (word.left, word.right)


def test_our_own_company_buys_whatever_the_page_looks_like() -> None:
    own = [OwnCompany(1, "Menuiserie Delorme", "732829320", "FR44732829320")]
    stated = values(read_paper([page_of(*FRENCH)], own=own))
    assert stated.get("seller.name") != "Menuiserie Delorme SARL"
    assert "seller.vat_number" not in stated
    assert "seller.legal_id" not in stated


def test_a_credit_note_is_positive_and_names_its_invoice() -> None:
    rows = [
        printed("AVOIR n° AV-0031", size=14.0, at=each.at)
        if isinstance(each, Printed) and "FACTURE" in each.pieces[0][1]
        else each
        for each in FRENCH
    ]
    place = rows.index("Votre commande n° BC-77120")
    rows[place] = "Sur facture n° FA-2026-0417 du 01/09/2026"
    stated = values(read(*rows))
    assert stated["type_code"] == "381"
    assert stated["number"] == "AV-0031"
    assert stated["preceding_invoice"] == "FA-2026-0417"
    assert stated["issue_date"] == "2026-09-14"
    assert stated["totals.gross"] == "1500.00"


def test_a_scan_is_less_sure_than_a_text() -> None:
    scan = read_paper([page_of(*FRENCH, source="ocr", sure=0.8)])
    text = read(*FRENCH)
    assert (scan.format, text.format) == ("scan", "text-pdf")
    assert values(scan) == values(text)
    for path in ("number", "issue_date", "seller.name"):
        assert scan.fields[path].confidence < text.fields[path].confidence


@pytest.mark.parametrize("title", ["DEVIS n° D-9", "BON DE LIVRAISON n° BL-9"])
def test_what_is_no_invoice_gives_no_invoice(title: str) -> None:
    rows = [
        printed(title, size=20.0, at=each.at)
        if isinstance(each, Printed) and "FACTURE" in each.pieces[0][1]
        else each
        for each in FRENCH
    ]
    reading = read(*rows)
    assert reading.invoice is None
    assert reading.fields == {}


@pytest.mark.parametrize(
    "pages",
    [[], [Page(1, 595.0, 842.0)], [Page(1, 0.0, 0.0)],
     [Page(1, 595.0, 842.0), Page(2, 595.0, 842.0)]],
)  # fmt: skip
def test_pages_without_words_hold_no_invoice(pages: list[Page]) -> None:
    reading = read_paper(pages)
    assert reading.invoice is None
    assert reading.fields == {}


def test_an_invoice_after_an_empty_page_is_read() -> None:
    page = page_of(*FRENCH, number=2)
    reading = read_paper([Page(1, 595.0, 842.0), page])
    assert values(reading)["totals.gross"] == "1500.00"


def test_chinese_words_are_survived() -> None:
    reading = read(
        printed("增值税电子普通发票", size=14.0), "发票号码：25312000000012345678",
        "开票日期：2026年09月14日", "购买方 上海某某有限公司", "价税合计 ¥1500.00",
    )  # fmt: skip
    assert reading.format == "text-pdf"


def ended(pages: list[Page]) -> Reading:
    """Read, and see that it took nothing like the minutes of a quadratic search."""
    started = time.process_time()
    reading = read_paper(pages)
    assert time.process_time() - started < 20
    return reading


def test_a_page_of_twenty_thousand_words_is_read() -> None:
    rows = [
        printed(*((40.0 + 25 * at, f"{at}{n % 97}") for at in range(20)), size=4.0)
        for n in range(1000)
    ]
    page = page_of("Facture n° FA-12", *rows)
    assert len(page.words) > 20_000
    assert ended([page]).format == "text-pdf"


PARTS = ["a", "9", "1,", "FR76", "a.b@", "-", "facture n° ", "1 2 ", "a b ", "le 1 ",
         "IBAN FR76 3000 "]  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("source", ["text", "ocr"])
def test_a_word_of_a_hundred_thousand_letters_ends(part: str, source: str) -> None:
    text = part.replace(" ", "") * (100_000 // len(part))
    word = Word(text, 1, 40.0, 400.0, WIDE, 409.0)
    page = page_of(*FRENCH, source=source)
    ended([replace(page, words=(*page.words, word))])


@pytest.mark.parametrize("part", [each for each in PARTS if " " in each])
def test_a_row_of_very_many_words_ends(part: str) -> None:
    words = words_of(part * (16_000 // len(part)), 40.0, 400.0)
    page = page_of(*FRENCH, source="ocr")
    ended([replace(page, words=(*page.words, *words))])


TEXTS = st.text(min_size=1, max_size=14) | st.sampled_from(
    ["Facture", "n°", "FA-12", "Total", "HT", "TTC", "TVA", "20", "%", "1 250,00", "€",
     "250,00", "1", "500,00", "14/09/2026", "IBAN", "FR14", "SIRET", "Avoir", "Date",
     ":", "(", "12,50-", "Qté", "Désignation", "Montant", "Échéance", "Client", "·"]
)  # fmt: skip
PLACES = st.floats(min_value=-50, max_value=900, allow_nan=False)
SIZES = st.floats(min_value=0, max_value=60, allow_nan=False)


@st.composite
def any_words(draw: st.DrawFn) -> list[Word]:
    def word() -> Word:
        left, top = draw(PLACES), draw(PLACES)
        right, bottom = left + draw(SIZES), top + draw(SIZES)
        sure = draw(st.floats(min_value=0, max_value=1))
        return Word(draw(TEXTS), 1, left, top, right, bottom, sure)

    return [word() for _each in range(draw(st.integers(min_value=1, max_value=14)))]


@settings(max_examples=120, deadline=None, derandomize=True)
@given(any_words(), st.sampled_from(["text", "ocr"]))
def test_arbitrary_words_are_answered(words: list[Word], source: str) -> None:
    page = Page(1, 595.0, 842.0, tuple(words), source)
    answered(read_paper([page]))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(any_words(), st.sampled_from(["text", "ocr"]))
def test_arbitrary_words_on_an_invoice_are_answered(
    words: list[Word], source: str
) -> None:
    page = page_of(*FRENCH, source=source)
    answered(read_paper([replace(page, words=(*page.words, *words))]))


def answered(reading: Reading) -> None:
    """Use what was read: every field is a text and a ratio, and all of it is kept."""
    for path, each in reading.fields.items():
        assert each.value, path
        assert 0 <= each.confidence <= 1, path
    assert reading_from_json(reading_as_json(reading), {}) == reading
