"""Descriptions and item numbers, so that two hands that wrote the same are the same."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from rapidfuzz import fuzz

_WORDS = re.compile(r"[a-z]+|\d+(?:[.,]\d+)*")
BRACKETS = re.compile(r"\[([^\[\]]{2,40})\]")
_NOT_KEY = re.compile(r"[^0-9A-Z]")
# Words that say nothing of an article, and what changes from one month to the next.
_EMPTY = frozenset(
    "a au aux avec de des du en et la le les of par pour sur the un une "
    "art article designation produit ref reference".split()
)
_MONTHS = frozenset(
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre "
    "decembre january february march april may june july august september october "
    "november december".split()
)
# The L of “l'eau” is no size.
_ELISION = re.compile(r"\b[dl]['’]")
_YEAR = re.compile(r"(?:19|20)\d\d")


class Words(NamedTuple):
    """A text as it is compared.

    Attributes:
        text: Its words, in order, without accents and empty words.
        words: The same, one by one.
    """

    text: str
    words: tuple[str, ...]


def plain(text: str) -> str:
    """Return a text in small letters without accents.

    >>> plain("Boîte À VIS")
    'boite a vis'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("’", "'"))
        text = text.encode("ascii", "ignore").decode()
    return text.lower()


def storable(text: str) -> str:
    r"""Return text without what a database cannot hold: NUL and half characters.

    >>> storable("N\x00\ud8001")
    'N1'
    """
    return text.replace("\x00", "").encode(errors="ignore").decode()


def words_of(text: str) -> Words:
    """Return a text as it is compared.

    >>> words_of("Boîte de vis M6x20, réf. 118").text
    'boite vis m 6 x 20 118'
    """
    found = tuple(
        word.replace(",", ".")
        for word in _WORDS.findall(_ELISION.sub(" ", plain(BRACKETS.sub(" ", text))))
        if word not in _EMPTY
    )
    return Words(" ".join(found), found)


def ratio_of(first: Words, second: Words) -> float:
    """Return how alike two texts are, 0 to 1, letter by letter."""
    if not (first.text and second.text):
        return 0.0
    alike = max(
        fuzz.token_sort_ratio(first.text, second.text),
        0.95 * fuzz.token_set_ratio(first.text, second.text),
    )
    return float(alike) / 100


def undated(words: Words) -> tuple[str, ...]:
    """Return the words without what changes from one month to the next.

    >>> undated(words_of("Abonnement septembre 2026"))
    ('abonnement',)
    """
    return tuple(
        word
        for word in words.words
        if word not in _MONTHS and not _YEAR.fullmatch(word)
    )


def reference_key(text: str | None) -> str:
    """Return an item number without what is only typography, empty when too short.

    >>> reference_key("ab-118 / 2"), reference_key("-")
    ('AB1182', '')
    """
    key = _NOT_KEY.sub("", (text or "").upper()).lstrip("0")
    return key if len(key) >= 2 else ""
