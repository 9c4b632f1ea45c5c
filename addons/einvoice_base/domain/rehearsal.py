"""A rehearsal: what other settings would have done with the bills of the past.

Each bill is judged twice, by the settings in force and by those tried. This module says
what the two judgements mean and how they differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from .findings import Finding, Limits, Severity
from .rule_settings import Mode, RuleSetting
from .touchless import Basis, Policy, PolicyMode


class Outcome(Enum):
    """What findings do with a bill."""

    STOPS = "stops"
    REVIEW = "review"
    PASSES = "passes"


class Change(Enum):
    """How the judgement of a bill differs, what matters most first."""

    STOPPED = "stopped"
    RELEASED = "released"
    REVIEWED = "reviewed"
    CLEARED = "cleared"
    UNPOSTED = "unposted"
    POSTED = "posted"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one set of settings says of a bill.

    Attributes:
        findings: What the rules notice, as these settings want it.
        is_posted: The policy of these settings would post it without a person.
    """

    findings: tuple[Finding, ...]
    is_posted: bool = False

    @property
    def outcome(self) -> Outcome:
        """What the findings do with it."""
        severities = {finding.severity for finding in self.findings}
        if Severity.BLOCK in severities:
            return Outcome.STOPS
        return Outcome.REVIEW if Severity.REVIEW in severities else Outcome.PASSES


def change(before: Judgement, after: Judgement) -> Change:
    """Name how two judgements of a bill differ.

    >>> change(Judgement(()), Judgement((), is_posted=True)).value
    'posted'
    """
    was, would = before.outcome, after.outcome
    if was is not would:
        if would is Outcome.STOPS:
            return Change.STOPPED
        if was is Outcome.STOPS:
            return Change.RELEASED
        return Change.REVIEWED if would is Outcome.REVIEW else Change.CLEARED
    if before.is_posted is not after.is_posted:
        return Change.POSTED if after.is_posted else Change.UNPOSTED
    return Change.SAME


def worst(findings: Iterable[Finding]) -> dict[str, Severity]:
    """Return the worst severity of each rule on one bill, by its code."""
    rank = list(Severity)
    found: dict[str, Severity] = {}
    for finding in findings:
        known = found.get(finding.code)
        if known is None or rank.index(finding.severity) < rank.index(known):
            found[finding.code] = finding.severity
    return found


Plain = dict[str, str | int | None]


def plain_setting(setting: RuleSetting) -> Plain:
    """Return a setting as JSON holds it.

    >>> plain_setting(RuleSetting(Mode.OBSERVE, limits=Limits(days=3)))["days"]
    3
    """
    limits = setting.limits
    return {
        "mode": setting.mode.value,
        "severity": setting.severity.value if setting.severity else None,
        "amount": _text(limits.amount),
        "percent": _text(limits.percent),
        "days": limits.days,
    }


def setting_of(plain: Mapping[str, object]) -> RuleSetting:
    """Return the setting that :func:`plain_setting` was given.

    >>> setting_of(plain_setting(RuleSetting(Mode.OFF))) == RuleSetting(Mode.OFF)
    True
    """
    days = plain.get("days")
    return RuleSetting(
        mode=Mode(plain["mode"]),
        severity=Severity(plain["severity"]) if plain.get("severity") else None,
        limits=Limits(
            amount=_exact(plain.get("amount")),
            percent=_exact(plain.get("percent")),
            days=days if isinstance(days, int) else None,
        ),
    )


PlainPolicy = dict[str, str | int | bool | list[int]]


def plain_policy(policy: Policy) -> PlainPolicy:
    """Return a policy as JSON holds it."""
    return {
        "mode": policy.mode.value,
        "limit": format(policy.limit, "f"),
        "confidence": format(policy.confidence, "f"),
        "basis": policy.basis.value,
        "listed": sorted(policy.listed),
        "excluded": sorted(policy.excluded),
        "least_bills": policy.least_bills,
        "allows_refunds": policy.allows_refunds,
    }


def policy_of(plain: Mapping[str, object]) -> Policy:
    """Return the policy that :func:`plain_policy` was given.

    >>> policy_of(plain_policy(Policy(mode=PolicyMode.ON))) == Policy(PolicyMode.ON)
    True
    """
    return Policy(
        mode=PolicyMode(plain["mode"]),
        limit=Decimal(str(plain["limit"])),
        confidence=Decimal(str(plain["confidence"])),
        basis=Basis(plain["basis"]),
        listed=_keys(plain["listed"]),
        excluded=_keys(plain["excluded"]),
        least_bills=int(str(plain["least_bills"])),
        allows_refunds=bool(plain["allows_refunds"]),
    )


def _keys(value: object) -> frozenset[int]:
    return frozenset(value) if isinstance(value, (list, tuple)) else frozenset()


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else format(amount, "f")


def _exact(text: object) -> Decimal | None:
    return None if text is None else Decimal(str(text))
