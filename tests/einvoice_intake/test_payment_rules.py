"""Who is to be paid, and what is left to pay."""

from __future__ import annotations

from decimal import Decimal

from odoo.addons.einvoice_base.domain.findings import CheckContext
from odoo.addons.einvoice_base.domain.invoice import Invoice, Totals
from odoo.addons.einvoice_base.domain.party import Party
from odoo.addons.einvoice_base.domain.rule_settings import run
from odoo.addons.einvoice_intake.domain.payment_rules import PAYMENT_RULES


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
