"""Descriptions and item numbers, so that two hands that wrote the same are the same."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from rapidfuzz import fuzz

_WORDS = re.compile(r"[a-z]+|\d+(?:[.,]\d+)*")
_BRACKETS = re.compile(r"\[([^\[\]]{2,40})\]")
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
_NOT_FIGURE = re.compile(r"\D")
_YEAR = re.compile(r"(?:19|20)\d\d")

_CHARGES = frozenset(
    "affranchissement carriage conditionnement delivery ecocontribution "
    "ecoparticipation emballage expedition fret freight handling livraison packaging "
    "port postage shipping transport".split()
)
_FEES = frozenset("eco forfait frais participation contribution taxe".split())


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


def words_of(text: str) -> Words:
    """Return a text as it is compared.

    >>> words_of("Boîte de vis M6x20, réf. 118").text
    'boite vis m 6 x 20 118'
    """
    found = tuple(
        word.replace(",", ".")
        for word in _WORDS.findall(_ELISION.sub(" ", plain(_BRACKETS.sub(" ", text))))
        if word not in _EMPTY
    )
    return Words(" ".join(found), found)


class Likeness(NamedTuple):
    """How alike two texts are.

    Attributes:
        ratio: 0 to 1, whatever the order of the words.
        is_other: In the same place stand different words or figures: two sizes,
            colours or makes of one thing.
    """

    ratio: float
    is_other: bool = False


# Below this, two texts are of different things, not of two sizes of one.
_SIBLING = 0.45


def likeness(first: Words, second: Words) -> Likeness:
    """Return how alike two texts are.

    >>> likeness(words_of("Papier A4 80 g"), words_of("PAPIER 80G A4")).ratio > 0.99
    True
    >>> [likeness(words_of("Vis M6x20"), words_of(other)).is_other
    ...  for other in ("Vis M6x30", "Vis inox M6x20")]
    [True, False]
    """
    ratio = ratio_of(first, second)
    is_near = _SIBLING <= ratio < 1
    return Likeness(ratio, is_near and _is_other(first.words, second.words))


def ratio_of(first: Words, second: Words) -> float:
    """Return how alike two texts are, 0 to 1, letter by letter."""
    if not (first.text and second.text):
        return 0.0
    alike = max(
        fuzz.token_sort_ratio(first.text, second.text),
        0.95 * fuzz.token_set_ratio(first.text, second.text),
    )
    return float(alike) / 100


def _is_other(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Tell whether words without partner stand in the same place of both texts.

    The place is the partner of the word before, or of the word after: a word more at
    one end, or one that was cut off, stands in no such place. Words that were written
    together are the same.
    """
    partners = _partners(first, second)
    one = _odd_words(first, partners)
    two = _odd_words(second, {place: place for place in partners.values()})
    return any(
        place in two and not _is_same_word(words, two[place])
        for place, words in one.items()
    )


def _partners(first: tuple[str, ...], second: tuple[str, ...]) -> dict[int, int]:
    """Return for each word of the first its place in the second: equal, else alike."""
    partners: dict[int, int] = {}
    free = dict.fromkeys(range(len(second)))
    for test in (str.__eq__, _is_same_word):
        for index, word in enumerate(first):
            if index in partners:
                continue
            found = next(
                (
                    place
                    for place in free
                    if test(word, second[place])
                    and (
                        not word[0].isdigit() or _is_beside(first, index, second, place)
                    )
                ),
                None,
            )
            if found is not None:
                partners[index] = found
                del free[found]
    return partners


def _is_beside(
    first: tuple[str, ...], index: int, second: tuple[str, ...], place: int
) -> bool:
    """Tell whether a figure stands beside the same word in both texts.

    The 4 of M4 is not the 4 of A4.
    """
    one, two = ("", *first, ""), ("", *second, "")
    neighbours = ((one[index + at], two[place + at]) for at in (0, 2))
    return any(
        word == other or (word and other and _is_same_word(word, other))
        for word, other in neighbours
    )


def _odd_words(
    words: tuple[str, ...], partners: dict[int, int]
) -> dict[tuple[str, int], str]:
    """Return the words without partner, by the partner of their neighbours."""
    odd: dict[tuple[str, int], str] = {}
    run, before = "", None
    for index, word in enumerate((*words, "")):
        if word and index not in partners:
            run += word
            continue
        if run:
            if before is not None:
                odd["after", before] = run
            if word:
                odd["before", partners[index]] = run
        run, before = "", partners.get(index)
    return odd


def _is_same_word(first: str, second: str) -> bool:
    """Tell whether one word is a slip or an abbreviation of the other.

    >>> [_is_same_word(*pair.split()) for pair in
    ...  ("disj disjoncteur", "l xl", "840 8x40")]
    [True, False, True]
    """
    figures = [_NOT_FIGURE.sub("", word) for word in (first, second)]
    if figures[0] != figures[1]:
        return False
    short, long = sorted((first, second), key=len)
    letters = iter(long)
    missing = len(long) - len(short)
    is_part = all(letter in letters for letter in short)
    if is_part and (short[0] == long[0] or (missing == 1 and len(short) > 1)):
        return True
    return not figures[0] and bool(fuzz.ratio(first, second) >= 80)


def reference_key(text: str | None) -> str:
    """Return an item number without what is only typography, empty when too short.

    >>> reference_key("ab-118 / 2"), reference_key("-")
    ('AB1182', '')
    """
    key = _NOT_KEY.sub("", (text or "").upper()).lstrip("0")
    return key if len(key) >= 2 else ""


def bracketed(text: str) -> tuple[str, ...]:
    """Return the item numbers that Odoo writes before a name.

    >>> bracketed("[E-COM08] Ramette A4")
    ('ECOM08',)
    """
    if "[" not in text:
        return ()
    keys = (reference_key(each) for each in _BRACKETS.findall(text))
    return tuple(key for key in keys if key)


def memory_key(references: frozenset[str], name: str) -> str:
    """Return under what a line of a supplier is remembered.

    His item number where there is one, else the text without months and years.

    >>> memory_key(frozenset(), "Abonnement septembre 2026")
    'text abonnement'
    """
    if references:
        return f"item {min(references)}"
    kept = [
        word
        for word in words_of(name).words
        if word not in _MONTHS and not _YEAR.fullmatch(word)
    ]
    return f"text {' '.join(kept)}"[:200] if kept else ""


def is_charge(text: str) -> bool:
    """Tell whether a line is for transport, packaging or the like.

    >>> is_charge("Frais de port"), is_charge("Éco-participation"), is_charge("Portail")
    (True, True, False)
    """
    words = frozenset(words_of(text).words)
    charges = words & _CHARGES
    fees = words & _FEES
    if len(words) > 3 and 2 * len(charges | fees) < len(words):
        return False
    return bool(charges) or len(fees) >= 2
