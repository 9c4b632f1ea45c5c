"""How a rule was used: what tells a manager that it asks too much.

Source: the journal's events ``finding_opened``, ``finding_lifted`` and
``finding_confirmed``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .events import EventKind

OFTEN = 5
"""Findings from which on a habit can be seen."""

NEARLY_ALWAYS = 0.8
"""Share of lifted findings from which on the rule should be softened."""

COUNTED = (
    EventKind.FINDING_OPENED.value,
    EventKind.FINDING_LIFTED.value,
    EventKind.FINDING_CONFIRMED.value,
)


@dataclass(frozen=True, slots=True)
class RuleUse:
    """What became of the findings of one rule in a period.

    Attributes:
        fired: Findings that it opened.
        lifted: Findings that a person lifted.
        confirmed: Findings that a person said are right.
    """

    fired: int = 0
    lifted: int = 0
    confirmed: int = 0

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> RuleUse:
        """Return the use told by numbers of events by their kind.

        >>> RuleUse.of({"finding_opened": 3})
        RuleUse(fired=3, lifted=0, confirmed=0)
        """
        return cls(*(counts.get(kind, 0) for kind in COUNTED))

    @property
    def lifted_ratio(self) -> float | None:
        """Share of what was noticed that was lifted; ``None`` when nothing was.

        A finding lifted in the period may have been opened before it.

        >>> RuleUse(fired=8, lifted=6).lifted_ratio, RuleUse().lifted_ratio
        (0.75, None)
        """
        return min(1.0, self.lifted / self.fired) if self.fired else None

    @property
    def is_mostly_lifted(self) -> bool:
        """Tell whether people let nearly all of it pass: softening is due.

        >>> RuleUse(fired=5, lifted=4).is_mostly_lifted
        True
        >>> RuleUse(fired=4, lifted=4).is_mostly_lifted  # too few to tell
        False
        """
        ratio = self.lifted_ratio
        return self.fired >= OFTEN and ratio is not None and ratio >= NEARLY_ALWAYS
