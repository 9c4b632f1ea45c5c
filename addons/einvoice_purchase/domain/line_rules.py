"""What a line of a bill and its order line say differently.

Source: three-way matching (order, receipt, bill) of accounts payable; life-cycle
reasons ``CMD_ERR``, ``PU_ERR``, ``QTE_ERR`` and ``ART_ERR`` of the French reform
(XP Z12-012, statuses 206 to 210).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from odoo.addons.einvoice_base.domain.findings import (
    CheckContext,
    Finding,
    Limits,
    Rule,
    Severity,
)
from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.messages import mark as _
from odoo.addons.einvoice_base.domain.money import ZERO, rounded

from . import figures
from .comparison import (
    Compared,
    Control,
    Difference,
    is_within,
    price_difference,
    quantity_difference,
    too_dear,
)
from .order_bills import names_of
from .order_facts import OrderFacts, order_rule, short_name

_NONE = Limits(amount=ZERO, percent=ZERO)


def _unit_name(each: Compared) -> str:
    unit = each.ordered.unit if each.ordered else None
    return unit.name if unit and unit.name else "–"


@order_rule(
    "order_unit",
    _("Other unit than the order"),
    _(
        "Line %(line)s is billed in a unit that cannot be converted to %(unit)s "
        "(order %(order)s): %(billed)s billed for %(found)s, %(ordered)s ordered, "
        "%(expected)s left to bill."
    ),
    _("Compare quantity and price by hand, then lift the finding with a reason."),
    terms=("BT-130",),
    reason="QTE_ERR",
)
def order_unit(
    each: Rule, facts: OrderFacts, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Notice a line whose quantity cannot be compared.

    One that asks for no more than is left to bill of its order line is to review.
    """
    for line in facts.paired:
        head = facts.order_of(line)
        if not line.is_unit_known and line.ordered:
            is_left = line.line.net <= line.left
            yield each.finding(
                severity=Severity.REVIEW if is_left else each.severity,
                line=line.line.number,
                expected=line.left,
                found=line.line.net,
                unit=_unit_name(line),
                order=head.name if head else None,
                billed=figures.quantity(line.billed),
                ordered=figures.quantity(line.ordered.quantity),
            )


def _others(line: Compared) -> tuple[str, ...] | None:
    return names_of(line.ordered.billed_by) or None if line.ordered else None


def _price_values(
    facts: OrderFacts, line: Compared, invoice: Invoice, limits: Limits
) -> dict[str, object]:
    head = facts.order_of(line)
    percent = line.gap_percent
    if line.ordered and line.ordered.price_limits:
        limits = line.ordered.price_limits
    return {
        "line": line.line.number,
        "name": short_name(line),
        "order": head.name if head else None,
        "unit": figures.unit_word(_unit_name(line)),
        "sign": figures.sign(invoice.currency),
        "allowed_percent": _allowed(limits.percent, figures.quantity),
        "allowed": _allowed(limits.amount, figures.price),
        "billed_price": figures.price(line.price),
        "order_price": figures.price(line.order_price or ZERO),
        "expected": line.expected,
        "found": line.line.net,
        "gap": abs(line.gap),
        "percent": None if percent is None else figures.quantity(abs(percent)),
        "total": rounded(line.gap_in_all),
        "other_bills": _others(line),
    }


def _allowed(
    limit: Decimal | None, shown: Callable[[Decimal], Decimal]
) -> Decimal | None:
    return None if limit is None else shown(limit)


@order_rule(
    "order_price",
    _("Dearer than ordered"),
    _(
        "Line %(line)s (%(name)s): %(billed_price)s %(sign)s billed per %(unit)s, "
        "%(order_price)s %(sign)s ordered (%(order)s). That is %(gap)s %(sign)s more "
        "on the line (%(percent)s %%) and %(total)s %(sign)s on the order line with "
        "all its bills (%(other_bills)s); tolerated are at most %(allowed_percent)s %% "
        "and at most %(allowed)s %(sign)s."
    ),
    _(
        "Ask the buyer whether the price was agreed: correct the order, or ask the "
        "supplier for a credit note."
    ),
    terms=("BT-146",),
    reason="PU_ERR",
    limits=Limits(amount=Decimal(10), percent=Decimal(1)),
)
def order_price(
    each: Rule, facts: OrderFacts, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Notice a price above that of the order.

    The gaps on one order line count together: many small lines or bills pass no more
    than one.
    """
    limits = context.limits_of(each)
    for line in too_dear(facts.paired, limits):
        values = _price_values(facts, line, invoice, limits)
        yield each.finding(**values)  # type: ignore[arg-type]


@order_rule(
    "order_price_below",
    _("Cheaper than ordered"),
    _(
        "Line %(line)s (%(name)s): %(billed_price)s %(sign)s billed per %(unit)s, "
        "%(order_price)s %(sign)s ordered (%(order)s). That is %(gap)s %(sign)s less "
        "on the line (%(percent)s %%)."
    ),
    _("Nothing to do. If the new price was agreed, note it with the supplier."),
    severity=Severity.INFORM,
    terms=("BT-146",),
    reason=None,
    limits=Limits(amount=Decimal(10), percent=Decimal(1)),
)
def order_price_below(
    each: Rule, facts: OrderFacts, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Notice a price below that of the order."""
    limits = context.limits_of(each)
    for line in facts.paired:
        if price_difference(line, limits) is Difference.PRICE_BELOW:
            values = _price_values(facts, line, invoice, limits)
            yield each.finding(**values)  # type: ignore[arg-type]


def _quantity_values(facts: OrderFacts, line: Compared) -> dict[str, object]:
    head, ordered = facts.order_of(line), line.ordered
    if ordered is None:
        return {}
    return {
        "line": line.line.number,
        "name": short_name(line),
        "order": head.name if head else None,
        "unit": _unit_name(line),
        "ordered": figures.quantity(ordered.quantity),
        "received": figures.quantity(ordered.received),
        "before": figures.quantity(ordered.billed_before),
        "other_bills": _others(line),
        "billed": figures.quantity(line.billed_first + line.billed),
    }


def _is_order_billed(facts: OrderFacts, line: Compared) -> bool:
    """Tell whether the finding on the whole order says it already."""
    head = facts.order_of(line)
    return head is not None and head.is_billed and head in facts.usable


@order_rule(
    "billed_over_received",
    _("More billed than received"),
    _(
        "Line %(line)s (%(name)s, order %(order)s): %(billed)s %(unit)s on this bill, "
        "%(before)s on other bills that count first (%(other_bills)s), %(received)s "
        "received of %(ordered)s ordered."
    ),
    _(
        "Record the receipt if the goods are here: the finding goes by itself. Else "
        "ask the supplier, or have a manager lift it with a reason."
    ),
    terms=("BT-129",),
    reason="QTE_ERR",
    limits=_NONE,
)
def billed_over_received(
    each: Rule, facts: OrderFacts, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Notice goods that are billed and have not come."""
    limits = context.limits_of(each)
    for line in facts.paired:
        if _is_order_billed(facts, line):
            continue
        if quantity_difference(line, limits) is Difference.RECEIVED:
            yield each.finding(**_quantity_values(facts, line))  # type: ignore[arg-type]


@order_rule(
    "billed_over_ordered",
    _("More billed than ordered"),
    _(
        "Line %(line)s (%(name)s, order %(order)s): %(billed)s %(unit)s on this bill, "
        "%(before)s on other bills that count first (%(other_bills)s), %(ordered)s "
        "ordered."
    ),
    _(
        "Ask the buyer: raise the quantity of the order, or ask the supplier for a "
        "credit note."
    ),
    terms=("BT-129",),
    reason="QTE_ERR",
    limits=_NONE,
)
def billed_over_ordered(
    each: Rule, facts: OrderFacts, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Notice a quantity beyond the order; what was received is only to review."""
    limits = context.limits_of(each)
    for line in facts.paired:
        if _is_order_billed(facts, line) or line.ordered is None:
            continue
        if quantity_difference(line, limits) is Difference.ORDERED:
            is_here = line.ordered.control is Control.RECEIVED
            severity = Severity.REVIEW if is_here else each.severity
            values = _quantity_values(facts, line)
            yield each.finding(severity=severity, **values)  # type: ignore[arg-type]


@order_rule(
    "credited_over_billed",
    _("More credited than billed"),
    _(
        "Line %(line)s (%(name)s, order %(order)s): %(billed)s %(unit)s credited, "
        "only %(before)s billed."
    ),
    _("Check which bill the supplier takes back; pair the line with another if wrong."),
    severity=Severity.REVIEW,
    terms=("BT-129",),
    reason="QTE_ERR",
)
def credited_over_billed(
    each: Rule, facts: OrderFacts, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Notice a credit note for what was never billed."""
    for line in facts.paired:
        if quantity_difference(line, _NONE) is Difference.CREDITED and line.ordered:
            before = line.ordered.billed_before + line.billed_first
            values = _quantity_values(facts, line) | {
                "before": figures.quantity(before),
                "billed": figures.quantity(-line.billed),
            }
            yield each.finding(**values)  # type: ignore[arg-type]


@order_rule(
    "line_not_ordered",
    _("Line without order"),
    _("Line %(line)s (%(name)s), %(found)s, is on none of the orders found."),
    _(
        "Pair it with its order line, or with none if it never has one: that is "
        "remembered for this supplier."
    ),
    severity=Severity.REVIEW,
    terms=("BT-153",),
    reason="ART_ERR",
)
def line_not_ordered(
    each: Rule, facts: OrderFacts, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Notice a line that was not ordered on a bill that has an order."""
    if not facts.usable:
        return
    for line in facts.unordered(invoice):
        if not line.line.is_charge:
            yield each.finding(
                line=line.line.number,
                found=line.line.net,
                name=short_name(line),
            )


@order_rule(
    "charge_not_ordered",
    _("Charges without order"),
    _(
        "The bill asks for %(found)s of charges (%(name)s) that are on no order. With "
        "the earlier bills of the order (%(other_bills)s), which count too, that is "
        "%(total)s."
    ),
    _("Check that the transport was agreed; the tolerance is set on this rule."),
    severity=Severity.REVIEW,
    terms=("BT-99", "BT-153"),
    reason="MONTANTTOTAL_ERR",
    limits=Limits(amount=Decimal(50), percent=Decimal(10)),
)
def charge_not_ordered(
    each: Rule, facts: OrderFacts, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Notice transport and the like beyond a small tolerance, for all bills of it."""
    if not facts.usable:
        return
    charges = [one for one in facts.unordered(invoice) if one.line.is_charge]
    found = sum((one.line.net for one in charges), ZERO)
    total = found + sum((bill.charges for bill in facts.others), ZERO)
    goods = sum((one.line.net for one in facts.paired), ZERO)
    goods += sum((bill.goods for bill in facts.others), ZERO)
    if charges and not is_within(total, goods, context.limits_of(each)):
        names = tuple(short_name(one) for one in charges)
        others = names_of(bill.name for bill in facts.others if bill.charges)
        yield each.finding(
            found=found, name=names[:3], total=total, other_bills=others or None
        )


LINE_RULES = (
    order_unit,
    order_price,
    order_price_below,
    billed_over_received,
    billed_over_ordered,
    credited_over_billed,
    line_not_ordered,
    charge_not_ordered,
)
