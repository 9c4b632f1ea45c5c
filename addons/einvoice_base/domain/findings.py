"""Rules and what they notice: findings.

A rule is one small pure function with its code, sentences, source and default
severity. What it notices on an invoice is a :class:`Finding`; a reader's problem is a
finding of a rule that has no check of its own. What the books know stands in the
:class:`CheckContext`; how a company wants a rule applied, in
:mod:`~.rule_settings`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TypeVar

from .invoice import Invoice
from .messages import addon_of, fill
from .money import Tolerance

_Part = TypeVar("_Part")


class Severity(Enum):
    """What a finding stops."""

    BLOCK = "block"
    """Posting and payment, until a person with the right lifts it."""

    REVIEW = "review"
    """Nothing by itself; a person must look before the bill is touchless."""

    INFORM = "inform"
    """Nothing; the fact is shown."""


class Topic(Enum):
    """What a rule is about; findings are grouped by it on screens.

    In front stands what a head of finance sets, at the end what files are checked for.
    """

    ORDER = "order"
    AMOUNTS = "amounts"
    DUPLICATE = "duplicate"
    PAYMENT = "payment"
    SUPPLIER = "supplier"
    TAX = "tax"
    BOOKING = "booking"
    MENTIONS = "mentions"
    BUYER = "buyer"
    STANDARD = "standard"
    READING = "reading"


class Owner(Enum):
    """Who has to act on a finding."""

    PROCESSOR = "processor"
    BUYER = "buyer"
    APPROVER = "approver"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a rule lets pass; ``None`` for what the rule does not ask.

    Attributes:
        amount: In the currency of the invoice.
        percent: 2 is 2 %.
        days: Whole days.
    """

    amount: Decimal | None = None
    percent: Decimal | None = None
    days: int | None = None

    def over(self, company: Limits) -> Limits:
        """Return these limits where the company set none of its own.

        >>> Limits(amount=Decimal(1), days=9).over(Limits(days=3))
        Limits(amount=Decimal('1'), percent=None, days=3)
        """
        return Limits(
            self.amount if company.amount is None else company.amount,
            self.percent if company.percent is None else company.percent,
            self.days if company.days is None else company.days,
        )


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What the books know, for rules that compare an invoice with it.

    Attributes:
        tolerance: Gaps accepted, set on the company.
        today: Day of the check; in a rehearsal the day of the invoice.
        limits: Limits that the company set, by code of the rule.
        parts: What addons add, by its type; see :meth:`part`.
    """

    tolerance: Tolerance = field(default_factory=Tolerance)
    today: date | None = None
    limits: Mapping[str, Limits] = field(default_factory=dict)
    parts: Mapping[type, object] = field(default_factory=dict)

    def part(self, kind: type[_Part]) -> _Part | None:
        """Return what the books know of one kind, ``None`` when nobody looked.

        A rule whose part is missing says nothing.

        >>> CheckContext().with_part(Tolerance()).part(Tolerance)
        Tolerance(total=Decimal('0.01'), line=Decimal('0.01'))
        """
        found = self.parts.get(kind)
        return found if isinstance(found, kind) else None

    def with_part(self, part: object) -> CheckContext:
        """Return a context that also knows this; a part of the same type goes."""
        return replace(self, parts={**self.parts, type(part): part})

    def with_limits(self, limits: Mapping[str, Limits]) -> CheckContext:
        """Return a context with the limits of a company."""
        return replace(self, limits=limits)

    def limits_of(self, each: Rule) -> Limits:
        """Return the limits in force for a rule."""
        return each.limits.over(self.limits.get(each.code, Limits()))


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule noticed.

    Attributes:
        rule: The rule, with its sentences.
        severity: Severity in force, the rule's own unless a person changed it.
        values: What fills the places of the sentences.
        term: Business term concerned, such as ``BT-112``.
        line: Number (BT-126) of the line concerned.
        expected: Amount that the rule computes, in the invoice currency.
        found: Amount that the invoice states.
        tried: The severity it would have, where the company only observes the rule.
    """

    rule: Rule
    severity: Severity
    values: Mapping[str, object] = field(default_factory=dict)
    term: str | None = None
    line: str | None = None
    expected: Decimal | None = None
    found: Decimal | None = None
    tried: Severity | None = None

    @property
    def code(self) -> str:
        """Stable machine name of the rule."""
        return self.rule.code

    @property
    def message(self) -> str:
        """English sentence with its values."""
        return fill(self.rule.message, self.values)

    @property
    def advice(self) -> str:
        """English sentence that says what to do."""
        return fill(self.rule.advice, self.values)


Check = Callable[[Invoice, CheckContext], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        code: Stable machine name, unique in the suite.
        title: Name on screens, marked for translation.
        message: Sentence with ``%(name)s`` places, marked for translation.
        advice: What to do, marked for translation.
        source: Where it is written: rule id, article, URL.
        severity: Default severity.
        terms: Business terms that it looks at.
        owner: Who acts on its findings.
        reason: Life-cycle reason code it would justify (`codes.json`), if any.
        addon: Addon whose translations hold the sentences.
        topic: What it is about.
        limits: What it lets pass until the company says otherwise.
        is_fixed: No company can switch it off or soften it: without it no bill is
            right.
        check: The function; ``None`` for what a reader or the booking notices.
    """

    code: str
    title: str
    message: str
    advice: str
    addon: str
    source: str = ""
    severity: Severity = Severity.BLOCK
    terms: tuple[str, ...] = ()
    owner: Owner = Owner.PROCESSOR
    reason: str | None = None
    topic: Topic = Topic.READING
    limits: Limits = field(default_factory=Limits)
    is_fixed: bool = False
    check: Check | None = field(default=None, compare=False, repr=False)

    def finding(
        self,
        *,
        term: str | None = None,
        line: str | None = None,
        expected: Decimal | None = None,
        found: Decimal | None = None,
        severity: Severity | None = None,
        **values: object,
    ) -> Finding:
        """Make a finding of this rule; the amounts and term also fill sentences."""
        term = term or (self.terms[0] if self.terms else None)
        return Finding(
            rule=self,
            severity=severity or self.severity,
            values={
                "term": term,
                "line": line,
                "expected": expected,
                "found": found,
                **values,
            },
            term=term,
            line=line,
            expected=expected,
            found=found,
        )


def rule(
    *,
    code: str,
    title: str,
    message: str,
    advice: str,
    source: str = "",
    severity: Severity = Severity.BLOCK,
    terms: tuple[str, ...] = (),
    owner: Owner = Owner.PROCESSOR,
    reason: str | None = None,
    topic: Topic = Topic.READING,
    limits: Limits | None = None,
    is_fixed: bool = False,
) -> Callable[[Callable[[Rule, Invoice, CheckContext], Iterable[Finding]]], Rule]:
    """Make a :class:`Rule` of the function below it.

    The function receives the rule itself first, so that it can make findings.
    """

    def made(
        function: Callable[[Rule, Invoice, CheckContext], Iterable[Finding]],
    ) -> Rule:
        def check(invoice: Invoice, context: CheckContext) -> Iterable[Finding]:
            return function(made_rule, invoice, context)

        made_rule = Rule(
            code=code,
            title=title,
            message=message,
            advice=advice,
            addon=addon_of(function.__module__),
            source=source,
            severity=severity,
            terms=terms,
            owner=owner,
            reason=reason,
            topic=topic,
            limits=limits or Limits(),
            is_fixed=is_fixed,
            check=check,
        )
        return made_rule

    return made
