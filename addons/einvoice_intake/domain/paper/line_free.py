"""Lines without a heading: tickets (``2 x 3,50   7,00``) and bare tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from .line_header import Header, has_amount
from .line_labels import Column, is_carried, is_total
from .line_solver import solve
from .line_table import (
    Entry,
    Table,
    is_product,
    kind_of_amount,
    place_by_order,
    read_table,
    with_charges,
)
from .line_tokens import Style, has_times, tokens_of
from .rows import Row

# Points by which right edges differ on a page that is still a little askew.
_ALIGNED = 15.0


def read_free(rows: Sequence[Row], *, style: Style) -> Table | None:
    """Read the rows of a page that multiply or add up, ``None`` without any."""
    inside = _until_totals(rows, style)
    entries = _aligned(
        [entry for row in inside if (entry := _entry(row, style)) is not None]
    )
    if not entries:
        return _bare(inside, style)
    start = _first_text(inside, inside.index(entries[0].row))
    if not any(has_times(entry.row) for entry in entries):
        start = min(start, _first_amount(inside, entries[0], style))
        header = Header(rows[0].page, start, start, _columns(entries))
        table = read_table(rows[rows.index(inside[start]) :], header, style=style)
        return table if len(entries) > 1 else _unsure(table)
    last = inside.index(entries[-1].row)
    return _table(inside[start : last + 1], entries, style)


def _unsure(table: Table) -> Table:
    """One product may be chance: its rows are lines only if a total confirms them."""
    entries = [
        replace(entry, kind="amount") if entry.kind == "line" else entry
        for entry in table.entries
    ]
    return replace(table, entries=tuple(entries))


def _first_amount(rows: Sequence[Row], first: Entry, style: Style) -> int:
    """Rows above the first that multiplies, with an amount in the same column."""
    place = rows.index(first.row)
    net = first.solution.net.token
    for number, row in enumerate(rows[:place]):
        entry = _trailing(row, style)
        if entry is None:
            continue
        token = entry.solution.net.token
        if min(abs(token.right - net.right), abs(token.left - net.left)) < 5:
            return number
    return place


def _table(rows: Sequence[Row], entries: Sequence[Entry], style: Style) -> Table:
    return Table(
        page=rows[0].page,
        top=rows[0].top,
        header=Header(rows[0].page, 0, 0, ()),
        rows=tuple(rows),
        columns=(),
        entries=tuple(entries),
        style=style,
    )


def _until_totals(rows: Sequence[Row], style: Style) -> list[Row]:
    """Rows up to the totals; what looks like a total before any amount is none."""
    inside: list[Row] = []
    begun = False
    for row in rows:
        if is_total(row) or is_carried(row):
            if begun and has_amount(row):
                break
            continue
        begun = begun or _trailing(row, style) is not None
        inside.append(row)
    return inside


def _trailing(row: Row, style: Style) -> Entry | None:
    """Words, and an amount at their end."""
    tokens = tuple(tokens_of(row, style))
    solution = solve(tokens, place_by_order(tokens))
    if solution is None or not any(map(str.isalpha, row.text)):
        return None
    if solution.net.token.amount.decimals != 2:
        return None
    return Entry(row, tokens, solution, kind_of_amount(row))


def _columns(entries: Sequence[Entry]) -> tuple[Column, ...]:
    """Where quantity, price and amount stand in the rows that multiply."""
    columns = []
    for kind in ("quantity", "price", "net"):
        tokens = [entry.solution.parts[kind].token for entry in entries]
        left, right = min(t.left for t in tokens), max(t.right for t in tokens)
        columns.append(Column(kind, left, right))
    first = min(columns, key=lambda column: column.left)
    lefts = [entry.row.left for entry in entries if entry.row.left < first.left - 5]
    if lefts:
        columns.append(Column("name", min(lefts), max(min(lefts), first.left - 20)))
    return tuple(sorted(columns, key=lambda column: column.left))


def _bare(rows: Sequence[Row], style: Style) -> Table | None:
    """Descriptions with an amount each: lines only if a total confirms them."""
    found = with_charges(
        [entry for row in rows if (entry := _trailing(row, style)) is not None]
    )
    if not found:
        return None
    edges = [entry.solution.net.token.right for entry in found]
    edge = max(edges, key=lambda each: (len(_close(edges, each)), each))
    near = [
        entry
        for entry, right in zip(found, edges, strict=True)
        if abs(right - edge) <= _ALIGNED
    ]
    start = rows.index(near[0].row)
    return _table(rows[start : _end(rows, near[-1].row, style)], near, style)


def _end(rows: Sequence[Row], last: Row, style: Style) -> int:
    """A product close under the last amount may explain it."""
    end = rows.index(last) + 1
    if end == len(rows):
        return end
    size = max(word.height for word in last.words)
    is_close = rows[end].top - last.top < 2 * size
    return end + (is_close and len(tokens_of(rows[end], style)) > 1)


def _close(edges: Sequence[float], edge: float) -> list[float]:
    return [other for other in edges if abs(other - edge) <= _ALIGNED]


def _entry(row: Row, style: Style) -> Entry | None:
    tokens = tuple(tokens_of(row, style))
    if len(tokens) < 3:
        return None
    solution = solve(tokens, place_by_order(tokens))
    if solution is None or not solution.is_exact:
        return None
    if not (has_times(row) or is_product(solution)):
        return None
    return Entry(row, tokens, solution, "line")


def _aligned(entries: list[Entry]) -> list[Entry]:
    """Amounts of lines share their right edge; one row alone needs a total."""
    edges = [entry.solution.net.token.right for entry in entries]
    near = [
        entry
        for entry, edge in zip(entries, edges, strict=True)
        if abs(edge - median(edges)) <= _ALIGNED
    ]
    if len(near) == 1 and not has_times(near[0].row):
        return [replace(near[0], kind="amount")]
    return near


def _first_text(rows: Sequence[Row], first: int) -> int:
    """Descriptions that stand above the first amount, close to it."""
    start = first
    size = max(word.height for word in rows[first].words)
    while start > 0 and rows[start].top - rows[start - 1].top < 1.5 * size:
        row = rows[start - 1]
        if is_total(row) or ":" in row.text or first - start >= 3:
            break
        start -= 1
    return start
