"""Straight through: a policy passes only what meets every condition."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.einvoice_base.domain.events import EventKind
from odoo.addons.einvoice_base.domain.messages import fill
from odoo.addons.einvoice_base.domain.touchless import (
    SENTENCES,
    Basis,
    Policy,
    PolicyMode,
    decide,
    in_words,
    is_touch,
)

DAY = date(2026, 9, 15)
ON = Policy(mode=PolicyMode.ON, limit=Decimal(1000))
CLEAN = {
    "type": "in_invoice",
    "amount": Decimal("120.00"),
    "supplier": 7,
    "supplier_bills": 5,
    "open_findings": (),
    "format": "cii",
    "is_expected": True,
    "is_received": True,
    "is_touched": False,
    "is_held": False,
    "blockers": (),
    "invoice_date": DAY,
    "date": DAY,
    "today": DAY,
    "is_date_open": True,
}
# Without either of these nothing is missing: they are grounds, not conditions.
GROUNDS = {"is_expected", "order"}


def codes(policy, facts, **more):
    return [reason.code for reason in decide(policy, facts, **more).reasons]


def test_a_clean_bill_passes():
    assert decide(ON, CLEAN).passes


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"open_findings": ("gross_total_wrong",)}, "finding_open"),
        ({"type": "in_refund"}, "refund"),
        ({"type": "in_receipt"}, "other_type"),
        ({"amount": Decimal("1000.01")}, "over_limit"),
        ({"amount": Decimal("-1000.01")}, "over_limit"),
        ({"amount": Decimal("NaN")}, "unknown_amount"),
        ({"amount": 120.0}, "unknown_amount"),
        ({"supplier_bills": 1}, "supplier_once"),
        ({"supplier_bills": True}, "unknown_history"),
        ({"format": "scan", "confidence": Decimal("0.94")}, "read_unsurely"),
        ({"coding_confidence": Decimal("0.79")}, "coded_unsurely"),
        ({"coding_confidence": Decimal("NaN")}, "unknown_coding"),
        ({"format": "scan"}, "unknown_reading"),
        ({"is_expected": "yes"}, "basis_expected"),
        ({"is_received": False}, "not_received"),
        ({"is_touched": True}, "touched"),
        ({"is_held": True}, "held"),
        ({"blockers": ("Wait for Anne.",)}, "blocked"),
        ({"date": date(2026, 9, 16)}, "date_to_come"),
        ({"is_date_open": False}, "date_closed"),
        ({"today": date(2026, 9, 14)}, "date_to_come"),
    ],
)
def test_one_condition_that_does_not_hold_stops_it(wrong, code):
    assert codes(ON, CLEAN | wrong) == [code]


@pytest.mark.parametrize("name", sorted(CLEAN.keys() - GROUNDS))
def test_a_fact_that_is_not_known_never_matches(name):
    facts = {key: value for key, value in CLEAN.items() if key != name}
    verdict = decide(ON, facts)
    assert not verdict.passes
    assert verdict.reasons[0].code.startswith("unknown_")


def test_the_first_bill_of_a_supplier_is_never_posted_unseen():
    bold = Policy(mode=PolicyMode.ON, limit=Decimal(1000), least_bills=0)
    assert codes(bold, CLEAN | {"supplier_bills": 0}) == ["supplier_new"]


@pytest.mark.parametrize(
    ("basis", "facts", "passes"),
    [
        (Basis.MATCHED, {"order": "matched"}, True),
        (Basis.MATCHED, {"order": "none"}, False),
        (Basis.MATCHED, {"is_expected": True}, False),
        (Basis.EXPECTED, {"order": "matched"}, True),
        (Basis.EXPECTED, {"is_expected": True}, True),
        (Basis.EXPECTED, {"supplier": 8}, False),
        (Basis.LISTED, {"supplier": 8}, True),
        (Basis.LISTED, {"supplier": 9}, False),
        (Basis.LISTED, {"is_expected": True}, True),
    ],
)
def test_why_a_bill_may_be_believed(basis, facts, passes):
    policy = Policy(
        mode=PolicyMode.ON,
        limit=Decimal(1000),
        basis=basis,
        listed=frozenset({8}),
    )
    plain = {key: value for key, value in CLEAN.items() if key not in GROUNDS}
    assert decide(policy, plain | facts).passes is passes


def test_an_excluded_supplier_is_left_to_a_person_whatever_else_holds():
    policy = Policy(
        mode=PolicyMode.ON,
        limit=Decimal(1000),
        basis=Basis.LISTED,
        listed=frozenset({7}),
        excluded=frozenset({7}),
    )
    assert codes(policy, CLEAN) == ["supplier_excluded"]


def test_all_reasons_are_given_not_only_the_first():
    facts = CLEAN | {"amount": Decimal(5000), "is_touched": True, "is_expected": False}
    assert set(codes(ON, facts)) == {"over_limit", "touched", "basis_expected"}


def test_of_a_bill_long_posted_the_moment_is_not_asked():
    facts = {key: CLEAN[key] for key in CLEAN if key not in ("is_touched", "blockers")}
    assert decide(ON, facts, in_hindsight=True).passes
    assert not decide(ON, facts).passes


def test_every_reason_is_a_sentence_that_its_values_fill():
    worst = CLEAN | {
        "open_findings": ("x",),
        "type": "in_refund",
        "amount": Decimal(5000),
        "supplier_bills": 0,
        "format": "scan",
        "confidence": Decimal("0.5"),
        "is_expected": False,
        "is_held": True,
        "blockers": ("Wait.",),
        "date": date(2026, 10, 1),
    }
    for policy in (ON, Policy(), Policy(mode=PolicyMode.ON, excluded=frozenset({7}))):
        for reason in (*decide(policy, worst).reasons, *in_words(policy)):
            assert "%(" not in fill(reason.sentence, reason.values)
            assert reason.code in SENTENCES


_NAMES = sorted({*CLEAN, "order", "confidence"})
_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 10),
    st.decimals(allow_nan=True, allow_infinity=True),
    st.floats(),
    st.sampled_from(
        ["in_invoice", "in_refund", "cii", "scan", "matched", (), ("x",), DAY]
    ),
)
_POLICIES = st.builds(
    Policy,
    mode=st.sampled_from(PolicyMode),
    limit=st.decimals(0, 10_000, places=2),
    confidence=st.decimals(0, 1, places=2),
    basis=st.sampled_from(Basis),
    listed=st.frozensets(st.integers(1, 10), max_size=3),
    excluded=st.frozensets(st.integers(1, 10), max_size=3),
    least_bills=st.integers(-1, 10),
    allows_refunds=st.booleans(),
)


@given(
    _POLICIES,
    st.dictionaries(st.sampled_from(_NAMES), _VALUES, max_size=4),
    st.sets(st.sampled_from(_NAMES), max_size=3),
)
def test_whatever_the_facts_it_passes_only_when_all_hold(policy, other, missing):
    facts = {key: value for key, value in (CLEAN | other).items() if key not in missing}
    if not decide(policy, facts).passes:
        return
    assert policy.mode is not PolicyMode.OFF
    assert facts["open_findings"] == ()
    assert facts["type"] == "in_invoice" or policy.allows_refunds
    assert abs(facts["amount"]) <= policy.limit
    assert facts["supplier"] not in policy.excluded
    assert facts["supplier_bills"] >= max(1, policy.least_bills)
    assert facts["format"] == "cii" or facts["confidence"] >= policy.confidence
    assert (
        facts.get("order") == "matched"
        or (facts.get("is_expected") is True and policy.basis is not Basis.MATCHED)
        or (facts["supplier"] in policy.listed and policy.basis is Basis.LISTED)
    )
    assert facts["is_received"] is True
    assert facts["is_touched"] is False
    assert facts["is_held"] is False
    assert facts["blockers"] == ()
    assert facts["is_date_open"] is True
    assert max(facts["date"], facts["invoice_date"]) <= facts["today"]


@pytest.mark.parametrize("kind", EventKind)
def test_what_the_software_does_is_no_touch(kind):
    assert not is_touch(kind.value, by_person=False)


@pytest.mark.parametrize(
    "kind",
    [
        EventKind.FINDING_LIFTED,
        EventKind.FINDING_CONFIRMED,
        EventKind.FIELD_CORRECTED,
        EventKind.RETRIED,
        EventKind.BOOKED,
        EventKind.PAIRED,
        EventKind.RESET,
        EventKind.SUPPLIER_CREATED,
        EventKind.HELD,
        EventKind.RELEASED,
        EventKind.QUESTION,
    ],
)
def test_what_a_person_decides_is_a_touch(kind):
    assert is_touch(kind.value, by_person=True)


def test_what_no_addon_told_us_yet_is_a_touch():
    assert is_touch("something_new", by_person=True)


@pytest.mark.parametrize(
    "kind", [EventKind.RECEIVED, EventKind.APPROVED, EventKind.ACCOUNT_CONFIRMED]
)
def test_bringing_and_a_required_approval_are_no_touch(kind):
    assert not is_touch(kind.value, by_person=True)
