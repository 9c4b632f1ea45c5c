"""Net, VAT and total: what labels propose and arithmetic confirms."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from odoo.addons.einvoice_intake.domain.paper.confidence import of_totals
from odoo.addons.einvoice_intake.domain.paper.tax_table import tax_sets
from odoo.addons.einvoice_intake.domain.paper.totals import (
    Option,
    TotalsFound,
    solve,
)

from .sheets import Printed, printed, sheet

CENT = Decimal("0.01")
NETS = st.integers(min_value=2_000, max_value=2_000_000).map(lambda each: each * CENT)
RATES = st.sampled_from([Decimal(each) for each in ("20", "10", "5.5", "19")])


def french(amount: Decimal) -> str:
    return f"{amount:,.2f}".replace(",", " ").replace(".", ",")


def solved(*rows: Printed | str, sums: tuple[Decimal, ...] = ()) -> TotalsFound:
    found = sheet(*rows)
    return solve(found.amounts, tax_sets(found.taxes), sums)


def three(
    net: str, vat: str, gross: str, label: str = "Montant TVA"
) -> tuple[Printed, ...]:
    return (
        printed((300, "Total HT"), (-540, net)),
        printed((300, label), (-540, vat)),
        printed((300, "Total TTC"), (-540, gross)),
    )


def values(found: TotalsFound) -> tuple[str, ...]:
    options = (found.net, found.vat, found.gross)
    return tuple(str(each.value) if each else "" for each in options)


def vat_of(net: Decimal, rate: Decimal) -> Decimal:
    return (net * rate / 100).quantize(CENT, ROUND_HALF_UP)


def test_three_printed_amounts_that_agree_are_proved() -> None:
    found = solved(*three("1 250,00", "250,00", "1 500,00"))
    assert values(found) == ("1250.00", "250.00", "1500.00")
    assert found.is_proved


def test_a_misread_label_does_not_beat_arithmetic() -> None:
    """A subtotal without the discount also calls itself a total."""
    found = solved(
        printed((300, "Sous-total"), (-540, "1 300,00")),
        printed((300, "Remise"), (-540, "-50,00")),
        *three("1 250,00", "250,00", "1 500,00"),
    )
    assert values(found) == ("1250.00", "250.00", "1500.00")


def test_a_row_of_the_vat_table_is_not_the_whole() -> None:
    """Receipts print VAT by rate with its total, and no row that sums them up."""
    found = solved(
        printed((300, "Total TTC"), (-540, "76,30")),
        printed((40, "Taux"), (-200, "HT"), (-300, "TVA"), (-400, "TTC")),
        printed((40, "10 %"), (-200, "49,36"), (-300, "4,94"), (-400, "54,30")),
        printed((40, "20 %"), (-200, "18,33"), (-300, "3,67"), (-400, "22,00")),
    )
    assert values(found) == ("67.69", "8.61", "76.30")
    assert found.is_proved


@settings(max_examples=60, deadline=None, derandomize=True)
@given(NETS, RATES)
def test_a_printed_page_reads_back(net: Decimal, rate: Decimal) -> None:
    vat = vat_of(net, rate)
    found = solved(*three(french(net), french(vat), french(net + vat)))
    assert values(found) == (str(net), str(vat), str(net + vat))
    assert found.is_proved


MISREAD = st.tuples(
    st.integers(min_value=0, max_value=2), st.integers(min_value=1, max_value=8)
)


@settings(max_examples=120, deadline=None, derandomize=True)
@given(NETS, RATES, MISREAD, st.randoms(use_true_random=False))
def test_a_misread_digit_is_put_right_by_the_others_and_is_less_sure(
    net: Decimal, rate: Decimal, misread: tuple[int, int], random: Random
) -> None:
    """The rate of VAT says which of the three it is."""
    which, shift = misread
    vat = vat_of(net, rate)
    right = [net, vat, net + vat]
    texts = [french(each) for each in right]
    # In the cents it is within what rounding explains.
    at = random.choice([at for at, each in enumerate(texts[which][:-3]) if each != " "])
    digit = (int(texts[which][at]) + shift) % 10
    assume(digit or at)
    texts[which] = texts[which][:at] + str(digit) + texts[which][at + 1 :]
    label = f"TVA {rate.normalize():f} %".replace(".", ",")
    rows = three(texts[0], texts[1], texts[2], label)
    found = solved(*rows, sums=(net,))
    assert values(found) == tuple(map(str, right))
    assert not found.is_proved
    options = (found.net, found.vat, found.gross)
    assert options[which].source is None
    sure = solved(*three(*map(french, right)), sums=(net,))
    assert of_totals(found, options[which]) < of_totals(sure, sure.gross)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["Total HT", "Total TTC", "TVA 20 %", "Net à payer", "Sous-total",
                 "Acompte versé", "Total", "Base HT", "Remise", "Frais de port"]
            ),
            st.integers(min_value=-10_000, max_value=100_000).map(lambda n: n * CENT),
        ),
        max_size=9,
    )
)  # fmt: skip
def test_whatever_is_proved_adds_up(rows: list[tuple[str, Decimal]]) -> None:
    found = solved(
        *(printed((300, label), (-540, french(amount))) for label, amount in rows)
    )
    if found.is_proved:
        assert found.net
        assert found.vat
        assert found.gross
        gap = found.net.value + found.vat.value - found.gross.value
        assert abs(gap) <= 2 * CENT
    for each in filter(None, (found.payable, found.prepaid)):
        # What does not add up is kept as printed, for a person to look at.
        assert found.is_settled or of_totals(found, each) <= 0.6
    for each in (found.net, found.vat, found.gross, found.prepaid, found.payable):
        assert each is None or each.value >= 0


def test_a_missing_amount_follows_from_the_two_others() -> None:
    printed_ = three("1 250,00", "250,00", "1 500,00")
    for missing in range(3):
        rows = printed_[:missing] + printed_[missing + 1 :]
        found = solved(*rows)
        assert values(found) == ("1250.00", "250.00", "1500.00")
        assert not found.is_proved


def test_a_total_alone_invents_no_vat() -> None:
    found = solved(printed((300, "Total TTC"), (-540, "48,00")))
    assert values(found) == ("", "", "48.00")


def test_no_amounts_no_totals() -> None:
    assert solved("Bonjour") == TotalsFound()


def test_what_bears_no_vat_says_why() -> None:
    found = sheet(
        printed((300, "Total HT"), (-540, "310,00")),
        printed((300, "Net à payer"), (-540, "310,00")),
    )
    exempt = solve(found.amounts, tax_sets(found.taxes), is_exempt=True)
    assert values(exempt) == ("310.00", "0", "310.00")


def test_a_deposit_leaves_the_rest_to_pay() -> None:
    found = solved(
        *three("1 250,00", "250,00", "1 500,00"),
        printed((300, "Acompte versé"), (-540, "-500,00")),
        printed((300, "Net à payer"), (-540, "1 000,00")),
    )
    assert values(found) == ("1250.00", "250.00", "1500.00")
    assert found.prepaid
    assert found.payable
    assert (found.prepaid.value, found.payable.value) == (500, 1000)


def test_amounts_of_a_credit_note_are_positive() -> None:
    found = solved(*three("-1 250,00", "-250,00", "-1 500,00"))
    assert values(found) == ("1250.00", "250.00", "1500.00")
    assert found.is_proved


def test_a_table_of_two_rates_confirms_the_vat() -> None:
    table = (
        printed((40, "Taux"), (120, "Base HT"), (220, "Montant TVA")),
        printed((40, "20,00 %"), (120, "1 492,48"), (220, "298,50")),
        printed((40, "5,50 %"), (120, "497,61"), (220, "27,37")),
    )
    found = solved(*table, "", "", *three("1 990,09", "325,87", "2 315,96"))
    assert values(found) == ("1990.09", "325.87", "2315.96")
    assert found.taxes
    assert len(found.taxes.rows) == 2
    assert found.is_proved


def test_lines_that_sum_up_support_the_net() -> None:
    rows = three("1 250,00", "250,00", "1 500,00")
    alone, supported = solved(*rows), solved(*rows, sums=(Decimal("1250.00"),))
    assert supported.support > alone.support


@pytest.mark.parametrize("is_proved", [True, False])
@pytest.mark.parametrize("support", [0, 1, 2, 5])
def test_support_and_proof_make_surer_and_never_certain(
    is_proved: bool, support: int
) -> None:
    one = Option(Decimal(1), 0.9)
    found = TotalsFound(one, one, one, is_proved=is_proved, support=support)
    less = replace(found, support=0, is_proved=False)
    assert 0 < of_totals(less, one) <= of_totals(found, one) < 1
