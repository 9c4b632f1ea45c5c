"""Straight through: which bills a company lets be posted without a person.

A policy is a set of conditions, and a bill passes when all of them hold. A fact that is
not known never matches, and the verdict says so. Every reason is a sentence.

Source: touchless processing as measured by Ardent Partners and APQC (no person between
reception and posting except a required approval).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TypeVar

from .events import EventKind
from .findings import Owner, Rule, Severity, Topic
from .messages import mark as _
from .money import ZERO
from .touchless_words import SENTENCES

_ADDON = "einvoice_base"
_Fact = TypeVar("_Fact")

Facts = Mapping[str, object]

# Read from data, so certain (`einvoice_intake` names the formats).
STRUCTURED = frozenset({"cii", "ubl", "factur-x"})


class PolicyMode(Enum):
    """Whether the policy counts."""

    OFF = "off"
    OBSERVE = "observe"
    """It says what it would have posted, and posts nothing."""

    ON = "on"


class Basis(Enum):
    """Why a bill may be believed to be ours to pay."""

    MATCHED = "matched"
    """An order that it agrees with."""

    EXPECTED = "expected"
    """An order, or a bill that comes in every period."""

    LISTED = "listed"
    """An order, a recurring bill, or a supplier that the company listed."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What a company lets be posted without a person.

    Attributes:
        mode: Whether it counts.
        limit: Largest amount with VAT, in the currency of the company.
        confidence: Least confidence of what was read from a page, ratio 0 to 1.
        coding: Least confidence of the accounts that the software chose, ratio 0 to 1.
        basis: Why a bill may be believed.
        listed: Suppliers (keys) that :attr:`Basis.LISTED` believes.
        excluded: Suppliers (keys) whose bills a person posts, whatever else holds.
        least_bills: Posted bills that a supplier must have, one at least: the first
            bill of a supplier is never posted unseen.
        allows_refunds: Credit notes pass too.
    """

    mode: PolicyMode = PolicyMode.OFF
    limit: Decimal = ZERO
    confidence: Decimal = Decimal("0.95")
    coding: Decimal = Decimal("0.8")
    basis: Basis = Basis.EXPECTED
    listed: frozenset[int] = frozenset()
    excluded: frozenset[int] = frozenset()
    least_bills: int = 2
    allows_refunds: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence, with what fills it.

    Attributes:
        code: Stable machine name, key of :data:`SENTENCES`.
        values: What fills the places of the sentence.
    """

    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """English sentence, marked for translation."""
        return SENTENCES[self.code]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a policy says about one bill.

    Attributes:
        passes: It may be posted without a person.
        reasons: Why not; empty when it passes.
    """

    passes: bool
    reasons: tuple[Reason, ...] = ()


POST_FAILED = Rule(
    code="post_failed",
    title=_("Could not be posted by itself"),
    message=_("Nothing stood against it, but posting it failed: %(error)s"),
    advice=_("Correct what the message names, then confirm the bill."),
    addon=_ADDON,
    severity=Severity.REVIEW,
    owner=Owner.PROCESSOR,
    topic=Topic.BOOKING,
    is_fixed=True,
)

# What people do around a bill without working on it: they bring the file, approve
# where that is required, and call a supplier back. Whatever else a person did is a
# touch, also what an addon will bring.
_NO_TOUCH = frozenset(
    {
        EventKind.RECEIVED,
        EventKind.DUPLICATE,
        EventKind.VERIFIED,
        EventKind.ROUTED,
        EventKind.REASSIGNED,
        EventKind.IN_PROCESS,
        EventKind.PARTLY_APPROVED,
        EventKind.APPROVED,
        EventKind.ACCOUNT_ASKED,
        EventKind.ACCOUNT_CALLED,
        EventKind.ACCOUNT_CONFIRMED,
        EventKind.POSTED,
        EventKind.PAID,
        EventKind.SEALED,
    }
)


def is_touch(kind: str, *, by_person: bool) -> bool:
    """Tell whether an event says that a person worked on the bill.

    >>> is_touch("finding_lifted", by_person=True), is_touch("approved", by_person=True)
    (True, False)
    """
    return by_person and kind not in {each.value for each in _NO_TOUCH}


class _UnknownError(Exception):
    """A condition asks for a fact that nobody knows."""


def _known(facts: Facts, name: str, kind: type[_Fact], unknown: str) -> _Fact:
    """Return a fact of the type that it must have; any other is not known."""
    value = facts.get(name)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise _UnknownError(unknown)
    if isinstance(value, Decimal) and not value.is_finite():
        raise _UnknownError(unknown)
    return value


def _findings(_policy: Policy, facts: Facts) -> Iterator[Reason]:
    found = _known(facts, "open_findings", tuple, "unknown_findings")
    if found:
        yield Reason("finding_open", {"findings": found})


def _type(policy: Policy, facts: Facts) -> Iterator[Reason]:
    kind = _known(facts, "type", str, "unknown_type")
    if kind == "in_refund" and not policy.allows_refunds:
        yield Reason("refund")
    elif kind not in ("in_invoice", "in_refund"):
        yield Reason("other_type")
    if facts.get("is_prepayment") is True:
        yield Reason("prepayment")


def _amount(policy: Policy, facts: Facts) -> Iterator[Reason]:
    amount = _known(facts, "amount", Decimal, "unknown_amount")
    if abs(amount) > policy.limit:
        yield Reason("over_limit", {"amount": amount, "limit": policy.limit})


def _supplier(policy: Policy, facts: Facts) -> Iterator[Reason]:
    if _known(facts, "supplier", int, "unknown_supplier") in policy.excluded:
        yield Reason("supplier_excluded")


def _history(policy: Policy, facts: Facts) -> Iterator[Reason]:
    count = _known(facts, "supplier_bills", int, "unknown_history")
    least = max(policy.least_bills, 1)
    if count < least:
        code = ("supplier_new", "supplier_once", "supplier_young")[min(count, 2)]
        yield Reason(code, {"count": count, "limit": least})


def _reading(policy: Policy, facts: Facts) -> Iterator[Reason]:
    form = facts.get("format")
    if isinstance(form, str) and form in STRUCTURED:
        return
    confidence = _known(facts, "confidence", Decimal, "unknown_reading")
    if confidence < policy.confidence:
        yield Reason(
            "read_unsurely",
            {
                "confidence": _percent(confidence),
                "limit": _percent(policy.confidence),
            },
        )


def _coding(policy: Policy, facts: Facts) -> Iterator[Reason]:
    # Not asked of a bill whose accounts people chose.
    if "coding_confidence" not in facts:
        return
    confidence = _known(facts, "coding_confidence", Decimal, "unknown_coding")
    if confidence < policy.coding:
        yield Reason(
            "coded_unsurely",
            {"confidence": _percent(confidence), "limit": _percent(policy.coding)},
        )


def _believed(policy: Policy, facts: Facts) -> Iterator[Reason]:
    grounds = facts.get("order") == "matched"
    if policy.basis is not Basis.MATCHED:
        grounds = grounds or facts.get("is_expected") is True
    if policy.basis is Basis.LISTED:
        grounds = grounds or facts.get("supplier") in policy.listed
    if not grounds:
        yield Reason(f"basis_{policy.basis.value}")


def _people(_policy: Policy, facts: Facts) -> Iterator[Reason]:
    if not _known(facts, "is_received", bool, "unknown_people"):
        yield Reason("not_received")
    elif _known(facts, "is_touched", bool, "unknown_people"):
        yield Reason("touched")


def _blockers(_policy: Policy, facts: Facts) -> Iterator[Reason]:
    if _known(facts, "is_held", bool, "unknown_blockers"):
        yield Reason("held")
    for sentence in _known(facts, "blockers", tuple, "unknown_blockers"):
        yield Reason("blocked", {"blocker": sentence})


def _dates(_policy: Policy, facts: Facts) -> Iterator[Reason]:
    own = _known(facts, "invoice_date", date, "unknown_dates")
    booked = _known(facts, "date", date, "unknown_dates")
    today = _known(facts, "today", date, "unknown_dates")
    if not _known(facts, "is_date_open", bool, "unknown_dates"):
        yield Reason("date_closed", {"own": own})
    elif max(own, booked) > today:
        yield Reason("date_to_come", {"own": max(own, booked)})


_Condition = Callable[[Policy, Facts], Iterator[Reason]]

# What the policy says of any bill, also of one long posted.
_OF_THE_BILL: tuple[_Condition, ...] = (
    _findings,
    _type,
    _amount,
    _supplier,
    _history,
    _reading,
    _coding,
    _believed,
)
# What is to be asked of a draft at this moment.
_OF_THE_MOMENT: tuple[_Condition, ...] = (_people, _blockers, _dates)


def decide(policy: Policy, facts: Facts, *, in_hindsight: bool = False) -> Verdict:
    """Tell whether a bill may be posted without a person, and why not.

    Args:
        policy: What the company lets pass; observed, it is judged as if it counted.
        facts: ``type``, ``amount`` (Decimal, company currency), ``supplier`` (key),
            ``supplier_bills``, ``open_findings`` (tuple of rule codes that block or
            ask for a review), ``format`` or ``confidence`` (Decimal, ratio),
            ``order``, ``is_expected``, ``is_prepayment``; and for a draft
            ``is_received``, ``is_touched``, ``is_held``, ``blockers`` (tuple of
            sentences), ``invoice_date``, ``date``, ``today``, ``is_date_open``.
        in_hindsight: A bill long posted: what only a draft has is not asked.

    Returns:
        The verdict, with every reason and not only the first.

    >>> decide(Policy(), {}).reasons[0].sentence
    'Posting without a person is switched off.'
    """
    if policy.mode is PolicyMode.OFF:
        return Verdict(passes=False, reasons=(Reason("switched_off"),))
    asked = _OF_THE_BILL if in_hindsight else (*_OF_THE_BILL, *_OF_THE_MOMENT)
    reasons = tuple(
        reason for condition in asked for reason in _asked(condition, policy, facts)
    )
    return Verdict(passes=not reasons, reasons=reasons)


def _asked(condition: _Condition, policy: Policy, facts: Facts) -> tuple[Reason, ...]:
    try:
        return tuple(condition(policy, facts))
    except _UnknownError as unknown:
        return (Reason(str(unknown)),)


def in_words(policy: Policy) -> tuple[Reason, ...]:
    """Return what a policy lets pass, as parts of one sentence.

    >>> [part.code for part in in_words(Policy(mode=PolicyMode.ON))][:2]
    ['words_limit', 'words_expected']
    """
    if policy.mode is PolicyMode.OFF:
        return (Reason("switched_off"),)
    parts = [
        Reason("words_limit", {"limit": policy.limit}),
        Reason(_basis_words(policy), {"count": len(policy.listed)}),
        Reason("words_confidence", {"limit": _percent(policy.confidence)}),
        Reason("words_coding", {"limit": _percent(policy.coding)}),
        Reason(
            "words_bills" if policy.least_bills > 1 else "words_bill",
            {"limit": max(policy.least_bills, 1)},
        ),
        Reason("words_refunds" if policy.allows_refunds else "words_no_refunds"),
    ]
    if policy.excluded:
        count = len(policy.excluded)
        code = "words_excluded" if count > 1 else "words_excluded_one"
        parts.append(Reason(code, {"count": count}))
    return tuple(parts)


def _basis_words(policy: Policy) -> str:
    code = f"words_{policy.basis.value}"
    is_one = policy.basis is Basis.LISTED and len(policy.listed) == 1
    return f"{code}_one" if is_one else code


def _percent(ratio: Decimal) -> str:
    return format((ratio * 100).normalize(), "f")
