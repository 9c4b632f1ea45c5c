"""Lines without VAT of a table that prints its amounts with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from .line_choice import Choice
from .line_solver import Part, Solution, cents
from .line_table import Entry, Table
from .line_tokens import Token


def without_vat(
    tables: Sequence[Table], choice: Choice, printed: set[Decimal]
) -> Choice | None:
    """Return the lines at their prices without VAT, ``None`` where these are unknown.

    Args:
        tables: Of which only amounts with VAT were read.
        choice: The rows that are lines.
        printed: Amounts beside the lines; the sum without VAT must be among them.
    """
    changed: list[tuple[int, Solution]] = []
    for table in tables:
        for entry in table.entries:
            if id(entry.row) in choice.rows:
                solution = _at_net_price(entry, table)
                if solution is None:
                    return None
                changed.append((id(entry.row), solution))
    total = sum((solution.net.value for _row, solution in changed), Decimal(0))
    if not changed or abs(total) not in printed:
        return None
    return replace(choice, changed=tuple(changed), adjustments=())


def _at_net_price(entry: Entry, table: Table) -> Solution | None:
    """Quantity times the price in the column of prices without VAT."""
    if not table.header.is_gross or "quantity" not in entry.solution.parts:
        return None
    price = next((token for token in entry.tokens if _is_net_price(token, table)), None)
    if price is None:
        return None
    quantity = entry.solution.parts["quantity"]
    parts = {
        "quantity": quantity,
        "price": Part(price, price.amount.value),
        "net": Part(price, cents(quantity.value * price.amount.value)),
    }
    return replace(entry.solution, parts=parts)


def _is_net_price(token: Token, table: Table) -> bool:
    columns = table.header.columns
    near = min(columns, key=lambda column: column.gap(token.left, token.right))
    return near.kind == "price" and token.amount.decimals >= 2
