"""Amounts of a page become fields: what is taken off or added, and which sign."""

from __future__ import annotations

from dataclasses import replace

import pytest

from odoo.addons.einvoice_base.domain.reading import Reading
from odoo.addons.einvoice_intake.domain.paper.read_paper import read_paper
from odoo.addons.einvoice_intake.domain.paper.review_fields import sums_that_fail

from .sheets import page_of, printed

HEAD = (
    printed("Quincaillerie Vasseur SARL", size=14.0),
    "4 rue du Four", "35000 Rennes", "SIRET 732 829 320 00074",
)  # fmt: skip


def read(title: str, lines: dict[str, str], *totals: tuple[str, str]) -> Reading:
    """Read an invoice of lines and totals, named and printed."""
    heading = printed((40, "Désignation"), (-540, "Montant HT"))
    rows = [printed((40, name), (-540, amount)) for name, amount in lines.items()]
    below = [printed((330, name), (-540, amount)) for name, amount in totals]
    number = printed(f"{title} n° V-2026-118", size=14.0, at=200.0)
    dated = "Date : 14/09/2026"
    page = page_of(*HEAD, number, dated, "", heading, *rows, "", *below)
    return read_paper([page])


def values(reading: Reading, *paths: str) -> list[str | None]:
    return [reading.fields[p].value if p in reading.fields else None for p in paths]


@pytest.mark.parametrize(
    ("label", "amount", "net", "vat", "gross", "expected"),
    [
        ("Port et emballage", "10,00", "110,00", "22,00", "132,00", [None, "10.00"]),
        ("Remise globale", "-10,00", "90,00", "18,00", "108,00", ["10.00", None]),
    ],
)
def test_what_is_added_to_the_whole_makes_the_sums_agree(
    label: str, amount: str, net: str, vat: str, gross: str, expected: list[str | None]
) -> None:
    reading = read(
        "FACTURE", {"Charnières": "60,00", "Serrures": "40,00"},
        ("Sous-total HT", "100,00"), (label, amount), ("Total HT", net),
        ("TVA 20 %", vat), ("Total TTC", gross),
    )  # fmt: skip
    assert values(reading, "totals.allowances", "totals.charges") == expected
    invoice = reading.invoice
    assert invoice
    assert [each.net for each in invoice.lines] == [60, 40]
    assert [each.amount for each in invoice.allowances_charges] == [10]
    assert not sums_that_fail(invoice)


def test_lines_that_give_the_total_need_no_discount() -> None:
    reading = read(
        "FACTURE", {"Charnières": "60,00", "Serrures": "40,00"},
        ("Total HT", "100,00"), ("TVA 20 %", "20,00"), ("Total TTC", "120,00"),
        ("dont frais de port", "10,00"),
    )  # fmt: skip
    assert values(reading, "totals.allowances", "totals.charges") == [None, None]


@pytest.mark.parametrize("sign", ["", "-"])
def test_a_credit_note_is_positive_however_it_is_printed(sign: str) -> None:
    reading = read(
        "AVOIR", {"Charnières": f"{sign}60,00", "Serrures": f"{sign}40,00"},
        ("Total HT", f"{sign}100,00"), ("TVA 20 %", f"{sign}20,00"),
        ("Total TTC", f"{sign}120,00"),
    )  # fmt: skip
    assert values(reading, "type_code", "totals.gross") == ["381", "120.00"]
    invoice = reading.invoice
    assert invoice
    assert [each.net for each in invoice.lines] == [60, 40]
    assert not sums_that_fail(invoice)


def test_lines_of_which_one_has_no_amount_do_not_agree() -> None:
    reading = read(
        "FACTURE", {"Charnières": "60,00", "Serrures": "40,00"},
        ("Total HT", "100,00"), ("TVA 20 %", "20,00"), ("Total TTC", "120,00"),
    )  # fmt: skip
    invoice = reading.invoice
    assert invoice
    assert not sums_that_fail(invoice)
    first, second = invoice.lines
    opened = replace(invoice, lines=(first, replace(second, net=None)))
    assert sums_that_fail(opened) == {"lines"}
