"""What CII and UBL share: numbers of the terms by role, and values made of parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from odoo.addons.einvoice_base.domain.codes import Effect, TypeCode, type_code_of
from odoo.addons.einvoice_base.domain.findings import Severity
from odoo.addons.einvoice_base.domain.invoice import (
    AllowanceCharge,
    Attachment,
    Invoice,
    LineKind,
    Note,
    Period,
    PrecedingInvoice,
    Totals,
)
from odoo.addons.einvoice_base.domain.party import Identifier

from . import problems
from .converters import Money
from .terms import Scan, Values

# Numbers of the terms of a party by attribute; the others carry their group's number.
SELLER = {
    "group": "BG-4",
    "name": "BT-27",
    "trading_name": "BT-28",
    "identifiers": "BT-29",
    "legal_id": "BT-30",
    "vat_number": "BT-31",
    "tax_number": "BT-32",
    "legal_form": "BT-33",
    "endpoint": "BT-34",
    "address": "BG-5",
    "line1": "BT-35",
    "line2": "BT-36",
    "line3": "BT-162",
    "city": "BT-37",
    "postcode": "BT-38",
    "subdivision": "BT-39",
    "country": "BT-40",
    "contact": "BG-6",
    "contact_name": "BT-41",
    "phone": "BT-42",
    "email": "BT-43",
}
BUYER = {
    "group": "BG-7",
    "name": "BT-44",
    "trading_name": "BT-45",
    "identifiers": "BT-46",
    "legal_id": "BT-47",
    "vat_number": "BT-48",
    "endpoint": "BT-49",
    "address": "BG-8",
    "line1": "BT-50",
    "line2": "BT-51",
    "line3": "BT-163",
    "city": "BT-52",
    "postcode": "BT-53",
    "subdivision": "BT-54",
    "country": "BT-55",
    "contact": "BG-9",
    "contact_name": "BT-56",
    "phone": "BT-57",
    "email": "BT-58",
}
PAYEE = {
    "group": "BG-10",
    "name": "BT-59",
    "identifiers": "BT-60",
    "legal_id": "BT-61",
}
TAX_REPRESENTATIVE = {
    "group": "BG-11",
    "name": "BT-62",
    "vat_number": "BT-63",
    "address": "BG-12",
    "line1": "BT-64",
    "line2": "BT-65",
    "line3": "BT-164",
    "city": "BT-66",
    "postcode": "BT-67",
    "subdivision": "BT-68",
    "country": "BT-69",
}
DELIVERY = {
    "group": "BG-13",
    "name": "BT-70",
    "identifiers": "BT-71",
    "date": "BT-72",
    "address": "BG-15",
    "line1": "BT-75",
    "line2": "BT-76",
    "line3": "BT-165",
    "city": "BT-77",
    "postcode": "BT-78",
    "subdivision": "BT-79",
    "country": "BT-80",
}


_SUBJECT = re.compile(
    r"""
    \#(?: (?P<subject>[A-Za-z0-9]{3})\#
       | (?P<french>PMT|PMD|AAB|BAR|TXD|ADN|AAI|AAK|REG|ABL|SUR)[ ] )
    (?P<text>.*\S.*)
    """,
    re.VERBOSE | re.DOTALL,
)


def term(role: Mapping[str, str], name: str) -> str:
    """Return the number of a party's term, else of its group."""
    return role.get(name, role["group"])


@dataclass(frozen=True, slots=True)
class Reference:
    """A document reference whose role depends on its type code (UNTDID 1001)."""

    number: str | None = None
    type_code: str | None = None
    scheme: str | None = None
    description: str | None = None
    uri: str | None = None
    content: bytes | None = None
    filename: str | None = None
    mimetype: str | None = None

    @property
    def attachment(self) -> Attachment:
        """The reference as a supporting document BG-24."""
        return Attachment(
            reference=self.number,
            description=self.description,
            uri=self.uri,
            content=self.content,
            filename=self.filename,
            mimetype=self.mimetype,
        )


def identified(references: Iterable[Reference]) -> tuple[Identifier, ...]:
    """Return the invoiced objects, BT-18 or BT-128: references of type 130."""
    return tuple(
        Identifier(each.number, each.scheme)
        for each in references
        if each.type_code == "130" and each.number
    )


def supporting(references: Iterable[Reference]) -> tuple[Attachment, ...]:
    """Return the supporting documents BG-24: neither objects nor tenders."""
    return tuple(
        each.attachment for each in references if each.type_code not in ("50", "130")
    )


def numbers_of_type(references: Iterable[Reference], code: str) -> list[str]:
    """Return the numbers of references of one type (50: BT-17 in CII, BT-11 in UBL)."""
    return [
        each.number for each in references if each.type_code == code and each.number
    ]


def attribute_pair(scan: Scan, values: Values) -> tuple[str, str] | None:
    """Build BG-32; EXTENDED may give a code for the name, a measure for the value."""
    name = values.get("name") or values.get("code")
    value = values.get("value") or values.get("measure")
    return (name, value) if name and value else None


def preceding(scan: Scan, values: Values) -> PrecedingInvoice | None:
    """Build BG-3."""
    return PrecedingInvoice(**values) if "number" in values else None


def preceding_of_line(scan: Scan, values: Values) -> PrecedingInvoice | None:
    """Build the preceding invoice of a line (EXT-FR-FE-136).

    In UBL a line may refer to its own invoice: that places it among the lines.
    """
    return preceding(scan, values) if values.get("number") != scan.number else None


def with_lists(kind: Callable[..., Any], values: Values) -> Any:
    """Make a value, lists turned into tuples."""
    return kind(
        **{
            name: tuple(value) if isinstance(value, list) else value
            for name, value in values.items()
        }
    )


def allowance_charge(scan: Scan, values: Values) -> AllowanceCharge | None:
    """Build BG-20, BG-21, BG-27 or BG-28; without its indicator it is neither."""
    if "is_charge" not in values:
        scan.note(problems.INDICATOR_MISSING, "BG-20", value=values.get("amount"))
        return None
    return AllowanceCharge(**values)


def period(values: Values) -> Period | None:
    """Take BT-73 and BT-74 (BT-134 and BT-135) out of the values."""
    start, end = values.pop("start", None), values.pop("end", None)
    return Period(start, end) if start or end else None


def joined(values: list[str] | None) -> str | None:
    """Join texts that a syntax allows several times into one term."""
    return "\n".join(values) if values else None


def subject_note(content: str) -> Note:
    """Split a UBL note into subject BT-21 and text BT-22 (EN 16931-3-2, ``#PMT#…``).

    Some French platforms forget the second ``#``: read for the codes of BR-FR-05.

    >>> subject_note("#PMT#40 euros") == subject_note("#PMT 40 euros")
    True
    >>> subject_note("#1 in olives")
    Note(text='#1 in olives', subject=None)
    """
    match = _SUBJECT.fullmatch(content)
    if match is None:
        return Note(content)
    return Note(match["text"].strip(), match["subject"] or match["french"])


def vat_totals(scan: Scan, totals: list[Money] | None) -> dict[str, Decimal]:
    """Place total VAT amounts by currency: BT-110 in BT-5, BT-111 in BT-6."""
    placed: dict[str, Decimal] = {}
    for money in totals or ():
        currency = money.currency or scan.currency
        if currency == scan.currency or scan.currency is None:
            name, number = "vat", "BT-110"
        elif currency == scan.vat_currency:
            name, number = "vat_accounting", "BT-111"
        else:
            scan.note(
                problems.VAT_TOTAL_UNPLACED,
                "BT-110",
                value=money.amount,
                currency=currency,
            )
            continue
        if name in placed:
            scan.repeated(number, placed[name], money.amount)
        else:
            placed[name] = money.amount
    return placed


def line_kind(scan: Scan, code: str | None) -> LineKind:
    """Return the role of a line BT-X-8; a line that says nothing is a detail."""
    if not code:
        return LineKind.DETAIL
    try:
        return LineKind(code.upper())
    except ValueError:
        scan.note(problems.LINE_KIND_UNKNOWN, "BT-X-8", value=code)
        return LineKind.DETAIL


def _fits(meaning: TypeCode, form: str) -> bool:
    """Tell whether a type may stand in a UBL form (CEN BR-CL-01)."""
    if form == "CreditNote":
        return meaning.effect is Effect.REFUND
    return meaning.effect is Effect.INVOICE or meaning.value in ("81", "502", "503")


def check_header(scan: Scan, invoice: Invoice, form: str | None) -> None:
    """Note mandatory terms that are missing, and a type code that cannot be right.

    In UBL the form (``Invoice`` or ``CreditNote``) says the type too.
    """
    scan.notes.extend(problems.missing_findings(invoice))
    if invoice.type_code is None:
        return
    meaning = type_code_of(invoice.type_code)
    if meaning is None:
        scan.note(problems.TYPE_CODE_UNKNOWN, "BT-3", value=invoice.type_code)
    elif form and not _fits(meaning, form):
        scan.note(
            problems.TYPE_CODE_CONTRADICTS,
            "BT-3",
            severity=Severity.REVIEW if form == "Invoice" else None,
            value=invoice.type_code,
            form=form,
        )


def distinct(values: Iterable[Any]) -> tuple[Any, ...]:
    """Return the values stated, each once, in the order of the document."""
    return tuple(dict.fromkeys(value for value in values if value))


def with_advances(totals: Totals, advances: list[Decimal]) -> Totals:
    """Fill BT-113 from the prepayments of EXTENDED where only these are stated."""
    if totals.prepaid is not None or not advances:
        return totals
    return replace(totals, prepaid=sum(advances, Decimal(0)))


def with_vat(totals: Totals, vat: Mapping[str, Decimal]) -> Totals:
    """Add BT-110 and BT-111, which UBL keeps apart from the other totals."""
    return replace(totals, vat=vat.get("vat"), vat_accounting=vat.get("vat_accounting"))
