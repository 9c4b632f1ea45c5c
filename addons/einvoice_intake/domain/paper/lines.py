"""The lines of an invoice, read from the words of its pages and their places.

A table begins at its heading, or at the first row that multiplies; it ends at the
totals. What the numbers of a row mean is decided by what adds up: quantity times price
less discount is the amount, and the sum of the amounts is a printed total.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from .line_cells import line_of
from .line_choice import (
    Choice,
    adjustments_of,
    choose_rows,
    includes_vat,
    printed_amounts,
    tax_amounts,
)
from .line_found import Cell, LineFound, LinesFound
from .line_free import read_free
from .line_header import Header, has_amount, headers_of
from .line_net import without_vat
from .line_table import Table, read_table
from .line_tokens import Style, style_of
from .line_vat import legend_of
from .line_words import text_rows
from .page import Page
from .rows import Row, rows_of

__all__ = ["Cell", "LineFound", "LinesFound", "choose", "find_lines"]


def find_lines(pages: Sequence[Page], totals: Sequence[Decimal] = ()) -> LinesFound:
    """Return the lines of an invoice, none where the pages hold no table.

    Args:
        pages: In their order.
        totals: Amounts that are known to be totals without VAT; lines that add up to
            one of them are preferred to lines that add up to another printed amount.
    """
    rows = {page.number: rows_of(page) for page in pages if page.words}
    all_rows = [row for each in rows.values() for row in each]
    style = style_of(all_rows, misread=any(page.source == "ocr" for page in pages))
    tables, choice = _best(rows, all_rows, totals, style)
    outside = _outside(tables, all_rows)
    legend = legend_of(outside)
    printed = printed_amounts(outside, misread=style.misread)
    net = without_vat(tables, choice, printed)
    choice = net or choice
    lines = _lines_of(tables, choice, legend)
    total = sum((line.net for line in lines), sum(choice.adjustments, Decimal(0)))
    taxes = tax_amounts(outside, total, misread=style.misread)
    return LinesFound(
        lines=tuple(lines),
        region=tuple(
            (table.page, table.top, _bottom(table, choice))
            for table in tables
            if any(id(entry.row) in choice.rows for entry in table.entries)
        ),
        is_gross=(net is None and any(table.header.is_gross for table in tables))
        or (choice.is_confirmed and includes_vat(total, printed, taxes)),
        is_confirmed=choice.is_confirmed,
        adjustments=choice.adjustments,
    )


def _lines_of(
    tables: Sequence[Table], choice: Choice, legend: Mapping[str, Decimal]
) -> list[LineFound]:
    changed = dict(choice.changed)
    return [
        line_of(
            entry,
            changed.get(id(entry.row), entry.solution),
            table,
            texts,
            legend,
            choice.is_confirmed,
        )
        for table in tables
        for entry, texts in zip(table.entries, text_rows(table), strict=True)
        if id(entry.row) in choice.rows
    ]


def _bottom(table: Table, choice: Choice) -> float:
    """Where the lines end: sums that follow the last are totals of the document."""
    rows = table.rows
    last = max(at for at, row in enumerate(rows) if id(row) in choice.rows)
    sums = [at for at in range(last + 1, len(rows)) if has_amount(rows[at])]
    return max(row.bottom for row in rows[: sums[0] if sums else len(rows)])


def choose(candidates: Sequence[LinesFound], totals: Sequence[Decimal]) -> LinesFound:
    """Return the candidate whose sum, with its adjustments, is one of the totals.

    >>> choose([], [Decimal("1.00")])
    LinesFound(lines=(), region=(), is_gross=False, is_confirmed=False, adjustments=())
    """
    wanted = {abs(total) for total in totals}

    def rank(found: LinesFound) -> tuple[bool, bool, int]:
        explained = abs(found.total + sum(found.adjustments, Decimal(0)))
        return explained in wanted, found.is_confirmed, len(found.lines)

    return max(candidates, key=rank, default=LinesFound())


def _best(
    pages: dict[int, list[Row]],
    rows: Sequence[Row],
    totals: Sequence[Decimal],
    style: Style,
) -> tuple[list[Table], Choice]:
    """Tables under headings, or rows without one where only these give a total."""
    headed = [table for table in _tables(pages, style) if table.entries]
    choice = _choice(headed, rows, totals, style.misread)
    if choice.is_confirmed:
        return headed, choice
    free = [table for table in _free_tables(pages, style) if table.entries]
    other = _choice(free, rows, totals, style.misread)
    exact = [each for t in headed for each in t.entries if each.solution.is_exact]
    if (other.is_confirmed and len(other.rows) >= len(exact)) or not choice.rows:
        return free, other
    return headed, choice


def _choice(
    tables: Sequence[Table],
    rows: Sequence[Row],
    totals: Sequence[Decimal],
    misread: bool,
) -> Choice:
    outside = _outside(tables, rows)
    adjustments = adjustments_of(outside, misread=misread)
    if totals:
        choice = choose_rows(tables, {abs(total) for total in totals}, adjustments)
        if choice.is_confirmed:
            return choice
    printed = printed_amounts(outside, misread=misread)
    return choose_rows(tables, printed, adjustments)


def _outside(tables: Sequence[Table], rows: Sequence[Row]) -> list[Row]:
    """Rows that are no lines for sure, nor sums between lines."""
    entries = [entry for table in tables for entry in table.entries]
    last = max(
        (place for place, entry in enumerate(entries) if entry.kind != "carried"),
        default=-1,
    )
    inside = {
        (word.left, word.top, word.page)
        for entry in entries[: last + 1]
        for word in entry.row.words
    }
    return [
        row
        for row in rows
        if (row.words[0].left, row.words[0].top, row.page) not in inside
    ]


def _tables(rows: dict[int, list[Row]], style: Style) -> list[Table]:
    tables: list[Table] = []
    for page_rows in rows.values():
        headers = headers_of(page_rows)
        if headers:
            tables.extend(_with_headings(page_rows, headers, style, tables))
        elif tables and not tables[-1].is_ended:
            tables.append(_gone_on(page_rows, tables[-1], style))
    return tables


def _free_tables(rows: dict[int, list[Row]], style: Style) -> list[Table]:
    tables: list[Table] = []
    for page_rows in rows.values():
        before = tables[-1] if tables else None
        if before is not None and before.columns and not before.is_ended:
            tables.append(_gone_on(page_rows, before, style))
        elif (table := read_free(page_rows, style=style)) is not None:
            tables.append(table)
    return tables


def _with_headings(
    rows: list[Row], headers: list[Header], style: Style, earlier: Sequence[Table]
) -> list[Table]:
    tables: list[Table] = []
    before = earlier[-1] if earlier else None
    for number, header in enumerate(headers):
        end = headers[number + 1].first if number + 1 < len(headers) else len(rows)
        under = rows[header.last + 1 : end]
        table = read_table(under, header, style=style)
        if before is not None and before.header.kinds != header.kinds:
            again = read_table(under, header, style=style, columns=before.columns)
            table = max(table, again, key=_quality)
        tables.append(table)
    return tables


def _quality(table: Table) -> tuple[int, float]:
    """A heading read badly is put right by the same heading on an earlier page."""
    exact = [entry for entry in table.entries if entry.solution.is_exact]
    return len(exact), -sum(entry.solution.cost for entry in table.entries)


def _gone_on(rows: list[Row], before: Table, style: Style) -> Table:
    """A page without heading goes on with the table of the page before."""
    return read_table(
        rows,
        before.header,
        style=style,
        columns=before.columns,
        is_closed=bool(before.entries),
    )
