"""Contracts learned from history, and what they say about the next bill."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.einvoice_base.domain.expected import (
    Fit,
    PastBill,
    Period,
    contracts,
    expectation,
    months_later,
)

START = date(2025, 1, 5)
FIVE = Decimal(5)


def bills(months, amounts, start=START, **more):
    """Return bills at these months from the start, amounts repeated as needed."""
    return [
        PastBill(
            months_later(start, month), Decimal(str(amounts[at % len(amounts)])), **more
        )
        for at, month in enumerate(months)
    ]


def only(history):
    (one,) = contracts(history)
    return one


def fit(history, day, amount, others=None):
    said = expectation(
        contracts(history),
        history if others is None else others,
        day,
        Decimal(str(amount)),
        "EUR",
        FIVE,
    )
    return said.fit


@pytest.mark.parametrize("period", Period)
def test_three_bills_at_one_interval_are_a_contract(period):
    history = bills([0, period.value, 2 * period.value], [500])
    contract = only(history)
    assert contract.period is period
    assert contract.next_day == months_later(START, 3 * period.value)


def test_two_bills_are_none():
    assert contracts(bills([0, 1], [500])) == ()


def test_drafts_are_not_learned_from():
    assert contracts(bills([0, 1, 2], [500], is_posted=False)) == ()


@pytest.mark.parametrize("day", [1, 15, 28, 29, 30, 31])
def test_the_end_of_the_month_is_a_month(day):
    history = bills(range(12), [500], start=date(2025, 1, day))
    assert only(history).period is Period.MONTH


def test_bills_at_any_moment_are_no_contract():
    days = (0, 3, 50, 61, 140, 150, 260, 300)
    history = [PastBill(START + timedelta(days=each), Decimal(500)) for each in days]
    assert contracts(history) == ()


def test_amounts_far_from_each_other_are_no_contract():
    assert contracts(bills(range(6), [100, 900, 350, 4000, 50, 12000])) == ()


def test_energy_with_seasons_is_one_contract():
    amounts = [120, 118, 110, 100, 92, 90, 88, 90, 95, 105, 112, 118]
    contract = only(bills(range(24), amounts))
    assert (contract.low, contract.high) == (Decimal(88), Decimal(120))


def test_two_contracts_of_a_supplier_are_told_apart_by_their_amounts():
    history = bills(range(12), [100]) + bills(range(0, 12, 3), [900])
    found = {each.period: each.level for each in contracts(history)}
    assert found == {Period.MONTH: 100, Period.QUARTER: 900}


def test_two_bills_on_one_day_each_month_are_both_expected():
    history = bills(range(6), [100]) + bills(range(6), [104])
    contract = only(history)
    assert contract.per_period == 2
    day = months_later(START, 6)
    first = PastBill(day, Decimal(100), is_posted=False)
    assert fit(history, day, 104, [*history, first]) is Fit.EXPECTED
    second = PastBill(day, Decimal(104), is_posted=False)
    assert fit(history, day, 104, [*history, first, second]) is Fit.TWICE


def test_one_bill_left_out_or_sent_late_does_not_end_a_contract():
    months = [0, 1, 2, 4, 5, 6, 7, 8, 9]
    assert only(bills(months, [500])).period is Period.MONTH
    late = [
        *bills(range(10), [500]),
        PastBill(START + timedelta(days=310), Decimal(500)),
    ]
    assert only(late).period is Period.MONTH


def test_the_next_bill_is_expected():
    history = bills(range(6), [1000, 1010, 990])
    assert fit(history, months_later(START, 6), 1005) is Fit.EXPECTED


def test_indexation_inside_the_percent_is_expected():
    history = bills(range(6), [1000])
    day = months_later(START, 6)
    assert fit(history, day, "1050.00") is Fit.EXPECTED
    assert fit(history, day, "1050.01") is Fit.AMOUNT_OFF
    assert fit(history, day, "949.99") is Fit.AMOUNT_OFF


def test_of_several_contracts_nobody_says_which_amount_is_off():
    history = bills(range(12), [100]) + bills(range(12), [900])
    assert fit(history, months_later(START, 12), 500) is Fit.NONE


def test_a_second_bill_of_the_same_period_is_noticed_with_the_first():
    history = bills(range(6), [1000])
    last = history[-1]
    said = expectation(
        contracts(history),
        history,
        last.day + timedelta(days=9),
        last.amount,
        "EUR",
        FIVE,
    )
    assert (said.fit, said.other) == (Fit.TWICE, last)


def test_a_draft_fills_its_period_too():
    history = bills(range(6), [1000])
    day = months_later(START, 6)
    draft = PastBill(day, Decimal(1000), is_posted=False)
    assert fit(history, day + timedelta(days=2), 1000, [*history, draft]) is Fit.TWICE


def test_a_bill_of_a_period_left_out_is_expected():
    history = bills([0, 1, 2, 3, 5, 6, 7, 8, 9], [1000])
    assert fit(history, months_later(START, 10), 1000) is Fit.EXPECTED


def test_long_after_the_last_bill_nothing_is_expected():
    history = bills(range(6), [1000])
    assert fit(history, months_later(START, 11), 1000) is Fit.NONE
    assert only(history).has_lapsed(months_later(START, 9))


def test_another_currency_is_another_contract():
    history = bills(range(6), [1000])
    said = expectation(
        contracts(history), history, months_later(START, 6), Decimal(1000), "USD", FIVE
    )
    assert said.fit is Fit.NONE


def test_a_missing_bill_is_late_after_its_slack():
    contract = only(bills(range(6), [1000]))
    assert not contract.is_late(contract.next_day + timedelta(days=8))
    assert contract.is_late(contract.next_day + timedelta(days=9))


_HISTORY = st.lists(
    st.builds(
        PastBill,
        day=st.dates(date(2023, 1, 1), date(2026, 12, 31)),
        amount=st.decimals("0.01", 100_000, places=2),
        is_posted=st.booleans(),
    ),
    max_size=30,
)


@given(_HISTORY, st.dates(date(2023, 1, 1), date(2026, 12, 31)))
def test_what_is_expected_is_always_in_the_band_of_three_posted_bills(history, day):
    amount = history[0].amount if history else Decimal(100)
    said = expectation(contracts(history), history, day, amount, "EUR", FIVE)
    if said.fit is Fit.EXPECTED:
        assert said.contract.fits_amount(amount, FIVE)
        assert len({bill.day for bill in said.contract.bills}) >= 3
        assert all(bill.is_posted for bill in said.contract.bills)


@given(_HISTORY)
def test_the_order_of_the_bills_does_not_matter(history):
    def told(learned):
        return {(each.period, each.level, each.since, each.last) for each in learned}

    assert told(contracts(history)) == told(contracts(list(reversed(history))))
