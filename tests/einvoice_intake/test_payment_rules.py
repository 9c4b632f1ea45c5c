"""Whom an invoice asks to pay, against what the books know."""

from __future__ import annotations

from decimal import Decimal

import pytest

from odoo.addons.einvoice_base.domain.findings import CheckContext, KnownAccount
from odoo.addons.einvoice_base.domain.invoice import Account, Invoice, Payment, Totals
from odoo.addons.einvoice_base.domain.party import Party
from odoo.addons.einvoice_base.domain.rule_settings import run
from odoo.addons.einvoice_intake.domain.payment_rules import PAYMENT_RULES

ASKED = Invoice(
    payment=Payment(accounts=(Account("FR76 3000 4000 0100 0001 2345 617"),))
)
SAME = KnownAccount("FR7630004000010000012345617")
OTHER = KnownAccount("FR7610096000010000012345627")


@pytest.mark.parametrize(
    ("known", "codes"),
    [
        (None, []),
        ((), ["bank_account_first"]),
        ((SAME,), []),
        ((OTHER, SAME), []),
        ((OTHER,), ["bank_account_changed"]),
    ],
)
def test_the_account_of_the_invoice(
    known: tuple[KnownAccount, ...] | None, codes: list[str]
) -> None:
    found = run(PAYMENT_RULES, ASKED, CheckContext(supplier_accounts=known))
    assert [each.code for each in found] == codes


def test_the_message_does_not_spread_the_account() -> None:
    found = run(PAYMENT_RULES, ASKED, CheckContext(supplier_accounts=(OTHER,)))
    assert "FR76 … 5617" in found[0].message
    assert "30004" not in found[0].message


def test_another_payee_and_a_prepaid_amount_are_shown() -> None:
    invoice = Invoice(
        seller=Party(name="A"),
        payee=Party(name="Factor"),
        totals=Totals(prepaid=1),  # type: ignore[arg-type]
    )
    found = run(PAYMENT_RULES, invoice, CheckContext())
    assert [each.code for each in found] == ["payee_differs", "prepaid_amount"]


def test_what_a_minimum_invoice_does_not_ask_was_paid_before() -> None:
    invoice = Invoice(totals=Totals(gross=Decimal(120), payable=Decimal(50)))
    found = run(PAYMENT_RULES, invoice, CheckContext())
    assert [each.values["prepaid"] for each in found] == [Decimal(70)]
