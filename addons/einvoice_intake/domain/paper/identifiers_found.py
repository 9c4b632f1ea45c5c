"""VAT numbers, SIREN, SIRET, IBAN and BIC on a page, proved by their check digits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice

from odoo.addons.einvoice_base.domain import identifiers

from ..page_values import IBAN_LENGTHS
from .amounts import DIGIT_OF
from .page import Word
from .rows import Row


class Kind(Enum):
    """Kind of identifier."""

    VAT = "vat"
    SIREN = "siren"
    SIRET = "siret"
    IBAN = "iban"
    BIC = "bic"


@dataclass(frozen=True, slots=True)
class IdentifierFound:
    """An identifier on the page.

    Attributes:
        is_valid: Its check digits are right.
        is_labelled: Words beside it say what it is.
        is_buyers: Words beside it say that it is the customer's.
        repaired: Letters that an engine misread were put right by the check digits.
    """

    kind: Kind
    value: str
    words: tuple[Word, ...]
    is_valid: bool
    is_labelled: bool = False
    is_buyers: bool = False
    repaired: bool = False


# Letters and digits after the country: directive 2006/112/EC art. 215, VIES.
_VAT_LENGTHS = {
    "FR": (11,), "BE": (10,), "DE": (9,), "NL": (12,), "LU": (8,), "ES": (9,),
    "IT": (11,), "PT": (9,), "AT": (9,), "PL": (10,), "IE": (8, 9), "DK": (8,),
    "SE": (12,), "FI": (8,), "CZ": (8, 9, 10), "HU": (8,), "RO": (10, 9, 8),
    "GB": (9, 12), "CHE": (9,), "EL": (9,), "BG": (9, 10), "HR": (11,), "SK": (10,),
    "SI": (8,), "EE": (9,), "LT": (9, 12), "LV": (11,), "CY": (9,), "MT": (8,),
}  # fmt: skip
_VAT_START = re.compile(
    rf"(?<![A-Z0-9])({'|'.join(sorted(_VAT_LENGTHS, key=len, reverse=True))})"
    r"(?=[ .:\-]{0,2}(?:[0-9A-Z]{2}|$))"
)
_SIREN = re.compile(r"(?<![\dA-Z])\d{3}[ .\u00a0]?\d{3}[ .\u00a0]?\d{3}(?![\d])")
_SIRET = re.compile(
    r"(?<![\dA-Z])\d{3}[ .\u00a0]?\d{3}[ .\u00a0]?\d{3}[ .\u00a0\-]{0,2}"
    r"(?:\d{5}|\d{3}[ .\u00a0]\d{2}|\d{2}[ .\u00a0]\d{3}|\d[ .\u00a0]\d{4})(?!\d)"
)
_IBAN_START = re.compile(
    rf"(?<![A-Z0-9])({'|'.join(IBAN_LENGTHS)})[ ]?([0-9OIl]{{2}})(?![A-Z]{{3}})"
)
# Groups of an account, and the four letters of a bank (GB, NL, IE).
_GROUP = re.compile(r"[0-9A-Z]{1,32}")
_BANK_CODE = 4
# Beginnings of accounts that are tried in one row: a page is hostile until read.
_MOST = 40
_BIC = re.compile(
    r"(?<![A-Z0-9])(?:BIC|SWIFT)[^A-Z0-9]{0,12}(?:CODE[ :]*)?([A-Z]{4}[A-Z]{2}"
    r"[A-Z0-9]{2}(?:[A-Z0-9]{3})?)(?![A-Z0-9])"
)
_VAT_LABEL = re.compile(r"t\.?\s?v\.?\s?a|vat|ust|mwst|intra|btw|umsatzsteuer|steuer")
_SIREN_LABEL = re.compile(
    r"siren|siret|r\.?\s?c\.?\s?s|registre|immatricul|identifiant"
)
_BUYER_WORDS = re.compile(
    r"(?:votre|vos|client|acheteur|acquereur|your|customer|buyer|ihre?|kunden?)"
)
_CONFUSED = {"0": "O8D", "O": "0", "1": "7I", "I": "1", "8": "B36", "B": "8", "5": "S6",
             "S": "5", "6": "85", "3": "8", "7": "1", "9": "4", "4": "9", "2": "Z",
             "Z": "2"}  # fmt: skip
_BEFORE = 42


def identifiers_of(
    rows: Sequence[Row], *, misread: bool = False
) -> list[IdentifierFound]:
    """Return the identifiers of one page, in the order of its rows.

    >>> words = (Word("SIRET", 1, 0, 0, 30, 9), Word("73282932000074", 1, 34, 0, 99, 9))
    >>> [(each.kind.name, each.value) for each in identifiers_of([Row(1, words)])]
    [('SIRET', '73282932000074')]
    """
    found: list[IdentifierFound] = []
    for place, row in enumerate(rows):
        below = rows[place + 1] if place + 1 < len(rows) else None
        found += _vats(row, below, misread)
        found += _registers(row, misread)
        found += _bics(row)
    taken = {id(word) for each in found for word in each.words}
    found += _ibans(rows, taken, misread)
    return found


def _context(row: Row, start: int) -> str:
    """Return what stands before a value in its column, else in the column before."""
    before = row.plain[max(start - _BEFORE, 0) : start]
    columns = before.split("\t")
    if len(columns) > 1 and not columns[-1].strip():
        return columns[-2]
    return columns[-1]


def _vats(row: Row, below: Row | None, misread: bool) -> Iterator[IdentifierFound]:
    text = row.text
    for match in _VAT_START.finditer(text):
        rest = text[match.end() :]
        before = _context(row, match.start())
        labelled = bool(_VAT_LABEL.search(before))
        value, length, repaired = _vat(match[1], rest, misread and labelled)
        if value is None and labelled and below is not None and _ends(rest, below):
            value, _length, repaired = _vat(match[1], rest + below.text, misread)
            length = len(rest)
        if value is None:
            continue
        is_valid = identifiers.vat_of(value) is not None
        if not labelled and (not is_valid or "iban" in before):
            continue
        span = row.span(match.start(), match.end() + length)
        yield IdentifierFound(
            Kind.VAT, value, span.words, is_valid, labelled,
            bool(_BUYER_WORDS.search(before)), repaired,
        )  # fmt: skip


def _ends(rest: str, below: Row) -> bool:
    """Tell whether a number is cut by the end of its row."""
    return len(rest.strip()) < 12 and bool(re.match(r"[ .:\-]*[0-9]", below.text))


def _vat(country: str, rest: str, misread: bool) -> tuple[str | None, int, bool]:
    """Return a VAT number, how much text it took, and whether it was repaired."""
    fallback: tuple[str | None, int, bool] = (None, 0, False)
    for length in _VAT_LENGTHS[country]:
        taken, used = _take(rest, length)
        if len(taken) < length:
            continue
        if sum(map(str.isdigit, taken.translate(DIGIT_OF))) < length - 3:
            continue
        for number, repaired in _readings(country, taken, misread):
            if identifiers.vat_of(country + number):
                return country + number, used, repaired
        if fallback[0] is None:
            fallback = (country + taken, used, False)
    return fallback


def _readings(country: str, number: str, misread: bool) -> Iterator[tuple[str, bool]]:
    yield number, False
    if misread:
        if country == "FR":
            plain = number[:2] + number[2:].translate(DIGIT_OF)
            yield plain, True
            yield number.translate(DIGIT_OF), True
            siren = plain[2:]
            # Digits that were read as digits stay: the supplier may print a wrong key.
            if identifiers.siren_of(siren) and not number[:2].isdigit():
                yield identifiers.vat_of_siren(siren)[2:], True
        else:
            yield number.translate(DIGIT_OF), True


def _take(text: str, length: int) -> tuple[str, int]:
    """Take so many letters and digits, over single blanks and marks."""
    taken = ""
    gap = 0
    for place, letter in enumerate(text):
        if letter.isalnum() and letter.isascii():
            taken += letter.upper()
            gap = 0
            if len(taken) == length:
                return taken, place + 1
        else:
            gap += 1
            if gap > 2 or letter == "\t" and taken:
                break
    return taken, 0


def _registers(row: Row, misread: bool) -> Iterator[IdentifierFound]:
    text = row.text.upper().translate(DIGIT_OF) if misread else row.text
    ends: list[tuple[int, int]] = []
    for kind, pattern in ((Kind.SIRET, _SIRET), (Kind.SIREN, _SIREN)):
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in ends):
                continue
            value = identifiers.compact(match[0])
            before = _context(row, match.start())
            is_valid = bool(
                identifiers.siret_of(value)
                if kind is Kind.SIRET
                else identifiers.siren_of(value)
            )
            labelled = bool(_SIREN_LABEL.search(before))
            if not labelled and not (is_valid and kind is Kind.SIRET):
                continue
            ends.append(match.span())
            yield IdentifierFound(
                kind, value, row.span(match.start(), match.end()).words,
                is_valid, labelled, bool(_BUYER_WORDS.search(before)),
            )  # fmt: skip


def _bics(row: Row) -> Iterator[IdentifierFound]:
    for match in _BIC.finditer(row.text.upper()):
        span = row.span(match.start(1), match.end(1))
        yield IdentifierFound(Kind.BIC, match[1], span.words, True, True)


def _ibans(
    rows: Sequence[Row], taken: set[int], misread: bool
) -> Iterator[IdentifierFound]:
    """Yield accounts; one may go on in the row below, or begin in the row above."""
    seen: set[str] = set()
    for place, row in enumerate(rows):
        for match in islice(_IBAN_START.finditer(row.text), _MOST):
            if any(id(w) in taken for w in row.span(match.start(), match.end()).words):
                continue
            before = _context(row, match.start())
            above = " ".join(each.plain for each in rows[max(place - 2, 0) : place])
            labelled = "iban" in row.plain or "iban" in above
            for words, text in _runs(rows, place, row, match.start()):
                value, repaired = _iban(
                    text, IBAN_LENGTHS[match[1]], misread and labelled
                )
                if not value:
                    continue
                if value not in seen:
                    seen.add(value)
                    buyers = bool(_BUYER_WORDS.search(before) and "iban" in before)
                    yield IdentifierFound(
                        Kind.IBAN,
                        value,
                        _holding(words, match[1], len(value)),
                        True,
                        labelled,
                        buyers,
                        repaired,
                    )
                break


def _holding(words: Sequence[Word], country: str, length: int) -> tuple[Word, ...]:
    """Return the words that hold an account, without what stands behind it."""
    kept: list[Word] = []
    held = 0
    for word in words:
        text = word.text
        if not kept and country in text:
            text = text[text.index(country) :]
        kept.append(word)
        held += len(identifiers.compact(text))
        if held >= length:
            break
    return tuple(kept)


def _runs(
    rows: Sequence[Row], place: int, row: Row, start: int
) -> Iterator[tuple[tuple[Word, ...], str]]:
    """Yield texts that may hold the whole account, the likeliest first."""
    first = row.span(start, start + 1).words[0]
    offset = start - row.starts[row.words.index(first)]
    right = [first]
    for each in row.words[row.words.index(first) + 1 :]:
        if not _is_group(each.text):
            break
        right.append(each)
    text = first.text[offset:] + "".join(each.text for each in right[1:])
    yield tuple(right), text
    for other in (*rows[max(place - 2, 0) : place], *rows[place + 1 : place + 3]):
        near = tuple(
            each
            for each in other.words
            if each.left >= first.left - 90 and _is_group(each.text)
        )
        if near:
            yield (*right, *near), text + "".join(each.text for each in near)
    column, joined = [first], first.text[offset:]
    for other in rows[place : place + 8]:
        for each in other.words:
            is_below = first.left - 6 <= each.left <= first.left + 110
            if each is not first and is_below and _is_group(each.text):
                column.append(each)
                joined += each.text
        yield tuple(column), joined


def _is_group(text: str) -> bool:
    """Tell whether a word may be a group of an account: digits, or a bank's letters."""
    plain = text.strip("()[].,;:-*")
    return bool(_GROUP.fullmatch(plain)) and (
        any(map(str.isdigit, plain)) or len(plain) == _BANK_CODE
    )


def _iban(text: str, length: int, misread: bool) -> tuple[str | None, bool]:
    number = identifiers.compact(text)[:length]
    if len(number) < length:
        return None, False
    if identifiers.iban_of(number):
        return number, False
    # Words between groups are no misread digits.
    if not misread or sum(map(str.isdigit, number)) < length - 6:
        return None, False
    plain = number[:2] + number[2:].translate(DIGIT_OF)
    if identifiers.iban_of(plain):
        return plain, True
    repairs = {
        fixed
        for place, letter in enumerate(plain)
        if place > 1
        for other in _CONFUSED.get(letter, "")
        if (fixed := plain[:place] + other + plain[place + 1 :])
        and identifiers.iban_of(fixed)
    }
    # Two repairs that both fit prove nothing.
    return (repairs.pop(), True) if len(repairs) == 1 else (None, False)
