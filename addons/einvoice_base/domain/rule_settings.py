"""How a company wants the rules applied, and the run that obeys it."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from .findings import CheckContext, Finding, Limits, Rule, Severity, Topic
from .invoice import Invoice
from .messages import mark as _

_logger = logging.getLogger(__name__)


class Mode(Enum):
    """Whether a rule counts."""

    ON = "on"
    OBSERVE = "observe"
    """It says what it would have stopped, and stops nothing."""

    OFF = "off"


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """One rule as a company wants it.

    Attributes:
        mode: Whether it counts.
        severity: Severity in force; ``None`` is the rule's own.
        limits: Limits of the company; what is ``None`` is the rule's own.
    """

    mode: Mode = Mode.ON
    severity: Severity | None = None
    limits: Limits = field(default_factory=Limits)


RuleSettings = Mapping[str, RuleSetting]

_RANK = {Severity.INFORM: 0, Severity.REVIEW: 1, Severity.BLOCK: 2}

RULE_FAILED = Rule(
    code="rule_failed",
    title=_("Rule that could not run"),
    message=_("The rule “%(failed_rule)s” could not run: %(error)s"),
    advice=_(
        "Check by hand what the rule looks at, and report it to your integrator. The "
        "other rules did run."
    ),
    addon="einvoice_base",
    topic=Topic.READING,
    is_fixed=True,
)


def limits_of(settings: RuleSettings) -> dict[str, Limits]:
    """Return the limits that a company set, for :attr:`CheckContext.limits`."""
    return {code: each.limits for code, each in settings.items()}


def is_on(each: Rule, settings: RuleSettings) -> bool:
    """Tell whether a rule runs at all."""
    return each.is_fixed or _setting(each, settings).mode is not Mode.OFF


def applied(finding: Finding, settings: RuleSettings) -> Finding | None:
    """Return a finding as the company wants it, ``None`` when the rule is off.

    A severity that the rule itself lowered (a gap inside the norm) is never raised by
    the company's, only lowered further.

    >>> off = {"rule_failed": RuleSetting(Mode.OFF)}
    >>> applied(RULE_FAILED.finding(), off) is None  # fixed: it cannot be switched off
    False
    """
    each, setting = finding.rule, _setting(finding.rule, settings)
    if each.is_fixed:
        return finding
    if setting.mode is Mode.OFF:
        return None
    # What was applied before is applied again without a difference.
    severity = finding.tried or finding.severity
    wanted = setting.severity
    if wanted and (severity is each.severity or _RANK[wanted] < _RANK[severity]):
        severity = wanted
    if setting.mode is Mode.OBSERVE:
        return replace(finding, severity=Severity.INFORM, tried=severity)
    return replace(finding, severity=severity, tried=None)


def reapplied(
    finding: Finding, before: RuleSetting, after: RuleSetting
) -> Finding | None:
    """Return a finding that stands, after its rule was set otherwise.

    A severity that the rule itself lowered stays lowered.

    Args:
        finding: As it stands, with ``before`` applied.
        before: The setting until now.
        after: The setting from now on.

    Returns:
        The finding as the company wants it now; ``None`` when the rule is off.

    >>> noticed = RULE_FAILED.finding(severity=Severity.REVIEW)
    >>> reapplied(noticed, RuleSetting(), RuleSetting(Mode.OBSERVE)).tried.value
    'review'
    """
    if after.mode is Mode.OFF:
        return None
    severity = finding.tried or finding.severity
    wanted = after.severity or finding.rule.severity
    was_full = severity is (before.severity or finding.rule.severity)
    if was_full or _RANK[wanted] < _RANK[severity]:
        severity = wanted
    if after.mode is Mode.OBSERVE:
        return replace(finding, severity=Severity.INFORM, tried=severity)
    return replace(finding, severity=severity, tried=None)


def run(
    rules: Iterable[Rule],
    invoice: Invoice,
    context: CheckContext,
    settings: RuleSettings | None = None,
) -> tuple[Finding, ...]:
    """Apply rules in order and collect what they notice, as the company wants it.

    A rule that raises becomes a finding of :data:`RULE_FAILED` with its severity, and
    the others go on.
    """
    settings = settings or {}
    found: list[Finding] = []
    for each in rules:
        if each.check is not None and is_on(each, settings):
            found += _noticed(each, invoice, context, settings)
    return tuple(found)


def _noticed(
    each: Rule, invoice: Invoice, context: CheckContext, settings: RuleSettings
) -> Iterator[Finding]:
    try:
        found = list(each.check(invoice, context)) if each.check else []
    except Exception as error:
        _logger.exception("rule %s", each.code)
        setting = _setting(each, settings)
        severity = setting.severity or each.severity
        if setting.mode is Mode.OBSERVE:
            severity = Severity.INFORM
        yield RULE_FAILED.finding(
            severity=severity,
            failed_rule=each.title,
            failed_code=each.code,
            error=f"{type(error).__name__}: {error}",
        )
        return
    for finding in found:
        if (wanted := applied(finding, settings)) is not None:
            yield wanted


def _setting(each: Rule, settings: RuleSettings) -> RuleSetting:
    return settings.get(each.code) or RuleSetting()
