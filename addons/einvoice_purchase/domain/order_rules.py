"""What is wrong with the orders of a bill.

Source: three-way matching (order, receipt, bill) of accounts payable; life-cycle
reasons ``CMD_ERR``, ``PU_ERR``, ``QTE_ERR`` and ``ART_ERR`` of the French reform
(XP Z12-012, statuses 206 to 210).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from odoo.addons.einvoice_base.domain.expected_rules import expected_bill
from odoo.addons.einvoice_base.domain.findings import (
    CheckContext,
    Finding,
    Limits,
    Owner,
    Rule,
    Severity,
)
from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.messages import mark as _
from odoo.addons.einvoice_base.domain.money import ZERO

from .comparison import is_within
from .line_rules import LINE_RULES
from .order_bills import names_of
from .order_facts import OrderFacts, order_rule
from .order_search import Outcome, Stated
from .orders import OrderHead, OrderState
from .prepayment_rules import PREPAYMENT_RULES


def _with_outcome(facts: OrderFacts, outcome: Outcome) -> Iterator[Stated]:
    seen = set()
    for each in facts.stated:
        if each.outcome is outcome and each.reference.text not in seen:
            seen.add(each.reference.text)
            yield each


@order_rule(
    "order_unknown",
    _("Unknown order"),
    _("The invoice names the order %(stated)s, which is none of yours."),
    _(
        "Ask the supplier which order he means, or pair the lines by hand; a manager "
        "may lift the finding."
    ),
    severity=Severity.REVIEW,
    owner=Owner.PROCESSOR,
)
def order_unknown(
    each: Rule, facts: OrderFacts, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Notice a number that is no order."""
    for said in _with_outcome(facts, Outcome.UNKNOWN):
        reference = said.reference
        yield each.finding(
            term=reference.term, line=reference.line, stated=reference.text
        )


@order_rule(
    "order_misspelt",
    _("Order number misspelt"),
    _("The invoice names the order %(stated)s, which is none; it may be %(order)s."),
    _("Check that the order is the right one, or pair the lines with another."),
    severity=Severity.REVIEW,
    owner=Owner.PROCESSOR,
)
def order_misspelt(
    each: Rule, facts: OrderFacts, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Notice a number that is one slip away from an order of this supplier."""
    for said in _with_outcome(facts, Outcome.MISSPELT):
        reference = said.reference
        yield each.finding(
            term=reference.term,
            line=reference.line,
            stated=reference.text,
            order=said.suggestions,
        )


def _foreign(facts: OrderFacts) -> Iterator[tuple[OrderHead, str | None, str | None]]:
    """Yield orders of others with the place that names them, each once."""
    seen = set()
    for said in facts.stated:
        if said.order is not None and said.order.key not in seen:
            seen.add(said.order.key)
            yield said.order, said.reference.term, said.reference.line
    for each in facts.paired:
        head = facts.order_of(each)
        if head is not None and head.key not in seen:
            seen.add(head.key)
            yield head, "BT-132", each.line.number


@order_rule(
    "order_other_supplier",
    _("Order of another supplier"),
    _("The order %(order)s is for %(supplier)s, not for this supplier."),
    _(
        "Ask the buyer who delivers: correct the supplier or the order, or pair the "
        "lines with the right order."
    ),
)
def order_other_supplier(
    each: Rule, facts: OrderFacts, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Notice an order that was placed with somebody else."""
    for head, term, line in _foreign(facts):
        if head.supplier != facts.supplier and head.company == facts.company:
            yield each.finding(
                term=term, line=line, order=head.name, supplier=head.supplier_name
            )


@order_rule(
    "order_other_company",
    _("Order of another company"),
    _("The order %(order)s is of %(company)s."),
    _("Have the invoice made out to the company that ordered, or ask the buyer."),
)
def order_other_company(
    each: Rule, facts: OrderFacts, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Notice an order that another company of the group placed."""
    for head, term, line in _foreign(facts):
        if head.company != facts.company:
            yield each.finding(
                term=term, line=line, order=head.name, company=head.company_name
            )


def _in_state(facts: OrderFacts, state: OrderState) -> Iterator[OrderHead]:
    for head in facts.orders.values():
        if head.state is state and head.company == facts.company:
            yield head


@order_rule(
    "order_cancelled",
    _("Order cancelled"),
    _("The order %(order)s is cancelled."),
    _("Ask the buyer: refuse the invoice, or set the order in force again."),
)
def order_cancelled(
    each: Rule, facts: OrderFacts, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Notice an order that is no longer in force."""
    for head in _in_state(facts, OrderState.CANCELLED):
        yield each.finding(order=head.name)


@order_rule(
    "order_draft",
    _("Order not confirmed"),
    _("The order %(order)s is not confirmed yet."),
    _("Have the buyer confirm the order, or refuse the invoice."),
)
def order_draft(
    each: Rule, facts: OrderFacts, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Notice an order that nobody has confirmed."""
    for head in _in_state(facts, OrderState.DRAFT):
        yield each.finding(order=head.name)


@order_rule(
    "order_billed",
    _("Order already billed"),
    _(
        "The order %(order)s is already billed in full by other bills "
        "(%(other_bills)s)."
    ),
    _("Look for a duplicate; else ask the buyer what the invoice is for."),
    reason="DOUBLE_FACT",
)
def order_billed(
    each: Rule, facts: OrderFacts, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Notice an order of which nothing is left to bill."""
    if facts.is_credit:
        return
    for head in facts.usable:
        if head.is_billed:
            others = names_of(head.billed_by) or None
            yield each.finding(order=head.name, other_bills=others)


@order_rule(
    "order_currency",
    _("Other currency than the order"),
    _(
        "The bill is in %(currency)s, the order %(order)s in %(order_currency)s. "
        "%(because)s"
    ),
    _("Ask the buyer which currency was agreed, then lift the finding with a reason."),
    terms=("BT-5",),
)
def order_currency(
    each: Rule, facts: OrderFacts, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Notice a bill in a currency that was not ordered in."""
    unpriced = {
        each.ordered.order
        for each in facts.paired
        if each.ordered and each.order_price is None
    }
    for head in facts.usable:
        if invoice.currency and head.currency != invoice.currency:
            is_compared = head.key not in unpriced
            yield each.finding(
                severity=Severity.REVIEW if is_compared else each.severity,
                currency=invoice.currency,
                order=head.name,
                order_currency=head.currency,
                because=COMPARED if is_compared else NOT_COMPARED,
            )


COMPARED = _("Prices were compared at the rate of the day of the invoice.")
NOT_COMPARED = _("Prices could not be compared: there is no rate.")


# Bills of a supplier that make a habit, and the share of them that has an order.
HABIT = 3
_USUAL = Decimal("0.8")


def _is_without_order(
    facts: OrderFacts, invoice: Invoice, context: CheckContext
) -> bool:
    """Tell whether a bill that asks for money has no order and is not expected."""
    if facts.orders or facts.is_credit or facts.error:
        return False
    if expected_bill.check is not None and any(expected_bill.check(invoice, context)):
        return False
    return any(each.line.net > 0 for each in facts.compared)


@order_rule(
    "order_missing",
    _("No order, unlike usual"),
    _("No order was found; %(with_order)s of the last %(bills)s bills have one."),
    _("Ask the supplier or the buyer for the order number, or pair the lines by hand."),
    severity=Severity.REVIEW,
    owner=Owner.PROCESSOR,
)
def order_missing(
    each: Rule, facts: OrderFacts, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Notice a bill without order of a supplier who usually has one."""
    if facts.bills < HABIT or not _is_without_order(facts, invoice, context):
        return
    if facts.bills_with_order >= _USUAL * facts.bills:
        yield each.finding(bills=facts.bills, with_order=facts.bills_with_order)


@order_rule(
    "order_required",
    _("Order compulsory above an amount"),
    _("The bill asks for %(found)s without VAT and has no order."),
    _("Have an order made and confirmed, or have a manager lift the finding."),
    owner=Owner.PROCESSOR,
    limits=Limits(amount=Decimal(500)),
)
def order_required(
    each: Rule, facts: OrderFacts, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Notice a bill without order above the amount from which the company wants one.

    Off until a company switches it on.
    """
    if not _is_without_order(facts, invoice, context):
        return
    asked = sum((one.line.net for one in facts.compared), ZERO)
    if not is_within(asked, asked, Limits(amount=context.limits_of(each).amount)):
        yield each.finding(found=asked)


@order_rule(
    "matching_failed",
    _("Orders not compared"),
    _("The orders could not be compared with the bill: %(error)s"),
    _("Compare them by hand, and report it to your integrator."),
    severity=Severity.REVIEW,
    owner=Owner.PROCESSOR,
    reason=None,
)
def matching_failed(
    each: Rule, facts: OrderFacts, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Say that the comparison did not run: nothing is passed over in silence."""
    if facts.error:
        yield each.finding(error=facts.error)


ORDER_RULES = (
    order_unknown,
    order_misspelt,
    order_other_supplier,
    order_other_company,
    order_cancelled,
    order_draft,
    order_billed,
    order_currency,
    *LINE_RULES,
    *PREPAYMENT_RULES,
    order_missing,
    order_required,
    matching_failed,
)
# Switched on by the company that wants them.
OFF_AT_FIRST = frozenset({order_required.code})
