"""Lines that do not follow from price and quantity, absurd amounts, amounts in euro."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.einvoice_base.domain.amount_rules import (
    AMOUNT_RULES,
    RateFacts,
    line_net,
)
from odoo.addons.einvoice_base.domain.findings import CheckContext, Limits
from odoo.addons.einvoice_base.domain.invoice import AllowanceCharge, Invoice, Line
from odoo.addons.einvoice_base.domain.money import Tolerance, rounded
from odoo.addons.einvoice_base.domain.party import Address, Party

from .invoices import CLEAN, context, found, told

D = Decimal

[LINE] = CLEAN.lines


def with_line(**said: object) -> Invoice:
    return replace(CLEAN, lines=(replace(LINE, **said),))  # type: ignore[arg-type]


LINES = {
    "as stated": ({}, []),
    "quantity wrong": ({"quantity": D(11)}, ["line_net_wrong:review"]),
    "price for a hundred": ({"quantity": D(1000), "base_quantity": D(100)}, []),
    "a discount": (
        {"net": D(900), "allowances_charges": (AllowanceCharge(False, D(100)),)},
        [],
    ),
    "a charge that was forgotten": (
        {"allowances_charges": (AllowanceCharge(True, D(5)),)},
        ["line_net_wrong:review"],
    ),
    "a cent": ({"net": D("1000.01")}, []),
    "two cents": ({"net": D("1000.02")}, ["line_net_wrong:inform"]),
    "more than a rounded price": ({"net": D("1000.06")}, ["line_net_wrong:review"]),
    "a low price that explains too much": (
        {"quantity": D(100000), "price": D("0.01"), "net": D("1030.00")},
        ["line_net_wrong:review"],
    ),
    "a rounded price": (
        {"quantity": D(1000), "price": D("0.33"), "net": D("333.33")},
        ["line_net_wrong:inform"],
    ),
    "no price": ({"price": None}, []),
}


@pytest.mark.parametrize("case", LINES)
def test_a_line_follows_from_price_and_quantity(case: str) -> None:
    said, expected = LINES[case]
    assert told(AMOUNT_RULES, with_line(**said)) == expected  # type: ignore[arg-type]


def test_the_finding_names_line_and_amounts() -> None:
    [finding] = found(AMOUNT_RULES, with_line(quantity=D(11)))
    assert (finding.line, finding.expected, finding.found) == (
        "1",
        D("1100.00"),
        D(1000),
    )


def test_a_company_accepts_more_on_lines() -> None:
    known = replace(context(), tolerance=Tolerance(line=D("0.05")))
    assert told(AMOUNT_RULES, with_line(net=D("1000.05")), known) == []


def test_five_thousand_wrong_lines_are_told_once() -> None:
    lines = tuple(replace(LINE, number=str(place), net=D(1)) for place in range(5000))
    findings = found(AMOUNT_RULES, replace(CLEAN, lines=lines))
    assert [each.code for each in findings] == ["line_net_wrong"] * 20 + [
        "line_net_wrong_often"
    ]
    assert findings[-1].values["count"] == 5000


@given(
    st.integers(1, 1_000_000),
    st.integers(1, 1_000_000),
    st.integers(1, 1000),
)
def test_a_line_computed_as_the_norm_says_is_clean(
    quantity: int, price: int, base: int
) -> None:
    line = Line("1", quantity=D(quantity) / 1000, price=D(price) / 10000)
    line = replace(line, base_quantity=D(base))
    line = replace(line, net=line_net(line))
    assert told(AMOUNT_RULES, replace(CLEAN, lines=(line,))) == []


ABSURD = D("9" * 20)


@pytest.mark.parametrize(
    ("invoice", "term"),
    [
        (replace(CLEAN, totals=replace(CLEAN.totals, gross=ABSURD)), "BT-112"),
        (replace(CLEAN, totals=replace(CLEAN.totals, prepaid=-ABSURD)), "BT-113"),
        (with_line(quantity=D("9" * 40)), "BT-129"),
        (with_line(price=ABSURD), "BT-146"),
        (with_line(net=ABSURD), "BT-131"),
    ],
)
def test_an_amount_that_no_book_holds_is_stopped(invoice: Invoice, term: str) -> None:
    absurd = (each for each in found(AMOUNT_RULES, invoice) if each.term == term)
    finding = next(absurd)
    assert (finding.code, finding.severity.value) == ("amount_absurd", "block")
    assert finding.rule.is_fixed


def test_a_large_invoice_is_not_absurd() -> None:
    totals = replace(CLEAN.totals, gross=D("250000000000.00"))
    assert told(AMOUNT_RULES, replace(CLEAN, totals=totals)) == []


def test_a_rounding_is_at_most_one() -> None:
    def rounding(amount: str, currency: str = "EUR") -> Invoice:
        totals = replace(CLEAN.totals, rounding=D(amount))
        return replace(CLEAN, totals=totals, currency=currency)

    assert told(AMOUNT_RULES, rounding("-1.00")) == []
    assert told(AMOUNT_RULES, rounding("1.01")) == ["rounding_too_large:review"]
    assert told(AMOUNT_RULES, rounding("4", "JPY")) == ["vat_not_in_euro:review"]
    known = context().with_limits({"rounding_too_large": Limits(amount=D("0.05"))})
    assert told(AMOUNT_RULES, rounding("0.06"), known) == ["rounding_too_large:review"]


@pytest.mark.parametrize("currency", ["eur", "€", "EURO", "Eur"])
def test_a_currency_is_not_guessed(currency: str) -> None:
    invoice = replace(CLEAN, currency=currency, vat_currency="EUR")
    assert "currency_not_iso:block" in told(AMOUNT_RULES, invoice)


DOLLARS = replace(
    CLEAN,
    currency="USD",
    vat_currency="EUR",
    totals=replace(CLEAN.totals, vat_accounting=D("173.91")),
)
RATE = RateFacts("EUR", D("1.15"))


def test_french_vat_is_stated_in_euro() -> None:
    assert told(AMOUNT_RULES, DOLLARS) == []
    silent = replace(DOLLARS, totals=CLEAN.totals)
    assert told(AMOUNT_RULES, silent) == ["vat_not_in_euro:review"]
    american = Party(name="Acme", address=Address(country="US"))
    assert told(AMOUNT_RULES, replace(silent, seller=american)) == []
    assert told(AMOUNT_RULES, silent, context(profile="minimum")) == []


@pytest.mark.parametrize(
    ("in_euro", "expected"),
    [
        ("173.91", []),
        ("167.00", []),
        ("160.00", ["euro_rate_unusual:review"]),
        ("17.39", ["euro_rate_unusual:block"]),
        ("1739.10", ["euro_rate_unusual:block"]),
        ("-173.91", ["euro_rate_unusual:block"]),
    ],
)
def test_the_implied_rate_is_that_of_the_books(
    in_euro: str, expected: list[str]
) -> None:
    totals = replace(CLEAN.totals, vat_accounting=D(in_euro))
    invoice = replace(DOLLARS, totals=totals)
    assert told(AMOUNT_RULES, invoice, context(RATE)) == expected
    assert told(AMOUNT_RULES, invoice, context(RateFacts("EUR"))) == []


def test_a_line_in_forint_is_rounded_to_the_whole() -> None:
    line = replace(LINE, quantity=D(3), price=D("7813.25"), net=D("23440.00"))
    invoice = replace(CLEAN, currency="HUF", lines=(line,))
    assert told(AMOUNT_RULES, invoice, CheckContext()) == []


def test_the_net_of_a_line_is_rounded_once() -> None:
    line = Line(quantity=D("0.333"), price=D("10.01"))
    assert line_net(line) == rounded(D("3.33333"))
