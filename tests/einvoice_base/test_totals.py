from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.einvoice_base.domain.findings import CheckContext, Severity
from odoo.addons.einvoice_base.domain.invoice import (
    AllowanceCharge,
    Invoice,
    Line,
    LineKind,
    TaxBreakdown,
    Totals,
)
from odoo.addons.einvoice_base.domain.messages import fill
from odoo.addons.einvoice_base.domain.money import Tolerance, rounded
from odoo.addons.einvoice_base.domain.rule_settings import run
from odoo.addons.einvoice_base.domain.totals import TOTALS_GATE, total_tolerance

D = Decimal
CONTEXT = CheckContext(tolerance=Tolerance(total=D("0.02")))
CENTS = st.integers(1, 10_000_000).map(lambda cents: D(cents) / 100)


def invoice(nets=("60.00", "40.00"), allowance="10.00", charge="5.00"):
    nets = [D(net) for net in nets]
    lines = sum(nets, D(0))
    net = lines - D(allowance) + D(charge)
    vat = rounded(net * 20 / 100)
    return Invoice(
        currency="EUR",
        allowances_charges=(
            AllowanceCharge(is_charge=False, amount=D(allowance)),
            AllowanceCharge(is_charge=True, amount=D(charge)),
        ),
        lines=tuple(Line(number=str(i), net=net) for i, net in enumerate(nets, 1)),
        tax_breakdown=(TaxBreakdown(net, vat, "S", D(20)),),
        totals=Totals(
            lines=lines,
            allowances=D(allowance),
            charges=D(charge),
            net=net,
            vat=vat,
            gross=net + vat,
            prepaid=D("3.00"),
            rounding=D("0.01"),
            payable=net + vat - D("3.00") + D("0.01"),
        ),
    )


def codes(value, context=CONTEXT):
    return [finding.code for finding in run(TOTALS_GATE, value, context)]


@given(st.lists(CENTS, min_size=1, max_size=30))
def test_invoice_that_adds_up_has_no_finding(nets):
    assert codes(invoice([str(net) for net in nets])) == []


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("lines", {"lines_total_wrong", "net_total_wrong"}),
        ("allowances", {"allowances_total_wrong", "net_total_wrong"}),
        ("charges", {"charges_total_wrong", "net_total_wrong"}),
        ("net", {"net_total_wrong", "vat_base_wrong", "gross_total_wrong"}),
        ("vat", {"vat_total_wrong", "gross_total_wrong"}),
        ("gross", {"gross_total_wrong", "payable_wrong"}),
        ("prepaid", {"payable_wrong"}),
        ("payable", {"payable_wrong"}),
    ],
)
def test_falsified_total_is_noticed_with_both_amounts(term, expected):
    right = invoice()
    wrong = getattr(right.totals, term) + 9000
    falsified = replace(right, totals=replace(right.totals, **{term: wrong}))
    findings = run(TOTALS_GATE, falsified, CONTEXT)
    assert {finding.code for finding in findings} == expected
    for finding in findings:
        assert finding.severity is Severity.BLOCK
        assert abs(finding.found - finding.expected) == 9000
        assert str(finding.found) in finding.message


@pytest.mark.parametrize(
    ("gap", "severity"),
    [("0.01", "inform"), ("0.02", "inform"), ("0.03", "block"), ("-0.03", "block")],
)
def test_gap_inside_the_declared_tolerance_informs(gap, severity):
    right = invoice()
    totals = replace(right.totals, payable=right.totals.payable + D(gap))
    [finding] = run(TOTALS_GATE, replace(right, totals=totals), CONTEXT)
    assert finding.severity.value == severity


def test_tax_at_a_wrong_rate_is_noticed():
    right = invoice()
    [tax] = right.tax_breakdown
    wrong = replace(
        right,
        tax_breakdown=(replace(tax, amount=tax.amount + 50),),
        totals=replace(
            right.totals,
            vat=right.totals.vat + 50,
            gross=right.totals.gross + 50,
            payable=right.totals.payable + 50,
        ),
    )
    assert codes(wrong) == ["vat_amount_wrong"]


def test_groups_and_information_lines_do_not_count():
    right = invoice()
    more = (
        Line(number="9", net=D("100.00"), kind=LineKind.GROUP),
        Line(number="10", net=D("7.00"), kind=LineKind.INFORMATION),
    )
    assert codes(replace(right, lines=right.lines + more)) == []


def test_what_the_invoice_does_not_say_is_not_compared():
    assert codes(Invoice()) == []
    assert codes(Invoice(totals=Totals(gross=D(120), payable=D(120)))) == []


def test_extended_profile_accepts_a_cent_for_each_item():
    right = invoice()
    extended = replace(right, specification="urn:…#conformant#extended")
    assert total_tolerance(right, CONTEXT) == D("0.02")
    assert total_tolerance(extended, CONTEXT) == D("0.04")


def test_rules_have_unique_codes_and_whole_sentences():
    names = [rule.code for rule in TOTALS_GATE]
    assert len(set(names)) == len(names)
    values = dict.fromkeys("expected found gap rate base term line".split(), 1)
    for rule in TOTALS_GATE:
        assert rule.addon == "einvoice_base"
        assert fill(rule.message, values)
        assert fill(rule.advice, values)
        assert rule.source
        assert rule.terms
