"""Dates that cannot be, that do not follow, or that cost something."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.einvoice_base.domain.date_rules import (
    DATE_RULES,
    PeriodFacts,
    latest_due,
)
from odoo.addons.einvoice_base.domain.findings import CheckContext, Limits
from odoo.addons.einvoice_base.domain.invoice import Delivery, Invoice, Period
from odoo.addons.einvoice_base.domain.party import Address, Party

from .invoices import CLEAN, TODAY, context, found, told

WRONG = {
    "issued in the year 1": (date(1, 1, 1), ["date_absurd:block"]),
    "issued in 1999": (date(1999, 12, 31), ["date_absurd:block"]),
    "issued in 9999": (date(9999, 12, 31), ["date_absurd:block"]),
    "issued in 2099": (date(2099, 11, 2), ["date_absurd:block"]),
    "issued in two days": (TODAY + timedelta(2), ["date_in_future:review"]),
    "issued tomorrow": (TODAY + timedelta(1), []),
    "issued a year ago": (TODAY - timedelta(365), []),
    "issued longer ago": (TODAY - timedelta(366), ["date_old:review"]),
    "issued in 2023": (
        date(2023, 12, 31),
        ["date_old:review", "vat_deduction_late:review"],
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_the_issue_date(case: str) -> None:
    issued, expected = WRONG[case]
    invoice = replace(
        CLEAN, issue_date=issued, due_date=None, deliveries=(), period=None
    )
    assert told(DATE_RULES, invoice) == expected


OTHERS = {
    "due before issue": ({"due_date": date(2026, 11, 1)}, ["due_before_issue:review"]),
    "due in 9999": ({"due_date": date(9999, 12, 31)}, ["date_absurd:review"]),
    "due after 60 days": ({"due_date": date(2027, 1, 14)}, []),
    "due later than the law": (
        {"due_date": date(2027, 1, 15)},
        ["due_too_late:inform"],
    ),
    "a down payment due before": (
        {"due_date": date(2026, 11, 1), "type_code": "386"},
        [],
    ),
    "paid before by its frame": (
        {"due_date": date(2026, 11, 1), "process": "B2"},
        [],
    ),
    "delivered two months later": (
        {"deliveries": (Delivery(date=date(2027, 1, 2)),)},
        ["supply_after_issue:review"],
    ),
    "a subscription of a later quarter": (
        {"deliveries": (), "period": Period(date(2027, 1, 1), date(2027, 3, 31))},
        ["supply_after_issue:inform"],
    ),
    "a backward period": (
        {"period": Period(date(2026, 11, 1), date(2026, 10, 1))},
        ["period_reversed:review"],
    ),
    "a period from the year 1": (
        {"period": Period(date(1, 1, 1), date(2026, 10, 1))},
        ["date_absurd:review"],
    ),
    "a German may give more time": (
        {
            "due_date": date(2027, 6, 1),
            "seller": Party(name="S", address=Address(country="DE")),
        },
        [],
    ),
}


@pytest.mark.parametrize("case", OTHERS)
def test_the_other_dates(case: str) -> None:
    changed, expected = OTHERS[case]
    assert told(DATE_RULES, replace(CLEAN, **changed)) == expected  # type: ignore[arg-type]


def test_a_typed_bill_has_dates_too() -> None:
    invoice = replace(CLEAN, issue_date=date(1999, 1, 1))
    known = CheckContext(today=TODAY)
    assert "date_absurd:block" in told(DATE_RULES, invoice, known)


def test_a_locked_period_is_told() -> None:
    known = context(PeriodFacts(locked_until=date(2026, 11, 30)))
    assert told(DATE_RULES, CLEAN, known) == ["period_locked:inform"]
    assert told(DATE_RULES, CLEAN, context(PeriodFacts())) == []


def test_a_company_sets_its_own_age_and_term() -> None:
    known = context().with_limits(
        {"date_old": Limits(days=10), "due_too_late": Limits(days=29)}
    )
    assert told(DATE_RULES, CLEAN, known) == ["date_old:review", "due_too_late:inform"]


def test_a_finding_does_not_change_from_day_to_day() -> None:
    """A lifted finding would come back the next morning."""
    invoice = replace(CLEAN, issue_date=date(2024, 6, 1), due_date=None, deliveries=())
    later = replace(context(), today=TODAY + timedelta(1))
    assert [each.values for each in found(DATE_RULES, invoice)] == [
        each.values for each in found(DATE_RULES, invoice, later)
    ]


def test_a_rehearsal_looks_from_the_day_of_the_invoice() -> None:
    invoice = replace(CLEAN, issue_date=date(2024, 6, 1), due_date=None, deliveries=())
    assert told(DATE_RULES, invoice, replace(context(), today=date(2024, 6, 1))) == []


DAYS = st.dates()


@given(DAYS, DAYS, DAYS, DAYS)
def test_no_date_breaks_a_rule(
    issued: date, due: date, delivered: date, today: date
) -> None:
    invoice = Invoice(
        type_code="380",
        issue_date=issued,
        due_date=due,
        deliveries=(Delivery(date=delivered),),
        period=Period(delivered, due),
        seller=CLEAN.seller,
        buyer=CLEAN.buyer,
        totals=CLEAN.totals,
    )
    codes = [
        each.code for each in found(DATE_RULES, invoice, CheckContext(today=today))
    ]
    assert "rule_failed" not in codes


@given(DAYS.filter(lambda day: day.year < 9000))
def test_the_latest_due_date_is_between_60_and_76_days(issued: date) -> None:
    assert 60 <= (latest_due(issued, 60) - issued).days <= 76
