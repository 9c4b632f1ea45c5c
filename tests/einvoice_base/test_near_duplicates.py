"""What an accountant would call the same invoice, and what he would not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from odoo.addons.einvoice_base.domain.duplicates import Copy, Same, State, Who
from odoo.addons.einvoice_base.domain.near_duplicates import (
    SUSPECT,
    find_twins,
)
from odoo.addons.einvoice_base.domain.number_forms import Likeness

DAY = date(2026, 9, 1)
SIREN = "910000215"
BILL = Copy(
    "bill",
    "FA-2026-00118",
    DAY,
    Decimal("1187.43"),
    Decimal("989.53"),
    "EUR",
    Who(7, siren=SIREN, name="Imprimerie Martin SAS"),
    company=1,
)
AGAIN = replace(BILL, key="again")


def points(mine: Copy, *others: Copy, recent: tuple[Copy, ...] = ()) -> int:
    twins = find_twins(mine, others, 45, recent)
    return twins[0].points if twins else 0


def monthly(number: str | None, count: int = 6, step: int = 30) -> list[Copy]:
    """Return a bill each month, the last one a month before DAY."""
    return [
        replace(
            BILL,
            key=f"m{place}",
            number=number and number % place,
            day=DAY - timedelta(days=step * (count - place)),
        )
        for place in range(count)
    ]


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"number": "fa 118"},
        {"number": "2026/FA118", "day": DAY + timedelta(days=12)},
        {"amount": Decimal("1187.44")},
        {"day": None},
        {"supplier": Who(8, siren=SIREN)},
        {"supplier": Who(8, siren=SIREN), "number": "FA118"},
        {"state": State.DRAFT},
    ],
)
def test_the_same_number_and_amount_leave_no_doubt(change: dict[str, object]) -> None:
    [twin] = find_twins(replace(AGAIN, **change), [BILL], 45)  # type: ignore[arg-type]
    assert twin.is_exact
    assert twin.points >= SUSPECT


@pytest.mark.parametrize(
    ("change", "likeness"),
    [
        ({"number": "118"}, Likeness.PART),
        ({"number": "FA-2026-00118 BIS"}, Likeness.PART),
        ({"number": "FA-2026-O0118"}, Likeness.MISREAD),
        ({"number": None}, Likeness.MISSING),
        ({"number": "BL 44719"}, Likeness.OTHER),
        ({"number": None, "day": DAY + timedelta(days=3)}, Likeness.MISSING),
    ],
)
def test_what_resembles_it_is_for_a_person(
    change: dict[str, object], likeness: Likeness
) -> None:
    [twin] = find_twins(replace(AGAIN, **change), [BILL], 45)  # type: ignore[arg-type]
    assert not twin.is_exact
    assert twin.points >= SUSPECT
    assert twin.number is likeness


@pytest.mark.parametrize(
    "change",
    [
        {"number": "FA-2026-00119"},
        {"number": "FA-2026-00131", "day": DAY + timedelta(days=14)},
        {"number": None, "day": DAY + timedelta(days=30)},
        {"number": "BL 44719", "day": DAY + timedelta(days=20)},
        {"day": DAY.replace(year=2027)},
        {"supplier": Who(8, siren="910000348")},
        {"currency": "USD", "number": "F-9"},
        {"amount": Decimal(1200), "number": "FA-2026-0201"},
    ],
)
def test_another_invoice_is_left_alone(change: dict[str, object]) -> None:
    assert points(replace(AGAIN, **change), BILL) < SUSPECT  # type: ignore[arg-type]


def test_rents_are_no_duplicates_with_number_or_without() -> None:
    assert points(replace(AGAIN, number="FA-2026-00131"), *monthly("FA-%03d")) < SUSPECT
    assert points(replace(AGAIN, number=None), *monthly(None)) < SUSPECT


def test_a_rent_that_comes_twice_in_a_month_is_found() -> None:
    rents = [*monthly(None), replace(BILL, number=None)]
    assert points(replace(AGAIN, number=None), *rents) >= SUSPECT
    later = replace(AGAIN, number=None, day=DAY + timedelta(days=4))
    assert points(later, *rents) >= SUSPECT


def test_the_number_of_a_contract_is_no_number() -> None:
    rents = monthly("CT-4711%.0s")
    assert points(replace(AGAIN, number="CT-4711"), *rents) < SUSPECT
    # At its second time it may only be told by the day of the month.
    first = replace(BILL, number="CT-4711", day=date(2026, 8, 1))
    mine = replace(AGAIN, number="CT-4711")
    assert points(mine, first, recent=(first,)) < SUSPECT
    others = replace(BILL, key="o", number="FA-2026-00100", day=date(2026, 7, 1))
    assert points(mine, first, recent=(first, others)) >= SUSPECT


def test_several_deliveries_of_one_day_are_a_habit() -> None:
    days = [DAY - timedelta(days=7 * week) for week in (3, 2, 1)]
    two_a_day = [
        replace(BILL, key=f"{place}-{n}", number=f"FA-{100 + 2 * place + n}", day=day)
        for place, day in enumerate(days)
        for n in range(2)
    ]
    first = replace(BILL, number="FA-110")
    assert points(replace(AGAIN, number="FA-111"), *two_a_day, first) < SUSPECT


def test_a_run_of_bills_of_one_day_is_a_habit_in_whatever_order_it_comes() -> None:
    run = [
        replace(BILL, key=f"r{place}", number=f"FA-2026-{place:05d}")
        for place in (12, 30, 31, 32, 33, 34, 112)
    ]
    for mine in run:
        others = [each for each in run if each is not mine]
        assert points(replace(mine, key="again"), *others) < SUSPECT
        assert points(replace(mine, key="again"), *run) >= SUSPECT


def test_a_slip_leads_out_of_the_series_of_the_supplier() -> None:
    recent = tuple(
        replace(
            BILL,
            key=f"r{place}",
            number=f"FA-2026-{100 + place:05d}",
            amount=Decimal(50 + place),
            day=DAY - timedelta(days=10 * (6 - place)),
        )
        for place in range(6)
    )
    slipped = replace(AGAIN, number="FA-2026-00178")
    assert points(slipped, BILL, recent=recent) >= SUSPECT
    # The next of the series is another delivery of that day.
    assert points(replace(AGAIN, number="FA-2026-00119"), BILL, recent=recent) < SUSPECT


def test_a_credit_note_is_no_duplicate_of_the_bill_that_it_names() -> None:
    credit = replace(AGAIN, amount=-Decimal("1187.43"), corrects=("FA118",))
    assert points(credit, BILL) == 0
    assert points(replace(credit, corrects=()), BILL) >= SUSPECT


def test_a_credit_note_twice_is_one() -> None:
    credit = replace(BILL, number="AV-12", amount=-Decimal("1187.43"))
    assert find_twins(replace(credit, key="again"), [credit], 45)[0].is_exact


@pytest.mark.parametrize("amount", ["989.53", "1178.43", "1187.93"])
def test_the_number_with_an_amount_mistyped(amount: str) -> None:
    [twin] = find_twins(replace(AGAIN, amount=Decimal(amount)), [BILL], 45)
    assert (twin.number, twin.amount) == (Likeness.SAME, Same.RELATED)
    assert twin.points >= SUSPECT


def test_the_account_of_a_factor_is_no_proof() -> None:
    iban = frozenset(["FR7630006000011234567890189"])
    first = replace(BILL, supplier=Who(7, siren=SIREN, ibans=iban))
    other = replace(AGAIN, supplier=Who(8, siren="910000348", ibans=iban))
    assert points(other, first) == 0
    unknown = replace(AGAIN, supplier=Who(8, ibans=iban))
    assert find_twins(unknown, [first], 45)[0].is_exact


def test_a_namesake_is_for_a_person() -> None:
    namesake = replace(AGAIN, supplier=Who(8, name="IMPRIMERIE MARTIN"))
    [twin] = find_twins(namesake, [BILL], 45)
    assert not twin.is_exact
    assert twin.points >= SUSPECT


def expense(text: str, **more: object) -> Copy:
    changed = {"key": "expense", "supplier": Who(99, name="Camille Petit"), **more}
    return replace(BILL, number=text, is_receipt=True, text=text, **changed)  # type: ignore[arg-type]


def test_an_expense_that_names_the_supplier_or_the_number() -> None:
    assert points(AGAIN, expense("Imprimerie Martin")) >= SUSPECT
    assert points(AGAIN, expense("note FA-2026-00118")) >= SUSPECT
    assert points(expense("Imprimerie Martin"), BILL) >= SUSPECT


def test_an_expense_of_the_same_amount_alone_is_none() -> None:
    assert points(AGAIN, expense("Taxi")) == 0
    assert points(AGAIN, expense("Imprimerie Martin FA-2026-00231")) == 0
    late = DAY + timedelta(days=20)
    assert points(AGAIN, expense("Imprimerie Martin", day=late)) == 0


def test_of_several_the_likeliest_is_named() -> None:
    near = replace(BILL, key="near", number=None)
    assert find_twins(AGAIN, [near, BILL], 45)[0].copy is BILL
    ended = replace(BILL, key="ended", state=State.CANCELLED)
    assert find_twins(AGAIN, [ended, BILL], 45)[0].copy is BILL


def test_the_limit_of_days_is_the_company_s() -> None:
    later = replace(AGAIN, number=None, day=DAY + timedelta(days=4))
    assert find_twins(later, [BILL], 45)
    assert not find_twins(later, [BILL], 3)
