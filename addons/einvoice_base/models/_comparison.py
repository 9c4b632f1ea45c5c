"""Two invoices side by side, as a page for a person who decides."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from odoo.tools import format_date, formatLang

from ..domain.side_by_side import compare
from ._translation import translated


class Side(NamedTuple):
    """One of the two, with what its heading says.

    Attributes:
        role: Which of the two it is.
        name: What people call it.
        url: Where it opens.
        history: What became of it.
        invoice: What it says.
    """

    role: str
    name: str
    url: str
    history: str
    invoice: object


def comparison_page(env, first, second, type_words):
    """Return two invoices side by side, as HTML.

    Args:
        env: Of the reader.
        first: The :class:`Side` that was there before.
        second: The one that is decided on.
        type_words: Gives the name of a type of invoice, BT-3.
    """

    def shown(value, term):
        if value is None:
            return ""
        if term == "BT-3":
            return type_words(value)
        if isinstance(value, Decimal):
            digits = max(2, -value.normalize().as_tuple().exponent)
            return formatLang(env, float(value), digits=digits)
        if isinstance(value, date):
            return format_date(env, value, date_format="medium")
        return str(value)

    rows = [
        {
            "term": row.term,
            "label": translated(env, "einvoice_base", row.label),
            "before": shown(row.before, row.term),
            "after": shown(row.after, row.term),
            "differs": row.differs,
        }
        for row in compare(first.invoice, second.invoice)
    ]
    # What differs is what the person looks for.
    rows.sort(key=lambda row: not row["differs"])
    values = {"rows": rows, "sides": [first._asdict(), second._asdict()]}
    return env["ir.qweb"]._render("einvoice_base.invoice_comparison", values)
