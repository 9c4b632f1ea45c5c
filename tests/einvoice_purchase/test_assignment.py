"""The partners chosen are the best there are, whatever the scores."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.einvoice_purchase.domain.assignment import assign

ROWS = st.lists(
    st.dictionaries(
        st.integers(0, 5), st.integers(1, 20).map(lambda score: score / 20), max_size=5
    ),
    max_size=6,
)


def best(rows: list[dict[int, float]], used: frozenset[int] = frozenset()) -> float:
    """Return the largest sum by trying everything."""
    if not rows:
        return 0.0
    free = [
        score + best(rows[1:], used | {column})
        for column, score in rows[0].items()
        if column not in used
    ]
    return max([best(rows[1:], used), *free])


@given(ROWS)
def test_the_sum_is_the_largest_and_a_column_is_given_once(
    rows: list[dict[int, float]],
) -> None:
    chosen = assign(rows)
    given_ = [column for column in chosen if column is not None]
    assert len(given_) == len(set(given_))
    total = sum(
        row[column]
        for row, column in zip(rows, chosen, strict=True)
        if column is not None
    )
    assert abs(total - best(rows)) < 1e-9


def test_thousands_of_alike_lines_end_and_each_gets_one() -> None:
    rows = [
        {column: 0.9 for column in range(max(0, row - 6), min(2000, row + 6))}
        for row in range(2000)
    ]
    chosen = [column for column in assign(rows) if column is not None]
    assert len(set(chosen)) == len(chosen) > 1950
