"""Amounts, dates and accounts as pages print them in French, English and German."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from decimal import Decimal

from odoo.addons.einvoice_base.domain import identifiers
from odoo.addons.einvoice_base.domain.money import amount_of

# Blank, no-break, narrow no-break and thin space: between thousands.
_SPACES = " \u00a0\u202f\u2009"
# Thousands in groups of three, or none; at most two decimals.
AMOUNT = (
    rf"(?<![\w.,/])[-−+]?\s?(?:\d{{1,3}}(?:[{_SPACES}.,'’]\d{{3}})+|\d+)"
    rf"(?:[.,]\d{{1,2}})?(?![\w/]|[.,]\d|\s?%)"
)
_AMOUNT = re.compile(AMOUNT)

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv january jan januar",
            "février fevrier févr fevr february feb februar",
            "mars march mar märz marz",
            "avril avr april apr",
            "mai may",
            "juin june jun juni",
            "juillet juil july jul juli",
            "août aout august aug",
            "septembre sept sep september",
            "octobre oct october oktober okt",
            "novembre nov november",
            "décembre decembre déc dec december dezember dez",
        ),
        start=1,
    )
    for name in names.split()
}
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})[./-](\d{1,2})[./-](\d{1,2})(?!\d)")
_WORDED = re.compile(
    r"(?<!\d)(\d{1,2})(?:er|st|nd|rd|th|\.)?\s+([^\W\d_]{3,10})\.?,?\s+(\d{4})"
)
_MONTH_FIRST = re.compile(
    r"([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})"
)

# ISO 13616 registry: lengths where suppliers of a French business bank.
IBAN_LENGTHS = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22,
    "DK": 18, "EE": 20, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27,
    "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20,
    "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24,
    "SE": 24, "SI": 19, "SK": 24, "SM": 27, "VA": 22,
}  # fmt: skip
_IBAN_START = re.compile(r"(?<![A-Z0-9])([A-Z]{2})[0-9]{2}(?=[ \xa0]?[A-Z0-9])")


def plain_amount(text: str) -> Decimal | None:
    r"""Read one printed amount, without its sign.

    >>> [str(plain_amount(text)) for text in ("1 234,50", "1.234,5", "1,234", "-12.00")]
    ['1234.50', '1234.5', '1234', '12.00']
    >>> plain_amount("1\u202f234,50"), plain_amount("1\u00a0234,50")
    (Decimal('1234.50'), Decimal('1234.50'))
    """
    digits = re.sub(rf"[{_SPACES}'’+−-]", "", text)
    whole, mark, decimals = digits.rpartition(",")
    if "." in decimals or not mark:
        whole, mark, decimals = digits.rpartition(".")
    if mark and len(decimals) <= 2:
        return amount_of(f"{re.sub('[.,]', '', whole)}.{decimals}")
    return amount_of(re.sub("[.,]", "", digits))


def amounts_in(text: str) -> Iterator[Decimal]:
    """Return the amounts of a text, without their signs; percentages are none.

    >>> [str(each) for each in amounts_in("20 % de 1 000,00 € = 200.00, le 05/10/2026")]
    ['1000.00', '200.00']
    """
    for match in _AMOUNT.finditer(text):
        if (amount := plain_amount(match[0])) is not None:
            yield amount


def dates_in(text: str) -> Iterator[tuple[date, ...]]:
    """Return each date of a text with all that it can mean, day first before month.

    >>> [each[0].isoformat() for each in dates_in("5 octobre 2026, 2026-10-31")]
    ['2026-10-05', '2026-10-31']
    >>> [each.isoformat() for each in next(dates_in("05/10/2026"))]
    ['2026-10-05', '2026-05-10']
    """
    for _place, days in sorted(_placed_dates(text)):
        if days:
            yield days


def _placed_dates(text: str) -> Iterator[tuple[int, tuple[date, ...]]]:
    for match in _NUMERIC.finditer(text):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        year = year if year > 99 else 2000 + year
        yield match.start(), _days((year, second, first), (year, first, second))
    for match in _ISO.finditer(text):
        yield match.start(), _days((int(match[1]), int(match[2]), int(match[3])))
    for match in _WORDED.finditer(text):
        if month := MONTHS.get(match[2].lower()):
            yield match.start(), _days((int(match[3]), month, int(match[1])))
    for match in _MONTH_FIRST.finditer(text):
        if month := MONTHS.get(match[1].lower()):
            yield match.start(), _days((int(match[3]), month, int(match[2])))


def _days(*parts: tuple[int, int, int]) -> tuple[date, ...]:
    days = []
    for year, month, day in parts:
        with suppress(ValueError):
            days.append(date(year, month, day))
    return tuple(dict.fromkeys(days))


def ibans_in(text: str) -> Iterator[str]:
    """Return the IBAN of a text whose length and check digits are right.

    >>> list(ibans_in("IBAN FR76 3000 6000 0112 3456 7890 189 BIC AGRIFRPP"))
    ['FR7630006000011234567890189']
    """
    for match in _IBAN_START.finditer(text):
        length = IBAN_LENGTHS.get(match[1])
        if length is None:
            continue
        number = re.sub(r"[\s\xa0.-]", "", text[match.start() : match.start() + 60])
        if iban := identifiers.iban_of(number[:length]):
            yield iban
