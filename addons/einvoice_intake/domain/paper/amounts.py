"""Numbers as pages print them: French, English, German and Swiss, and misread ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from odoo.addons.einvoice_base.domain.reading import Box

from .page import Word, box_of
from .rows import Row

_BLANKS = " \u00a0\u202f\u2009"
_GROUP = rf"[{_BLANKS}.,'’]"
_NUMBER = re.compile(
    rf"(?<![\w.,/])(?P<sign>[-−–+]{_GROUP}?)?"
    rf"(?P<digits>\d{{1,3}}(?:{_GROUP}\d{{3}})+(?:{_BLANKS[0]}?[.,]{_BLANKS[0]}?\d{{1,6}})?"
    rf"|\d+(?:[.,]\d{{1,6}})?|[.,]\d{{2}})"
    r"(?P<after>[-−](?![\w]))?(?![\w/]|[.,]\d)"
)
_PERCENT = re.compile(rf"[{_BLANKS}]?%")
# What an engine reads in place of a digit; a q only where a number is no amount.
_LETTERS = "OoQDlI|iZzSsBg"
DIGIT_OF = str.maketrans(_LETTERS + "q", "000011112255899")
_MOSTLY_DIGITS = re.compile(rf"^[-−(]?[\d{_LETTERS}][\d{_LETTERS}.,/'’]*[€)]?$")
# A currency that touches its amount.
_GLUED = re.compile(
    r"(?<![A-Za-z])(?:EUR|USD|GBP|CHF|RM|€|\$|£)(?=[-−]?\d)"
    r"|(?<=\d)(?:EUR|USD|GBP|CHF|€|\$|£)(?![A-Za-z])"
)
_CURRENCY_AFTER = re.compile(
    r"\s?(?:€|\$|£|eur|euros?|usd|gbp|chf)(?![a-z])", re.IGNORECASE
)
_CURRENCY_BEFORE = re.compile(r"(?:€|\$|£|eur|usd|gbp|chf|rm)\s?$", re.IGNORECASE)
_CURRENCY_MARKS = {"€": "EUR", "$": "USD", "£": "GBP"}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number on the page.

    Attributes:
        value: With its sign.
        words: The words that hold it.
        text: As printed.
        decimals: How many decimals are printed.
        is_percent: A percent sign follows.
        has_currency: A currency stands right beside it.
        is_joined: It was made of several words, which may be two numbers after all.
        confidence: Of its letters, 0 to 1.
    """

    value: Decimal
    words: tuple[Word, ...]
    text: str
    decimals: int
    is_percent: bool = False
    is_joined: bool = False
    has_currency: bool = False
    confidence: float = 1.0

    @property
    def box(self) -> Box | None:
        """Where it stands."""
        return box_of(self.words)

    @property
    def right(self) -> float:
        """Right edge in points: amounts of a column share it."""
        return max(word.right for word in self.words)

    @property
    def left(self) -> float:
        """Left edge in points."""
        return min(word.left for word in self.words)


def amounts_of(row: Row, *, misread: bool = False) -> list[Amount]:
    """Return the numbers of a row, from left to right.

    Args:
        row: A row of words.
        misread: Letters in place of digits are digits too (a page read by OCR).

    >>> words = (Word("Total", 1, 0.0, 0.0, 20.0, 10.0), Word("1", 1, 60, 0, 64, 10))
    >>> words += (Word("234,50", 1, 67, 0, 90, 10), Word("€", 1, 93, 0, 97, 10))
    >>> [str(each.value) for each in amounts_of(Row(1, words))]
    ['1234.50']
    """
    return list(_amounts(row, misread))


def _amounts(row: Row, misread: bool) -> Iterator[Amount]:
    if misread:
        row = rejoined(row)
    text = digits_for_letters(row) if misread else row.text
    text = _GLUED.sub(lambda match: " " * len(match[0]), text)
    for match in _NUMBER.finditer(text):
        value = decimal_of(match["digits"])
        if value is None:
            continue
        span = row.span(match.start("digits"), match.end("digits"))
        negative = (match["sign"] or "").strip() in ("-", "−", "–") or match["after"]
        if _in_brackets(text, match):
            negative = True
        digits = match["digits"]
        yield Amount(
            value=-value if negative else value,
            words=span.words,
            text=match[0],
            decimals=max(-int(value.as_tuple().exponent), 0),
            is_percent=bool(_PERCENT.match(text, match.end())),
            is_joined=len(span.words) > 1 and any(each in digits for each in _BLANKS),
            has_currency=_has_currency(row.text, match),
            confidence=min(word.confidence for word in span.words),
        )


def rejoined(row: Row) -> Row:
    """Join ``46,`` and ``74``, which an engine read as two words.

    >>> words = (Word("46,", 1, 0, 0, 12, 9), Word("74", 1, 15, 0, 25, 9))
    >>> rejoined(Row(1, words)).text
    '46,74'
    """
    words: list[Word] = []
    for word in row.words:
        before = words[-1] if words else None
        if before is not None and _is_torn(before, word):
            words[-1] = replace(
                before,
                text=before.text + word.text,
                top=min(before.top, word.top),
                right=word.right,
                bottom=max(before.bottom, word.bottom),
                confidence=min(before.confidence, word.confidence),
            )
        else:
            words.append(word)
    return Row(row.page, tuple(words)) if len(words) < len(row.words) else row


def _is_torn(before: Word, word: Word) -> bool:
    gap = word.left - before.right
    if gap > 0.6 * min(before.height, word.height):
        return False
    if re.search(r"\d[.,]$", before.text):
        return bool(re.match(r"\d\d(?!\d)", word.text))
    return bool(
        re.search(r"(?<![.,\d])\d{1,3}$", before.text)
        and re.match(r"[.,]\d\d(?!\d)", word.text)
    )


def _has_currency(text: str, match: re.Match[str]) -> bool:
    return bool(
        _CURRENCY_AFTER.match(text, match.end())
        or _CURRENCY_BEFORE.search(text[max(match.start() - 6, 0) : match.start()])
    )


def _in_brackets(text: str, match: re.Match[str]) -> bool:
    """Accountants write (12,50) for minus 12,50; a rate in brackets is none."""
    before = text[: match.start()].rstrip()[-1:]
    after = text[match.end() :].lstrip()
    is_amount = bool(re.search(r"[.,]\d\d$", match["digits"]))
    return before == "(" and after[:1] == ")" and is_amount


def digits_for_letters(row: Row) -> str:
    """Put digits where an engine read letters, without moving any place.

    >>> digits_for_letters(Row(1, (Word("l2,50", 1, 0.0, 0.0, 9.0, 9.0),)))
    '12,50'
    """
    words = [
        word.text.translate(DIGIT_OF)
        if sum(map(str.isdigit, word.text)) * 2 >= len(word.text.strip("€.,-"))
        and _MOSTLY_DIGITS.match(word.text)
        else word.text
        for word in row.words
    ]
    text = list(row.text)
    for start, word in zip(row.starts, words, strict=True):
        text[start : start + len(word)] = word
    return "".join(text)


def decimal_of(digits: str) -> Decimal | None:
    """Read one printed number without sign.

    One mark with three digits behind it is a thousands mark where the part before has
    one to three digits, as nobody prints prices to a thousandth without saying so.

    >>> [str(decimal_of(each)) for each in ("1 234,5", "1.234,50", "1,234.50", "1'250")]
    ['1234.5', '1234.50', '1234.50', '1250']
    >>> [str(decimal_of(each)) for each in ("0,375", "12,3456", "1.234", ".50")]
    ['0.375', '12.3456', '1234', '0.50']
    """
    plain = re.sub(rf"[{_BLANKS}'’]", "", digits)
    marks = [place for place, each in enumerate(plain) if each in ".,"]
    if not marks:
        return _decimal(plain)
    last = marks[-1]
    whole, decimals = plain[:last], plain[last + 1 :]
    kinds = {plain[place] for place in marks}
    is_grouped = len(decimals) == 3 and (
        (len(marks) > 1 and len(kinds) == 1)
        or (len(marks) == 1 and 1 <= len(whole) <= 3 and whole.strip("0") != "")
    )
    if is_grouped:
        return _decimal(re.sub("[.,]", "", plain))
    return _decimal(f"{re.sub('[.,]', '', whole) or '0'}.{decimals}")


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def currency_mark(text: str) -> str | None:
    """Return the currency of a sign (``€``), ``None`` for other text.

    >>> currency_mark("€"), currency_mark("x")
    ('EUR', None)
    """
    return _CURRENCY_MARKS.get(text.strip())
