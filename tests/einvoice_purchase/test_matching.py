"""Lines of a bill find their order lines, and no others."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.invoices.matching_set import KINDS, Score, cases

from odoo.addons.einvoice_purchase.domain.matching import pair_lines
from odoo.addons.einvoice_purchase.domain.orders import (
    BillLine,
    OrderLine,
    PairKind,
    Unit,
)
from odoo.addons.einvoice_purchase.domain.scoring import Hints, Remembered

PIECE, DOZEN, KILO = Unit(1, 1), Unit(2, 1, Decimal(12)), Unit(3, 3)


def ordered(
    key: int, name: str, quantity: int, price: str, **more: object
) -> OrderLine:
    amount = Decimal(quantity)
    line = OrderLine(
        key, 1, key, key, name, frozenset(), PIECE, amount, amount, Decimal(price)
    )
    return line._replace(**more)  # type: ignore[arg-type]


def billed(key: int, name: str, quantity: str, price: str, **more: object) -> BillLine:
    line = BillLine(
        key,
        str(key),
        name,
        unit=PIECE,
        quantity=Decimal(quantity),
        price=Decimal(price),
    )
    line = replace(line, net=line.quantity * line.price)
    return replace(line, **more)  # type: ignore[arg-type]


def found(
    bill: list[BillLine], orders: list[OrderLine], hints: Hints | None = None
) -> dict[int, int]:
    return {pair.line: pair.order_line for pair in pair_lines(bill, orders, hints)}


NAMED = Hints(named=frozenset({1}))
TONERS = [ordered(1, "Toner noir", 2, "60"), ordered(2, "Toner cyan", 2, "60")]


def test_partners_are_chosen_together() -> None:
    bill = [billed(8, "Toner", "2", "60"), billed(9, "Toner noir", "2", "60")]
    assert found(bill, TONERS, NAMED) == {8: 2, 9: 1}


def test_another_colour_at_the_same_price_is_not_the_article() -> None:
    assert found([billed(9, "Toner magenta", "2", "60")], TONERS, NAMED) == {}


def test_a_price_that_doubled_is_still_the_article_and_a_finding() -> None:
    assert found([billed(9, "Toner noir", "2", "120")], TONERS, NAMED) == {9: 1}


def test_words_that_say_nothing_go_by_price_where_one_line_has_it() -> None:
    orders = [ordered(1, "Audit", 1, "1500"), ordered(2, "Formation", 1, "900")]
    bill = [billed(9, "Selon votre commande", "1", "900")]
    assert pair_lines(bill, orders, NAMED)[0].kind is PairKind.PRICE
    twice = [*orders, ordered(3, "Conseil", 1, "900")]
    assert found(bill, twice, NAMED) == {}


def test_an_item_number_of_the_supplier_decides() -> None:
    hints = Hints(frozenset({1}), {"X9": frozenset({2})})
    bill = [billed(9, "Cartouche", "2", "60", references=frozenset({"X9"}))]
    assert found(bill, TONERS, hints) == {9: 2}


def test_what_a_person_said_decides() -> None:
    hints = Hints(frozenset({1}), {}, {"text cartouche": Remembered(2)})
    pair = pair_lines([billed(9, "Cartouche", "2", "60")], TONERS, hints)[0]
    assert (pair.order_line, pair.kind) == (2, PairKind.LEARNED)
    never = Hints(frozenset({1}), {}, {"text toner noir": Remembered(0)})
    assert found([billed(9, "Toner noir", "2", "60")], TONERS, never) == {}


def test_the_number_of_the_order_line_helps_inside_the_order() -> None:
    bill = [billed(9, "Consommable", "2", "60", order_line="2")]
    pair = pair_lines(bill, TONERS, NAMED)[0]
    assert (pair.order_line, pair.kind) == (2, PairKind.LINE)


def test_two_lots_share_their_order_line() -> None:
    orders = [ordered(1, "Chaise", 10, "120")]
    bill = [billed(8, "Chaise", "6", "120"), billed(9, "Chaise", "4", "120")]
    assert found(bill, orders, NAMED) == {8: 1, 9: 1}


def test_a_dozen_is_twelve_pieces_and_kilos_are_none() -> None:
    orders = [ordered(1, "Verre", 5, "48", unit=DOZEN)]
    assert found([billed(9, "Verre ballon", "60", "4")], orders, NAMED) == {9: 1}


def test_of_two_orders_the_one_that_covers_the_bill_is_meant() -> None:
    first = [ordered(1, "Chaise", 4, "120")]
    second = [
        line._replace(order=2)
        for line in (ordered(2, "Chaise", 4, "120"), ordered(3, "Bureau", 2, "300"))
    ]
    bill = [billed(8, "Chaise", "4", "120"), billed(9, "Bureau", "2", "300")]
    assert found(bill, [*first, *second]) == {8: 2, 9: 3}


def test_a_line_that_is_linked_keeps_its_order_line() -> None:
    bill = [billed(9, "Toner noir", "2", "60", linked=2)]
    assert found(bill, TONERS, NAMED) == {9: 2}


def test_bad_lines_break_nothing() -> None:
    bill = [
        billed(5, "", "0", "0"),
        billed(6, "Toner noir", "-2", "60"),
        billed(7, "Toner noir", "0", "60"),
        billed(8, "Toner noir", "2", "-60"),
    ]
    assert set(found(bill, TONERS, NAMED)) <= {6, 7, 8}
    assert found(bill, []) == {}
    assert found([], TONERS) == {}


TEXT = st.sampled_from(["Toner noir", "Vis M6x20", "Chaise", "", "Frais de port", "é"])
NUMBER = st.decimals(-50, 50, places=2)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(TEXT, NUMBER, NUMBER), max_size=12),
    st.lists(st.tuples(TEXT, NUMBER, NUMBER), max_size=12),
)
def test_any_lines_end_in_pairs_of_lines_that_exist(
    bill: list[tuple[str, Decimal, Decimal]],
    orders: list[tuple[str, Decimal, Decimal]],
) -> None:
    lines = [
        BillLine(key, str(key), name, quantity=quantity, price=price)
        for key, (name, quantity, price) in enumerate(bill, start=1)
    ]
    known = [
        OrderLine(
            key, key % 3, key, key, name, frozenset(), PIECE, quantity, quantity, price
        )
        for key, (name, quantity, price) in enumerate(orders, start=1)
    ]
    pairs = pair_lines(lines, known)
    assert len({pair.line for pair in pairs}) == len(pairs)
    assert {pair.order_line for pair in pairs} <= {line.key for line in known}
    assert all(0 <= pair.score <= 1 for pair in pairs)


def test_precision_and_recall_on_the_labelled_set() -> None:
    score = Score()
    for case in cases(40 * len(KINDS), seed=2026):
        score.add(case, found(list(case.bill), list(case.orders), case.hints))
    assert score.precision >= 0.98
    assert score.recall >= 0.98
