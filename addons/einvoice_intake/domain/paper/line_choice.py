"""Which of the rows found are lines: those whose sum the pages print as a total."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from .amounts import Amount, amounts_of
from .line_header import has_amount, segments_of
from .line_labels import is_adjustment
from .line_solver import Part, Solution, cents
from .line_table import Entry, Table
from .page import Word
from .rows import Row, plain

_MOST_DOUBTFUL = 6
_MOST_CUT = 40
_MOST_ADJUSTMENTS = 4
_TAX = re.compile(r"\b(?:t\W?v\W?a|vat|mwst|ust|umsatzsteuer|tax|gst|btw|iva)\b")
_LEAST_RATE, _MOST_RATE = Decimal("0.02"), Decimal("0.28")


@dataclass(frozen=True, slots=True)
class Choice:
    """Rows taken for lines.

    Attributes:
        rows: Ids of the rows of the entries taken.
        changed: Id of a row to its repaired solution.
    """

    rows: frozenset[int]
    adjustments: tuple[Decimal, ...] = ()
    is_confirmed: bool = False
    changed: tuple[tuple[int, Solution], ...] = ()


def printed_amounts(rows: Iterable[Row], *, misread: bool) -> set[Decimal]:
    """Return the amounts with cents of rows that are no lines."""
    return {abs(amount.value) for row in rows for amount in _with_cents(row, misread)}


def tax_amounts(rows: Sequence[Row], total: Decimal, *, misread: bool) -> set[Decimal]:
    """Return the amounts of rows that name VAT, and of those under such a heading.

    Args:
        rows: Those that are no lines.
        total: Sum of the lines; what has another sign is a deposit or a discount.
        misread: They come from a picture.
    """
    found: set[Decimal] = set()
    is_under = False
    for row in rows:
        amounts = _with_cents(row, misread)
        names_tax = bool(_TAX.search(plain(row.text)))
        if names_tax or is_under:
            found.update(abs(each.value) for each in amounts if each.value * total > 0)
        is_under = is_under if amounts else names_tax
    return found


def includes_vat(total: Decimal, printed: set[Decimal], taxes: set[Decimal]) -> bool:
    """Tell whether a sum is printed as one with VAT, and not as one without.

    Args:
        total: Sum of the lines.
        printed: All amounts beside the lines.
        taxes: Those that may be VAT.

    >>> printed = {Decimal("100.00"), Decimal("20.00"), Decimal("120.00")}
    >>> includes_vat(Decimal("120.00"), printed, printed)
    True
    >>> includes_vat(Decimal("100.00"), printed, printed)
    False
    """
    total = abs(total)
    if any(total < other <= total * (1 + _MOST_RATE) for other in printed):
        return False
    return any(
        _LEAST_RATE * net <= total - net <= _MOST_RATE * net and total - net in taxes
        for net in printed
    )


def adjustments_of(rows: Sequence[Row], *, misread: bool) -> list[Decimal]:
    """Return discounts (negative) and charges that the rows name.

    The amount stands right of the words, or under them in a row of totals.
    """
    found: list[Decimal] = []
    for number, row in enumerate(rows):
        for words in segments_of(row):
            if not is_adjustment(" ".join(word.text for word in words)):
                continue
            below = rows[number + 1] if number + 1 < len(rows) else None
            amount = _right_of(words, row, misread) or (
                _under(words, below, misread) if below and not has_amount(row) else None
            )
            if amount is not None and amount.value:
                found.append(amount.value)
    return found[:_MOST_ADJUSTMENTS]


def _right_of(words: Sequence[Word], row: Row, misread: bool) -> Amount | None:
    for amount in _with_cents(row, misread):
        if amount.right >= words[-1].right - 1:
            return amount
    return None


def _under(words: Sequence[Word], row: Row, misread: bool) -> Amount | None:
    for amount in _with_cents(row, misread):
        if amount.left < words[-1].right and amount.right > words[0].left:
            return amount
    return None


def _with_cents(row: Row, misread: bool) -> list[Amount]:
    return [
        amount
        for amount in amounts_of(row, misread=misread)
        if amount.decimals == 2 and not amount.is_percent
    ]


def choose_rows(
    tables: Sequence[Table], printed: set[Decimal], adjustments: Sequence[Decimal]
) -> Choice:
    """Return the rows whose sum is printed, else those that are surely lines."""
    entries = [entry for table in tables for entry in table.entries]
    sure = [entry for entry in entries if entry.kind == "line"]
    doubtful = [entry for entry in entries if entry.kind in ("amount", "adjustment")]
    adjustments = _pool(adjustments, doubtful)
    places = {id(entry): place for place, entry in enumerate(entries)}
    for taken in filter(None, _selections(sure, doubtful)):
        last = max(places[id(entry)] for entry in taken)
        wanted = printed | (_below(entries[last + 1 :]) if len(taken) > 1 else set())
        total = sum((entry.solution.net.value for entry in taken), Decimal(0))
        for applied in _applied(adjustments, taken):
            change = sum(applied, Decimal(0))
            is_small = 2 * abs(change) <= abs(total)
            if is_small and abs(total + change) in wanted:
                return Choice(_ids(taken), applied, is_confirmed=True)
    repaired = _repaired(sure, printed, adjustments)
    if repaired is not None:
        return repaired
    return Choice(_ids(_unconfirmed(tables, sure, doubtful)))


def _below(entries: Sequence[Entry]) -> set[Decimal]:
    """Amounts under the last row taken, which may be totals without a known name."""
    return {
        abs(entry.solution.net.value) for entry in entries if entry.kind == "amount"
    }


def _pool(adjustments: Sequence[Decimal], doubtful: list[Entry]) -> list[Decimal]:
    """Discounts and charges after the table, and those among its rows."""
    pool = list(adjustments)
    for entry in doubtful:
        value = entry.solution.net.value
        if entry.kind == "adjustment" and value and value not in pool:
            pool.append(value)
    return pool[: _MOST_ADJUSTMENTS + 2]


def _ids(entries: Iterable[Entry]) -> frozenset[int]:
    return frozenset(id(entry.row) for entry in entries)


def _selections(sure: list[Entry], doubtful: list[Entry]) -> Iterator[list[Entry]]:
    amounts = [entry for entry in doubtful if entry.kind == "amount"]
    yield sure + amounts
    yield sure
    yield sure + doubtful
    if len(doubtful) <= _MOST_DOUBTFUL:
        for size in range(len(doubtful) - 1, 0, -1):
            for some in combinations(doubtful, size):
                yield [*sure, *some]
    if not sure:
        for cut in range(1, min(len(amounts), _MOST_CUT)):
            yield amounts[cut:]
            yield amounts[:-cut]
    weak = [entry for entry in sure if not entry.solution.is_consistent]
    for entry in weak[:_MOST_DOUBTFUL]:
        yield [other for other in sure if other is not entry]


def _applied(
    adjustments: Sequence[Decimal], taken: Sequence[Entry]
) -> Iterator[tuple[Decimal, ...]]:
    """No adjustment first, then every choice of them and of their sign."""
    yield ()
    used = {abs(entry.solution.net.value) for entry in taken if entry.kind != "line"}
    free = [value for value in adjustments if abs(value) not in used]
    for size in range(1, len(free) + 1):
        for some in combinations(free, size):
            yield some
            if any(value > 0 for value in some):
                yield tuple(-abs(value) for value in some)


def _repaired(
    sure: list[Entry], printed: set[Decimal], adjustments: Sequence[Decimal]
) -> Choice | None:
    """One line does not add up, and what is missing to a total makes it do so."""
    weak = [entry for entry in sure if not entry.solution.is_consistent]
    if len(weak) != 1:
        return None
    entry = weak[0]
    others = sum(
        (each.solution.net.value for each in sure if each is not entry), Decimal(0)
    )
    product = _product(entry.solution)
    for applied in _applied(adjustments, ()):
        for total in sorted(printed):
            net = total - others - sum(applied, Decimal(0))
            if product is not None and net == product and net:
                parts = dict(entry.solution.parts)
                parts["net"] = Part(parts["net"].token, net)
                solution = replace(
                    entry.solution, parts=parts, is_consistent=True, is_exact=True
                )
                return Choice(_ids(sure), applied, True, ((id(entry.row), solution),))
    return None


def _product(solution: Solution) -> Decimal | None:
    parts = solution.parts
    if "quantity" not in parts or "price" not in parts:
        return None
    share = Decimal(1)
    if "discount" in parts:
        share = 1 - parts["discount"].value / 100
    return cents(parts["quantity"].value * parts["price"].value * share)


def _unconfirmed(
    tables: Sequence[Table], sure: list[Entry], doubtful: list[Entry]
) -> list[Entry]:
    """Rows with nothing but an amount are lines where the heading asks no more."""
    kinds = {kind for table in tables for kind in table.header.kinds}
    if not kinds or (sure and kinds & {"quantity", "price"}):
        return sure
    return sure + [entry for entry in doubtful if entry.kind == "amount"]
