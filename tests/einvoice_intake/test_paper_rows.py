"""Rows of words, and the amounts and dates that they print."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.einvoice_intake.domain.paper.amounts import Amount, amounts_of
from odoo.addons.einvoice_intake.domain.paper.dates import dates_of
from odoo.addons.einvoice_intake.domain.paper.page import Page, Word
from odoo.addons.einvoice_intake.domain.paper.rows import rows_of

from .sheets import page_of, printed, row_of

MONEY = st.decimals(min_value=0, max_value=9_999_999, places=2)


def values(*pieces: tuple[float, str] | str, misread: bool = False) -> list[str]:
    return [str(each.value) for each in amounts_of(row_of(*pieces), misread=misread)]


def only(text: str, *, misread: bool = False) -> Amount:
    (amount,) = amounts_of(row_of(text), misread=misread)
    return amount


def askew(page: Page, degrees: float) -> Page:
    slope = math.tan(math.radians(degrees))
    words = (
        replace(
            each,
            top=each.top + slope * each.left,
            bottom=each.bottom + slope * each.left,
        )
        for each in page.words
    )
    return replace(page, words=tuple(words))


def test_words_of_one_line_are_a_row_in_the_order_of_reading() -> None:
    page = page_of(printed((40, "Total HT"), (-540, "1 250,00")), "TVA 20 %")
    mixed = replace(page, words=tuple(reversed(page.words)))
    texts = [row.text for row in rows_of(mixed)]
    assert texts == ["Total HT\t1 250,00", "TVA 20 %"]


def test_rows_of_a_page_that_is_a_little_askew_stay_apart() -> None:
    rows = [printed((40, f"Ligne {n}"), (-540, f"{n},00")) for n in range(10, 30)]
    texts = [row.text for row in rows_of(askew(page_of(*rows), 0.4))]
    assert texts == [f"Ligne {n}\t{n},00" for n in range(10, 30)]


def test_words_beside_two_rows_join_one_of_them_only() -> None:
    page = page_of("premier rang", "second rang", printed((300, "à côté"), at=56.5))
    rows = rows_of(page)
    assert sorted(word.text for row in rows for word in row.words) == sorted(
        word.text for word in page.words
    )


def test_large_and_small_letters_share_a_row() -> None:
    page = page_of(
        printed((40, "FACTURE"), size=18.0, at=50.0),
        printed((300, "FA-12"), size=9.0, at=56.0),
    )
    assert [row.text for row in rows_of(page)] == ["FACTURE\tFA-12"]


def test_a_span_is_the_words_that_its_text_touches() -> None:
    row = row_of((40, "Facture n° FA-12"), (300, "du 03/05/2026"))
    start = row.text.index("FA-12")
    assert [word.text for word in row.span(start, start + 5).words] == ["FA-12"]
    assert row.span(0, 9).text == "Facture n"
    assert len(row.plain) == len(row.text)


@given(st.text(min_size=1, max_size=40))
def test_small_letters_stay_at_their_places(text: str) -> None:
    row = rows_of(Page(1, 9, 9, (Word(text, 1, 0.0, 0.0, 9.0, 9.0),)))[0]
    assert len(row.plain) == len(row.text)


def _grouped(whole: str, mark: str) -> str:
    groups = []
    while whole:
        groups.append(whole[-3:])
        whole = whole[:-3]
    return mark.join(reversed(groups))


STYLES = {
    "French": (" ", ","),
    "French, hard blanks": ("\u00a0", ","),
    "French, thin blanks": ("\u202f", ","),
    "German": (".", ","),
    "English": (",", "."),
    "Swiss": ("'", "."),
    "Swiss, curly": ("’", "."),
    "plain comma": ("", ","),
    "plain point": ("", "."),
}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("before", "after"),
    [("", ""), ("", " €"), ("", "€"), ("€", ""), ("EUR ", ""), ("", " EUR"),
     ("Total : ", ""), ("", " CHF"), ("$", "")],
)  # fmt: skip
@settings(max_examples=25, derandomize=True)
@given(amount=MONEY, negative=st.booleans())
def test_every_printed_style_of_an_amount_reads_back(
    style: str, before: str, after: str, amount: Decimal, negative: bool
) -> None:
    thousands, point = STYLES[style]
    whole, decimals = f"{amount:.2f}".split(".")
    sign = "-" if negative else ""
    text = f"{before}{sign}{_grouped(whole, thousands)}{point}{decimals}{after}"
    words = tuple(
        Word(part, 1, place * 90.0, 0.0, place * 90.0 + 88.0, 90.0)
        for place, part in enumerate(text.split(" "))
    )
    (read,) = amounts_of(rows_of(Page(1, 2000.0, 99.0, words))[0])
    assert read.value == (-amount if negative else amount)
    assert read.decimals == 2
    assert not read.is_percent


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("(12,50)", "-12.50"), ("12,50-", "-12.50"), ("−12,50", "-12.50"),
        ("- 12,50", "-12.50"), ("+12,50", "12.50"), (",50", "0.50"), ("1 250", "1250"),
    ],
)  # fmt: skip
def test_signs_of_accountants(text: str, value: str) -> None:
    assert str(only(text).value) == value


def test_a_rate_in_brackets_is_not_negative() -> None:
    rate = only("TVA (20 %)")
    assert (rate.value, rate.is_percent) == (Decimal(20), True)


@pytest.mark.parametrize(
    "text", ["FA2026", "14/09/2026", "FR12345678901", "12/2026", "1.2.3.4", "A4"]
)
def test_numbers_that_are_no_amounts(text: str) -> None:
    assert values(text) == []


def test_amounts_of_two_columns_stay_two() -> None:
    assert values((300, "1"), (-400, "234,50"), (-540, "20,00")) == [
        "1", "234.50", "20.00",
    ]  # fmt: skip


def test_a_currency_beside_an_amount_is_known() -> None:
    assert [only(each).has_currency for each in ("12 €", "EUR 12", "12 kg")] == [
        True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [("l2,50", "12.50"), ("1S4,00", "154.00"), ("9B,20€", "98.20"), ("46, 74", "46.74"),
     ("46 ,74", "46.74"), ("Z0,00", "20.00")],
)  # fmt: skip
def test_letters_in_place_of_digits_are_digits_on_a_scan(text: str, value: str) -> None:
    assert str(only(text, misread=True).value) == value
    assert text != value
    assert values(text) != [value]


def test_a_word_is_no_amount_on_a_scan() -> None:
    assert values("SOLO BIO ISO", misread=True) == []


def test_an_amount_is_as_sure_as_its_least_sure_word() -> None:
    page = page_of("1 234,50")
    words = (replace(page.words[0], confidence=0.5), *page.words[1:])
    (amount,) = amounts_of(rows_of(replace(page, words=words))[0])
    assert amount.confidence == 0.5
    assert amount.is_joined


def days(text: str, *, misread: bool = False) -> list[str]:
    return [each.value.isoformat() for each in dates_of(row_of(text), misread=misread)]


@pytest.mark.parametrize(
    "text",
    [
        "03/05/2026", "03.05.2026", "03-05-2026", "3/5/26", "03 05 2026", "2026-05-03",
        "20260503", "3 mai 2026", "3. Mai 2026", "3 May 2026", "May 3, 2026",
        "3rd of May 2026", "03 / 05 / 2026", "3 MAI 2026", "03-mai-2026",
        "Lyon, le 3 mai 2026", "Date:03/05/2026", "03/05/2026.",
    ],
)  # fmt: skip
def test_a_date_reads_however_it_is_printed(text: str) -> None:
    assert days(text) == ["2026-05-03"]


@pytest.mark.parametrize(
    ("text", "day"),
    [("1er août 2026", "2026-08-01"), ("12 décembre 2026", "2026-12-12"),
     ("5. März 2026", "2026-03-05"), ("28 févr. 2026", "2026-02-28")],
)  # fmt: skip
def test_months_are_words_with_accents(text: str, day: str) -> None:
    assert days(text) == [day]


@pytest.mark.parametrize(
    "text",
    ["31/02/2026", "00/05/2026", "1.234.567", "192.168.1.10", "05/2026", "3 mal 2026",
     "01 23 45 67 89", "03/05/1726"],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert days(text) == []


def test_a_day_above_twelve_tells_the_american_order() -> None:
    (american,) = dates_of(row_of("05/23/2026"))
    assert (american.value, american.is_american) == (date(2026, 5, 23), True)
    (either,) = dates_of(row_of("05/03/2026"))
    assert either.value == date(2026, 3, 5)
    assert either.other == date(2026, 5, 3)


@pytest.mark.parametrize("text", ["O3/O5/2026", "03.05.2O26", "le 03/O5/2026"])
def test_letters_in_a_date_of_a_scan_are_digits(text: str) -> None:
    assert days(text, misread=True) == ["2026-05-03"]


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2079, 12, 31)))
def test_two_dates_of_a_row_keep_their_order_and_words(day: date) -> None:
    row = row_of((40, "Date"), (80, f"{day:%d/%m/%Y}"), (300, "01.01.2030"))
    first, second = dates_of(row)
    assert (first.value, second.value) == (day, date(2030, 1, 1))
    assert [word.text for word in first.span.words] == [f"{day:%d/%m/%Y}"]
