"""What an IBAN says by itself: check digits, length of its country, how to read it.

Source: ISO 13616 (IBAN registry, release 101), ISO 7064 MOD 97-10.
"""

from __future__ import annotations

import re

from .identifiers import compact

# Country and length of its IBAN.
LENGTHS = {
    each[:2]: int(each[2:])
    for each in (
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 "
        "CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 "
        "GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 "
        "LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 "
        "NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 "
        "SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
    ).split()
}

# Territories whose banks use the IBAN of another country.
_BANK_COUNTRY = {
    **dict.fromkeys("GP GF MQ RE YT PM BL MF WF PF NC TF".split(), "FR"),
    **dict.fromkeys("GG JE IM".split(), "GB"),
    "AX": "FI",
    "SJ": "NO",
    "IC": "ES",
    "EA": "ES",
}


def bank_country(country: str | None) -> str | None:
    """Return the country code that the IBAN of a territory begins with.

    >>> bank_country("RE"), bank_country("de"), bank_country(None)
    ('FR', 'DE', None)
    """
    code = (country or "").upper()
    return _BANK_COUNTRY.get(code, code) or None


def is_iban_like(text: str | None) -> bool:
    """Tell whether a number claims to be an IBAN, right or wrong.

    >>> is_iban_like("FR76 3000 6000 01"), is_iban_like("30006 00001 12345678901 89")
    (True, False)
    """
    number = compact(text)
    return number[:2] in LENGTHS and bool(re.fullmatch(r"\d\d\w*", number[2:]))


def check_digits(text: str) -> str:
    """Return the check digits that an IBAN should have.

    >>> check_digits("FR00 3000 6000 0112 3456 7890 189")
    '76'
    """
    number = compact(text)
    moved = f"{number[4:]}{number[:2]}00"
    value = int("".join(str(int(each, 36)) for each in moved))
    return f"{98 - value % 97:02d}"


def grouped(text: str) -> str:
    """Write an account in groups of four, to be read aloud and compared.

    >>> grouped("FR7630006000011234567890189")
    'FR76 3000 6000 0112 3456 7890 189'
    """
    number = compact(text)
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


def hidden(account: str) -> str:
    """Show an account so that a person recognises it, without spreading it.

    >>> hidden("FR7630006000011234567890189")
    'FR76 … 0189'
    """
    return f"{account[:4]} … {account[-4:]}" if len(account) > 8 else account
