"""VAT by category and rate: bases, categories without VAT, rates of France."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.einvoice_base.domain.findings import CheckContext
from odoo.addons.einvoice_base.domain.invoice import (
    AllowanceCharge,
    Line,
    LineKind,
    TaxBreakdown,
)
from odoo.addons.einvoice_base.domain.party import Party
from odoo.addons.einvoice_base.domain.tax_rules import TAX_RULES

from .invoices import CLEAN, charged, found, told

D = Decimal

[LINE] = CLEAN.lines


def test_what_adds_up_is_clean() -> None:
    assert told(TAX_RULES, CLEAN) == []


def two_rates(first: str, second: str) -> tuple[TaxBreakdown, ...]:
    return (
        TaxBreakdown(D(first), D(first) / 5, "S", D(20)),
        TaxBreakdown(D(second), D(second) / 10, "S", D(10)),
    )


TWO_LINES = (
    replace(LINE, net=D(600)),
    replace(LINE, number="2", net=D(400), vat_rate=D("10.00")),
)


def test_a_base_must_be_that_of_its_lines() -> None:
    """The sum of the bases is right, so the totals gate says nothing."""
    invoice = replace(CLEAN, lines=TWO_LINES, tax_breakdown=two_rates("600", "400"))
    assert told(TAX_RULES, invoice) == []
    swapped = replace(invoice, tax_breakdown=two_rates("400", "600"))
    first, second = found(TAX_RULES, swapped)
    assert first.severity.value == "block"
    assert (first.expected, first.found) == (D("600.00"), D(400))
    assert (second.values["rate"], second.values["gap"]) == (D(10), D("200.00"))
    assert "category S at 20 %" in first.message


def test_allowances_and_charges_count_at_their_rate() -> None:
    invoice = replace(
        CLEAN,
        lines=TWO_LINES,
        allowances_charges=(
            AllowanceCharge(False, D(100), vat_category="S", vat_rate=D(20)),
            AllowanceCharge(True, D(50), vat_category="S", vat_rate=D(10)),
        ),
        tax_breakdown=two_rates("500", "450"),
    )
    assert told(TAX_RULES, invoice) == []


def test_a_line_of_a_rate_that_the_breakdown_does_not_have() -> None:
    invoice = replace(CLEAN, lines=TWO_LINES)
    assert told(TAX_RULES, invoice) == ["vat_base_of_rate_wrong:block"] * 2


def test_what_cannot_be_compared_is_not() -> None:
    no_lines = replace(CLEAN, lines=())
    unknown = replace(CLEAN, lines=(replace(LINE, vat_category=None, net=D(1)),))
    group = replace(
        CLEAN, lines=(LINE, Line(number="0", net=D(1000), kind=LineKind.GROUP))
    )
    for invoice in (no_lines, unknown, group):
        assert told(TAX_RULES, invoice) == []


@pytest.mark.parametrize("category", ["Z", "E", "AE", "K", "G", "O"])
def test_a_category_without_vat_carries_none(category: str) -> None:
    assert told(TAX_RULES, charged(category)) == []
    wrong = replace(
        charged(category, 20),
        tax_breakdown=(TaxBreakdown(D(1000), D(200), category, D(20)),),
    )
    assert told(TAX_RULES, wrong) == ["vat_where_none_is_due:block"]


def test_standard_at_zero_wants_a_look() -> None:
    assert told(TAX_RULES, charged("S")) == ["vat_rate_zero:review"]


RATES = {
    "today": ("20", date(2026, 11, 2), []),
    "Corsica": ("13", date(2026, 11, 2), []),
    "overseas": ("8.50", date(2026, 11, 2), []),
    "press overseas": ("1.05", date(2026, 11, 2), []),
    "German": ("19", date(2026, 11, 2), ["vat_rate_unknown:review"]),
    "before 2014": ("19.6", date(2026, 11, 2), ["vat_rate_unknown:review"]),
    "in 2013": ("19.6", date(2013, 11, 2), []),
    "20 % too early": ("20", date(2013, 11, 2), ["vat_rate_unknown:review"]),
}


@pytest.mark.parametrize("case", RATES)
def test_the_rate_is_one_of_france_on_that_day(case: str) -> None:
    rate, issued, expected = RATES[case]
    vat = D(10) * D(rate)
    invoice = replace(
        CLEAN,
        issue_date=issued,
        deliveries=(),
        tax_breakdown=(TaxBreakdown(D(1000), vat, "S", D(rate)),),
        lines=(replace(LINE, vat_rate=D(rate)),),
    )
    assert told(TAX_RULES, invoice) == expected
    credit_note = replace(invoice, type_code="381")
    assert told(TAX_RULES, credit_note) == (expected if case == "German" else [])
    foreign = replace(invoice, seller=Party(vat_number="DE136695976"))
    assert told(TAX_RULES, foreign) == []


def test_a_typed_bill_has_the_taxes_of_the_books() -> None:
    assert told(TAX_RULES, replace(CLEAN, lines=TWO_LINES), CheckContext()) == []


NETS = st.lists(
    st.tuples(st.integers(1, 10_000_000), st.sampled_from(["20", "10", "5.5", "0"])),
    min_size=1,
    max_size=30,
)


@given(NETS)
def test_bases_made_from_the_lines_are_never_wrong(
    nets: list[tuple[int, str]],
) -> None:
    lines, bases = [], dict.fromkeys((rate for _cents, rate in nets), D(0))
    for place, (cents, rate) in enumerate(nets):
        net, category = D(cents) / 100, "E" if rate == "0" else "S"
        bases[rate] += net
        lines.append(Line(str(place), net=net, vat_category=category, vat_rate=D(rate)))
    invoice = replace(
        CLEAN,
        lines=tuple(lines),
        tax_breakdown=tuple(
            TaxBreakdown(base, D(0), "E" if rate == "0" else "S", D(rate))
            for rate, base in bases.items()
        ),
    )
    assert told(TAX_RULES, invoice) == []
