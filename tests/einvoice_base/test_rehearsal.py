"""Two judgements of a bill, and how they differ."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.einvoice_base.domain.findings import Limits, Severity
from odoo.addons.einvoice_base.domain.rehearsal import (
    Change,
    Judgement,
    Outcome,
    change,
    plain_policy,
    plain_setting,
    policy_of,
    setting_of,
    worst,
)
from odoo.addons.einvoice_base.domain.rule_settings import Mode, RuleSetting
from odoo.addons.einvoice_base.domain.totals import TOTALS_GATE
from odoo.addons.einvoice_base.domain.touchless import Basis, Policy, PolicyMode

RULE, OTHER = TOTALS_GATE[:2]


def judged(*severities, posted=False):
    findings = tuple(RULE.finding(severity=each) for each in severities)
    return Judgement(findings, is_posted=posted)


@pytest.mark.parametrize(
    ("severities", "outcome"),
    [
        ((), Outcome.PASSES),
        ((Severity.INFORM,), Outcome.PASSES),
        ((Severity.INFORM, Severity.REVIEW), Outcome.REVIEW),
        ((Severity.REVIEW, Severity.BLOCK), Outcome.STOPS),
    ],
)
def test_the_worst_finding_decides(severities, outcome):
    assert judged(*severities).outcome is outcome


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (judged(), judged(Severity.BLOCK), Change.STOPPED),
        (judged(Severity.REVIEW), judged(Severity.BLOCK), Change.STOPPED),
        (judged(Severity.BLOCK), judged(Severity.REVIEW), Change.RELEASED),
        (judged(Severity.BLOCK), judged(), Change.RELEASED),
        (judged(), judged(Severity.REVIEW), Change.REVIEWED),
        (judged(Severity.REVIEW), judged(), Change.CLEARED),
        (judged(), judged(posted=True), Change.POSTED),
        (judged(posted=True), judged(), Change.UNPOSTED),
        (judged(Severity.REVIEW), judged(posted=True), Change.CLEARED),
        (judged(), judged(), Change.SAME),
    ],
)
def test_a_difference_has_one_name(before, after, expected):
    assert change(before, after) is expected


def test_a_rule_counts_once_per_bill_by_its_worst():
    found = worst(
        [
            RULE.finding(severity=Severity.INFORM),
            RULE.finding(severity=Severity.BLOCK),
            OTHER.finding(severity=Severity.REVIEW),
        ]
    )
    assert found == {RULE.code: Severity.BLOCK, OTHER.code: Severity.REVIEW}


_AMOUNTS = st.none() | st.decimals(0, 10_000, places=3)


@given(
    st.builds(
        RuleSetting,
        mode=st.sampled_from(Mode),
        severity=st.none() | st.sampled_from(Severity),
        limits=st.builds(
            Limits,
            amount=_AMOUNTS,
            percent=_AMOUNTS,
            days=st.none() | st.integers(0, 99),
        ),
    )
)
def test_a_setting_is_kept_without_loss(setting):
    assert setting_of(plain_setting(setting)) == setting


@given(
    st.builds(
        Policy,
        mode=st.sampled_from(PolicyMode),
        limit=st.decimals(0, 10_000, places=2),
        confidence=st.decimals(0, 1, places=3),
        basis=st.sampled_from(Basis),
        listed=st.frozensets(st.integers(1, 99)),
        excluded=st.frozensets(st.integers(1, 99)),
        least_bills=st.integers(1, 9),
        allows_refunds=st.booleans(),
    )
)
def test_a_policy_is_kept_without_loss(policy):
    assert policy_of(plain_policy(policy)) == policy
    assert isinstance(policy.limit, Decimal)
