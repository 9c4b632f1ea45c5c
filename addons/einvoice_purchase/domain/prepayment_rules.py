"""Down payments on an order: what was asked for before counts on what is asked for now.

Source: EN 16931 BT-113 and UNTDID 1001 code 386; art. 289 I-1-c of the French tax code
(CGI): a down payment has an invoice of its own, which the final one deducts.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from odoo.addons.einvoice_base.domain.findings import (
    CheckContext,
    Finding,
    Rule,
    Severity,
)
from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.messages import mark as _
from odoo.addons.einvoice_base.domain.money import CENT, ZERO, rounded

from .order_bills import OtherBill, prepaid_of
from .order_facts import OrderFacts, is_prepayment, order_rule


def _ordered(facts: OrderFacts, invoice: Invoice) -> Decimal | None:
    """Return what was ordered in all, ``None`` when in another currency."""
    if any(head.currency != invoice.currency for head in facts.usable):
        return None
    return sum((head.net for head in facts.usable), ZERO)


def _this_bill(facts: OrderFacts, invoice: Invoice) -> OtherBill:
    """Return the bill itself as those that come later will see it."""
    unpaired = [each for each in facts.compared if each.ordered is None]
    goods = sum((each.line.net for each in facts.paired), ZERO)
    goods += sum(
        (
            each.line.net
            for each in unpaired
            if not (each.line.net < 0 or each.line.is_charge or each.is_never_ordered)
        ),
        ZERO,
    )
    deducted = -sum((each.line.net for each in unpaired if each.line.net < 0), ZERO)
    paid = invoice.totals.prepaid or ZERO
    return OtherBill("", goods=goods, deducted=deducted, paid=paid)


@order_rule(
    "prepayment_over_order",
    _("Down payments beyond the order"),
    _(
        "This down payment of %(found)s, those of %(before)s before (%(other_bills)s) "
        "and %(billed)s billed otherwise exceed the %(expected)s ordered (%(order)s)."
    ),
    _("Ask the buyer which down payment was agreed."),
    terms=("BT-109",),
    reason="MONTANTTOTAL_ERR",
)
def prepayment_over_order(
    each: Rule, facts: OrderFacts, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Notice down payments that exceed what was ordered and is not billed yet."""
    if not (is_prepayment(invoice) and facts.usable):
        return
    ordered = _ordered(facts, invoice)
    asked = sum((one.line.net for one in facts.compared), ZERO)
    before = prepaid_of(facts.others)
    left = max(before.left, ZERO)
    if ordered is None or asked <= 0 or asked + left + before.goods <= ordered + CENT:
        return
    yield each.finding(
        expected=ordered,
        found=asked,
        before=rounded(left),
        other_bills=before.names or None,
        billed=before.goods,
        order=tuple(head.name for head in facts.usable),
    )


@order_rule(
    "prepayment_not_deducted",
    _("Down payment not deducted"),
    _(
        "Down payments of %(prepaid)s were billed on %(order)s (%(other_bills)s); "
        "%(left)s of them is not deducted, neither here nor before."
    ),
    _(
        "Ask the supplier to deduct them (BT-113 or a negative line); else have a "
        "manager lift it with a reason."
    ),
    terms=("BT-113",),
    reason="MONTANTTOTAL_ERR",
)
def prepayment_not_deducted(
    each: Rule, facts: OrderFacts, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Notice a bill that asks again for what was asked for as a down payment.

    While the down payment and what is billed stay within the order, a later bill may
    deduct it: that is to review. The bill that leaves no room for it stops.
    """
    if is_prepayment(invoice) or facts.is_credit or not facts.usable:
        return
    prepaid = prepaid_of((*facts.others, _this_bill(facts, invoice)))
    if prepaid.asked <= 0 or prepaid.left <= CENT:
        return
    ordered = _ordered(facts, invoice)
    has_room = ordered is not None and prepaid.goods + prepaid.left <= ordered + CENT
    yield each.finding(
        severity=Severity.REVIEW if has_room else each.severity,
        prepaid=prepaid.asked,
        left=rounded(prepaid.left),
        other_bills=prepaid.names or None,
        order=tuple(head.name for head in facts.usable),
    )


PREPAYMENT_RULES = (prepayment_over_order, prepayment_not_deducted)
