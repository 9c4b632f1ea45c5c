"""How alike two descriptions are, and what of them is no article."""

from __future__ import annotations

import re
from typing import NamedTuple

from rapidfuzz import fuzz

from odoo.addons.einvoice_intake.domain.texts import (
    BRACKETS,
    Words,
    ratio_of,
    reference_key,
    undated,
    words_of,
)

_NOT_FIGURE = re.compile(r"\D")
_CHARGES = frozenset(
    "affranchissement carriage conditionnement delivery ecocontribution "
    "ecoparticipation emballage expedition fret freight handling livraison packaging "
    "port postage shipping transport".split()
)
_FEES = frozenset("eco forfait frais participation contribution taxe".split())


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


def bracketed(text: str) -> tuple[str, ...]:
    """Return the item numbers that Odoo writes before a name.

    >>> bracketed("[E-COM08] Ramette A4")
    ('ECOM08',)
    """
    if "[" not in text:
        return ()
    keys = (reference_key(each) for each in BRACKETS.findall(text))
    return tuple(key for key in keys if key)


def memory_key(references: frozenset[str], name: str) -> str:
    """Return under what a line of a supplier is remembered.

    His item number where there is one, else the text without months and years.

    >>> memory_key(frozenset(), "Abonnement septembre 2026")
    'text abonnement'
    """
    if references:
        return f"item {min(references)}"
    kept = undated(words_of(name))
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
