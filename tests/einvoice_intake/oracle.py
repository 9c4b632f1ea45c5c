"""What the library factur-x reads of an invoice, in our business terms.

An independent reader of the same files: each value that it finds must be ours. It is
not used in production because one bad date or amount loses it the whole invoice.
"""

from __future__ import annotations

import datetime
import importlib
import logging
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from odoo.addons.einvoice_intake.domain import parts

logging.getLogger("factur-x").setLevel(logging.CRITICAL)

# A value by the number of its term, and by the index of its line.
Value = tuple[str, int | None, str]

_ROLES = {
    "BG-4": parts.SELLER,
    "BG-7": parts.BUYER,
    "BG-10": parts.PAYEE,
    "BG-11": parts.TAX_REPRESENTATIVE,
    "BG-13": parts.DELIVERY,
}
_PARTY = {
    "name": "name",
    "biz_name": "trading_name",
    "legal_identifier": "legal_id",
    "vat_identifier": "vat_number",
    "tax_identifier": "tax_number",
    "legal_info": "legal_form",
    "einvoicing_addr": "endpoint",
    "addr_l1": "line1",
    "addr_l2": "line2",
    "addr_l3": "line3",
    "city": "city",
    "postcode": "postcode",
    "country_subdivision": "subdivision",
    "country_code": "country",
}
_CHARGE = (
    "amount base_amount rate vat_category_code vat_rate reason reason_code".split()
)
_LINE_CHARGE = "amount base_amount rate reason reason_code".split()
_CHARGES = {
    "BG-20": {name: f"BT-{92 + n}" for n, name in enumerate(_CHARGE)},
    "BG-21": {name: f"BT-{99 + n}" for n, name in enumerate(_CHARGE)},
    "BG-27": {name: f"BT-{136 + n}" for n, name in enumerate(_LINE_CHARGE)},
    "BG-28": {name: f"BT-{141 + n}" for n, name in enumerate(_LINE_CHARGE)},
}
_TAX_POINT = {"invoice": "3", "delivery": "35", "payment": "432"}
_GROUPS = ("BG-", "BT-127-00", "BT-147-00")
# EXTENDED terms that our value holds under the number of Factur-X.
_EXTENDED = {
    "EXT-FR-FE-135": "BT-X-21",
    "EXT-FR-FE-140": "BT-X-92",
    "EXT-FR-FE-136": "BT-25",
}
# Not in our value: cardholder BT-88, project name, codes beside a value, other parties.
_LEFT_OUT = {"BT-88", "BT-11-0", "BT-157-1", "BT-125"}


def parsed(content: bytes) -> dict[str, Any]:
    """Read with factur-x; it raises for what it cannot read."""
    parser = importlib.import_module("facturx.parse_xml")
    found: dict[str, Any] = parser.parse_ubl_cii_xml(content, check_xsd=False)
    return found


def values(found: dict[str, Any], line: int | None = None) -> Iterator[Value]:
    """Yield each value that factur-x found."""
    in_one_currency = found.get("BT-5") == found.get("BT-6")
    for key, content in found.items():
        if key in _ROLES:
            yield from _of_party(content, _ROLES[key])
        elif key in _CHARGES:
            yield from _of_charges(content, _CHARGES[key], line)
        elif key.startswith(_GROUPS):
            for index, each in enumerate(content):
                yield from values(each, index if key == "BG-25" else line)
        elif key != "BT-111" or not in_one_currency:
            yield from _simple(_EXTENDED.get(key, key), content, line)


def _of_charges(
    found: list[dict[str, Any]], terms: dict[str, str], line: int | None
) -> Iterator[Value]:
    for each in found:
        for name in terms.keys() & each.keys():
            yield terms[name], line, normal(each[name])


def _simple(key: str, content: Any, line: int | None) -> Iterator[Value]:
    """Yield the values of one term: a text, a list, or a mapping from schemes."""
    if key in _LEFT_OUT or not key.startswith("BT-"):
        return
    of_line = line if key != "BT-25" else None
    if isinstance(content, dict):
        for each in content.values():
            yield from _simple(key, each, line)
        return
    for each in content if isinstance(content, list) else [content]:
        said = _TAX_POINT.get(each, each) if key == "BT-8" else each
        yield key, of_line, normal(said)


def _of_party(found: dict[str, Any], role: dict[str, str]) -> Iterator[Value]:
    for name, ours in _PARTY.items():
        if name in found and ours in role:
            yield role[ours], None, normal(found[name])
    for scheme, value in found.get("identifiers", {}).items():
        if scheme != "SEPA" and role is not parts.DELIVERY:
            yield role["identifiers"], None, normal(value)


def ours(plain: Any, line: int | None = None) -> Iterator[Value]:
    """Yield each value of an invoice given as plain terms."""
    for key, content in plain.items():
        for index, each in enumerate(
            content if isinstance(content, list) else [content]
        ):
            if key == "BG-25":
                yield from ours(each, index)
            elif isinstance(each, dict) and "value" in each:
                yield key, line, normal(each["value"])
            elif isinstance(each, dict):
                yield from ours(each, line)
            else:
                yield from ((key, line, part) for part in _parts(each))


def _parts(value: Any) -> Iterator[str]:
    """Yield a text, and its rows where a syntax writes several."""
    yield normal(value)
    if isinstance(value, str) and "\n" in value:
        yield from (normal(row) for row in value.split("\n"))


def normal(value: Any) -> str:
    """Return a value in one spelling: numbers without useless zeros."""
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()[:10]
    text = " ".join(str(value).split())
    if text.startswith("0") and text.isdigit():
        return text
    try:
        return format(Decimal(text).normalize(), "f")
    except InvalidOperation:
        return text
