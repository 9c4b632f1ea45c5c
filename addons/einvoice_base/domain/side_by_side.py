"""Two invoices side by side, for a person who decides whether they are the same."""

from __future__ import annotations

from dataclasses import dataclass

from .invoice import Invoice
from .messages import mark as _

# A term that two invoices state differently, as a sentence names it.
CHANGED = _("%(label)s: %(after)s instead of %(before)s")


@dataclass(frozen=True, slots=True)
class ComparedTerm:
    """One business term of both invoices.

    Attributes:
        term: Its number in EN 16931.
        label: Its name, marked for translation.
        before: What the first invoice says; ``None`` when it does not.
        after: What the second one says.
    """

    term: str
    label: str
    before: object
    after: object

    @property
    def differs(self) -> bool:
        """Tell whether the two say something else; 10 and 10.00 are the same."""
        return self.before != self.after

    @property
    def change(self) -> dict[str, object]:
        """What a sentence says of it, see :data:`CHANGED`."""
        return {"label": self.label, "before": self.before, "after": self.after}


def compare(first: Invoice, second: Invoice) -> tuple[ComparedTerm, ...]:
    """Put side by side what tells one invoice from another.

    >>> rows = compare(Invoice(number="A", currency="EUR"), Invoice(number="A"))
    >>> [row.term for row in rows if row.differs]
    ['BT-5']
    """
    return tuple(
        ComparedTerm(term, label, read(first), read(second))
        for term, label, read in (
            ("BT-27", _("Seller"), lambda each: each.seller.name),
            ("BT-1", _("Number"), lambda each: each.number),
            ("BT-3", _("Type"), lambda each: each.type_code),
            ("BT-2", _("Date"), lambda each: each.issue_date),
            ("BT-9", _("Due date"), lambda each: each.due_date),
            ("BT-13", _("Order"), _orders),
            ("BT-5", _("Currency"), lambda each: each.currency),
            ("BT-109", _("Total without VAT"), lambda each: each.totals.net),
            ("BT-110", _("VAT"), lambda each: each.totals.vat),
            ("BT-112", _("Total with VAT"), lambda each: each.totals.gross),
            ("BT-115", _("Amount due"), lambda each: each.totals.payable),
            ("BT-84", _("Account to be paid"), _accounts),
            ("BG-25", _("Lines"), lambda each: len(each.counted_lines) or None),
        )
    )


def _orders(invoice: Invoice) -> str | None:
    return ", ".join(invoice.order_references) or None


def _accounts(invoice: Invoice) -> str | None:
    stated = (each.iban or each.number for each in invoice.payment.accounts)
    return ", ".join(stated) or None
