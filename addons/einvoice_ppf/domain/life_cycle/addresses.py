"""Where the statuses for a company go: MDT-73.

The platform refuses a wrong address (“Electronic address (MDT-73) is invalid”). The
right one is the address that the company wrote in its own invoice (BT-34 of a seller,
BT-49 of a buyer); its bare SIREN is a guess that is often wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from odoo.addons.einvoice_base.domain.identifiers import (
    SCHEME_FR_ADDRESS,
    SCHEME_SIREN,
    SCHEME_SIRET,
    compact,
    stated_siren,
)
from odoo.addons.einvoice_base.domain.party import Identifier

# XP Z12-012, BR-FR-23 to 26: letters, digits and + - _ /, 125 at most.
_FRENCH = re.compile(r"[A-Za-z0-9+\-_/]{1,125}")


class AddressSource(Enum):
    """Where an address was found, the surest first."""

    OVERRIDE = "override"
    """A person wrote it on the contact."""

    INVOICE = "invoice"
    """The company's own invoice, BT-34 or BT-49."""

    DIRECTORY = "directory"
    SIREN = "siren"
    """Nothing better is known; the platform may refuse it."""


@dataclass(frozen=True, slots=True)
class ChosenAddress:
    """An address for statuses.

    Attributes:
        address: MDT-73 with its scheme.
        source: Where it was found.
    """

    address: Identifier
    source: AddressSource


def address_for_statuses(
    *,
    override: Identifier | None = None,
    endpoint: Identifier | None = None,
    directory: Identifier | None = None,
    siren: str | None = None,
) -> ChosenAddress | None:
    """Return where statuses for a company go, ``None`` when nothing is known.

    Some large companies write their SIREN or SIRET into BT-34 (scheme 0002 or 0009):
    that is a number and no address, so the directory goes before it, and without one
    it is written as the directory would. Addresses of other networks (a GLN, Peppol's
    schemes abroad) stay as they are.

    Args:
        override: What a person wrote on the contact.
        endpoint: BT-34 of the seller, BT-49 of the buyer.
        directory: First active line of the directory.
        siren: Of the company.

    >>> found = address_for_statuses(
    ...     endpoint=Identifier("100000009_STATUTS", "0225"), siren="100000009"
    ... )
    >>> found.address.value, found.source.value
    ('100000009_STATUTS', 'invoice')
    >>> address_for_statuses(endpoint=Identifier("10000000900017", "0009")).address
    Identifier(value='100000009_10000000900017', scheme='0225')
    """
    stated = _of(endpoint)
    is_number = endpoint is not None and endpoint.scheme in _NUMBERS
    if is_number and _of(directory):
        stated = None
    found = (
        (_of(override), AddressSource.OVERRIDE),
        (stated, AddressSource.INVOICE),
        (_of(directory), AddressSource.DIRECTORY),
        (_of(Identifier(siren or "", SCHEME_SIREN)), AddressSource.SIREN),
    )
    return next(
        (ChosenAddress(address, source) for address, source in found if address), None
    )


_NUMBERS = frozenset({SCHEME_SIREN, SCHEME_SIRET})


def _of(stated: Identifier | None) -> Identifier | None:
    """Return an address as a platform takes it, ``None`` when it cannot be one."""
    value = (stated.value if stated else "").strip()
    if not stated or not value:
        return None
    if stated.scheme in _NUMBERS:
        return _of_number(value)
    if stated.scheme not in (None, "", SCHEME_FR_ADDRESS):
        return Identifier(value, stated.scheme)
    return Identifier(value, SCHEME_FR_ADDRESS) if _FRENCH.fullmatch(value) else None


def _of_number(value: str) -> Identifier | None:
    """Write a SIREN or SIRET as the directory writes its lines."""
    siren, number = stated_siren(value), compact(value)
    if siren is None:
        return None
    line = siren if number == siren else f"{siren}_{number}"
    return Identifier(line, SCHEME_FR_ADDRESS)


def is_bare_siren(address: Identifier) -> bool:
    """Tell whether an address is a SIREN and nothing more.

    >>> is_bare_siren(Identifier("100000009", "0225"))
    True
    """
    return len(address.value) == 9 and address.value.isdigit()
