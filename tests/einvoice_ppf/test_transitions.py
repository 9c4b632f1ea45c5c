"""What may follow what, whatever the history and the order in which it arrives."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import strategies as st

from odoo.addons.einvoice_ppf.domain.life_cycle.notices import Notice
from odoo.addons.einvoice_ppf.domain.life_cycle.standing import (
    ENDS,
    START,
    Passed,
    standing_of,
)
from odoo.addons.einvoice_ppf.domain.life_cycle.statuses import STATUSES
from odoo.addons.einvoice_ppf.domain.life_cycle.transitions import (
    INCOMING,
    MAY_FOLLOW,
    Side,
    offered,
    refusal,
    unexpected,
)

from .properties import given

NOON = datetime(2026, 11, 5, 12, tzinfo=timezone.utc)
BUYER, SELLER = Side.BUYER, Side.SELLER

CODES = [*STATUSES, "299", "", "x" * 50]
times = st.integers(0, 20).map(lambda hours: NOON + timedelta(hours=hours))
passed = st.builds(
    Passed,
    st.sampled_from(CODES),
    times,
    st.sampled_from([(), ("DOUBLON",), ("CALCUL_ERR",), ("CALCUL_ERR", "DOUBLON")]),
    st.sampled_from(["", "one", "two"]),
)
histories = st.lists(passed, max_size=12)
open_ones = st.lists(passed.filter(lambda each: not each.is_end), max_size=12)
ends = st.builds(
    Passed, st.sampled_from(sorted(ENDS)), times, st.sampled_from([(), ("CALCUL_ERR",)])
)
ended = st.builds(
    lambda before, end, after: [*before, end, *after], histories, ends, histories
)
sides = st.sampled_from(Side)


def went(*codes: str) -> list[Passed]:
    """Return a history, one status an hour."""
    return [
        Passed(code, NOON + timedelta(hours=hour)) for hour, code in enumerate(codes)
    ]


def code_of(notice: Notice | None) -> str | None:
    return notice.code if notice else None


@given(sides, histories, st.sampled_from(CODES))
def test_every_refusal_is_a_sentence_with_what_to_do(side, history, code):
    notice = refusal(side, history, code)
    if notice is not None:
        assert notice.message.endswith(".")
        assert notice.advice.endswith(".")
        assert "%(" not in str(notice)


@given(histories, st.randoms())
def test_the_order_of_arrival_changes_nothing(history, random):
    other = list(history)
    random.shuffle(other)
    assert standing_of(other) == standing_of(history)
    for side in Side:
        assert offered(side, other) == offered(side, history)
        assert unexpected(side, other) == unexpected(side, history)


@given(sides, ended, st.sampled_from(CODES), st.sampled_from(["", "three"]))
def test_nothing_follows_an_end(side, history, code, mark):
    assert refusal(side, history, code, mark=mark) is not None
    assert not offered(side, history)
    assert standing_of(history).code in ENDS


@given(ended, st.sampled_from(CODES))
def test_what_is_after_an_end_changes_nothing(history, code):
    before = standing_of(history)
    after = standing_of([*history, Passed(code, NOON + timedelta(days=1))])
    assert (after.code, after.end) == (before.code, before.end)


@given(histories)
def test_a_second_delivery_does_not_end_the_good_invoice(history):
    twice = Passed("213", NOON + timedelta(hours=5), ("DOUBLON",))
    before, after = standing_of(history), standing_of([*history, twice])
    assert (after.code, after.answer, after.end) == (
        before.code,
        before.answer,
        before.end,
    )


@given(histories, st.sampled_from(["205", "206"]))
def test_no_approval_after_a_refusal(history, code):
    refused = Passed("210", NOON)
    assert refusal(BUYER, [*history, refused], code) is not None


@given(open_ones, st.sampled_from(["204", "205", "206", "207", "211"]))
def test_a_suspended_invoice_waits_for_its_supplier(history, code):
    suspended = Passed("208", NOON + timedelta(days=1))
    waits = [*history, suspended]
    assert refusal(BUYER, waits, code) is not None
    completed = Passed("209", NOON + timedelta(days=2))
    assert refusal(BUYER, [*waits, completed], "205") is None


@given(open_ones, st.sampled_from(["211", "212"]))
def test_a_late_dispute_is_possible_until_a_payment(history, payment):
    unpaid = [each for each in history if each.code not in ("211", "212")]
    approved = [*unpaid, Passed("205", NOON + timedelta(days=1))]
    assert refusal(BUYER, approved, "207") is None
    paid = [*approved, Passed(payment, NOON + timedelta(days=2))]
    assert code_of(refusal(BUYER, paid, "207")) == "status_paid"


@given(sides, open_ones)
def test_what_was_said_is_not_said_again(side, history):
    for code in offered(side, history):
        said = [*history, Passed(code, NOON + timedelta(days=1), mark="three")]
        assert refusal(side, said, code, mark="three") is not None


@given(sides, histories)
def test_codes_that_nobody_knows_change_nothing(side, history):
    known = [each for each in history if each.code in STATUSES]
    whole = standing_of(history)
    assert whole.code == standing_of(known).code
    assert offered(side, history) == offered(side, known)
    assert len(whole.passed) == len(history)


@given(sides, histories)
def test_what_is_offered_is_not_refused(side, history):
    for code in offered(side, history):
        assert refusal(side, history, code, mark="three") is None


@given(histories)
def test_the_current_status_is_one_that_was_said(history):
    standing = standing_of(history)
    assert standing.code in {START, *(each.code for each in history)}


@given(open_ones)
def test_platforms_do_not_undo_what_a_party_said(history):
    """A clock that is ahead puts “made available” after our answer."""
    approved = [*history, Passed("205", NOON + timedelta(days=1))]
    late = Passed("203", NOON + timedelta(days=2))
    assert standing_of([*approved, late]).code == "205"


WAYS = {
    # Official use cases, as the buyer lives them.
    "UC1": (BUYER, "200 202 203 204 205 211 212", "212", ("211",)),
    "UC3": (BUYER, "200 202 203 210", "210", ()),
    "UC4": (BUYER, "200 202 203 207 220", "220", ()),
    "UC5": (BUYER, "200 202 203 207 205", "205", ("207", "211")),
    # The field.
    "suspended": (BUYER, "203 204 208", "208", ("210",)),
    "completed": (BUYER, "203 204 208 209", "209", ("204 205 206 207 208 210").split()),
    "completed unasked": (BUYER, "203 205 209", "205", ("207", "211")),
    "debited before": (BUYER, "203 212", "212", ("204 205 206 207 208 210").split()),
    "partly": (BUYER, "204 206", "206", ("205", "207", "211")),
    "factored": (BUYER, "204 225", "204", ("205 206 207 208 210").split()),
    "seller": (SELLER, "200 202 203 204", "204", "212 220 224 225 226 227 228".split()),
    "seller suspended": (
        SELLER,
        "204 208",
        "208",
        ("209 212 220 224 225 226 227 228").split(),
    ),
    "seller refused": (SELLER, "203 210", "210", ()),
}


@pytest.mark.parametrize("name", WAYS)
def test_ways_of_an_invoice(name):
    side, codes, current, next_ones = WAYS[name]
    history = went(*codes.split())
    assert standing_of(history).code == current
    assert offered(side, history) == tuple(next_ones)


@pytest.mark.parametrize(
    ("side", "codes", "code", "notice"),
    [
        (BUYER, "204", "204", "status_repeated"),
        (BUYER, "204", "200", "status_of_others"),
        (BUYER, "204", "212", "status_of_others"),
        (SELLER, "204", "205", "status_of_others"),
        (BUYER, "204", "299", "status_unknown"),
        (BUYER, "204", "211", "status_not_approved"),
        (BUYER, "205", "210", "status_decided"),
        (BUYER, "205", "206", "status_decided"),
        (BUYER, "207", "204", "status_dispute_open"),
        (BUYER, "208", "205", "status_suspended"),
        (BUYER, "208 209 205 211", "211", "status_payment_repeated"),
        (BUYER, "210", "207", "status_after_refusal"),
        (BUYER, "213", "205", "status_after_rejection"),
        (BUYER, "220", "205", "status_after_cancellation"),
        (SELLER, "204", "209", "status_not_suspended"),
        (SELLER, "208 209", "209", "status_repeated"),
        (SELLER, "225", "225", "status_repeated"),
        (SELLER, "224", "224", "status_repeated"),
        (SELLER, "227", "227", "status_repeated"),
        (SELLER, "210", "212", "status_after_refusal"),
    ],
)
def test_why_not(side, codes, code, notice):
    assert code_of(refusal(side, went(*codes.split()), code)) == notice


def test_payments_in_parts_are_told_apart_by_their_mark():
    first = Passed("211", NOON + timedelta(hours=1), mark="P1")
    history = [Passed("205", NOON), first]
    assert refusal(BUYER, history, "211", mark="P2") is None
    assert refusal(BUYER, history, "211", mark="P1") is not None


def test_a_factor_that_takes_over_may_give_back():
    assert refusal(SELLER, went("225"), "228") is None
    assert refusal(SELLER, went("225", "228"), "225") is None


def test_an_invoice_between_countries_is_neither_refused_nor_approved():
    assert offered(BUYER, went("203"), process="B2BINT") == ()
    assert offered(SELLER, went("203"), process="B2BINT") == ("212",)
    notice = refusal(BUYER, [], "210", process="B2BINT")
    assert code_of(notice) == "status_abroad"


def test_what_should_not_arrive_is_noticed_and_kept():
    paid_after_refusal = went("210", "212")
    assert [each.code for each in unexpected(BUYER, paid_after_refusal)] == ["212"]
    assert not unexpected(BUYER, went("210", "220", "203"))
    assert [each.code for each in unexpected(SELLER, went("501", "213"))] == []
    assert not unexpected(BUYER, went("299"))


def test_the_table_covers_both_sides():
    for side in Side:
        assert not INCOMING[side] - set(STATUSES)
        assert not set(MAY_FOLLOW[side]) - set(STATUSES)
        assert not set(MAY_FOLLOW[side]) & (
            INCOMING[side] - {"225", "226", "227", "228"}
        )
    assert set(STATUSES) == INCOMING[BUYER] | set(MAY_FOLLOW[BUYER])
