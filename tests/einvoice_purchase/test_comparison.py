"""A bill line beside its order line: price, quantity, tolerance."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from odoo.addons.einvoice_base.domain.findings import Limits
from odoo.addons.einvoice_purchase.domain.comparison import (
    Compared,
    Control,
    Difference,
    Ordered,
    compare,
    differences,
    is_within,
)
from odoo.addons.einvoice_purchase.domain.orders import (
    BillLine,
    Pair,
    PairKind,
    Unit,
)

PIECE, DOZEN, KILO = Unit(1, 1), Unit(2, 1, Decimal(12)), Unit(3, 3)
PRICE = Limits(Decimal(10), Decimal(1))
NONE = Limits(Decimal(0), Decimal(0))
CHAIR = Ordered(
    key=7,
    order=1,
    unit=PIECE,
    quantity=Decimal(10),
    received=Decimal(10),
    billed_before=Decimal(0),
    price=Decimal(120),
    control=Control.RECEIVED,
)


def line(
    quantity: str, price: str, key: int = 1, unit: Unit | None = PIECE
) -> BillLine:
    amount, each = Decimal(quantity), Decimal(price)
    return BillLine(
        key,
        str(key),
        "Chaise",
        unit=unit,
        quantity=amount,
        price=each,
        net=amount * each,
    )


def beside(
    *lines: BillLine, ordered: Ordered = CHAIR, rate: Decimal | None = Decimal(1)
) -> tuple[Compared, ...]:
    pairs = [Pair(each.key, 7, PairKind.NUMBER, 1.0) for each in lines]
    return compare(lines, pairs, {7: ordered}, {1: rate})


def noticed(*lines: BillLine, ordered: Ordered = CHAIR) -> list[set[Difference]]:
    return [
        set(differences(each, PRICE, NONE, NONE))
        for each in beside(*lines, ordered=ordered)
    ]


def test_what_agrees_is_silent() -> None:
    assert noticed(line("10", "120")) == [set()]


@pytest.mark.parametrize(
    ("price", "expected"),
    [
        ("121.00", set()),  # 0.83 %, 10.00
        ("121.01", {Difference.PRICE}),  # 10.10
        ("118", {Difference.PRICE_BELOW}),
        ("120.001", set()),  # a cent is rounding
    ],
)
def test_price_inside_amount_and_percent(price: str, expected: set[Difference]) -> None:
    assert noticed(line("10", price)) == [expected]


def test_the_percentage_binds_where_the_amount_does_not() -> None:
    assert noticed(line("1", "123")) == [{Difference.PRICE}]


def test_billed_before_counts() -> None:
    ordered = replace(CHAIR, billed_before=Decimal(8))
    assert noticed(line("2", "120"), ordered=ordered) == [set()]
    assert noticed(line("3", "120"), ordered=ordered) == [{Difference.RECEIVED}]
    (each,) = beside(line("3", "120"), ordered=ordered)
    assert each.over == 1


def test_what_others_billed_too_much_is_not_blamed_on_this_bill() -> None:
    ordered = replace(CHAIR, billed_before=Decimal(14))
    (each,) = beside(line("2", "120"), ordered=ordered)
    assert each.over == 2


def test_two_lines_on_one_order_line_are_counted_together() -> None:
    assert noticed(line("6", "120"), line("6", "120", key=2)) == [
        set(),
        {Difference.RECEIVED},
    ]


def test_received_more_than_ordered_is_another_matter() -> None:
    ordered = replace(CHAIR, received=Decimal(12))
    assert noticed(line("12", "120"), ordered=ordered) == [{Difference.ORDERED}]


def test_work_counts_as_ordered() -> None:
    ordered = replace(CHAIR, received=Decimal(0), control=Control.ORDERED)
    assert noticed(line("10", "120"), ordered=ordered) == [set()]
    assert noticed(line("11", "120"), ordered=ordered) == [{Difference.ORDERED}]


def test_a_credit_note_gives_back_what_was_billed_at_its_price() -> None:
    ordered = replace(CHAIR, billed_before=Decimal(4))
    assert noticed(line("-4", "120"), ordered=ordered) == [set()]
    assert noticed(line("-5", "120"), ordered=ordered) == [{Difference.CREDITED}]
    # Credited cheaper costs us; credited dearer does not.
    assert noticed(line("-4", "100"), ordered=ordered) == [{Difference.PRICE}]
    assert noticed(line("-4", "140"), ordered=ordered) == [{Difference.PRICE_BELOW}]


def test_units_are_converted() -> None:
    ordered = replace(
        CHAIR, unit=DOZEN, quantity=Decimal(5), received=Decimal(5), price=Decimal(48)
    )
    (each,) = beside(line("60", "4"), ordered=ordered)
    assert (each.billed, each.price, each.gap) == (5, 48, 0)
    (each,) = beside(line("5", "48"), ordered=ordered)
    assert (each.billed, each.price) == (5, 48)


def test_a_third_of_a_dozen_is_no_difference() -> None:
    ordered = replace(
        CHAIR,
        unit=DOZEN,
        quantity=Decimal("0.33"),
        received=Decimal("0.33"),
        price=Decimal(48),
    )
    assert noticed(line("4", "4"), ordered=ordered) == [set()]


def test_units_of_two_kinds_cannot_be_compared() -> None:
    assert noticed(line("3", "400", unit=KILO)) == [{Difference.UNIT}]


def test_a_unit_that_cannot_be_converted_counts_with_its_amount() -> None:
    # Ten kilos for 900 are seven chairs and a half: three more are too many.
    found = noticed(line("10", "90", unit=KILO), line("3", "120", key=2))
    assert found == [{Difference.UNIT}, {Difference.RECEIVED}]


def test_what_is_taken_back_in_another_unit_makes_no_room() -> None:
    back = line("-300", "0.01", unit=KILO)
    found = noticed(back, line("310", "120", key=2))
    assert found == [{Difference.UNIT}, {Difference.RECEIVED}]


def test_small_gaps_on_one_order_line_are_summed() -> None:
    ordered = replace(
        CHAIR, quantity=Decimal(100), received=Decimal(100), price=Decimal(100)
    )
    lines = [line("10", "101", key=key) for key in range(1, 11)]
    assert noticed(*lines, ordered=ordered) == [{Difference.PRICE}] * 10
    assert noticed(lines[0], ordered=ordered) == [set()]
    before = replace(ordered, gap_before=Decimal(10))
    assert noticed(lines[0], ordered=before) == [{Difference.PRICE}]
    # What was credited since, or what costs nothing more, is no fault of this bill.
    corrected = replace(ordered, gap_before=Decimal(-10))
    assert noticed(lines[0], ordered=corrected) == [set()]
    assert noticed(line("10", "100"), ordered=before) == [set()]


def test_the_gap_of_earlier_bills_is_in_the_currency_of_the_order() -> None:
    ordered = replace(CHAIR, gap_before=Decimal(16))
    (each,) = beside(line("10", "60.5"), ordered=ordered, rate=Decimal("0.5"))
    assert each.gap_in_all == 13


def test_cents_of_rounding_make_no_sum() -> None:
    lines = [
        replace(line("1", "120", key=key), net=Decimal("120.01")) for key in range(9)
    ]
    assert beside(*lines)[-1].gap_in_all == 0


def test_a_unit_that_the_books_do_not_know_is_that_of_the_order() -> None:
    assert noticed(line("10", "120", unit=None)) == [set()]


def test_another_currency_is_compared_at_its_rate_or_not_at_all() -> None:
    (each,) = beside(line("10", "60"), rate=Decimal("0.5"))
    assert each.gap == 0
    (each,) = beside(line("10", "60"), rate=None)
    assert differences(each, PRICE, NONE, NONE) == (Difference.CURRENCY,)


def test_the_tolerance_of_the_supplier_comes_first() -> None:
    mild = Limits(Decimal(100), Decimal(10))
    ordered = replace(CHAIR, price_limits=mild, quantity_limits=mild)
    assert noticed(line("10", "130"), ordered=ordered) == [set()]
    assert noticed(line("11", "120"), ordered=ordered) == [{Difference.RECEIVED}]


def test_free_goods_have_no_percentage() -> None:
    (each,) = beside(line("1", "5"), ordered=replace(CHAIR, price=Decimal(0)))
    assert each.gap_percent is None
    assert differences(each, PRICE, NONE, NONE) == (Difference.PRICE,)


def test_no_limit_is_no_limit() -> None:
    assert is_within(Decimal(10**9), Decimal(1), Limits())
