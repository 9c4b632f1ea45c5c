"""The invoicing frame BT-23: a letter for what is sold, a digit for how it is paid.

It is the mention "category of operation" of decree 2022-1299, and tells the State when
the VAT is due.

Source: AFNOR XP Z12-012 annex A, BR-FR-08, BR-FR-CO-08, BR-FR-CO-09.
"""

from __future__ import annotations

from collections.abc import Iterable

from odoo.addons.einvoice_base.domain.codes import (
    FRENCH_PROCESSES,
    Frame,
    Operation,
)
from odoo.addons.einvoice_base.domain.invoice import Invoice, Totals


def operation_of_sale(kinds: Iterable[Operation]) -> Operation | None:
    """Return what is sold as a whole, ``None`` where nothing is.

    Args:
        kinds: Of each line, but not of what only goes with the rest: the carriage of
            goods does not make their sale a mixed one (CGI art. 257 ter).

    >>> operation_of_sale([Operation.GOODS, Operation.SERVICES]).name
    'MIXED'
    """
    found = set(kinds)
    if len(found) > 1:
        return Operation.MIXED
    return next(iter(found), None)


def is_paid(totals: Totals) -> bool:
    """Tell whether an invoice was paid before it was issued.

    >>> from decimal import Decimal
    >>> full = Decimal("120.00")
    >>> is_paid(Totals(gross=full, prepaid=full, payable=Decimal(0)))
    True
    """
    return bool(totals.gross) and totals.prepaid == totals.gross and not totals.payable


def digit_of(invoice: Invoice, *, is_after_deposit: bool) -> Frame:
    """Return how an invoice is paid, as far as its amounts and type tell.

    Deposits that paid all of a final invoice leave it final: only a payment of the
    invoice itself makes it an invoice already paid.

    Args:
        invoice: With its totals.
        is_after_deposit: It settles deposits that had invoices of their own.
    """
    meaning = invoice.type
    if is_after_deposit and not (meaning and meaning.is_prepayment):
        return Frame.FINAL_AFTER_PREPAYMENT
    return Frame.ALREADY_PAID if is_paid(invoice.totals) else Frame.NORMAL


def process_of(operation: Operation | None, frame: Frame) -> str | None:
    """Return BT-23, ``None`` for a combination that does not exist.

    >>> process_of(Operation.SERVICES, Frame.SUBCONTRACTOR)
    'S5'
    >>> process_of(Operation.GOODS, Frame.SUBCONTRACTOR) is None
    True
    """
    process = f"{operation.value}{frame.value}" if operation else ""
    return process if process in FRENCH_PROCESSES else None
