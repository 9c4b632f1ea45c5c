"""Names of companies on a page: what is one, and which of several is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from .page import Word
from .party_words import (
    ADDRESS,
    BUYER,
    COLON,
    DATED,
    FORM,
    FREE_MAIL,
    MAIL,
    NO_NAME,
    SELLER,
    TAIL,
)
from .rows import Row, Span


@dataclass(frozen=True, slots=True)
class NameFound:
    """A name and how much speaks for it."""

    value: str
    words: tuple[Word, ...]
    score: float


def plain_of(span: Span) -> str:
    """Return a piece of a row in small letters without accents."""
    start = span.row.text.find(span.text)
    return span.row.plain[start : start + len(span.text)] if start >= 0 else ""


def is_name(plain: str, *, short: bool = False) -> bool:
    """Tell whether a line may be a name: letters, no address, no label, no date.

    Args:
        plain: Small letters without accents.
        short: Two letters are enough, for a line that goes on with a name.
    """
    letters = sum(map(str.isalpha, plain))
    return (
        letters >= (2 if short else 3)
        and letters >= 0.7 * len(plain.replace(" ", ""))
        and not ADDRESS.search(plain)
        and not BUYER.search(plain)
        and not SELLER.search(plain)
        and not NO_NAME.search(plain)
        and not MAIL.search(plain)
        and not COLON.search(plain)
        and not DATED.search(plain)
        and plain[:1] not in "([{"
        and len(plain) <= 70
    )


def cleaned(text: str) -> str:
    """Return a name without what a footer says behind it.

    >>> cleaned("Acme SAS au capital de 10 000 €")
    'Acme SAS'
    """
    text = TAIL.split(re.sub(r"\s+", " ", text.replace("\t", " ")))[0]
    text = text.strip(" :-–—|•·,;*●")
    return text.split(" - ")[0] if " - " in text and len(text) > 45 else text


def is_one_of(name: str, others: Sequence[str]) -> bool:
    """Tell whether a name is one of others, legal form and marks aside."""
    return any(fuzz.ratio(name_key(name), name_key(each)) >= 90 for each in others)


def name_key(name: str) -> str:
    """Return what is left of a name without legal form, blanks and marks.

    >>> name_key("Acme & Fils, S.A.S.")
    'acmefils'
    """
    plain = Row(1, (Word(name, 1, 0.0, 0.0, 1.0, 1.0),)).plain
    return re.sub(r"[^a-z0-9]", "", FORM.sub("", plain))


def whole(names: Iterable[NameFound]) -> list[NameFound]:
    """Leave out the first line of a name that goes on in the next."""
    found = list(names)
    return [
        each
        for each in found
        if not any(
            len(each.words) < len(other.words)
            and {id(word) for word in each.words} <= {id(word) for word in other.words}
            and other.score >= each.score - 0.3
            for other in found
        )
    ]


def agreed(names: Sequence[NameFound], rows: Sequence[Row]) -> list[NameFound]:
    """Weigh names by how many places of the document say the same."""
    domains = {
        next(filter(None, match.groups())).replace("-", "")
        for row in rows
        for match in MAIL.finditer(row.plain)
    } - FREE_MAIL
    weighed: dict[str, NameFound] = {}
    for name in names:
        key = name_key(name.value)
        if len(key) < 2:
            continue
        score = name.score
        agreeing = {
            each.words[0].top
            for each in names
            if each is not name
            and fuzz.ratio(key, name_key(each.value)) >= 92
            and each.words[0] is not name.words[0]
        }
        score += min(0.2 * len(agreeing), 0.3)
        if key in domains:
            score += 0.2
        elif any(len(each) > 3 and (each in key or key in each) for each in domains):
            score += 0.12
        plain = Row(1, (Word(name.value, 1, 0.0, 0.0, 1.0, 1.0),)).plain
        if FORM.search(plain):
            score += 0.12
        if key not in weighed or weighed[key].score < score:
            weighed[key] = NameFound(name.value, name.words, score)
    return sorted(weighed.values(), key=lambda each: -each.score)


def height_of(span: Span) -> float:
    """Return the height of its tallest word in points."""
    return max(word.height for word in span.words)
