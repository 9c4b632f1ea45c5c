"""Cells of a line, with how sure each of them is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from .line_found import Cell, LineFound
from .line_solver import Part, Solution, cents
from .line_table import Entry, Table
from .line_tokens import Style, tokens_of
from .line_vat import rate_of
from .line_words import words_of
from .page import Word, box_of
from .rows import Row

_REPAIR_COST = 1.4
_MOST_LOST = 100


def line_of(
    entry: Entry,
    solution: Solution,
    table: Table,
    texts: Sequence[Row],
    legend: Mapping[str, Decimal],
    is_confirmed: bool,
) -> LineFound:
    """Return the line of a row.

    Args:
        entry: The row.
        solution: What its numbers mean.
        table: Where it stands.
        texts: Rows that go on with its description, or begin it, from top to bottom.
        legend: VAT rates by code.
        is_confirmed: The sum of the lines is a printed total.
    """
    solution = _with_product(solution, entry, texts, table.style)
    cells: dict[str, Cell] = {}
    taken: list[Word] = []
    for kind, part in solution.parts.items():
        words = part.token.words
        taken.extend(words)
        sure = _confidence(kind, solution, is_confirmed, part.token.amount.confidence)
        cells[kind] = Cell(canonical(part.value), box_of(words), sure)
    if table.style.misread:
        cells.update(_lost_quantity(solution, table))
    rate = rate_of(entry, table.columns, legend)
    if rate is not None:
        taken.extend(rate[1])
        sure = 0.95 * min(word.confidence for word in rate[1])
        cells["vat_rate"] = Cell(_short(rate[0]), box_of(rate[1]), sure)
    named = words_of(entry, table, taken)
    named["name"] = _whole_name(entry, named.get("name", ()), texts)
    return LineFound({**cells, **_text_cells(named)})


def _text_cells(named: Mapping[str, Sequence[Word]]) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    for kind, words in named.items():
        if words:
            sure = 0.9 * sum(word.confidence for word in words) / len(words)
            text = " ".join(word.text for word in words).strip("[]* ")
            cells[kind] = Cell(text, box_of(words), sure)
    return cells


def _with_product(
    solution: Solution, entry: Entry, texts: Sequence[Row], style: Style
) -> Solution:
    """``3,50 hours at 220,00`` may stand under the amount that it explains."""
    if solution.is_consistent or "quantity" in solution.parts or not solution.net.value:
        return solution
    for row in (each for each in texts if each.top >= entry.row.top):
        tokens = [each for each in tokens_of(row, style) if not each.amount.is_percent]
        for place, price in enumerate(tokens):
            for count in tokens[:place]:
                values = (count.amount.value, price.amount.value)
                product = cents(values[0] * values[1])
                if price.amount.decimals < 2 or product != abs(solution.net.value):
                    continue
                found = {
                    "quantity": Part(count, values[0]),
                    "price": Part(price, values[1]),
                }
                return Solution({**solution.parts, **found}, True, True)
    return solution


def _lost_quantity(solution: Solution, table: Table) -> dict[str, Cell]:
    """Engines overlook a digit that stands alone; price and amount still tell it."""
    price, net = solution.parts.get("price"), solution.net.value
    if "quantity" not in table.header.kinds:
        return {}
    if "quantity" in solution.parts or price is None or not price.value:
        return {}
    count = net / price.value
    if count != count.to_integral_value() or not 1 <= abs(count) < _MOST_LOST:
        return {}
    return {"quantity": Cell(canonical(count.quantize(Decimal(1))), None, 0.75)}


def _whole_name(
    entry: Entry, words: tuple[Word, ...], texts: Sequence[Row]
) -> tuple[Word, ...]:
    above = [row for row in texts if row.top < entry.row.top]
    below = [row for row in texts if row.top >= entry.row.top]
    return (
        *(word for row in above for word in row.words),
        *words,
        *(word for row in below for word in row.words),
    )


def _confidence(
    kind: str, solution: Solution, is_confirmed: bool, letters: float
) -> float:
    """Arithmetic says more than the engine does of its letters."""
    if solution.is_exact and solution.cost < _REPAIR_COST:
        sure = 0.97
    elif solution.is_consistent:
        sure = 0.85
    else:
        sure = 0.5 * letters
    if kind == "net" and is_confirmed:
        sure = max(sure, 0.95) + 0.02
    return min(sure, 0.99)


def _short(rate: Decimal) -> str:
    """Write a rate without zeros that say nothing."""
    text = canonical(rate)
    return text.rstrip("0").rstrip(".") if "." in text else text


def canonical(value: Decimal) -> str:
    """Write a number without exponent and with its decimals as printed.

    >>> canonical(Decimal("1E+2")), canonical(Decimal("12.50"))
    ('100', '12.50')
    """
    return f"{value:f}"
