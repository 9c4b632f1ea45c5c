"""The numbers of a row, with every way in which each of them can be read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from .amounts import Amount, amounts_of, decimal_of, rejoined
from .page import Word
from .rows import Row

# Letter heights between a word and a number of the same sentence.
_SENTENCE_GAP = 0.5
# What engines take for each other.
_ALIKE = {
    "0": "86",
    "1": "74",
    "2": "7",
    "3": "895",
    "4": "19",
    "5": "63",
    "6": "850",
    "7": "12",
    "8": "3605",
    "9": "453",
}
_WORDY = re.compile(r"[^\W\d_]{2}")
_NO_WORD = re.compile(
    r"^(?:eur|euros?|usd|chf|gbp|rm|fr|ht|h\.t\.?|ttc|tva|vat|mwst\.?|ust\.?|x)$",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"\d\s?[x×X*@]\s(?:\D{0,4}\s?)?\d|\d\s[x×X*@]\s?\d|\d[x×X*]\d+[.,]\d\d(?!\d)"
)
_FACTORS = re.compile(r"(\d{1,5}(?:[.,]\d{1,3})?)[x×X*](\d[\d.,]*[.,]\d\d\W{0,2})$")
_IS_NUMBER = re.compile(r"^\D{0,4}\d[\d.,]*\D{0,3}$")
# Glued to a number: the cross of a product, a currency, a tax code.
_GLUED = re.compile(
    r"^(?:[x×X*@]|RM|EUR|USD|CHF|GBP|Fr\.?|US\$)(?=[\d.-])"
    r"|(?<=\d)(?:[x×X*@]|EUR|USD|CHF|€|[.,]?[A-Z]{1,2}|kg|g|l|m|h|j|u|km|pcs|stk|kwh)$"
)


@dataclass(frozen=True, slots=True)
class Style:
    """How the pages print numbers.

    Attributes:
        misread: They come from a picture: letters and lost marks are possible.
        mark: What stands before the cents on most of them, a comma or a point.
        has_blanks: A blank may stand between thousands.
    """

    misread: bool = False
    mark: str = ","
    has_blanks: bool = True


def style_of(rows: Sequence[Row], *, misread: bool) -> Style:
    """Return how most amounts of the pages are printed.

    >>> style_of([Row(1, (Word("1,234.50", 1, 0, 0, 9, 9),))], misread=False).mark
    '.'
    """
    marks = Counter(
        mark
        for row in rows
        for mark in re.findall(r"\d([.,])\d\d(?![.,]?\d)", row.text)
    )
    mark = "." if marks["."] > marks[","] else ","
    other = r"\d[.'’]\d{3},\d\d" if mark == "," else r"\d[,'’]\d{3}\.\d\d"
    marked = sum(len(re.findall(other, row.text)) for row in rows)
    blank = sum(len(re.findall(r"\d \d{3}[.,]\d\d", row.text)) for row in rows)
    has_blanks = blank >= marked
    return Style(misread, mark, has_blanks)


@dataclass(frozen=True, slots=True)
class Guess:
    """One way to read a number, and how far it is from what stands there.

    Attributes:
        cost: 0 as printed, 0.5 another use of the same marks, 1.5 a lost mark.
    """

    value: Decimal
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Token:
    """A number of a row.

    Attributes:
        in_text: It follows a word closely, as numbers inside of a description do.
        part: ``first`` or ``last`` where it is only some of the words that may be one
            number, else empty.
    """

    amount: Amount
    in_text: bool = False
    part: str = ""
    style: Style = Style()

    @property
    def left(self) -> float:
        """Left edge in points."""
        return self.amount.left

    @property
    def right(self) -> float:
        """Right edge in points."""
        return self.amount.right

    @property
    def words(self) -> tuple[Word, ...]:
        """The words that hold it."""
        return self.amount.words

    def guesses(self) -> tuple[Guess, ...]:
        """Return its readings, the printed one first."""
        return tuple(_guesses(self))

    def repairs(self) -> tuple[Guess, ...]:
        """Return readings with one digit taken for another that looks like it."""
        return tuple(_repairs(self)) if self.style.misread else ()


def tokens_of(row: Row, style: Style = Style()) -> list[Token]:
    """Return the numbers of a row and the parts of joined ones, left to right.

    >>> row = Row(1, (Word("2", 1, 0, 0, 5, 9), Word("450,00", 1, 8, 0, 30, 9)))
    >>> [(str(each.amount.value), each.part) for each in tokens_of(row)]
    [('2450.00', ''), ('2', 'first'), ('450.00', 'last')]
    """
    plain = _unglued(rejoined(row)) if style.misread else _unglued(row)
    tokens: list[Token] = []
    for amount in amounts_of(plain, misread=style.misread):
        in_text = _in_text(plain, amount)
        parts = list(_parts(plain, amount, style.misread)) if amount.is_joined else []
        names = ("first", "last") if style.has_blanks else ("", "")
        if style.has_blanks or not parts:
            tokens.append(Token(amount, in_text, style=style))
        tokens.extend(
            Token(each, in_text and not place, part=names[place], style=style)
            for pair in parts
            for place, each in enumerate(pair)
        )
    return tokens


def _unglued(row: Row) -> Row:
    """Take crosses, currencies and tax codes away from the numbers they stick to."""
    words = tuple(
        replace(word, text=_one_mark(_GLUED.sub("", word.text.rstrip("="))))
        if _IS_NUMBER.search(word.text.rstrip("="))
        else word
        for whole in row.words
        for word in _factors(whole)
    )
    return Row(row.page, words)


def _factors(word: Word) -> tuple[Word, ...]:
    """Divide a product that is written without blanks, as ``4x285,00``."""
    match = _FACTORS.match(word.text)
    if match is None:
        return (word,)
    cut = word.left + (word.right - word.left) * match.end(1) / len(word.text)
    return (
        replace(word, text=match[1], right=cut),
        replace(word, text=match[2], left=cut),
    )


def _one_mark(text: str) -> str:
    """Take marks away that an engine saw inside of a number: ``15.8,88``."""
    if not re.fullmatch(r"\d+(?:[.,]\d+)+[.,]\d\d", text):
        return text
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d\d|\d{1,3}(?:,\d{3})+\.\d\d", text):
        return text
    return re.sub(r"[.,]", "", text[:-3]) + text[-3:]


def has_times(row: Row) -> bool:
    """Tell whether a row multiplies: ``2 x 3,50``, not ``120x60``.

    >>> has_times(Row(1, tuple(Word(t, 1, 0, 0, 1, 1) for t in ("2", "x", "3,50"))))
    True
    """
    return bool(_TIMES.search(row.text.replace("\t", " ")))


def _in_text(row: Row, amount: Amount) -> bool:
    place = row.words.index(amount.words[0])
    if not place:
        return False
    before = row.words[place - 1]
    gap = amount.left - before.right
    return (
        gap < _SENTENCE_GAP * before.height
        and bool(_WORDY.search(before.text))
        and not _NO_WORD.match(before.text)
    )


def _parts(row: Row, amount: Amount, misread: bool) -> Iterator[tuple[Amount, Amount]]:
    for cut in range(1, len(amount.words)):
        first = amounts_of(Row(row.page, amount.words[:cut]), misread=misread)
        second = amounts_of(Row(row.page, amount.words[cut:]), misread=misread)
        if re.match(r"0\d", amount.words[cut].text):
            continue
        if len(first) == 1 and len(second) == 1:
            yield first[0], second[0]


def _guesses(token: Token) -> Iterator[Guess]:
    value, digits = token.amount.value, _digits(token)
    sign = -1 if value < 0 else 1
    single = re.fullmatch(r"(\d{1,3})([.,])(\d{3})", digits)
    if single:
        readings = [f"{single[1]}{single[3]}", f"{single[1]}.{single[3]}"]
        if single[2] == token.style.mark:
            readings.reverse()
        for cost, other in enumerate(readings):
            yield Guess(sign * Decimal(other), cost / 2)
    else:
        yield Guess(value)
    if token.style.misread and re.fullmatch(r"\d{3,}", digits):
        yield Guess(sign * Decimal(digits).scaleb(-2), 1.5)


def _digits(token: Token) -> str:
    return re.sub(r"[^\d.,]", "", token.amount.text)


def _repairs(token: Token) -> Iterator[Guess]:
    digits = _digits(token)
    sign = -1 if token.amount.value < 0 else 1
    for place, digit in enumerate(digits):
        for other in _ALIKE.get(digit, ""):
            value = decimal_of(digits[:place] + other + digits[place + 1 :])
            if value is not None:
                yield Guess(sign * value, 3.0)
