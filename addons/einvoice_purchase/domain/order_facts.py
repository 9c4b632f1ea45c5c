"""What the rules on orders are told, and how such a rule is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from odoo.addons.einvoice_base.domain.findings import (
    CheckContext,
    Finding,
    Limits,
    Owner,
    Rule,
    Severity,
    Topic,
    rule,
)
from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.messages import mark as _
from odoo.addons.einvoice_base.domain.money import ZERO

from .comparison import Compared
from .order_bills import OtherBill
from .order_search import Stated
from .orders import OrderHead, OrderState

_SOURCE = _("Two-way and three-way matching of accounts payable")


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What the books know of the orders of one bill.

    Attributes:
        compared: Its lines beside their order lines.
        stated: What it says of its orders, with what became of it.
        orders: The orders named or paired, by key.
        supplier: Legal entity of the bill.
        company: Company of the bill.
        others: Bills on these orders that count first.
        bills: Last bills of the supplier, as many as count for a habit.
        bills_with_order: Those that have an order.
        error: Why the matching could not run; empty when it did.
    """

    compared: tuple[Compared, ...] = ()
    stated: tuple[Stated, ...] = ()
    orders: Mapping[int, OrderHead] = field(default_factory=dict)
    supplier: int = 0
    company: int = 0
    others: tuple[OtherBill, ...] = ()
    bills: int = 0
    bills_with_order: int = 0
    error: str = ""

    def order_of(self, each: Compared) -> OrderHead | None:
        """Return the order of a line."""
        return self.orders.get(each.ordered.order) if each.ordered else None

    @property
    def paired(self) -> tuple[Compared, ...]:
        """The lines that have an order line."""
        return tuple(each for each in self.compared if each.ordered is not None)

    @property
    def usable(self) -> tuple[OrderHead, ...]:
        """The orders of this supplier and company that are in force."""
        return tuple(
            head
            for head in self.orders.values()
            if head.state is OrderState.OPEN
            and (head.supplier, head.company) == (self.supplier, self.company)
        )

    @property
    def is_credit(self) -> bool:
        """Whether the document gives back."""
        return sum((each.line.net for each in self.compared), ZERO) < 0

    def unordered(self, invoice: Invoice) -> Iterator[Compared]:
        """Yield the lines that ask for money without an order line.

        What takes money back, or was said never to be ordered, needs none; nor does a
        down payment, which is for the order as a whole.
        """
        if is_prepayment(invoice):
            return
        for each in self.compared:
            if each.ordered is None and each.line.net > 0 and not each.is_never_ordered:
                yield each


def is_prepayment(invoice: Invoice) -> bool:
    """Tell whether an invoice asks for a down payment."""
    return invoice.type is not None and invoice.type.is_prepayment


def short_name(each: Compared) -> str:
    """Return the beginning of the text of a line."""
    return each.line.name.splitlines()[0][:60] if each.line.name else "–"


_Yields = Callable[[Rule, OrderFacts, Invoice, CheckContext], Iterable[Finding]]


def order_rule(
    code: str,
    title: str,
    message: str,
    advice: str,
    *,
    severity: Severity = Severity.BLOCK,
    terms: tuple[str, ...] = ("BT-13",),
    owner: Owner = Owner.BUYER,
    reason: str | None = "CMD_ERR",
    limits: Limits | None = None,
) -> Callable[[_Yields], Rule]:
    """Make a rule of a function that gets the facts; without facts it is silent."""

    def made(function: _Yields) -> Rule:
        def check(
            each: Rule, invoice: Invoice, context: CheckContext
        ) -> Iterable[Finding]:
            facts = context.part(OrderFacts)
            return () if facts is None else function(each, facts, invoice, context)

        check.__module__ = function.__module__
        return rule(
            code=code,
            title=title,
            message=message,
            advice=advice,
            source=_SOURCE,
            severity=severity,
            terms=terms,
            owner=owner,
            reason=reason,
            topic=Topic.ORDER,
            limits=limits,
        )(check)

    return made
