"""What is not approved of a bill that is approved in part."""

from __future__ import annotations

from decimal import Decimal

from odoo.addons.einvoice_approval.domain.deciding import withheld
from odoo.addons.einvoice_approval.domain.rounds import (
    Round,
    Slot,
    Ticket,
    TicketState,
)


def test_what_owners_of_lines_withhold_adds_up_and_the_strictest_step_counts() -> None:
    def part(key: int, step: int, amount: int, *lines: int) -> Ticket:
        return Ticket(
            key,
            step,
            key,
            lines=frozenset(lines) or None,
            state=TicketState.PARTLY,
            amount=Decimal(amount),
        )

    amounts = {7: Decimal(60), 8: Decimal(40)}
    owners = (part(1, 1, 50, 7), part(2, 1, 30, 8))
    whole = part(3, 2, 85)
    both = Round((Slot(1, 1, 2), Slot(2, 2, 1)), (*owners, whole))
    assert withheld(both, Decimal(100), amounts) == 20
    strict = Round((Slot(1, 1, 2), Slot(2, 2, 1)), (*owners, part(3, 2, 70)))
    assert withheld(strict, Decimal(100), amounts) == 30
