"""The rules on invoices that come twice.

What was decided before (“another invoice”) is not asked again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .duplicates import Copy, Same, Twin
from .findings import CheckContext, Finding, Limits, Rule, Severity, Topic, rule
from .invoice import Invoice
from .messages import mark as _
from .near_duplicates import find_twins
from .number_forms import Likeness

_ADVICE = _(
    "Compare the two. If it is the same, cancel or reject this one; if it is another "
    "invoice, say so with a reason."
)
_SOURCE = "DGFiP external specifications, rule G1.45; CGI ann. II 242 nonies A I 7°"
_DAYS = 45

_BECAUSE = {
    Likeness.PART: _("the amount is the same, and one number is a part of the other"),
    Likeness.MISREAD: _(
        "the amount is the same, and in the number a letter stands for a digit"
    ),
    Likeness.SLIP: _("the amount is the same, and the numbers are one slip apart"),
    Likeness.TEXT: _("the amount is the same, and the words in place of a number"),
    Likeness.MISSING: _("the amount is the same, and one of the two has no number"),
    Likeness.OTHER: _("the amount is the same, under another number"),
    Likeness.SERIES: _("the amount is the same, under another number"),
}


@dataclass(frozen=True)
class TwinFacts:
    """What the books and the inbox hold that an invoice may repeat.

    Attributes:
        mine: The invoice itself.
        others: See :func:`~.near_duplicates.find_twins`.
        recent: The last bills of the supplier.
        settled: Keys of those that a person said to be other invoices.
    """

    mine: Copy
    others: tuple[Copy, ...] = ()
    recent: tuple[Copy, ...] = ()
    settled: frozenset[str] = frozenset()
    _known: dict[int, list[Twin]] = field(default_factory=dict, compare=False)

    def twins(self, days: int) -> list[Twin]:
        """Return what it may repeat and nobody decided on, the likeliest first."""
        if days not in self._known:
            found = find_twins(self.mine, self.others, days, self.recent)
            self._known[days] = [
                each for each in found if each.copy.key not in self.settled
            ]
        return self._known[days]


@rule(
    code="duplicate_number",
    title=_("The same invoice again"),
    message=_(
        "It is there already: %(record)s (%(kind)s), number %(number)s of %(day)s over "
        "%(amount)s %(currency)s."
    ),
    advice=_ADVICE,
    source=_SOURCE,
    severity=Severity.BLOCK,
    terms=("BT-1", "BT-2", "BT-112"),
    topic=Topic.DUPLICATE,
    reason="DOUBLON",
    limits=Limits(days=_DAYS),
)
def duplicate_number(
    each: Rule, _invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Find the number, however typed, and the amount again at the same supplier."""
    twin = _first(each, context)
    if twin and twin.is_exact and not _is_elsewhere(twin, context):
        yield each.finding(severity=_severity(each, twin), **_told(twin))


@rule(
    code="duplicate_near",
    title=_("Perhaps the same invoice again"),
    message=_(
        "It resembles %(record)s (%(kind)s), number %(number)s of %(day)s over "
        "%(amount)s %(currency)s: %(because)s."
    ),
    advice=_ADVICE,
    source=_SOURCE,
    severity=Severity.REVIEW,
    terms=("BT-1", "BT-2", "BT-112"),
    topic=Topic.DUPLICATE,
    reason="DOUBLON",
    limits=Limits(days=_DAYS),
)
def duplicate_near(
    each: Rule, _invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Find what agrees in most, though not in all."""
    twin = _first(each, context)
    if twin and not twin.is_exact and not _is_elsewhere(twin, context):
        told = _told(twin)
        yield each.finding(
            severity=_severity(each, twin), because=_because(twin), **told
        )


@rule(
    code="duplicate_elsewhere",
    title=_("The same invoice in another company"),
    message=_(
        "Another company of the group, %(company)s, has an invoice that is the same or "
        "very like it (%(kind)s)."
    ),
    advice=_(
        "Look at the address of the buyer: the invoice belongs to one company only. If "
        "it is another invoice, say so with a reason."
    ),
    source=_SOURCE,
    severity=Severity.BLOCK,
    terms=("BT-1", "BG-7"),
    topic=Topic.DUPLICATE,
    reason="DOUBLON",
    limits=Limits(days=_DAYS),
)
def duplicate_elsewhere(
    each: Rule, _invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Find it in the books of another company; nothing of its content is told."""
    twin = _first(each, context)
    if twin and _is_elsewhere(twin, context):
        other = twin.copy
        yield each.finding(
            severity=_severity(each, twin),
            company=other.company_name,
            kind=other.state.value,
            twin=other.key,
        )


def _first(each: Rule, context: CheckContext) -> Twin | None:
    facts = context.part(TwinFacts)
    twins = facts.twins(context.limits_of(each).days or 0) if facts else []
    return twins[0] if twins else None


def _is_elsewhere(twin: Twin, context: CheckContext) -> bool:
    facts = context.part(TwinFacts)
    return facts is not None and twin.copy.company != facts.mine.company


def _severity(each: Rule, twin: Twin) -> Severity:
    """Return what a finding stops: what ended asks for no money, and blocks nothing."""
    if twin.is_exact and not twin.copy.state.is_ended:
        return each.severity
    return Severity.REVIEW


def _told(twin: Twin) -> dict[str, Any]:
    other = twin.copy
    return {
        "record": other.label,
        "kind": other.state.value,
        "number": other.number,
        "day": other.day,
        "amount": other.amount,
        "currency": other.currency,
        "twin": other.key,
    }


def _because(twin: Twin) -> str:
    """Say in one phrase what agrees."""
    if twin.copy.is_receipt and twin.number is not Likeness.SAME:
        return _("an expense of the same amount names the supplier")
    if twin.number is not Likeness.SAME:
        return _BECAUSE[twin.number]
    if twin.amount is Same.OPPOSITE:
        return _("the number is the same, and the amount is the opposite")
    if twin.amount in (Same.AMOUNT, Same.HABIT):
        return _("number and amount are the same, at a supplier of the same name")
    return _("the number is the same, the amount is not")


DUPLICATE_RULES = (duplicate_number, duplicate_near, duplicate_elsewhere)
