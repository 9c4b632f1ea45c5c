"""What the rules on orders notice, and what they leave alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from odoo.addons.einvoice_base.domain.expected import PastBill, contracts
from odoo.addons.einvoice_base.domain.expected_rules import Recurrence
from odoo.addons.einvoice_base.domain.findings import (
    CheckContext,
    Finding,
    Limits,
    Severity,
)
from odoo.addons.einvoice_base.domain.invoice import Invoice, Totals
from odoo.addons.einvoice_base.domain.rule_settings import run
from odoo.addons.einvoice_purchase.domain.comparison import (
    Compared,
    Control,
    Ordered,
    compare,
)
from odoo.addons.einvoice_purchase.domain.order_bills import OtherBill
from odoo.addons.einvoice_purchase.domain.order_facts import OrderFacts
from odoo.addons.einvoice_purchase.domain.order_rules import ORDER_RULES
from odoo.addons.einvoice_purchase.domain.orders import (
    BillLine,
    OrderHead,
    OrderState,
    Pair,
    PairKind,
    Unit,
)

ORDER = OrderHead(1, "P00012", 9, 1, "EUR", OrderState.OPEN, net=Decimal(1200))
CHAIR = Ordered(
    7,
    1,
    Unit(1, 1, Decimal(1), "Units"),
    Decimal(10),
    Decimal(4),
    Decimal(0),
    Decimal(120),
    Control.RECEIVED,
)
BILL = Invoice(currency="EUR", type_code="380")


def line(key: int, name: str, net: str, **more: object) -> BillLine:
    made = BillLine(
        key, str(key), name, unit=CHAIR.unit, net=Decimal(net), price=Decimal(net)
    )
    return replace(made, **more)  # type: ignore[arg-type]


def chairs(quantity: int, price: str = "120") -> BillLine:
    return line(
        1,
        "Chaise",
        str(quantity * Decimal(price)),
        quantity=Decimal(quantity),
        price=Decimal(price),
    )


def paired(*lines: BillLine, ordered: Ordered = CHAIR) -> tuple[Compared, ...]:
    pairs = [Pair(each.key, 7, PairKind.NUMBER, 1.0) for each in lines if each.key == 1]
    return compare(lines, pairs, {7: ordered}, {})


def noticed(
    facts: OrderFacts, invoice: Invoice = BILL, **context: object
) -> dict[str, Finding]:
    made = CheckContext(**context).with_part(facts)  # type: ignore[arg-type]
    facts_of = {each.code: each for each in run(ORDER_RULES, invoice, made)}
    assert "rule_failed" not in facts_of
    return facts_of


def of(*compared: Compared, **more: object) -> OrderFacts:
    made = OrderFacts(compared, orders={1: ORDER}, supplier=9, company=1)
    return replace(made, **more)  # type: ignore[arg-type]


def test_without_facts_every_rule_is_silent() -> None:
    assert run(ORDER_RULES, BILL, CheckContext()) == ()


def test_every_rule_says_what_to_do_and_stands_under_orders() -> None:
    for each in ORDER_RULES:
        assert each.title
        assert each.message
        assert each.advice
        assert each.topic.value == "order"
        assert each.addon == "einvoice_purchase"


def test_goods_that_have_not_come_are_numbered() -> None:
    found = noticed(of(*paired(chairs(10))))["billed_over_received"]
    assert found.severity is Severity.BLOCK
    assert found.message == (
        "Line 1 (Chaise, order P00012): 10 Units on this bill, 0 on other bills that "
        "count first (–), 4 received of 10 ordered."
    )


def test_a_company_sets_its_limits() -> None:
    facts = of(*paired(chairs(4, "126")))
    assert "order_price" in noticed(facts)
    limits = {"order_price": Limits(Decimal(24), Decimal(5))}
    assert "order_price" not in noticed(facts, limits=limits)


def test_an_order_of_others_is_named_once() -> None:
    foreign = ORDER._replace(supplier=8, supplier_name="Rapide")
    found = noticed(of(*paired(chairs(4)), orders={1: foreign}))
    assert set(found) == {"order_other_supplier"}


def test_lines_without_order_count_only_where_there_is_an_order() -> None:
    lamp = line(2, "Lampe", "40")
    assert set(noticed(of(*paired(chairs(4), lamp)))) == {"line_not_ordered"}
    assert noticed(of(*paired(lamp), orders={})) == {}


def test_money_back_and_nothing_need_no_order() -> None:
    lines = (chairs(4), line(2, "Remise", "-40"), line(3, "Note", "0"))
    assert noticed(of(*paired(*lines))) == {}


def test_charges_pass_within_amount_and_percent() -> None:
    port = line(2, "Port", "40", is_charge=True)
    assert noticed(of(*paired(chairs(4), port))) == {}
    dear = replace(port, net=Decimal(60))
    assert set(noticed(of(*paired(chairs(4), dear)))) == {"charge_not_ordered"}
    little = of(*paired(chairs(1), port))
    assert set(noticed(little)) == {"charge_not_ordered"}


def test_a_billed_order_is_said_once_and_not_line_by_line() -> None:
    gone = replace(CHAIR, billed_before=Decimal(10))
    found = noticed(
        of(
            *paired(chairs(4), ordered=gone),
            orders={1: ORDER._replace(is_billed=True)},
        )
    )
    assert set(found) == {"order_billed"}


def test_a_habit_of_orders() -> None:
    alone = of(*paired(line(2, "Divers", "40")), orders={}, bills=5, bills_with_order=4)
    assert set(noticed(alone)) == {"order_missing"}
    assert noticed(replace(alone, bills_with_order=3)) == {}
    assert noticed(replace(alone, bills=2, bills_with_order=2)) == {}


def test_a_bill_that_is_expected_needs_no_order() -> None:
    bills = [PastBill(date(2026, month, 5), Decimal(48)) for month in range(1, 9)]
    alone = of(*paired(line(2, "Loyer", "40")), orders={}, bills=8, bills_with_order=8)
    invoice = replace(
        BILL, issue_date=date(2026, 9, 5), totals=Totals(gross=Decimal(48))
    )
    context = CheckContext().with_part(Recurrence(contracts(bills), tuple(bills)))
    found = run(ORDER_RULES, invoice, context.with_part(alone))
    assert [each.code for each in found] == []


def test_a_down_payment_has_no_lines_to_compare() -> None:
    advance = of(*paired(line(2, "Acompte", "360")))
    prepayment = replace(BILL, type_code="386")
    assert noticed(advance, prepayment) == {}
    before = replace(advance, others=(advance_of("900"),))
    found = noticed(before, prepayment)
    assert set(found) == {"prepayment_over_order"}
    assert found["prepayment_over_order"].severity is Severity.BLOCK
    assert found["prepayment_over_order"].message == (
        "This down payment of 360, those of 900.00 before (A-900) and 0 billed "
        "otherwise exceed the 1200 ordered (P00012)."
    )


def advance_of(net: str) -> OtherBill:
    amount = Decimal(net)
    return OtherBill(f"A-{net}", prepaid=amount, prepaid_gross=amount * Decimal("1.2"))


def test_a_down_payment_on_what_is_billed_already_is_beyond_the_order() -> None:
    advance = of(*paired(line(2, "Acompte", "360")))
    prepayment = replace(BILL, type_code="386")
    billed = replace(advance, others=(OtherBill("F-1", goods=Decimal(1000)),))
    assert set(noticed(billed, prepayment)) == {"prepayment_over_order"}


COME = replace(CHAIR, received=Decimal(10))


def test_a_bill_that_deducts_no_down_payment_asks_for_it_twice() -> None:
    whole = of(*paired(chairs(10), ordered=COME), others=(advance_of("1188"),))
    found = noticed(whole)
    assert set(found) == {"prepayment_not_deducted"}
    assert found["prepayment_not_deducted"].severity is Severity.BLOCK
    assert "A-1188" in found["prepayment_not_deducted"].message
    part = of(*paired(chairs(5), ordered=COME), others=(advance_of("360"),))
    (found_on_part,) = noticed(part).values()
    assert found_on_part.severity is Severity.REVIEW


def test_a_down_payment_is_deducted_by_a_line_or_as_paid_or_before() -> None:
    advance = advance_of("360")
    back = line(2, "Acompte", "-360")
    assert noticed(of(*paired(chairs(10), back, ordered=COME), others=(advance,))) == {}
    whole = of(*paired(chairs(10), ordered=COME), others=(advance,))
    paid = replace(BILL, totals=Totals(prepaid=Decimal(432)))
    assert noticed(whole, paid) == {}
    half = replace(BILL, totals=Totals(prepaid=Decimal(216)))
    assert noticed(whole, half)["prepayment_not_deducted"].values["left"] == 180
    second = OtherBill("F-1", goods=Decimal(600), deducted=Decimal(360))
    rest = of(*paired(chairs(5), ordered=COME), others=(advance, second))
    assert noticed(rest) == {}


def test_a_unit_that_cannot_be_converted_blocks_beyond_what_is_left() -> None:
    litre = Unit(3, 3)
    dear = chairs(10, "900")
    found = noticed(of(*paired(replace(dear, unit=litre), ordered=COME)))
    assert found["order_unit"].severity is Severity.BLOCK
    assert (found["order_unit"].expected, found["order_unit"].found) == (1200, 9000)
    fair = replace(chairs(12, "100"), unit=litre)
    found = noticed(of(*paired(fair, ordered=COME)))
    assert found["order_unit"].severity is Severity.REVIEW
    before = replace(COME, billed_before=Decimal(1))
    found = noticed(of(*paired(fair, ordered=before)))
    assert found["order_unit"].severity is Severity.BLOCK


def test_gaps_of_many_lines_and_bills_are_said_once_with_their_sum() -> None:
    many = [replace(chairs(1, "121"), key=key, number=str(key)) for key in range(1, 11)]
    pairs = [Pair(each.key, 7, PairKind.NUMBER, 1.0) for each in many]
    before = replace(COME, gap_before=Decimal("1.5"), billed_by=("F-1",))
    found = [
        each
        for each in run(
            ORDER_RULES,
            BILL,
            CheckContext().with_part(of(*compare(many, pairs, {7: before}, {}))),
        )
        if each.code == "order_price"
    ]
    assert [each.line for each in found] == ["10"]
    assert "11.50 € on the order line" in found[0].message
    assert "F-1" in found[0].message


def test_charges_of_the_bills_of_an_order_count_together() -> None:
    port = line(2, "Port", "40", is_charge=True)
    first = OtherBill("F-1", goods=Decimal(480), charges=Decimal(40))
    found = noticed(of(*paired(chairs(4), port), others=(first,)))
    assert set(found) == {"charge_not_ordered"}
    assert "(F-1), which count too, that is 80." in found["charge_not_ordered"].message
    alone = of(*paired(chairs(4)), others=(first, first))
    assert noticed(alone) == {}


def test_a_comparison_that_failed_is_no_silence() -> None:
    assert set(noticed(OrderFacts(error="KeyError: 1"))) == {"matching_failed"}
