"""The first circuit of a company, from three answers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from odoo.addons.einvoice_base.domain.messages import mark as _

from .circuit import Step
from .conditions import Conditions

SMALL = Decimal(500)
LARGE = Decimal(5000)
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Level:
    """Who approves up to which amount.

    Attributes:
        people: Users (keys); one of them decides.
        most: Largest amount with VAT; ``None`` for the last level.
    """

    people: tuple[int, ...]
    most: Decimal | None


class LevelsError(ValueError):
    """The limits do not rise, or nobody decides above the last one."""


def proposed(levels: tuple[Level, ...]) -> tuple[Step, ...]:
    """Return the steps: each level decides alone on its amounts.

    Raises:
        LevelsError: See there.

    >>> steps = proposed((Level((1,), SMALL), Level((2,), None)))
    >>> [(each.conditions.least, each.conditions.most) for each in steps]
    [(Decimal('0'), Decimal('500')), (Decimal('500.01'), None)]
    """
    steps, floor = [], Decimal(0)
    for place, level in enumerate(levels):
        is_last = place == len(levels) - 1
        if not level.people or (level.most is None) is not is_last:
            raise LevelsError
        if level.most is not None and level.most <= floor:
            raise LevelsError
        least = floor + CENT if place else Decimal(0)
        conditions = Conditions(least, level.most)
        name = (
            _("Up to %(amount)s") if level.most is not None else _("Above %(amount)s")
        )
        steps.append(Step(place + 1, name, 1, conditions, people=level.people))
        floor = level.most or floor
    return tuple(steps)
