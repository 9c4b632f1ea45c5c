"""What people type in a review: dates, amounts, identifiers, read leniently.

Each reader returns the canonical text (dates ISO, amounts plain decimals with a point)
or raises :class:`NotUnderstood` with a sentence for the field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from odoo.addons.einvoice_base.domain import identifiers
from odoo.addons.einvoice_base.domain.codes import type_code_of
from odoo.addons.einvoice_base.domain.messages import mark as _

from .amounts import currency_mark, decimal_of

_LONGEST = 255
# No invoice says more; what is computed of two such numbers stays exact enough.
MOST_DIGITS = 15
_MOST_DECIMALS = 10
_SHOWN = 40
_HUNDRED = Decimal(100)

_BAD_DATE = _("“%(value)s” is no date: type it like 31/12/2026.")
_BAD_AMOUNT = _("“%(value)s” is no number: type it like 1 234,56.")
_BAD_PERCENT = _("“%(value)s” is no percentage: 100 at most.")
_BAD_CURRENCY = _("“%(value)s” is no currency: type its three letters, like EUR.")
_BAD_TYPE = _("“%(value)s” is no kind of invoice: 380, 381 (credit note) or 386.")
_BAD_IBAN = _("“%(value)s” is no IBAN: its check digits do not fit.")
_BAD_LEGAL = _("“%(value)s” is no SIREN or SIRET: its check digit does not fit.")
_BAD_VAT = _("“%(value)s” is no VAT number: its check digits do not fit.")
_TOO_MANY_DIGITS = _(
    "“%(value)s” is too large or too fine: %(limit)s digits at most, "
    "%(decimals)s of them decimals."
)
_TOO_LONG = _("This is too long: %(limit)s characters at most.")

_CANONICAL = re.compile(r"-?\d+(?:\.\d+)?")
_GROUP = r"[ .,'’\u00a0\u202f\u2009]"
_NUMBERS = re.compile(
    rf"\d{{1,3}}(?:{_GROUP}\d{{3}})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?|[.,]\d+"
)
_SIGNS = re.compile(r"^\s*[-−–]|[-−–]\s*$|^\s*\(.*\)\s*$")
_AROUND = re.compile(r"[€$£%]|\b(?:eur(?:os?)?|usd|gbp|chf)\b", re.IGNORECASE)
_DAY_FIRST = re.compile(r"(\d{1,2})\D+(\d{1,2})\D+(\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})")
_WORDY = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)?\W*([^\W\d]{3,})\W*(\d{4}|\d{2})")
_MONTH_FIRST = re.compile(r"([^\W\d]{3,})\W*(\d{1,2})(?:st|nd|rd|th)?\W+(\d{4})")
_MONTHS = (
    ("jan",),
    ("fév", "fev", "feb"),
    ("mar", "mär", "mrz"),
    ("avr", "apr"),
    ("mai", "may"),
    ("juin", "jun"),
    ("juil", "jul"),
    ("aoû", "aou", "aug"),
    ("sep",),
    ("oct", "okt"),
    ("nov",),
    ("déc", "dec", "dez"),
)
_TYPES = {
    "invoice": "380",
    "facture": "380",
    "credit note": "381",
    "avoir": "381",
    "acompte": "386",
    "deposit": "386",
}


class NotUnderstood(Exception):  # noqa: N818
    """What was typed is no value of its field.

    Attributes:
        sentence: Marked for translation.
        values: What fills it.
    """

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.values: Mapping[str, object] = values


def date_text(text: str) -> str:
    """Return a date as ISO text; of two digits, the year is in this century.

    >>> [date_text(each) for each in ("12/11/26", "2026-11-12", "12 nov. 2026")]
    ['2026-11-12', '2026-11-12', '2026-11-12']
    >>> date_text("121126"), date_text("1er août 2026")
    ('2026-11-12', '2026-08-01')
    """
    parts = _date_parts(text.strip().lower())
    if parts is None:
        raise NotUnderstood(_BAD_DATE, value=text)
    day, month, year = parts
    try:
        found = date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        raise NotUnderstood(_BAD_DATE, value=text) from None
    return found.isoformat()


def _date_parts(text: str) -> tuple[int, int, int] | None:
    """Return day, month and year, not yet checked."""
    if re.fullmatch(r"\d{6}|\d{8}", text):
        text = f"{text[:2]}/{text[2:4]}/{text[4:]}"
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, match.groups())
        return day, month, year
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, match.groups())
        return day, month, year
    if match := _WORDY.fullmatch(text):
        return int(match[1]), _month(match[2]), int(match[3])
    if match := _MONTH_FIRST.fullmatch(text):
        return int(match[2]), _month(match[1]), int(match[3])
    return None


def _month(name: str) -> int:
    """Return the number of a month, 0 for a word that is none."""
    for number, starts in enumerate(_MONTHS, start=1):
        if name.startswith(starts):
            return number
    return 0


def money_text(text: str) -> str:
    """Return an amount of money as plain decimal text.

    >>> [money_text(each) for each in ("1 234,56", "1.234,56 €", "-12", "(12,50)")]
    ['1234.56', '1234.56', '-12', '-12.50']
    """
    return _plain(text, _number(text))


def number_text(text: str) -> str:
    """Return a quantity, price or rate; a point is a decimal point first of all.

    >>> number_text("1.250"), number_text("0,375"), number_text("20 %")
    ('1.250', '0.375', '20')
    """
    if _CANONICAL.fullmatch(text.strip()):
        return _plain(text, Decimal(text.strip()))
    return money_text(text)


def _number(text: str) -> Decimal | None:
    bare = _AROUND.sub("", text).strip()
    is_negative = bool(_SIGNS.search(bare))
    digits = bare.strip("-−–+() \u00a0\u202f")
    if not _NUMBERS.fullmatch(digits):
        return None
    value = decimal_of(digits)
    return -value if value is not None and is_negative else value


def _plain(text: str, value: Decimal | None) -> str:
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    if value is None:
        raise NotUnderstood(_BAD_AMOUNT, value=shown)
    decimals = max(-int(value.as_tuple().exponent), 0)
    if len(value.as_tuple().digits) > MOST_DIGITS or decimals > _MOST_DECIMALS:
        raise NotUnderstood(
            _TOO_MANY_DIGITS,
            value=shown,
            limit=MOST_DIGITS,
            decimals=_MOST_DECIMALS,
        )
    return format(value, "f")


def percent_text(text: str) -> str:
    """Return a percentage between -100 and 100.

    >>> percent_text("5,5 %")
    '5.5'
    """
    found = number_text(text)
    if abs(Decimal(found)) > _HUNDRED:
        raise NotUnderstood(_BAD_PERCENT, value=found)
    return found


def currency_text(text: str) -> str:
    """Return a currency code.

    >>> currency_text("€"), currency_text("chf"), currency_text("Euros")
    ('EUR', 'CHF', 'EUR')
    """
    plain = text.strip().upper()
    found = currency_mark(text) or ("EUR" if plain in ("EURO", "EUROS") else plain)
    if not re.fullmatch(r"[A-Z]{3}", found):
        raise NotUnderstood(_BAD_CURRENCY, value=text)
    return found


def type_text(text: str) -> str:
    """Return the type of an invoice (UNTDID 1001) from its code or its word.

    >>> type_text("Avoir"), type_text("380")
    ('381', '380')
    """
    plain = text.strip().lower()
    found = _TYPES.get(plain, plain)
    if type_code_of(found) is None:
        raise NotUnderstood(_BAD_TYPE, value=text)
    return found


def iban_text(text: str) -> str:
    """Return an account without blanks; what looks like an IBAN must be one.

    >>> iban_text("FR76 3000 6000 0112 3456 7890 189")
    'FR7630006000011234567890189'
    """
    plain = identifiers.compact(text)
    looks_like_one = re.match(r"[A-Z]{2}\d{2}", plain) is not None
    if not plain or (looks_like_one and identifiers.iban_of(plain) is None):
        raise NotUnderstood(_BAD_IBAN, value=text)
    return plain


def legal_text(text: str) -> str:
    """Return a SIREN, a SIRET, or the number of a foreign register.

    >>> legal_text("732 829 320")
    '732829320'
    """
    plain = identifiers.compact(text)
    is_french = plain.isdigit() and len(plain) in (9, 14)
    if is_french and not (identifiers.siren_of(plain) or identifiers.siret_of(plain)):
        raise NotUnderstood(_BAD_LEGAL, value=text)
    return plain


def vat_text(text: str) -> str:
    """Return a VAT number; a French one must be right.

    >>> vat_text("fr 40 303 265 045")
    'FR40303265045'
    """
    plain = identifiers.compact(text)
    if plain.startswith("FR") and identifiers.vat_of(plain) is None:
        raise NotUnderstood(_BAD_VAT, value=text)
    return plain


def plain_text(text: str) -> str:
    """Return text on one line.

    >>> plain_text("  Dupont  SARL ")
    'Dupont SARL'
    """
    found = " ".join(text.split())
    if len(found) > _LONGEST:
        raise NotUnderstood(_TOO_LONG, limit=_LONGEST)
    return found


READERS: Mapping[str, Callable[[str], str]] = {
    "char": plain_text,
    "date": date_text,
    "amount": money_text,
    "number": number_text,
    "currency": currency_text,
    "type": type_text,
    "iban": iban_text,
    "legal": legal_text,
    "vat": vat_text,
}
