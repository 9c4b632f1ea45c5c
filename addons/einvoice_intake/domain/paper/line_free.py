"""Lines without a heading: tickets (``2 x 3,50   7,00``) and bare tables."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from .line_header import Header
from .line_labels import is_carried, is_total
from .line_solver import solve
from .line_table import Entry, Table, is_product, place_by_order
from .line_tokens import Style, has_times, tokens_of
from .rows import Row

# Points by which right edges differ on a page that is still a little askew.
_ALIGNED = 15.0


def read_free(rows: Sequence[Row], *, style: Style) -> Table | None:
    """Read the rows of a page that multiply or add up, ``None`` without any."""
    entries: list[Entry] = []
    last = 0
    for number, row in enumerate(rows):
        if is_total(row) or is_carried(row):
            if entries:
                break
            continue
        entry = _entry(row, style)
        if entry is not None:
            entries.append(entry)
            last = number
    entries = _aligned(entries)
    if not entries:
        return None
    first = rows.index(entries[0].row)
    start = _first_text(rows, first)
    inside = tuple(rows[start : last + 1])
    header = Header(rows[0].page, start, start, ())
    return Table(
        page=rows[0].page,
        top=inside[0].top,
        header=header,
        rows=inside,
        columns=(),
        entries=tuple(entries),
        style=style,
    )


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
    """Amounts of lines share their right edge; one row alone must multiply."""
    edges = [entry.solution.net.token.right for entry in entries]
    near = [
        entry
        for entry, edge in zip(entries, edges, strict=True)
        if abs(edge - median(edges)) <= _ALIGNED
    ]
    if len(near) == 1 and not has_times(near[0].row):
        return []
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
