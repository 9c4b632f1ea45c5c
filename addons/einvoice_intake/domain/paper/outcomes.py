"""What a person made of each field that was read: the measure of the reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from odoo.addons.einvoice_base.domain.reading import Reading

from .review_texts import texts_of


@dataclass(frozen=True, slots=True)
class Outcome:
    """One field after a review.

    Attributes:
        path: The field.
        read: What was read; empty where nothing was.
        confidence: How sure the reader was, ratio 0 to 1; ``None`` for nothing.
        value: What the person left there.
    """

    path: str
    read: str
    confidence: Decimal | None
    value: str

    @property
    def is_changed(self) -> bool:
        """The person did not leave what was read; 120 is 120.00.

        >>> Outcome("totals.gross", "120.00", None, "120").is_changed
        False
        """
        if self.read == self.value:
            return False
        try:
            return Decimal(self.read) != Decimal(self.value)
        except InvalidOperation:
            return True

    def as_row(self) -> list[object]:
        """Return it for the journal: path, read, confidence, outcome, value."""
        outcome = "changed" if self.is_changed else "kept"
        return [self.path, self.read, self.confidence, outcome, self.value]


def outcomes(before: Reading, after: Reading) -> tuple[Outcome, ...]:
    """Compare a reading with what a review made of it, field by field.

    >>> from odoo.addons.einvoice_base.domain.invoice import Invoice
    >>> was, now = Invoice(number="F1"), Invoice(number="F7")
    >>> [each.as_row() for each in outcomes(Reading(was, "scan"), Reading(now, "scan"))]
    [['number', 'F1', None, 'changed', 'F7']]
    """
    return tuple(_outcomes(before, after))


def _outcomes(before: Reading, after: Reading) -> Iterator[Outcome]:
    read = texts_of(before.invoice) if before.invoice else {}
    left = texts_of(after.invoice) if after.invoice else {}
    for path in dict.fromkeys((*read, *left)):
        field = before.fields.get(path)
        sure = Decimal(str(round(field.confidence, 4))) if field else None
        yield Outcome(path, read.get(path, ""), sure, left.get(path, ""))
