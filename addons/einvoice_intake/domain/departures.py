"""Whether the books hold a bill at the exchange rate of its document.

The amounts of a bill in a foreign currency stand twice on each line: in the currency of
the invoice, and in that of the company, which is what is posted and declared. The first
is compared with the document itself; the second follows from it by one rate.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from odoo.addons.einvoice_base.domain.findings import Finding, Rule, Topic
from odoo.addons.einvoice_base.domain.messages import mark as _

BILL_NUMBER = Rule(
    code="bill_number_differs",
    topic=Topic.BOOKING,
    title=_("Another number or date than the document's"),
    message=_(
        "The bill stands as %(kept)s of %(kept_day)s, the document says %(number)s of "
        "%(day)s."
    ),
    advice=_(
        "Put the supplier's number and date back, or have a manager lift the finding."
    ),
    addon="einvoice_intake",
    terms=("BT-1", "BT-2"),
)
BILL_IN_BOOKS = Rule(
    code="bill_differs_in_books",
    is_fixed=True,
    topic=Topic.BOOKING,
    title=_("Booked at another exchange rate"),
    message=_(
        "“%(label)s” is booked at %(found)s %(currency)s; at the rate of the invoice "
        "it is %(expected)s %(currency)s."
    ),
    advice=_(
        "Put the exchange rate and the amounts back, or have a manager lift the "
        "finding."
    ),
    addon="einvoice_intake",
    source="BT-110 and BT-111, else the rate of your books at the date of the invoice",
    terms=("BT-5",),
    reason="MONTANTTOTAL_ERR",
)


@dataclass(frozen=True, slots=True)
class BookedLine:
    """One line of a bill that is not its payable line.

    Attributes:
        label: Its text.
        amount: In the currency of the invoice, signed as it is booked.
        balance: The same in the currency of the company.
        is_tax: Its amount may be the sum of the rounded taxes of all lines.
    """

    label: str
    amount: Decimal
    balance: Decimal
    is_tax: bool = False


def departures(
    lines: Sequence[BookedLine], rates: Iterable[Decimal], currency: str, places: int
) -> list[Finding]:
    """Notice the first line that no rate explains.

    The whole bill must follow one of the rates; two cents of rounding are allowed on a
    line, and half a cent more per line on a tax.

    Args:
        lines: Lines of the bill.
        rates: Rates that are right, invoice currency for one of the company.
        currency: Currency of the company.
        places: Its decimals.

    >>> line = BookedLine("Paper", Decimal(100), Decimal("80.00"))
    >>> departures([line], [Decimal("1.25")], "EUR", 2)
    []
    >>> departures([line], [Decimal("2")], "EUR", 2)[0].expected
    Decimal('50.00')
    """
    first: Finding | None = None
    for rate in rates:
        wrong = next(
            (line for line in lines if _is_off(line, rate, lines, places)), None
        )
        if wrong is None:
            return []
        first = first or BILL_IN_BOOKS.finding(
            label=wrong.label,
            currency=currency,
            expected=_at(rate, wrong.amount, places),
            found=wrong.balance,
        )
    return [first] if first else []


def _at(rate: Decimal, amount: Decimal, places: int) -> Decimal:
    return round(amount / rate, places)


def _is_off(
    line: BookedLine, rate: Decimal, lines: Sequence[BookedLine], places: int
) -> bool:
    unit = Decimal(1).scaleb(-places)
    allowed = 2 * unit + (len(lines) * unit / 2 if line.is_tax else 0)
    return abs(line.balance - _at(rate, line.amount, places)) > allowed
