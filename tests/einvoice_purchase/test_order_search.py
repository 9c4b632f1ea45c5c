"""The orders that an invoice names, and what is wrong with a name."""

from __future__ import annotations

import pytest

from odoo.addons.einvoice_base.domain.invoice import Invoice, Line, Note
from odoo.addons.einvoice_purchase.domain.order_search import (
    Outcome,
    Reference,
    Stated,
    keys_of,
    references_of,
    search,
)
from odoo.addons.einvoice_purchase.domain.orders import OrderHead, OrderState

SUPPLIER, OTHER, HERE, THERE = 9, 8, 1, 2


def head(key: int, name: str, supplier: int = SUPPLIER, **more: object) -> OrderHead:
    made = OrderHead(key, name, supplier, HERE, "EUR", OrderState.OPEN)
    return made._replace(**more)  # type: ignore[arg-type]


def said(text: str, *heads: OrderHead, is_number: bool = True) -> list[Stated]:
    reference = Reference(text, "BT-13" if is_number else "BT-12", None, is_number)
    return list(search([reference], heads, SUPPLIER, HERE))


MINE = head(1, "P00012")


@pytest.mark.parametrize(
    ("text", "heads", "outcome"),
    [
        ("P00012", [MINE], Outcome.FOUND),
        ("12", [MINE], Outcome.FOUND),
        ("P00012", [head(1, "P00012", OTHER)], Outcome.OTHER_SUPPLIER),
        # A bare number may be anybody's.
        ("12", [head(1, "P00012", OTHER)], Outcome.UNKNOWN),
        ("P00012", [head(1, "P00012", company=THERE)], Outcome.OTHER_COMPANY),
        # Each company counts from one: another supplier there is a coincidence.
        ("P00012", [head(1, "P00012", OTHER, company=THERE)], Outcome.UNKNOWN),
        ("P00O12", [MINE], Outcome.MISSPELT),
        ("ZK-1", [MINE], Outcome.UNKNOWN),
    ],
)
def test_what_becomes_of_a_number(
    text: str, heads: list[OrderHead], outcome: Outcome
) -> None:
    assert [each.outcome for each in said(text, *heads)] == [outcome]


def test_the_supplier_s_own_number_of_the_order_is_known() -> None:
    known = head(1, "P00012", supplier_reference="CMD-2026/0815")
    (found,) = said("CMD 2026 0815", known)
    assert found.order == known


def test_two_orders_in_one_reference() -> None:
    second = head(2, "P00013")
    found = said("P00012, P00013", MINE, second)
    assert [each.order for each in found] == [MINE, second]


def test_of_a_cancelled_and_an_open_order_the_open_one() -> None:
    cancelled = head(5, "P-12", state=OrderState.CANCELLED)
    (found,) = said("12", cancelled, MINE)
    assert found.order == MINE


def test_other_references_only_help() -> None:
    assert said("C-4711", MINE, is_number=False) == []
    assert said("12", MINE, is_number=False) == []
    assert said("P00012", MINE, is_number=False)[0].order == MINE


def test_words_are_no_number() -> None:
    assert said("selon devis", MINE) == []


def test_what_an_invoice_says_of_its_orders() -> None:
    invoice = Invoice(
        order_references=("P00012",),
        contract_reference="C-1",
        despatch_references=("BL 7",),
        buyer_reference="",
        notes=(Note("Suite à votre commande P00014"),),
        lines=(Line(number="1", order_reference="P00013"),),
    )
    found = references_of(invoice)
    assert [(each.text, each.term) for each in found] == [
        ("P00012", "BT-13"),
        ("P00013", "BT-X-21"),
        ("BL 7", "BT-16"),
        ("C-1", "BT-12"),
        ("P00014", "BT-22"),
    ]
    assert {"12", "13", "14"} <= keys_of(found)
