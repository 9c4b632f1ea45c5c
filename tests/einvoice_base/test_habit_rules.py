"""What suppliers usually do, on the histories that accountants have."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from odoo.addons.einvoice_base.domain.findings import CheckContext, Finding, Limits
from odoo.addons.einvoice_base.domain.habit_rules import (
    HABIT_RULES,
    History,
    PastBill,
    usual_limit,
)
from odoo.addons.einvoice_base.domain.invoice import Invoice, Totals
from odoo.addons.einvoice_base.domain.rule_settings import run

# As the ORM looks at them.
LOOKED_AT = 24


def past(*bills: tuple[str, str, str]) -> History:
    """Return a history of number, day and amount, in any order."""
    made = [
        PastBill(number, date.fromisoformat(day), Decimal(gross), "EUR")
        for number, day, gross in bills
    ]
    made.sort(key=lambda each: each.day, reverse=True)
    return History(tuple(made))


def bill(
    number: str = "X", day: str = "2026-09-30", gross: str = "100", **more: str
) -> Invoice:
    said = {"currency": "EUR", "type_code": "380", **more}
    return Invoice(
        number=number,
        issue_date=date.fromisoformat(day),
        totals=Totals(gross=Decimal(gross)),
        **said,  # type: ignore[arg-type]
    )


def found(invoice: Invoice, history: History) -> tuple[Finding, ...]:
    return run(HABIT_RULES, invoice, CheckContext().with_part(history))


def codes(invoice: Invoice, history: History) -> list[str]:
    return [each.code for each in found(invoice, history)]


def numbered(*numbers: tuple[str, str]) -> History:
    return past(*((number, day, "100") for number, day in numbers))


MONTHLY = numbered(
    ("F-2026-0101", "2026-05-31"),
    ("F-2026-0125", "2026-06-30"),
    ("F-2026-0150", "2026-07-31"),
    ("F-2026-0171", "2026-08-31"),
)


@pytest.mark.parametrize(
    ("number", "day", "expected"),
    [
        ("F-2026-0190", "2026-09-30", []),
        ("f-2026-190", "2026-09-30", []),
        ("F-2027-0001", "2027-01-31", []),
        ("F-2026-0110", "2026-06-15", []),
        ("F-2026-0170", "2026-08-31", []),
        ("F-2026-0118", "2026-09-30", ["number_out_of_order"]),
        ("F-2025-0190", "2026-09-30", ["number_out_of_order"]),
        ("F-2026-0999", "2026-06-15", ["number_out_of_order"]),
        ("INV0190", "2026-09-30", ["number_of_other_series"]),
        ("FA-2026-0190", "2026-09-30", ["number_of_other_series"]),
        # Sent again: that is for the search of duplicates.
        ("F-2026-0171", "2026-09-30", []),
    ],
)
def test_a_number_in_its_series(number: str, day: str, expected: list[str]) -> None:
    assert codes(bill(number, day), MONTHLY) == expected


def test_the_sentences_show_both_numbers() -> None:
    assert "INV0190" in found(bill("INV0190"), MONTHLY)[0].message
    assert "F-2026-0171" in found(bill("INV0190"), MONTHLY)[0].message
    message = found(bill("F-2026-0118"), MONTHLY)[0].message
    assert "F-2026-0118" in message
    assert "F-2026-0171" in message


@pytest.mark.parametrize(
    "numbers",
    [
        # Three are no series yet.
        ["A1", "A2", "A3"],
        # Numbers that do not grow: references typed by hand, order numbers.
        ["A7", "A2", "A9", "A4", "A5"],
        # Two series side by side.
        ["A1", "B1", "A2", "B2", "A3", "B3"],
        # No digits at all, or codes without an order.
        ["rent", "rent", "rent", "rent"],
        ["7H3K2", "K99X1", "3A4B5", "ZZ1Q8"],
        # The same reference each month.
        ["ABO 4711"] * 6,
    ],
)
@pytest.mark.parametrize("number", ["NEW-1", "A3", "1", "", "7H3K3"])
def test_numbers_without_a_habit_raise_no_alarm(
    numbers: list[str], number: str
) -> None:
    days = [f"2026-{month:02d}-15" for month in range(1, len(numbers) + 1)]
    assert codes(bill(number), numbered(*zip(numbers, days, strict=True))) == []


@pytest.mark.parametrize(
    "write",
    [
        lambda day, count: f"F-{day.year}-{count:04d}",
        lambda day, count: f"{count}/{day:%y}",
        # One that begins again each month.
        lambda day, count: f"{day:%Y%m}-{day.day}{count:06d}",
        lambda day, count: f"FA{count:08d}",
        lambda day, count: f"{day:%m}-{day.year}-{count}",
        lambda day, count: f"2026{day:%m%d}{count:03d}",
        # A counter that begins again each year, with no year in it.
        lambda day, count: f"N° {day.timetuple().tm_yday}",
        # The year of the fiscal year, a customer number in front.
        lambda day, count: f"0815-{count}",
    ],
)
def test_three_years_of_ordinary_numbers_raise_no_alarm(
    write: Callable[[date, int], str],
) -> None:
    rng = random.Random(1)
    day, count, bills = date(2024, 1, 3), 100, []
    alarms = []
    while day < date(2026, 12, 20):
        number = write(day, count)
        history = past(*bills[-LOOKED_AT:])
        alarms += codes(bill(number, day.isoformat()), history)
        bills.append((number, day.isoformat(), "100"))
        # Several customers are numbered in one series, and two bills may share a day.
        count += rng.randint(1, 30)
        day += timedelta(days=rng.choice((0, 1, 5, 14, 30)))
    assert alarms == []


def test_a_new_software_alarms_once_and_then_is_the_habit() -> None:
    bills = [(f"F{count}", f"2026-{count:02d}-01", "100") for count in range(1, 7)]
    alarms = []
    for month in range(7, 13):
        number, day = f"2026/{month:05d}", f"2026-{month:02d}-01"
        alarms.append(codes(bill(number, day), past(*bills)))
        bills.append((number, day, "100"))
    assert alarms == [["number_of_other_series"], [], [], [], [], []]


@pytest.mark.parametrize("type_code", ["386", "384", "381"])
def test_other_kinds_have_series_and_amounts_of_their_own(type_code: str) -> None:
    odd = bill("AC-1", "2026-09-30", "99999", type_code=type_code)
    assert codes(odd, MONTHLY) == []


def test_the_third_bill_is_the_first_that_can_be_odd() -> None:
    one = past(("1", "2026-01-01", "1200.00"))
    two = past(("1", "2026-01-01", "1200.00"), ("2", "2026-02-01", "1200.00"))
    assert codes(bill(gross="12000.00"), one) == []
    (finding,) = found(bill(gross="12000.00"), two)
    assert finding.code == "amount_unusual"
    assert finding.found == Decimal("12000.00")
    assert "1200.00" in finding.message


@pytest.mark.parametrize(
    ("gross", "is_odd"),
    [("1200.00", False), ("1260.00", False), ("1799.00", False), ("1801.00", True)],
)
def test_the_limit_is_the_company_s(gross: str, is_odd: bool) -> None:
    rent = past(("1", "2026-01-01", "1200.00"), ("2", "2026-02-01", "1200.00"))
    assert bool(codes(bill(gross=gross), rent)) is is_odd
    wider = CheckContext(limits={"amount_unusual": Limits(percent=Decimal(900))})
    assert run(HABIT_RULES, bill(gross=gross), wider.with_part(rent)) == ()


def test_small_amounts_are_nobody_s_worry() -> None:
    coffee = past(("1", "2026-01-01", "20.00"), ("2", "2026-02-01", "20.00"))
    assert codes(bill(gross="110.00"), coffee) == []


def test_less_than_usual_and_another_currency_are_not_odd() -> None:
    rent = past(("1", "2026-01-01", "1200.00"), ("2", "2026-02-01", "1200.00"))
    assert codes(bill(gross="12.00"), rent) == []
    assert codes(bill(gross="150000", currency="JPY"), rent) == []


def _rent(_rng: random.Random, month: int) -> float:
    return 1200 * 1.03 ** (month // 12)


def _telecom(rng: random.Random, _month: int) -> float:
    return 89.9 + rng.expovariate(1 / 15)


def _heating(rng: random.Random, month: int) -> float:
    winter = 1 + 3 * max(0, 1 - abs((month % 12) - 0.5) / 4)
    return 150 * winter * rng.uniform(0.85, 1.15)


def _orders(rng: random.Random, _month: int) -> float:
    return 400 * rng.lognormvariate(0, 1.2)


def _parts(rng: random.Random, _month: int) -> float:
    return rng.choice((45.0, 90.0, 310.0, 1250.0)) * rng.randint(1, 12)


def _growth(rng: random.Random, month: int) -> float:
    return 300 * 1.05**month * rng.uniform(0.9, 1.1)


@pytest.mark.parametrize(
    ("amount", "most"),
    [
        (_rent, 0.0),
        (_telecom, 0.001),
        (_growth, 0.001),
        (_orders, 0.01),
        (_parts, 0.01),
        (_heating, 0.01),
    ],
)
def test_ordinary_amounts_raise_hardly_an_alarm(
    amount: Callable[[random.Random, int], float], most: float
) -> None:
    """Four years of monthly bills of two hundred suppliers of a kind."""
    alarms = checked = 0
    for seed in range(200):
        rng = random.Random(seed)
        start, bills = rng.randrange(12), []
        for month in range(start, start + 48):
            gross = f"{max(amount(rng, month), 1):.2f}"
            day = date(2020 + month // 12, month % 12 + 1, 1).isoformat()
            odd = codes(bill("", day, gross), past(*bills[-LOOKED_AT:]))
            alarms += len(odd)
            checked += 1
            bills.append((f"{month}", day, gross))
    print(f"{amount.__name__}: {alarms} of {checked}")
    assert alarms / checked <= most


@pytest.mark.parametrize("amount", [_rent, _telecom, _growth, _orders, _heating])
def test_a_bill_a_hundred_times_as_large_is_noticed(
    amount: Callable[[random.Random, int], float],
) -> None:
    noticed = 0
    for seed in range(100):
        rng = random.Random(seed)
        bills = [
            (
                f"{month}",
                date(2026, month + 1, 1).isoformat(),
                f"{amount(rng, month):.2f}",
            )
            for month in range(12)
        ]
        large = f"{100 * amount(rng, 12):.2f}"
        noticed += bool(codes(bill("", "2027-01-01", large), past(*bills)))
    # Orders that vary tenfold have hardly a habit.
    assert noticed >= (25 if amount is _orders else 100)


@example([460633131.0, 483537540.0, 508986885.0], 0.0)
@given(st.lists(st.floats(0.01, 1e9), max_size=30), st.floats(0, 1000))
def test_what_was_billed_before_is_never_odd(
    amounts: list[float], percent: float
) -> None:
    limit = usual_limit(amounts, percent)
    assert limit is None or limit >= max(amounts) * 0.95


@given(
    st.lists(st.tuples(st.text(max_size=12), st.dates()), max_size=12),
    st.text(max_size=12),
    st.dates(),
)
def test_any_numbers_are_read(
    numbers: list[tuple[str, date]], number: str, day: date
) -> None:
    bills = tuple(PastBill(each, at, Decimal(1), "EUR") for each, at in numbers)
    invoice = Invoice(number=number, issue_date=day, type_code="380")
    assert all(
        each.code.startswith("number") for each in found(invoice, History(bills))
    )
