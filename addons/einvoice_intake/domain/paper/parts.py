"""Whether one file holds several invoices, and on which pages each stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from odoo.addons.einvoice_base.domain.reading import Reading

from .page import Page

# Below it a number is no proof of another invoice.
_SURE = 0.6


def proposed_parts(
    pages: Sequence[Page], read: Callable[[Page], Reading], count: int = 0
) -> tuple[tuple[int, ...], ...]:
    """Return the page numbers of each invoice; empty where there is but one.

    A page that by itself is an invoice with another number begins the next one. What
    says no number, such as conditions of sale, stays with the page before, and so does
    a page that was not read.

    Args:
        pages: In their order.
        read: Reads a page as if it were alone.
        count: Pages of the file, also those that were not read.

    >>> from odoo.addons.einvoice_base.domain.invoice import Invoice
    >>> from odoo.addons.einvoice_base.domain.reading import Field
    >>> said = {1: "F-1", 2: None, 3: "F-2"}
    >>> def read(page: Page) -> Reading:
    ...     number = said[page.number]
    ...     fields = {name: Field("1") for name in ("totals.gross", "issue_date")}
    ...     fields["number"] = Field(number or "", 1.0 if number else 0.0)
    ...     return Reading(Invoice(number=number), "scan", fields=fields)
    >>> proposed_parts([Page(number, 595, 842) for number in said], read)
    ((1, 2), (3,))
    >>> proposed_parts([Page(1, 595, 842), Page(3, 595, 842)], read, 4)
    ((1, 2), (3, 4))
    """
    if len(pages) < 2:
        return ()
    parts: list[list[int]] = []
    current: str | None = None
    for page in pages:
        number = _number_of(read(page))
        if not parts or (number and current and number != current):
            parts.append([])
            current = number
        parts[-1].append(page.number)
        current = current or number
    return _whole(parts, count) if len(parts) > 1 else ()


def _whole(parts: Sequence[Sequence[int]], count: int) -> tuple[tuple[int, ...], ...]:
    """Add the pages that were not read, each to the part before it."""
    starts = [1, *(part[0] for part in parts[1:])]
    ends = [*starts[1:], max(count, parts[-1][-1]) + 1]
    return tuple(
        tuple(range(start, end)) for start, end in zip(starts, ends, strict=True)
    )


def _number_of(reading: Reading) -> str | None:
    """Return the number of a page that is an invoice by itself."""
    if reading.invoice is None or not reading.invoice.number:
        return None
    fields = reading.fields
    if not {"totals.gross", "totals.payable"} & fields.keys():
        return None
    number = fields.get("number")
    if "issue_date" not in fields or number is None or number.confidence < _SURE:
        return None
    return "".join(reading.invoice.number.split()).upper()
