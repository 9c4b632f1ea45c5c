"""Rules on bills that come in every period, see :mod:`~.expected`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .codes import Effect, type_code_of
from .expected import Contract, Fit, PastBill, expectation
from .findings import CheckContext, Finding, Limits, Rule, Severity, Topic, rule
from .invoice import Invoice
from .messages import mark as _


@dataclass(frozen=True, slots=True)
class Recurrence:
    """What the books know of the supplier's bills.

    Attributes:
        contracts: Learned from his posted bills.
        others: His other bills of the last years, drafts too.
    """

    contracts: tuple[Contract, ...] = ()
    others: tuple[PastBill, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    """What the contracts say, with the band that the company lets them have."""

    fit: Fit
    contract: Contract
    other: PastBill | None
    low: Decimal
    high: Decimal


def _said(invoice: Invoice, context: CheckContext, fit: Fit) -> Iterator[_Said]:
    """Yield what the contracts say about an invoice, when it is of this kind."""
    known = context.part(Recurrence)
    amount, day = invoice.totals.gross, invoice.issue_date
    kind = type_code_of(invoice.type_code)
    if known is None or amount is None or day is None or not invoice.currency:
        return
    if kind is not None and kind.effect is Effect.REFUND:
        return
    # One band for the three rules: that of the first.
    percent = context.limits_of(expected_bill).percent or Decimal(0)
    found = expectation(
        known.contracts, known.others, day, amount, invoice.currency, percent
    )
    if found.fit is fit and found.contract is not None:
        low, high = found.contract.band(percent)
        yield _Said(fit, found.contract, found.other, low, high)


@rule(
    code="expected",
    title=_("Expected bill"),
    message=_(
        "%(count)s bills since %(since)s, %(kind)s, between %(low)s and %(high)s "
        "%(currency)s: it was expected about %(due)s."
    ),
    advice=_("Nothing to do: it counts as expected, also without an order."),
    source="Learned from the posted bills of the supplier",
    severity=Severity.INFORM,
    terms=("BT-112", "BT-2"),
    topic=Topic.ORDER,
    limits=Limits(percent=Decimal(5)),
)
def expected_bill(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Say that the bill is one of a contract."""
    for said in _said(invoice, context, Fit.EXPECTED):
        yield each.finding(
            found=invoice.totals.gross,
            count=len(said.contract.bills),
            since=said.contract.since,
            due=said.contract.next_day,
            kind=said.contract.period.words,
            low=said.low,
            high=said.high,
            currency=said.contract.currency,
        )


@rule(
    code="expected_amount_off",
    title=_("Not the expected amount"),
    message=_(
        "This supplier bills %(kind)s, between %(low)s and %(high)s %(currency)s; this "
        "bill is of %(found)s %(currency)s."
    ),
    advice=_("See whether the price or what was supplied has changed."),
    source="Learned from the posted bills of the supplier",
    severity=Severity.INFORM,
    terms=("BT-112",),
    topic=Topic.ORDER,
)
def expected_amount_off(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Say that the bill of the period came, with another amount."""
    for said in _said(invoice, context, Fit.AMOUNT_OFF):
        yield each.finding(
            expected=said.contract.level,
            found=invoice.totals.gross,
            kind=said.contract.period.words,
            low=said.low,
            high=said.high,
            currency=said.contract.currency,
        )


@rule(
    code="expected_twice",
    title=_("Second bill of one period"),
    message=_(
        "This supplier bills %(kind)s, and for this period there is already "
        "%(other)s of %(day)s over %(amount)s %(currency)s."
    ),
    advice=_(
        "Compare the two: the same period may be billed twice. Lift the finding if "
        "both are right."
    ),
    source="Learned from the posted bills of the supplier",
    severity=Severity.REVIEW,
    terms=("BT-2", "BT-112"),
    reason="DOUBLON",
    topic=Topic.ORDER,
)
def expected_twice(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Notice that the period has its bill already."""
    for said in _said(invoice, context, Fit.TWICE):
        yield each.finding(
            found=invoice.totals.gross,
            kind=said.contract.period.words,
            currency=said.contract.currency,
            other=said.other.name if said.other else "–",
            day=said.other.day if said.other else None,
            amount=said.other.amount if said.other else None,
        )


EXPECTED_RULES = (expected_bill, expected_amount_off, expected_twice)
