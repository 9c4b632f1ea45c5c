"""Lines without a heading: tickets (``2 x 3,50   7,00``) and bare tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from .line_header import Header
from .line_labels import is_carried, is_total
from .line_solver import NEVER, Place, Solution, solve
from .line_table import Entry, Table
from .line_tokens import Token, has_times, tokens_of
from .rows import Row

_ALIGNED = 4.0


def place_by_order(tokens: Sequence[Token]) -> Place:
    """The last amount of a row is its total, what stands before makes it up."""
    amounts = [
        token
        for token in tokens
        if token.amount.decimals >= 2 and not token.amount.is_percent and not token.part
    ]
    last = max(amounts, key=lambda token: token.right, default=None)

    def place(token: Token, kind: str) -> float:
        if kind == "net":
            return 0.0 if last is not None and token.right == last.right else NEVER
        if last is None or token.left > last.left or token.amount.is_percent:
            return 0.5 if kind == "discount" and token.amount.is_percent else NEVER
        return 0.3 + _unlike(token, kind) + _order(token, kind, last)

    return place


def _unlike(token: Token, kind: str) -> float:
    """Prices have cents, quantities mostly none."""
    if kind == "quantity":
        return 0.3 * (token.amount.decimals == 2)
    return 0.3 * (token.amount.decimals == 0)


def _order(token: Token, kind: str, last: Token) -> float:
    """The quantity stands before the price where nothing else decides."""
    share = token.left / max(last.left, 1.0)
    return 0.05 * (share if kind == "quantity" else 1 - share)


def read_free(rows: Sequence[Row], *, misread: bool) -> Table | None:
    """Read the rows of a page that multiply or add up, ``None`` without any."""
    entries: list[Entry] = []
    last = 0
    for number, row in enumerate(rows):
        if is_total(row) or is_carried(row):
            if entries:
                break
            continue
        entry = _entry(row, misread)
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
        misread=misread,
    )


def _entry(row: Row, misread: bool) -> Entry | None:
    tokens = tuple(tokens_of(row, misread=misread))
    if len(tokens) < 3:
        return None
    solution = solve(tokens, place_by_order(tokens))
    if solution is None or not solution.is_exact:
        return None
    if not (has_times(row) or _is_product(solution)):
        return None
    return Entry(row, tokens, solution, "line")


def _is_product(solution: Solution) -> bool:
    """A quantity of one says nothing, as many rows repeat an amount."""
    return abs(solution.parts["quantity"].value) != 1 and bool(solution.net.value)


def _aligned(entries: list[Entry]) -> list[Entry]:
    """Amounts of lines share their right edge; one row alone must multiply."""
    if not entries:
        return []
    edges = Counter(
        round(entry.solution.net.token.right / _ALIGNED) for entry in entries
    )
    edge = edges.most_common(1)[0][0]
    near = [
        entry
        for entry in entries
        if abs(round(entry.solution.net.token.right / _ALIGNED) - edge) <= 1
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
