"""The findings on invoices that come twice: what they say, and what they stop."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from odoo.addons.einvoice_base.domain.duplicate_rules import (
    DUPLICATE_RULES,
    TwinFacts,
)
from odoo.addons.einvoice_base.domain.duplicates import Copy, State, Who
from odoo.addons.einvoice_base.domain.findings import (
    CheckContext,
    Finding,
    Limits,
    Severity,
)
from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.rule_settings import run

BILL = Copy(
    "account.move,1",
    "F-001",
    date(2026, 9, 1),
    Decimal("120.00"),
    Decimal("100.00"),
    "EUR",
    Who(7, name="Le Vendeur"),
    company=1,
    company_name="Le Client",
    label="BILL/2026/09/0001",
)
AGAIN = replace(BILL, key="", number="2026/F1")


def found(mine: Copy, *others: Copy, **more: frozenset[str]) -> list[Finding]:
    context = CheckContext().with_part(TwinFacts(mine, others, **more))
    return list(run(DUPLICATE_RULES, Invoice(), context))


def test_the_twin_is_named_with_all_that_one_needs_to_find_it() -> None:
    [finding] = found(AGAIN, BILL)
    assert (finding.code, finding.severity) == ("duplicate_number", Severity.BLOCK)
    assert finding.message == (
        "It is there already: BILL/2026/09/0001 (posted), number F-001 of 2026-09-01 "
        "over 120.00 EUR."
    )
    assert finding.values["twin"] == BILL.key
    assert finding.rule.reason == "DOUBLON"


def test_what_ended_asks_for_no_money_and_blocks_nothing() -> None:
    for state in (State.CANCELLED, State.REVERSED):
        [finding] = found(AGAIN, replace(BILL, state=state))
        assert finding.severity is Severity.REVIEW
        assert state.value in finding.message


def test_what_resembles_it_says_why() -> None:
    [finding] = found(replace(AGAIN, number=None), BILL)
    assert (finding.code, finding.severity) == ("duplicate_near", Severity.REVIEW)
    assert "one of the two has no number" in finding.message


def test_another_company_is_named_without_amounts() -> None:
    [finding] = found(AGAIN, replace(BILL, company=2, company_name="La Filiale"))
    assert (finding.code, finding.severity) == ("duplicate_elsewhere", Severity.BLOCK)
    assert "La Filiale" in finding.message
    assert "120" not in finding.message
    assert "amount" not in {key for key, value in finding.values.items() if value}
    assert "BILL" not in str(finding.values)


def test_what_a_person_decided_is_not_asked_again() -> None:
    assert found(AGAIN, BILL, settled=frozenset([BILL.key])) == []
    third = replace(BILL, key="account.move,3")
    [finding] = found(AGAIN, BILL, third, settled=frozenset([BILL.key]))
    assert finding.values["twin"] == third.key


def test_without_facts_nothing_is_said() -> None:
    assert run(DUPLICATE_RULES, Invoice(number="F-001"), CheckContext()) == ()


def test_the_days_are_a_setting_of_the_company() -> None:
    late = replace(AGAIN, number=None, day=date(2026, 9, 5))
    context = CheckContext().with_part(TwinFacts(late, (BILL,)))
    assert run(DUPLICATE_RULES, Invoice(), context)
    strict = context.with_limits({"duplicate_near": Limits(days=2)})
    assert run(DUPLICATE_RULES, Invoice(), strict) == ()
