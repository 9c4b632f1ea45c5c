"""The best choice of partners when each can have one: no pair is taken greedily.

Source: the assignment problem, solved by shortest augmenting paths (Jonker and
Volgenant, 1987) on the few edges that exist.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

Edges = Mapping[int, float]

# Columns looked at for one row. Reached only among hundreds of alike lines, where the
# row then takes the best that is free.
_REACH = 400


def assign(rows: Sequence[Edges]) -> list[int | None]:
    """Choose a column for each row so that the sum of the scores is the largest.

    A column is given once. A row may stay without one.

    Args:
        rows: For each row, the score (above zero) of each column that it may have.

    >>> assign([{1: 0.9, 2: 0.8}, {1: 0.85}])  # greedy would give (1, None)
    [2, 1]
    >>> assign([{}, {7: 0.5}, {7: 0.6}])
    [None, None, 7]
    """
    choice = _Choice(rows)
    for row in range(len(rows)):
        choice.place(row)
    return choice.given


class _End(NamedTuple):
    """Where a chain of changes ends.

    Attributes:
        cost: Score lost on the way; the smaller the better.
        column: The free column; ``None`` where a row gives its column up.
        row: That row.
    """

    cost: float
    column: int | None
    row: int


class _Choice:
    """The rows placed so far.

    A row without column costs nothing, one with a column its score less than nothing;
    what a column is worth to those who have it is its price.
    """

    def __init__(self, rows: Sequence[Edges]) -> None:
        self.rows = rows
        self.given: list[int | None] = [None] * len(rows)
        self._holders: dict[int, int] = {}
        self._prices: dict[int, float] = {}
        self._reached: dict[int, float] = {}
        self._came_from: dict[int, int] = {}
        self._heap: list[tuple[float, int]] = []

    def place(self, row: int) -> None:
        """Give one more row its column, moving others along the best chain."""
        self._reached, self._came_from, self._heap = {}, {}, []
        end, done = self._search(row)
        self._change(row, end)
        for column in done:
            if self._reached[column] < end.cost:
                gain = end.cost - self._reached[column]
                self._prices[column] = self._price(column) + gain

    def _price(self, column: int) -> float:
        return self._prices.get(column, 0.0)

    def _spread(self, row: int, cost: float, done: set[int]) -> None:
        for column, score in self.rows[row].items():
            length = cost - score + self._price(column)
            if column not in done and length < self._reached.get(column, float("inf")):
                self._reached[column] = length
                self._came_from[column] = row
                heappush(self._heap, (length, column))

    def _search(self, start: int) -> tuple[_End, set[int]]:
        """Return the cheapest end of a chain from a row, and the columns passed."""
        best, done = _End(0.0, None, start), set[int]()
        self._spread(start, 0.0, done)
        while self._heap and len(done) < _REACH:
            length, column = heappop(self._heap)
            if column in done:
                continue
            if length >= best.cost:
                break
            done.add(column)
            holder = self._holders.get(column)
            if holder is None:
                return _End(length, column, start), done
            cost = length + self.rows[holder][column] - self._price(column)
            if cost < best.cost:
                best = _End(cost, None, holder)
            self._spread(holder, cost, done)
        return best, done

    def _change(self, start: int, end: _End) -> None:
        """Move each row of the chain to its new column, from the end to the start."""
        column = end.column
        if column is None:
            if end.row == start:
                return
            column, self.given[end.row] = self.given[end.row], None
        while column is not None:
            row = self._came_from[column]
            before, self.given[row] = self.given[row], column
            self._holders[column] = row
            column = before if row != start else None
