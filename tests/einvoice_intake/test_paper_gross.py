"""Receipts and tables with prices including VAT: net lines to the cent, or none."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.einvoice_base.domain.amount_rules import line_net
from odoo.addons.einvoice_base.domain.money import rounded
from odoo.addons.einvoice_base.domain.reading import Reading
from odoo.addons.einvoice_intake.domain.booking import plan
from odoo.addons.einvoice_intake.domain.paper.line_gross import shared_out
from odoo.addons.einvoice_intake.domain.paper.read_paper import read_paper
from odoo.addons.einvoice_intake.domain.paper.review_fields import sums_that_fail

from .sheets import Printed, page_of, printed

HEAD = (
    "Le Bistrot SARL", "SIREN 732 829 320", "69003 Lyon", "Facture n° T-50112",
    "Date : 14/09/2026", "",
)  # fmt: skip
GROSS = ("Désignation", "Qté", "PU TTC", "Montant TTC")
RATED = ("Désignation", "Qté", "PU TTC", "TVA", "Montant TTC")
PLAIN = ("Article", "Qté", "Prix", "Total")
OFFICE = (
    ("Ramette A4", "3", "5,49", "16,47"), ("Stylo", "7", "1,15", "8,05"),
    ("Agrafeuse", "1", "12,90", "12,90"),
)  # fmt: skip
MENU = (
    ("Menu", "3", "15,90", "10 %", "47,70"), ("Bière", "4", "5,50", "20 %", "22,00"),
    ("Café", "3", "2,20", "10 %", "6,60"),
)  # fmt: skip
BY_RATE = (
    ("Taux", "HT", "TVA", "TTC"), ("10 %", "49,36", "4,94", "54,30"),
    ("20 %", "18,33", "3,67", "22,00"),
)  # fmt: skip


def table(*rows: Sequence[str]) -> list[Printed]:
    ends = (-300, -400, -540) if len(rows[0]) == 4 else (-250, -330, -420, -540)
    return [printed(*zip((40, *ends), row, strict=True)) for row in rows]


def beside(*rows: tuple[str, str]) -> list[Printed]:
    return [printed((300, name), (-540, amount)) for name, amount in rows]


def by_rate(*rows: Sequence[str]) -> list[Printed]:
    return [printed(*zip((40, -200, -300, -400), row, strict=True)) for row in rows]


def read(*rows: Printed | str, head: Sequence[str] = HEAD) -> Reading:
    return read_paper([page_of(*head, *rows)])


def lines(reading: Reading) -> list[tuple[str | None, ...]]:
    assert reading.invoice is not None
    # What is shown adds up, and each amount follows from its quantity and price.
    assert sums_that_fail(reading.invoice) == frozenset()
    for each in reading.invoice.lines:
        assert line_net(each) in (None, each.net)
    return [
        tuple(
            None if value is None else format(value, "f")
            for value in (each.quantity, each.price, each.vat_rate, each.net)
        )
        for each in reading.invoice.lines
    ]


NET, VAT, ALL = ("Total HT", "31,18"), ("TVA 20 %", "6,24"), ("Total TTC", "37,42")
OF_WHICH = ("Dont TVA 20 %", "6,24")
OFFICE_NET = [
    ("3", "4.573", "20", "13.72"), ("7", "0.959", "20", "6.71"),
    ("1", "10.75", "20", "10.75"),
]  # fmt: skip


@pytest.mark.parametrize("heads", [GROSS, PLAIN], ids=["named", "not named"])
@pytest.mark.parametrize("totals", [(NET, VAT, ALL), (ALL, OF_WHICH)], ids=len)
def test_lines_of_one_rate_are_net(
    totals: tuple[tuple[str, str], ...], heads: tuple[str, ...]
) -> None:
    reading = read(*table(heads, *OFFICE), "", *beside(*totals))
    assert lines(reading) == OFFICE_NET
    assert reading.fields["totals.gross"].value == "37.42"
    # What is computed is less sure than what is printed.
    assert reading.fields["line.0.price"].confidence <= 0.9
    assert reading.fields["line.0.quantity"].confidence > 0.9


def test_a_receipt_without_headings_keeps_its_lines() -> None:
    sold = ("2 Menu du jour", "41,60"), ("1 Café", "2,40")
    totals = ("TOTAL TTC", "44,00"), ("dont TVA 10 %", "4,00")
    reading = read(*beside(*sold, *totals))
    assert [each[2:] for each in lines(reading)] == [("10", "37.82"), ("10", "2.18")]


def test_a_rate_of_each_line_is_taken_where_the_vat_table_agrees() -> None:
    total = ("Total TTC", "76,30")
    nets = [("10", "43.36"), ("20", "18.33"), ("10", "6.00")]
    printed_bases = read(*table(RATED, *MENU), "", *beside(total), *by_rate(*BY_RATE))
    assert [each[2:] for each in lines(printed_bases)] == nets
    amounts = (("Total HT", "67,69"), ("TVA 10 %", "4,94"), ("TVA 20 %", "3,67"), total)
    no_bases = read(*table(RATED, *MENU), "", *beside(*amounts))
    assert [each[2:] for each in lines(no_bases)] == nets
    assert no_bases.invoice is not None
    booked = plan(no_bases.invoice)
    assert (booked.total, booked.gap) == (Decimal("76.30"), 0)
    assert {each.vat.rate: each.base for each in booked.taxes} == {
        10: Decimal("49.36"), 20: Decimal("18.33"),
    }  # fmt: skip


def test_no_lines_where_nobody_knows_which_rate_is_whose() -> None:
    """A bill of one line for each rate is right then, and it is what is booked."""
    rows = [(name, count, price, net) for name, count, price, _rate, net in MENU]
    reading = read(*table(GROSS, *rows), "", *beside(("Total TTC", "76,30")),
                   *by_rate(*BY_RATE))  # fmt: skip
    assert lines(reading) == []
    assert reading.invoice is not None
    assert [each.net for each in plan(reading.invoice).lines] == [
        Decimal("49.36"), Decimal("18.33"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "totals",
    [
        # No VAT at all is printed; a rate without its amount.
        (ALL,),
        (ALL, ("TVA 20 % incluse", "")),
        # VAT of another amount; a mix of two rates that looks like a foreign one.
        (("Total HT", "34,02"), ("TVA", "3,40"), ("Total TTC", "37,42")),
        (("Total HT", "32,54"), ("TVA", "4,88"), ("Total TTC", "37,42")),
    ],
)
def test_nothing_is_invented(totals: tuple[tuple[str, str], ...]) -> None:
    reading = read(*table(GROSS, *OFFICE), "", *beside(*totals))
    found = lines(reading)
    if totals[1:] and totals[1][1] == "3,40":
        # 10 % of 34,02: a rate of France that explains the VAT to the cent.
        assert {each[2] for each in found} == {"10"}
    else:
        assert found == []
    assert reading.fields["totals.gross"].value == "37.42"


def test_a_line_of_another_rate_than_the_table_is_not_turned() -> None:
    rows = [(*row[:3], "10 %", row[3]) for row in OFFICE]
    assert lines(read(*table(RATED, *rows), "", *beside(NET, VAT, ALL))) == []


def test_without_vat_the_amounts_stay() -> None:
    reading = read(*table(GROSS, *OFFICE), "", *beside(ALL),
                   "TVA non applicable, art. 293 B du CGI")  # fmt: skip
    assert [each[2:] for each in lines(reading)] == [
        ("0", "16.47"), ("0", "8.05"), ("0", "12.90"),
    ]  # fmt: skip
    assert reading.fields["totals.net"].value == "37.42"


def test_a_discount_with_vat_is_net_as_the_lines_are() -> None:
    amounts = (("Remise", "-1,42"), ("Total TTC", "36,00"), ("Total HT", "30,00"),
               ("Dont TVA 20 %", "6,00"))  # fmt: skip
    reading = read(*table(GROSS, *OFFICE), "", *beside(*amounts))
    assert [each[3] for each in lines(reading)] == ["13.72", "6.71", "10.75"]
    assert reading.fields["totals.allowances"].value == "1.18"


def test_a_credit_note_printed_with_minus_signs_is_positive() -> None:
    head = [row.replace("Facture", "Avoir") for row in HEAD]
    rows = table(GROSS, ("Ramette A4", "-3", "5,49", "-16,47"))
    amounts = beside(("Total HT", "-13,73"), ("TVA 20 %", "-2,74"),
                     ("Total TTC", "-16,47"))  # fmt: skip
    reading = read(*rows, "", *amounts, head=head)
    assert lines(reading) == [("3", "4.577", "20", "13.73")]


CENTS = st.decimals(min_value="-500", max_value=5000, places=2)


@given(st.lists(CENTS, min_size=1, max_size=30), st.sampled_from(["20", "10", "5.5"]))
def test_a_base_is_shared_out_to_the_cent(gross: list[Decimal], rate: str) -> None:
    factor = 1 + Decimal(rate) / 100
    base = rounded(sum(gross, Decimal(0)) / factor)
    shared = shared_out(gross, base)
    if shared is None:
        assert base == 0
        return
    assert sum(shared) == base
    if abs(base) >= 1 and all(each >= 0 for each in gross):
        # Each is its own net amount, but for a cent and the rounding of the whole.
        apart = [
            abs(net - each / factor) for net, each in zip(shared, gross, strict=True)
        ]
        assert max(apart) <= Decimal("0.02")


LINE = st.tuples(
    st.integers(1, 12), st.integers(100, 99999), st.sampled_from([0, 1, 2])
)
RATES = (Decimal(20), Decimal(10), Decimal("5.5"))


def french(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(LINE, min_size=1, max_size=9), st.booleans())
def test_printed_totals_stay_whatever_is_on_the_receipt(
    sold: list[tuple[int, int, int]], with_rates: bool
) -> None:
    gross: dict[Decimal, Decimal] = {}
    rows: list[Sequence[str]] = [RATED]
    for count, cents, which in sold:
        price, rate = Decimal(cents) / 100, RATES[which]
        gross[rate] = gross.get(rate, Decimal(0)) + count * price
        said = f"{rate} %".replace(".", ",") if with_rates else ""
        rows.append(("Article", str(count), french(price), said, french(count * price)))
    bases = {rate: rounded(each / (1 + rate / 100)) for rate, each in gross.items()}
    net, total = sum(bases.values()), sum(gross.values())
    taxes = [
        (f"{rate} %".replace(".", ","), *map(french, (base, gross[rate] - base)), "")
        for rate, base in bases.items()
    ]
    reading = read(
        *table(*rows), "", *by_rate(("Taux", "Base HT", "Montant TVA", ""), *taxes),
        *beside(("Total HT", french(net)), ("Total TVA", french(total - net)),
                ("Total TTC", french(total))),
    )  # fmt: skip
    found = lines(reading)
    assert reading.fields["totals.gross"].value == f"{total:.2f}"
    if found:
        summed: dict[Decimal, Decimal] = {}
        for _count, _price, rate, amount in found:
            key = Decimal(rate or 0)
            summed[key] = summed.get(key, Decimal(0)) + Decimal(amount or 0)
        assert summed == bases
    if len(bases) > 1 and not with_rates:
        assert not found
