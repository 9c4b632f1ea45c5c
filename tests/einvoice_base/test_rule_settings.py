from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.einvoice_base.domain.findings import CheckContext, Finding, Severity
from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.rule_settings import (
    RULE_FAILED,
    Mode,
    RuleSetting,
    applied,
    reapplied,
    run,
)
from odoo.addons.einvoice_base.domain.totals import TOTALS_GATE

PAYABLE = next(each for each in TOTALS_GATE if each.code == "payable_wrong")
RANK = [Severity.INFORM, Severity.REVIEW, Severity.BLOCK]

severities = st.sampled_from(Severity)
settings = st.builds(RuleSetting, st.sampled_from(Mode), st.none() | severities)


def noticed(severity: Severity) -> Finding:
    return PAYABLE.finding(severity=severity)


@given(severities, settings)
def test_a_setting_applied_twice_is_a_setting_applied_once(
    severity: Severity, setting: RuleSetting
) -> None:
    wanted = {PAYABLE.code: setting}
    once = applied(noticed(severity), wanted)
    if once is not None:
        assert applied(once, wanted) == once


@given(severities, settings)
def test_no_setting_raises_what_the_rule_itself_lowered(
    severity: Severity, setting: RuleSetting
) -> None:
    found = applied(noticed(severity), {PAYABLE.code: setting})
    if found is not None and severity is not PAYABLE.severity:
        assert RANK.index(found.tried or found.severity) <= RANK.index(severity)


@given(settings, settings)
def test_what_stands_ends_as_if_it_were_noticed_now(
    before: RuleSetting, after: RuleSetting
) -> None:
    stood = applied(noticed(PAYABLE.severity), {PAYABLE.code: before})
    if stood is not None:
        fresh = applied(noticed(PAYABLE.severity), {PAYABLE.code: after})
        assert reapplied(stood, before, after) == fresh


def test_a_softened_gap_stays_soft_when_the_rule_is_raised_again() -> None:
    stood = noticed(Severity.INFORM)
    same = reapplied(stood, RuleSetting(severity=Severity.REVIEW), RuleSetting())
    assert same == stood


def test_a_rule_that_is_always_on_cannot_be_switched_off() -> None:
    off = {RULE_FAILED.code: RuleSetting(Mode.OFF)}
    assert applied(RULE_FAILED.finding(), off) is not None


def test_a_rule_that_raises_is_a_finding_and_the_others_go_on() -> None:
    def broken(invoice: Invoice, context: CheckContext) -> list[Finding]:
        raise ZeroDivisionError("nothing to divide by")

    def sound(invoice: Invoice, context: CheckContext) -> list[Finding]:
        return [PAYABLE.finding()]

    rules = [replace(PAYABLE, check=broken), replace(PAYABLE, check=sound)]
    found = run(rules, Invoice(), CheckContext())
    assert [each.code for each in found] == ["rule_failed", "payable_wrong"]
    assert "ZeroDivisionError" in found[0].message
