"""Identifiers of parties and accounts: normalised text and check digits.

Source: INSEE (SIREN, SIRET, Luhn; La Poste's exception is in python-stdnum), ISO 13616
(IBAN), council directive 2006/112/EC art. 215 (VAT numbers), BR-FR-09 and BR-FR-10.
"""

from __future__ import annotations

import re

from stdnum.eu import vat as _eu_vat
from stdnum.exceptions import ValidationError
from stdnum.fr import siren as _siren
from stdnum.fr import siret as _siret
from stdnum.iso7064 import mod_97_10 as _mod_97_10

# ISO 6523 ICD codes used in France (AFNOR XP Z12-012, `codes.json`).
SCHEME_SIREN = "0002"
SCHEME_SIRET = "0009"
SCHEME_GLN = "0088"
SCHEME_EU_VAT = "0223"
SCHEME_ROUTING = "0224"
SCHEME_FR_ADDRESS = "0225"


def compact(text: str | None) -> str:
    """Return letters and digits only, in capitals.

    >>> compact("FR 88.100 000-009")
    'FR88100000009'
    """
    return re.sub(r"[^0-9A-Z]", "", (text or "").upper())


def siren_of(text: str | None) -> str | None:
    """Return the nine digits of a SIREN with a right check digit, else ``None``.

    A SIRET gives the SIREN it starts with.

    >>> siren_of("552 008 443"), siren_of("552008444")
    ('552008443', None)
    """
    number = compact(text)
    if len(number) == 14:
        number = number[:9] if siret_of(number) else ""
    return number if number.isdigit() and _siren.is_valid(number) else None


def stated_siren(text: str | None) -> str | None:
    """Return the nine digits of what is declared to be a SIREN or SIRET.

    The check digit is not asked: two sides that write the same number mean the same
    company, and a wrong digit is for a rule to notice (BR-FR-32), not for a search.

    >>> stated_siren("123 456 789"), stated_siren("123456789 00011"), stated_siren("1")
    ('123456789', '123456789', None)
    """
    number = compact(text)
    return number[:9] if number.isdigit() and len(number) in (9, 14) else None


def siret_of(text: str | None) -> str | None:
    """Return the fourteen digits of a valid SIRET, else ``None``.

    >>> siret_of("73282932000074")
    '73282932000074'
    """
    number = compact(text)
    return number if number.isdigit() and _siret.is_valid(number) else None


def vat_of(text: str | None) -> str | None:
    """Return a normalised VAT number, ``None`` when it cannot be one.

    A European number must have right check digits; of other countries only the shape
    (two letters, then two to thirteen characters) is asked.

    >>> vat_of("fr 40 303 265 045"), vat_of("FR41303265045"), vat_of("CHE123")
    ('FR40303265045', None, 'CHE123')
    """
    number = compact(text)
    if not re.fullmatch(r"[A-Z]{2}[0-9A-Z]{2,13}", number):
        return None
    prefix = {"GR": "EL"}.get(number[:2], number[:2]).lower()
    if prefix not in _eu_vat.MEMBER_STATES and prefix != "el":
        return number
    try:
        return str(_eu_vat.validate(number))
    except ValidationError:
        return None


def siren_of_vat(text: str | None) -> str | None:
    """Return the SIREN inside a French VAT number.

    >>> siren_of_vat("FR40303265045")
    '303265045'
    """
    number = vat_of(text)
    return siren_of(number[4:]) if number and number.startswith("FR") else None


def vat_of_siren(siren: str) -> str:
    """Return the French VAT number of a SIREN (key: (12 + 3 × SIREN mod 97) mod 97).

    >>> vat_of_siren("303265045")
    'FR40303265045'
    """
    return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"


def iban_of(text: str | None) -> str | None:
    """Return an IBAN without spaces when its check digits are right, else ``None``.

    The length of the country is not asked: a wrong length with right check digits is
    still the account that the supplier printed.

    >>> iban_of("FR76 3000 6000 0112 3456 7890 189")
    'FR7630006000011234567890189'
    >>> iban_of("FR76 3000 6000 0112 3456 7890 180") is None
    True
    """
    # `stdnum.iban` cannot be imported inside Odoo: its import hook hides the data file.
    number = compact(text)
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[0-9A-Z]{10,30}", number):
        return None
    return number if _mod_97_10.is_valid(number[4:] + number[:4]) else None
