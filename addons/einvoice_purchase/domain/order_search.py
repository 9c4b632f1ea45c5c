"""The orders that an invoice names, and what is wrong with a name.

An order number (BT-13, per line BT-X-21) is taken at its word: it is found, or it is a
finding. Other references (delivery note, contract, the supplier's own order number,
buyer reference, notes) only ever help to find.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_intake.domain.texts import reference_key

from .order_numbers import (
    is_own_number,
    mentioned,
    number_key,
    resembles,
    stated_numbers,
)
from .orders import OrderHead, OrderState

_SUGGESTIONS = 3


class Reference(NamedTuple):
    """What an invoice says of an order.

    Attributes:
        text: As written.
        term: Business term.
        line: Number (BT-126) of the line that says it.
        is_number: It is said to be the number of our order.
    """

    text: str
    term: str
    line: str | None = None
    is_number: bool = False


def references_of(invoice: Invoice) -> tuple[Reference, ...]:
    """Return what an invoice says of its orders, the surest first.

    >>> [each.term for each in references_of(Invoice(order_references=("P00012",)))]
    ['BT-13']
    """
    said = [*_numbers(invoice), *_others(invoice)]
    return tuple(dict.fromkeys(each for each in said if each.text.strip()))


def _numbers(invoice: Invoice) -> Iterator[Reference]:
    for text in invoice.order_references:
        yield Reference(text, "BT-13", is_number=True)
    for line in invoice.counted_lines:
        if line.order_reference:
            yield Reference(line.order_reference, "BT-X-21", line.number, True)


def _others(invoice: Invoice) -> Iterator[Reference]:
    header = (
        (invoice.sales_order_reference, "BT-14"),
        *((text, "BT-15") for text in invoice.receipt_references),
        *((text, "BT-16") for text in invoice.despatch_references),
        (invoice.contract_reference, "BT-12"),
        (invoice.buyer_reference, "BT-10"),
        *((text, "BT-22") for note in invoice.notes for text in mentioned(note.text)),
    )
    for text, term in header:
        yield Reference(text or "", term)
    for line in invoice.counted_lines:
        yield Reference(line.despatch_reference or "", "BT-X-92", line.number)
        for text in mentioned(line.note or ""):
            yield Reference(text, "BT-127", line.number)


def keys_of(references: Iterable[Reference]) -> frozenset[str]:
    """Return the keys by which the books are searched, see :func:`number_key`."""
    return frozenset(
        key
        for each in references
        for text in stated_numbers(each.text)
        if (key := number_key(text))
    )


class Outcome(Enum):
    """What became of a stated number."""

    FOUND = "found"
    UNKNOWN = "unknown"
    MISSPELT = "misspelt"
    OTHER_SUPPLIER = "other_supplier"
    OTHER_COMPANY = "other_company"


@dataclass(frozen=True, slots=True)
class Stated:
    """A reference with what it led to.

    Attributes:
        reference: What was said.
        outcome: What became of it.
        order: The order found; of another supplier or company too.
        suggestions: Numbers of this supplier's orders that resemble it.
    """

    reference: Reference
    outcome: Outcome
    order: OrderHead | None = None
    suggestions: tuple[str, ...] = ()


def search(
    references: Sequence[Reference],
    heads: Sequence[OrderHead],
    supplier: int,
    company: int,
) -> tuple[Stated, ...]:
    """Look up what an invoice says of its orders.

    Args:
        references: See :func:`references_of`.
        heads: Orders with one of these keys, of whatever supplier and company, and
            the orders of this supplier.
        supplier: Legal entity that sent the invoice.
        company: Our company.

    >>> head = OrderHead(1, "P00012", 9, 1, "EUR", OrderState.OPEN)
    >>> said = (Reference("PO 12", "BT-13", None, True),)
    >>> search(said, [head], 9, 1)[0].outcome.value
    'found'
    >>> search(said, [head._replace(supplier=8)], 9, 1)[0].outcome.value
    'unknown'
    """
    own = [h for h in heads if h.supplier == supplier and h.company == company]
    others = [h for h in heads if h.supplier != supplier or h.company != company]
    stated = []
    for reference in references:
        for text in _wordings(reference, own):
            named = reference._replace(text=text)
            if found := _own(named, own):
                stated.append(Stated(named, Outcome.FOUND, found))
            elif reference.is_number and number_key(text):
                stated.append(_not_found(named, own, others, supplier, company))
    return tuple(stated)


def _wordings(reference: Reference, own: Sequence[OrderHead]) -> tuple[str, ...]:
    """Return the numbers that a reference holds: as a whole, else those in it."""
    whole, *pieces = stated_numbers(reference.text)
    if not pieces or _own(reference, own):
        return (whole,)
    known = [text for text in pieces if _own(reference._replace(text=text), own)]
    return tuple(pieces) if known else (whole,)


def _own(reference: Reference, own: Sequence[OrderHead]) -> OrderHead | None:
    """Return the supplier's order of a number: ours first, then open ones."""
    key, reference_as = number_key(reference.text), reference_key(reference.text)
    fits = [
        head
        for head in own
        if (key and key == number_key(head.name) and _may_be_ours(reference, head))
        or (reference_as and reference_as == reference_key(head.supplier_reference))
    ]
    return min(
        fits,
        key=lambda head: (
            not is_own_number(reference.text, head.name),
            head.state is not OrderState.OPEN,
            -head.key,
        ),
        default=None,
    )


def _may_be_ours(reference: Reference, head: OrderHead) -> bool:
    """Tell whether a reference that is not said to be our number is it all the same."""
    return reference.is_number or is_own_number(reference.text, head.name)


def _not_found(
    reference: Reference,
    own: Sequence[OrderHead],
    others: Sequence[OrderHead],
    supplier: int,
    company: int,
) -> Stated:
    alike = tuple(head.name for head in own if resembles(reference.text, head.name))
    suggestions = alike[:_SUGGESTIONS]
    exact = [head for head in others if is_own_number(reference.text, head.name)]
    for head in exact:
        if head.company == company:
            return Stated(reference, Outcome.OTHER_SUPPLIER, head, suggestions)
    for head in exact:
        if head.supplier == supplier:
            return Stated(reference, Outcome.OTHER_COMPANY, head, suggestions)
    outcome = Outcome.MISSPELT if suggestions else Outcome.UNKNOWN
    return Stated(reference, outcome, None, suggestions)
