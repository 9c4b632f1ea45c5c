"""A bill follows one exchange rate, on each of its lines."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.einvoice_intake.domain.departures import BookedLine, departures

_AMOUNTS = st.lists(
    st.decimals(min_value=-9999, max_value=9999, places=2), min_size=1, max_size=20
)
_RATES = st.decimals(min_value="0.01", max_value=200, places=4)


def _lines(amounts: list[Decimal], rate: Decimal) -> list[BookedLine]:
    return [BookedLine("x", each, round(each / rate, 2)) for each in amounts]


@given(amounts=_AMOUNTS, rate=_RATES)
def test_what_is_booked_at_a_rate_is_right_at_that_rate(
    amounts: list[Decimal], rate: Decimal
) -> None:
    lines = _lines(amounts, rate)
    assert departures(lines, [rate], "EUR", 2) == []
    assert departures(lines, [rate * 7, rate], "EUR", 2) == []


@given(amounts=_AMOUNTS, rate=_RATES, place=st.integers(0, 19))
def test_three_cents_on_one_line_are_noticed(
    amounts: list[Decimal], rate: Decimal, place: int
) -> None:
    lines = _lines(amounts, rate)
    place %= len(lines)
    line = lines[place]
    moved = BookedLine("moved", line.amount, line.balance + Decimal("0.03"))
    [finding] = departures(
        [*lines[:place], moved, *lines[place + 1 :]], [rate], "EUR", 2
    )
    assert finding.values["label"] == "moved"
    assert (finding.expected, finding.found) == (line.balance, moved.balance)


def test_rounded_taxes_of_many_lines_may_add_up() -> None:
    lines = [BookedLine("x", Decimal(1), Decimal(1)) for _ in range(20)]
    tax = BookedLine("VAT", Decimal("4.00"), Decimal("4.10"), is_tax=True)
    assert departures([*lines, tax], [Decimal(1)], "EUR", 2) == []
    assert departures([tax], [Decimal(1)], "EUR", 2)


def test_one_rate_must_explain_all_lines() -> None:
    lines = [
        BookedLine("a", Decimal(100), Decimal(100)),
        BookedLine("b", Decimal(100), Decimal(50)),
    ]
    [finding] = departures(lines, [Decimal(1), Decimal(2)], "EUR", 2)
    assert finding.values["label"] == "b"
