"""The fields that a person reviews: order, words, kinds, and which are doubtful.

A bill is made without a look only when what it needs was read surely: the supplier, the
number, the date, and totals that add up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.messages import mark as _
from odoo.addons.einvoice_base.domain.money import CENT, ZERO
from odoo.addons.einvoice_base.domain.reading import Field, Reading

# Below it a person looks, until the company says otherwise.
THRESHOLD = 0.9


@dataclass(frozen=True, slots=True)
class ReviewField:
    """One field of a review.

    Attributes:
        path: Key of :attr:`Reading.fields`.
        label: Word on the screen, marked for translation.
        group: Part of the screen: ``supplier``, ``document``, ``amounts``, ``payment``,
            ``references`` or ``buyer``.
        kind: How it is typed, a key of :data:`.typed.READERS`.
        is_required: No bill is right without it.
    """

    path: str
    label: str
    group: str
    kind: str = "char"
    is_required: bool = False

    @property
    def shown_kind(self) -> str:
        """Kind as the screen knows it."""
        return {"legal": "id", "vat": "id", "number": "amount"}.get(
            self.kind, self.kind
        )


_SUPPLIER, _DOCUMENT, _AMOUNTS = "supplier", "document", "amounts"

# In the order in which an accountant reads a page.
FIELDS = (
    ReviewField("seller.name", _("Supplier"), _SUPPLIER, is_required=True),
    ReviewField("seller.vat_number", _("VAT number"), _SUPPLIER, "vat"),
    ReviewField("seller.legal_id", _("SIREN or SIRET"), _SUPPLIER, "legal"),
    ReviewField("number", _("Number"), _DOCUMENT, is_required=True),
    ReviewField("type_code", _("Kind"), _DOCUMENT, "type", is_required=True),
    ReviewField("issue_date", _("Date"), _DOCUMENT, "date", is_required=True),
    ReviewField("due_date", _("Due date"), _DOCUMENT, "date"),
    ReviewField("currency", _("Currency"), _DOCUMENT, "currency", is_required=True),
    ReviewField("totals.allowances", _("Discount on the whole"), _AMOUNTS, "amount"),
    ReviewField("totals.charges", _("Shipping and charges"), _AMOUNTS, "amount"),
    ReviewField("totals.net", _("Total without VAT"), _AMOUNTS, "amount", True),
    ReviewField("totals.vat", _("Total VAT"), _AMOUNTS, "amount", True),
    ReviewField("totals.gross", _("Total with VAT"), _AMOUNTS, "amount", True),
    ReviewField("totals.prepaid", _("Already paid"), _AMOUNTS, "amount"),
    ReviewField("totals.payable", _("To be paid"), _AMOUNTS, "amount"),
    ReviewField("iban", _("IBAN"), "payment", "iban"),
    ReviewField("bic", _("BIC"), "payment"),
    ReviewField("order_reference", _("Order"), "references"),
    ReviewField("preceding_invoice", _("Invoice it corrects"), "references"),
    ReviewField("delivery_date", _("Delivered on"), "references", "date"),
    ReviewField("buyer.name", _("Made out to"), "buyer"),
    ReviewField("buyer.vat_number", _("Our VAT number"), "buyer", "vat"),
    ReviewField("buyer.legal_id", _("Our SIREN or SIRET"), "buyer", "legal"),
)
BY_PATH: Mapping[str, ReviewField] = {each.path: each for each in FIELDS}

LINE_COLUMNS = (
    ReviewField("name", _("Description"), "lines"),
    ReviewField("seller_item", _("Item"), "lines"),
    ReviewField("quantity", _("Quantity"), "lines", "number"),
    ReviewField("unit", _("Unit"), "lines"),
    ReviewField("price", _("Unit price"), "lines", "number"),
    ReviewField("discount", _("Discount (%)"), "lines", "number"),
    ReviewField("vat_rate", _("VAT (%)"), "lines", "number"),
    ReviewField("net", _("Amount without VAT"), "lines", "amount"),
)
TAX_COLUMNS = (
    ReviewField("rate", _("VAT (%)"), "taxes", "number"),
    ReviewField("base", _("Base"), "taxes", "amount"),
    ReviewField("amount", _("VAT amount"), "taxes", "amount"),
)

_LINES_LABEL = _("Lines")
_TAXES_LABEL = _("VAT by rate")
PAGES_LABEL = _("Pages that were not read")
PARTS_LABEL = _("Several invoices in one file")
_ROW = re.compile(r"(line|tax)\.(\d+)\.(\w+)")


class Why(Enum):
    """Why a person must look at a field."""

    MISSING = _("not found")
    DOUBTFUL = _("not surely read")
    SUM = _("does not add up")
    NOT_OURS = _("not the name of your company")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A field that a person must look at.

    Attributes:
        path: Its path; ``lines`` or ``taxes`` for a whole table.
        label: Its word, marked for translation.
        why: The reason.
    """

    path: str
    label: str
    why: Why


def label_of(path: str) -> str:
    """Return the word of a field, marked for translation; that of its table for a row.

    >>> label_of("issue_date"), label_of("line.0.net"), label_of("taxes")
    ('Date', 'Lines', 'VAT by rate')
    """
    known = BY_PATH.get(path)
    if known:
        return known.label
    return _LINES_LABEL if path.startswith("line") else _TAXES_LABEL


def rows_of_table(fields: Mapping[str, Field], table: str) -> list[dict[str, Field]]:
    """Return the rows of a table of a reading: column to field.

    Args:
        fields: The fields of a reading.
        table: ``line`` or ``tax``.

    >>> rows_of_table({"tax.0.rate": Field("20")}, "tax")[0]["rate"].value
    '20'
    """
    rows: dict[int, dict[str, Field]] = {}
    for path, field in fields.items():
        match = _ROW.fullmatch(path)
        if match and match[1] == table:
            rows.setdefault(int(match[2]), {})[match[3]] = field
    return [rows[place] for place in sorted(rows)]


def doubts(
    reading: Reading,
    threshold: float,
    *,
    has_supplier: bool,
    is_for_us: bool = True,
) -> tuple[Doubt, ...]:
    """Return what a person must look at before a bill is made.

    Args:
        reading: What was read of a page.
        threshold: Least confidence, ratio 0 to 1.
        has_supplier: The supplier is known by what proves him, whatever his name.
        is_for_us: Nothing speaks against it that our company is the buyer.

    >>> [each.path for each in doubts(Reading(Invoice(), "scan"), 0.9,
    ...                               has_supplier=True)][:2]
    ['number', 'type_code']
    """
    found = list(_doubts(reading, threshold, has_supplier))
    buyer = BY_PATH["buyer.name"]
    if not is_for_us and reading.invoice and reading.invoice.buyer.name:
        found.append(Doubt(buyer.path, buyer.label, Why.NOT_OURS))
    return tuple(found)


def _doubts(reading: Reading, threshold: float, has_supplier: bool) -> Iterator[Doubt]:
    invoice = reading.invoice or Invoice()
    wrong = sums_that_fail(invoice)
    for field in FIELDS:
        if not field.is_required or (field.path == "seller.name" and has_supplier):
            continue
        why = _why(field, reading, invoice, threshold)
        if why is None and field.path in wrong:
            why = Why.SUM
        if why:
            yield Doubt(field.path, field.label, why)
    for path, label in (("lines", _LINES_LABEL), ("taxes", _TAXES_LABEL)):
        if path in wrong:
            yield Doubt(path, label, Why.SUM)


def _why(
    field: ReviewField, reading: Reading, invoice: Invoice, threshold: float
) -> Why | None:
    if _is_missing(field.path, invoice):
        return Why.MISSING
    read = reading.fields.get(field.path)
    if read is not None and read.confidence < threshold:
        return Why.DOUBTFUL
    return None


def _is_missing(path: str, invoice: Invoice) -> bool:
    if path == "totals.vat":
        # Without VAT the net total is the total.
        return invoice.totals.vat is None and (
            invoice.totals.net != invoice.totals.gross
        )
    if path.startswith("totals."):
        return getattr(invoice.totals, path.removeprefix("totals.")) is None
    if path == "seller.name":
        return not invoice.seller.name
    return not getattr(invoice, path)


def sums_that_fail(invoice: Invoice) -> frozenset[str]:
    """Return the paths of totals and tables that do not add up.

    >>> from odoo.addons.einvoice_base.domain.invoice import Totals
    >>> totals = Totals(net=Decimal(100), vat=Decimal(20), gross=Decimal(121))
    >>> sums_that_fail(Invoice(totals=totals))
    frozenset({'totals.gross'})
    """
    totals = invoice.totals
    failing = set()
    if gap_of_totals(invoice):
        failing.add("totals.gross")
    nets = [each.net for each in invoice.counted_lines]
    is_open = None in nets
    if is_open or _differ(lines_sum(invoice), _lines_asked(invoice)):
        failing.add("lines")
    amounts = [each.amount for each in invoice.tax_breakdown]
    if amounts and None not in amounts and totals.vat is not None:
        summed = sum((each or ZERO for each in amounts), ZERO)
        if _differ(summed, totals.vat, len(amounts)):
            failing.add("taxes")
    return frozenset(failing)


def gap_of_totals(invoice: Invoice) -> Decimal:
    """Return by how much the total with VAT is more than its parts, zero if unknown."""
    totals = invoice.totals
    if totals.net is None or totals.gross is None:
        return ZERO
    return totals.gross - totals.net - (totals.vat or ZERO)


def lines_sum(invoice: Invoice) -> Decimal | None:
    """Return the sum of the lines, ``None`` where there is none or one says nothing."""
    nets = [each.net for each in invoice.counted_lines]
    if not nets or None in nets:
        return None
    return sum((each or ZERO for each in nets), ZERO)


def _lines_asked(invoice: Invoice) -> Decimal | None:
    """Return what the lines must sum up to."""
    if invoice.totals.net is None:
        return None
    changes = sum((each.signed_amount for each in invoice.allowances_charges), ZERO)
    return invoice.totals.net - changes


def _differ(found: Decimal | None, expected: Decimal | None, items: int = 1) -> bool:
    if found is None or expected is None:
        return False
    return abs(found - expected) > CENT * items


def least_confidence(reading: Reading) -> float | None:
    """Return how sure the least sure field is that goes into a bill, ratio 0 to 1.

    >>> least_confidence(Reading(None, "scan", fields={"number": Field("1", 0.8)}))
    0.8
    """
    counted = [
        field.confidence
        for path, field in reading.fields.items()
        if path in _BOOKED or path.endswith((".net", ".rate", ".base", ".amount"))
    ]
    return min(counted) if counted else None


# The name of a supplier proves nothing: he is known by something else, or chosen.
_BOOKED = frozenset(
    {each.path for each in FIELDS if each.is_required and each.group != _SUPPLIER}
    | {"due_date", "totals.prepaid", "totals.payable", "iban"}
)
