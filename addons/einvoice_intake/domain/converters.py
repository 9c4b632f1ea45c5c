"""Converters: from the text of an XML element to a value of the domain.

None of them guesses. ``1,50`` is not an amount and ``202507`` is not a date: the term
stays unknown and the problem names it with its text.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lxml import etree

from odoo.addons.einvoice_base.domain.money import amount_of
from odoo.addons.einvoice_base.domain.party import Identifier

from . import problems
from .terms import Convert, Scan, text

# UNTDID 2379: formats that hold a whole day, as CII writes them.
_DAY_FORMATS = {
    "102": re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII),
    "203": re.compile(r"(\d{4})(\d\d)(\d\d)\d{4}", re.ASCII),
    "204": re.compile(r"(\d{4})(\d\d)(\d\d)\d{6}", re.ASCII),
    "205": re.compile(r"(\d{4})(\d\d)(\d\d)\d{4}[+-]?\d{4}", re.ASCII),
}
# XSD date and dateTime, with or without zone.
_ISO_DAY = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:T[0-9:.]+)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with the currency written beside it, if any."""

    amount: Decimal
    currency: str | None = None


def attribute(name: str) -> Convert:
    """Read an attribute instead of the text."""

    def convert(scan: Scan, element: etree._Element, term: str) -> str | None:
        return (element.get(name) or "").strip() or None

    return convert


def identifier(scheme: str = "schemeID") -> Convert:
    """Read an identifier with the scheme named by an attribute."""

    def convert(scan: Scan, element: etree._Element, term: str) -> Identifier | None:
        value = text(scan, element, term)
        if value is None:
            return None
        return Identifier(value, (element.get(scheme) or "").strip() or None)

    return convert


def without_list(scan: Scan, element: etree._Element, term: str) -> str | None:
    """Read a code that belongs to the default list of its term (no ``listID``)."""
    return None if element.get("listID") else text(scan, element, term)


def from_list(name: str) -> Convert:
    """Read a code only where ``listID`` names this list."""

    def convert(scan: Scan, element: etree._Element, term: str) -> str | None:
        return text(scan, element, term) if element.get("listID") == name else None

    return convert


def number(scan: Scan, element: etree._Element, term: str) -> Decimal | None:
    """Read a plain decimal number (XSD ``decimal``)."""
    content = text(scan, element, term)
    if content is None:
        return None
    value = amount_of(content)
    if value is None:
        scan.note(problems.NUMBER_NOT_READABLE, term, value=content[:60])
    return value


def money(scan: Scan, element: etree._Element, term: str) -> Money | None:
    """Read an amount of a term that exists in two currencies (BT-110, BT-111)."""
    value = number(scan, element, term)
    if value is None:
        return None
    return Money(value, (element.get("currencyID") or "").strip() or None)


def amount(scan: Scan, element: etree._Element, term: str) -> Decimal | None:
    """Read an amount in the invoice currency.

    An amount that names another currency is not one of this invoice: unknown.
    """
    value = number(scan, element, term)
    if value is None:
        return None
    currency = (element.get("currencyID") or "").strip() or None
    return in_currency(scan, Money(value, currency), term)


def in_currency(scan: Scan, money: Money | None, term: str) -> Decimal | None:
    """Return an amount that is in the invoice currency, or names none."""
    if money is None:
        return None
    if money.currency and scan.currency and money.currency != scan.currency:
        scan.note(
            problems.OTHER_CURRENCY,
            term,
            value=money.amount,
            currency=money.currency[:10],
            expected_currency=scan.currency,
        )
        return None
    return money.amount


def indicator(scan: Scan, element: etree._Element, term: str) -> bool | None:
    """Read an XSD boolean."""
    content = text(scan, element, term)
    return {"true": True, "1": True, "false": False, "0": False}.get(content or "")


def iso_date(scan: Scan, element: etree._Element, term: str) -> date | None:
    """Read an XSD date, as UBL writes it."""
    content = text(scan, element, term)
    if content is None:
        return None
    return _day(scan, term, content, _ISO_DAY)


def cii_date(scan: Scan, element: etree._Element, term: str) -> date | None:
    """Read a CII date: its child with a format of UNTDID 2379, or an XSD date.

    A month (610) or a week (616) is not a date.
    """
    inner = element[0] if len(element) else element
    content = text(scan, inner, term)
    if content is None:
        return None
    code = inner.get("format") or ("102" if content.isdigit() else None)
    return _day(scan, term, content, _DAY_FORMATS.get(code) if code else _ISO_DAY)


def _day(
    scan: Scan, term: str, content: str, pattern: re.Pattern[str] | None
) -> date | None:
    match = pattern.fullmatch(content) if pattern else None
    if match:
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            pass
    scan.note(problems.DATE_NOT_READABLE, term, value=content[:60])
    return None


def content(scan: Scan, element: etree._Element, term: str) -> bytes | None:
    """Decode an embedded file (base64)."""
    encoded = "".join((element.text or "").split())
    if not encoded:
        return None
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        scan.note(problems.ATTACHMENT_NOT_READABLE, term)
        return None


def mapped(codes: dict[str, str]) -> Convert:
    """Read a code and translate it; an unknown one stays as written."""

    def convert(scan: Scan, element: etree._Element, term: str) -> str | None:
        code = text(scan, element, term)
        return codes.get(code, code) if code else None

    return convert
