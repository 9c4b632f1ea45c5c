from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.einvoice_base.domain.breakdown import (
    LineTax,
    TaxedLine,
    breakdown,
    charges,
)

D = Decimal
CENTS = st.integers(-100_000, 100_000).map(lambda cents: D(cents) / 100)


def vat(base, rate, category="S", key=1):
    base = D(base)
    return LineTax(key, "VAT", base, base * D(rate) / 100, category, D(rate))


def eco(amount, name="Eco"):
    return LineTax(9, name, D(10), D(amount), is_fixed=True)


def line(net, *taxes):
    return TaxedLine(D(net), taxes)


def shown(lines):
    return {(g.category, g.rate): (g.base, g.amount) for g in breakdown(lines)}


def test_one_group_for_each_category_and_rate():
    lines = [
        line(100, vat(100, 20)),
        line(50, vat(50, 20)),
        line(10, vat(10, "5.5")),
        line(7, vat(7, 0, "E")),
    ]
    assert shown(lines) == {
        ("S", D(20)): (D(150), D(30)),
        ("S", D("5.5")): (D(10), D("0.55")),
        ("E", D(0)): (D(7), D(0)),
    }


def test_line_without_tax_has_a_base_and_no_rate():
    assert shown([line(100)]) == {(None, None): (D(100), D(0))}


def test_self_assessed_tax_nets_to_zero_and_counts_its_base_once():
    plus = LineTax(1, "AE", D(100), D(20), "AE", D(0))
    minus = LineTax(1, "AE", D(100), D(-20), "AE", D(0))
    assert shown([line(100, plus, minus)]) == {("AE", D(0)): (D(100), D(0))}


def test_two_rates_on_one_line_are_one_group_of_their_sum():
    taxed = line(100, vat(100, 5), vat(100, "9.975", key=2))
    assert shown([taxed]) == {(None, D("14.975")): (D(100), D("14.975"))}


def test_two_taxes_of_one_rate_are_two():
    taxed = line(100, vat(100, 15), vat(100, 15, key=2))
    assert shown([taxed]) == {(None, D(30)): (D(100), D(30))}


def test_tax_on_tax_has_no_rate_to_compare():
    taxed = line(100, vat(100, 5), vat(105, 20, key=2))
    assert shown([taxed]) == {(None, None): (D(100), D(26))}


def test_fixed_tax_below_the_vat_is_a_taxed_charge():
    lines = [line(10, eco("0.35"), vat("10.35", 20))]
    [charge] = charges(lines)
    assert (charge.is_charge, charge.amount, charge.reason) == (True, D("0.35"), "Eco")
    assert shown(lines) == {("S", D(20)): (D("10.35"), D("2.07"))}


def test_fixed_tax_beside_the_vat_is_a_charge_without_vat():
    lines = [line(10, eco("0.35"), vat(10, 20))]
    assert shown(lines) == {
        ("S", D(20)): (D(10), D(2)),
        ("O", D(0)): (D("0.35"), D(0)),
    }


@given(
    st.lists(
        st.tuples(CENTS, st.sampled_from([0, 5, 20]), st.booleans(), st.booleans()),
        max_size=12,
    )
)
def test_bases_add_up_to_lines_and_charges(cases):
    lines = []
    for net, rate, has_eco, below in cases:
        taxes = [eco("0.35")] if has_eco else []
        base = net + D("0.35") if has_eco and below else net
        lines.append(line(net, *taxes, vat(base, rate)))
    net = sum((each.net for each in lines), D(0))
    charged = sum((each.amount for each in charges(lines)), D(0))
    assert sum((group.base for group in breakdown(lines)), D(0)) == net + charged
