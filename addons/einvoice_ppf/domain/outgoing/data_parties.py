"""Parties and places of delivery as the library ``factur-x`` wants them.

Its dictionary holds one identifier of each scheme and leaves out what the profile
EXTENDED-CTC-FR adds; :mod:`~.cii_parts` and :mod:`~.ubl_parts` put in what is lost.
"""

from __future__ import annotations

from typing import Any

from odoo.addons.einvoice_base.domain.invoice import Delivery
from odoo.addons.einvoice_base.domain.party import Address, Contact, Identifier, Party

from .plain import said

Data = dict[str, Any]


def stated(data: Data) -> Data:
    """Leave out what is not stated.

    >>> stated({"BT-1": "F1", "BT-10": None, "BG-3": []})
    {'BT-1': 'F1'}
    """
    return {key: value for key, value in data.items() if value not in (None, [], {})}


def party(value: Party) -> Data:
    """Return a party: BG-4, BG-7, BG-10 or BG-11.

    >>> party(Party(name="Dubois", legal_id=Identifier("100000009", "0002")))
    {'name': 'Dubois', 'legal_identifier': '100000009', \
'legal_identifier_schemeid': '0002'}
    """
    return {"name": said(value.name) or ""} | stated(
        {
            "biz_name": said(value.trading_name),
            "identifiers": by_scheme(value.identifiers),
            **_identifier("legal_identifier", value.legal_id),
            "vat_identifier": said(value.vat_number),
            "tax_identifier": said(value.tax_number),
            "legal_info": said(value.legal_form),
            **_identifier("einvoicing_addr", value.endpoint),
            "contacts": _contacts(value.contact),
            **address(value.address),
        }
    )


def place(value: Delivery) -> Data:
    """Return a place of delivery, BG-13 without its date.

    The name stands even when it is not stated: the library asks for one.
    """
    where = (value.location,) if value.location else ()
    return {"name": said(value.name) or ""} | stated(
        {"identifiers": by_scheme(where), **address(value.address)}
    )


def by_scheme(identifiers: tuple[Identifier, ...]) -> dict[str | None, str]:
    """Return identifiers by their scheme; of two of one scheme the first.

    >>> by_scheme((Identifier("A", "0224"), Identifier("B", "0224"), Identifier("C")))
    {'0224': 'A', None: 'C'}
    """
    found: dict[str | None, str] = {}
    for each in identifiers:
        if value := said(each.value):
            found.setdefault(said(each.scheme), value)
    return found


def address(value: Address) -> Data:
    """Return a postal address."""
    return {
        "addr_l1": said(value.line1),
        "addr_l2": said(value.line2),
        "addr_l3": said(value.line3),
        "city": said(value.city),
        "postcode": said(value.postcode),
        "country_subdivision": said(value.subdivision),
        "country_code": said(value.country),
    }


def _identifier(name: str, value: Identifier | None) -> Data:
    if value is None:
        return {}
    return {name: said(value.value), f"{name}_schemeid": said(value.scheme)}


def _contacts(value: Contact) -> list[Data]:
    contact = stated(
        {
            "name": said(value.name),
            "phone": said(value.phone),
            "email": said(value.email),
        }
    )
    return [contact] if contact else []
