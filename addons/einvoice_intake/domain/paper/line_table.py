"""The rows of one table of lines, each with the meaning of its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from .amounts import amounts_of
from .line_header import Header, has_amount, segments_of, with_names
from .line_labels import Column, is_adjustment, is_carried, is_total, names_sum
from .line_solver import NEAR, NEVER, WIDE, Place, Solution, solve
from .line_tokens import Style, Token, tokens_of
from .rows import Row

_KINDS = {
    "quantity": ("quantity",),
    "price": ("price", "gross_price"),
    "discount": ("discount",),
    "vat_rate": ("vat_rate",),
}
_NATURAL = 0.5
# Points by which texts that begin at one edge differ.
_SAME_EDGE = 3.0
_LEARNED = ("quantity", "price", "discount", "net")


@dataclass(frozen=True, slots=True)
class Entry:
    """A row with an amount.

    Attributes:
        kind: ``line`` where it has a quantity or a price, ``amount`` where it has only
            an amount, ``adjustment`` where that looks like a discount or a charge of
            the document, ``carried`` for sums within the table.
    """

    row: Row
    tokens: tuple[Token, ...]
    solution: Solution
    kind: str


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of one table on one page.

    Attributes:
        rows: All rows under the heading, also those without an amount.
        columns: Where its columns turned out to stand.
        is_ended: The totals follow, so no other page goes on with it.
    """

    page: int
    top: float
    header: Header
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    entries: tuple[Entry, ...]
    style: Style
    is_ended: bool = False


def place_by_columns(columns: Sequence[Column], header: Header) -> Place:
    """Return what a number costs as a kind, from the columns of the table."""
    nets = ("gross",) if header.is_gross else ("net",)
    kinds = {**_KINDS, "net": nets}
    there = {column.kind for column in columns}
    known: dict[int, tuple[Token, list[str]]] = {}

    def place(token: Token, kind: str) -> float:
        wanted = kinds[kind]
        if id(token) not in known:
            known[id(token)] = (token, _nearest(columns, token))
        near = known[id(token)][1]
        if kind == "net" and not there & set(nets):
            return _at_the_end(columns, token)
        if near[0] in wanted:
            return 0.0
        if token.in_text or (header.is_certain and not there & set(wanted)):
            return NEVER
        if near[0] in ("item", "position") and not token.amount.decimals:
            return NEVER
        is_next = len(near) > 1 and near[1] in wanted
        if kind == "net":
            return NEAR if is_next and token.amount.decimals >= 2 else NEVER
        return NEAR if is_next else WIDE

    return place


def _nearest(columns: Sequence[Column], token: Token) -> list[str]:
    def distance(column: Column) -> float:
        aligned = min(
            abs(column.right - token.right),
            abs(column.left - token.left),
            abs(column.left + column.right - token.left - token.right) / 2,
        )
        return column.gap(token.left, token.right) + 0.1 * aligned

    ordered = sorted(columns, key=distance)
    close = distance(ordered[0]) + 3 * (token.right - token.left) + 10
    return [
        column.kind
        for place, column in enumerate(ordered[:2])
        if not place or distance(column) < close
    ]


def _at_the_end(columns: Sequence[Column], token: Token) -> float:
    """No heading over the amounts: they stand right of all other columns."""
    last = max(column.right for column in columns)
    return 0.0 if token.right > last and token.amount.decimals >= 2 else NEVER


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
        return 0.3 * (token.amount.decimals >= 2) + 0.2 * (token.amount.decimals > 2)
    return 0.3 * (token.amount.decimals == 0)


def _order(token: Token, kind: str, last: Token) -> float:
    """The quantity stands before the price where nothing else decides."""
    share = token.left / max(last.left, 1.0)
    return 0.05 * (share if kind == "quantity" else 1 - share)


def read_table(
    rows: Sequence[Row],
    header: Header,
    *,
    style: Style,
    columns: Sequence[Column] = (),
    is_closed: bool = False,
) -> Table:
    """Read the rows under a heading up to the totals.

    Args:
        rows: Of the page, below the heading.
        header: The heading.
        style: How the pages print numbers.
        columns: Where they stood on an earlier page; else from the heading.
        is_closed: Only rows that add up belong to it (a page without heading).
    """
    start: Sequence[Column] = columns or with_names(header.columns, rows)
    place = place_by_columns(start, header)
    inside = _until_totals(rows, place, style)
    joined = _merged(inside, place, style)
    entries = _entries(joined, place, style)
    learned = _learned(start, entries)
    if learned != tuple(start):
        place = place_by_columns(learned, header)
        entries = _entries(joined, place, style)
    entries = _rescued(joined, entries, style)
    if is_closed:
        entries = [_doubted(entry) for entry in entries]
    return Table(
        page=rows[0].page if rows else header.page,
        top=rows[0].top if rows else 0.0,
        header=header,
        rows=tuple(joined),
        columns=tuple(learned),
        entries=tuple(entries),
        style=style,
        is_ended=len(inside) < len(rows),
    )


def _rescued(rows: Sequence[Row], entries: list[Entry], style: Style) -> list[Entry]:
    """Read rows by the order of their numbers where the heading misleads."""
    known = {id(entry.row): entry for entry in entries}
    better: dict[int, Entry] = {}
    for row in rows:
        before = known.get(id(row))
        if before is not None and before.solution.is_exact:
            continue
        tokens = tuple(tokens_of(row, style))
        solution = solve(tokens, place_by_order(tokens))
        if solution is not None and solution.is_exact and is_product(solution):
            better[id(row)] = Entry(row, tokens, solution, "line")
    if len(better) < 2:
        return entries
    merged = {**known, **better}
    return [merged[id(row)] for row in rows if id(row) in merged]


def is_product(solution: Solution) -> bool:
    """A quantity of one says nothing, as many rows repeat an amount."""
    return abs(solution.parts["quantity"].value) != 1 and bool(solution.net.value)


def _doubted(entry: Entry) -> Entry:
    """Without a heading above it, a row that does not add up may be anything."""
    if entry.kind == "line" and not entry.solution.is_consistent:
        return replace(entry, kind="amount")
    return entry


def _until_totals(rows: Sequence[Row], place: Place, style: Style) -> list[Row]:
    """Rows up to the totals: what looks like one before the last line sums a part."""
    plain = [at for at, row in enumerate(rows) if _is_plain_line(row, place, style)]
    last = plain[-1] if plain else -1
    for at, row in enumerate(rows):
        if at > last and is_total(row) and not (is_carried(row) and has_amount(row)):
            return list(rows[:at])
    return list(rows)


def _is_plain_line(row: Row, place: Place, style: Style) -> bool:
    """A row that adds up in its columns is a line, whatever its words are."""
    solution = solve(tokens_of(row, style), place)
    return (
        solution is not None
        and solution.is_exact
        and bool(solution.net.value)
        and all(place(part.token, kind) == 0.0 for kind, part in solution.parts.items())
    )


def _merged(rows: Sequence[Row], place: Place, style: Style) -> list[Row]:
    """Join two rows that hold one line: the amount stands a little lower or higher."""
    merged: list[Row] = []
    for row in rows:
        if merged and _are_one(merged[-1], row, place, style):
            words = sorted(merged[-1].words + row.words, key=lambda word: word.left)
            merged[-1] = Row(row.page, tuple(words))
        else:
            merged.append(row)
    return merged


def _are_one(upper: Row, lower: Row, place: Place, style: Style) -> bool:
    size = max(word.height for word in upper.words)
    middle = sum(word.middle for word in lower.words) / len(lower.words)
    above = sum(word.middle for word in upper.words) / len(upper.words)
    if middle - above > 1.1 * size or is_total(lower) or is_total(upper):
        return False
    contents = [_content(row, place, style) for row in (upper, lower)]
    if contents == ["text", "amount"]:
        return middle - above < 0.8 * size and not any(
            map(str.isalpha, lower.words[0].text)
        )
    return contents in (["details", "amount"], ["amount", "details"])


def _content(row: Row, place: Place, style: Style) -> str:
    tokens = [each for each in tokens_of(row, style) if not each.in_text]
    has_net = any(place(token, "net") == 0 for token in tokens)
    has_details = any(
        place(token, kind) == 0 for token in tokens for kind in ("quantity", "price")
    )
    if has_net:
        return "both" if has_details else "amount"
    return "details" if has_details else "text"


def _entries(rows: Iterable[Row], place: Place, style: Style) -> list[Entry]:
    entries = []
    for row in rows:
        tokens = tuple(tokens_of(row, style))
        solution = solve(tokens, place)
        if solution is not None and _has_amount(solution, row):
            kind = _kind(row, solution)
            entries.append(Entry(row, tokens, solution, kind))
    return _without_asides(with_charges(entries))


def with_charges(entries: list[Entry]) -> list[Entry]:
    """Charges that follow the lines as one more of them are lines."""
    lines = [each for each in entries if each.kind in ("line", "amount")]
    edges = [words[0].left for each in lines for words in segments_of(each.row)]
    known: list[Entry] = []
    for entry in entries:
        is_charge = entry.kind == "adjustment" and entry.solution.net.value > 0
        # Behind a sum, charges are of the whole document.
        if is_charge and (not known or known[-1].kind in ("line", "amount")):
            is_aligned = any(abs(entry.row.left - edge) < _SAME_EDGE for edge in edges)
            if is_aligned or _keeps_pitch([*known, entry]):
                entry = replace(entry, kind="amount")
        known.append(entry)
    return known


def _keeps_pitch(entries: Sequence[Entry]) -> bool:
    """The last row follows the others as closely as they follow each other."""
    tops = [entry.row.top for entry in entries]
    steps = [lower - upper for upper, lower in pairwise(tops)]
    return len(steps) >= 3 and max(steps) - min(steps) < _SAME_EDGE


def _has_amount(solution: Solution, row: Row) -> bool:
    """A whole number alone is a count or a year, not an amount."""
    token = solution.net.token
    if solution.is_consistent or token.amount.decimals >= 2:
        return True
    near = {
        word.text.strip()
        for word in row.words
        if abs(word.left - token.right) < 10 or abs(token.left - word.right) < 10
    }
    return bool(near & {"€", "EUR", "$", "£", "CHF", "USD", "GBP"})


def _without_asides(entries: list[Entry]) -> list[Entry]:
    """An amount whose words begin far right of the other rows is a sum."""
    if not entries:
        return []
    left = min(entry.row.left for entry in entries)
    right = max(entry.row.right for entry in entries)
    limit = left + 0.4 * (right - left)
    return [
        replace(entry, kind="carried")
        if entry.kind == "amount" and entry.row.left > limit
        else entry
        for entry in entries
    ]


def _kind(row: Row, solution: Solution) -> str:
    if solution.is_consistent:
        return "line"
    if is_carried(row) or is_total(row) or not _says_what(row):
        return "carried"
    if "quantity" in solution.parts or "price" in solution.parts:
        return "line"
    return kind_of_amount(row)


def _says_what(row: Row) -> bool:
    """Amounts without a word are sums, whose names stand elsewhere."""
    amounts = [each for each in amounts_of(row) if each.decimals == 2]
    words = {word for each in amounts for word in each.words}
    left = "".join(word.text for word in row.words if word not in words)
    return len(amounts) < 2 or bool(
        re.search(r"\w", re.sub("EUR|USD|CHF|GBP", "", left))
    )


def kind_of_amount(row: Row) -> str:
    """Return what a row with an amount and nothing else may be, by its words."""
    if names_sum(row):
        return "carried"
    return "adjustment" if is_adjustment(row.text) else "amount"


def _learned(columns: Sequence[Column], entries: Sequence[Entry]) -> tuple[Column, ...]:
    """Put the columns where the numbers of the rows stand that add up."""
    exact = [entry.solution for entry in entries if entry.solution.is_exact]
    good = [each for each in exact if each.cost < _NATURAL] or exact
    if not good:
        return tuple(columns)
    by_kind = partial(_interval, good)
    learned = []
    for column in columns:
        kind = {"gross": "net", "gross_price": "price"}.get(column.kind, column.kind)
        found = by_kind(kind) if kind in _LEARNED else None
        overlaps = found and column.gap(*found) <= 2 * (column.right - column.left)
        learned.append(Column(column.kind, *found) if found and overlaps else column)
    return tuple(learned)


def _interval(good: Sequence[Solution], kind: str) -> tuple[float, float] | None:
    tokens = [each.parts[kind].token for each in good if kind in each.parts]
    if not tokens:
        return None
    rights = sorted(token.right for token in tokens)
    lefts = sorted(token.left for token in tokens)
    return lefts[len(lefts) // 10], rights[-1 - len(rights) // 10]
