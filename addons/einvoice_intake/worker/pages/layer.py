"""The text layer of a page of a PDF, and whether it can be believed.

A layer may be rubbish: letters without meaning (fonts without their table), words that
lie behind or over a picture of the page, text outside of it. Then the page is read as a
picture, as a person does.
"""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_IMAGE_OBJECT = 3
# A gap wider than this share of the letter size parts two words.
_WORD_GAP = 0.25
# Pictures over so much of a page are what a person sees of it, whatever text is there.
_SCANNED_SHARE = 0.6
# Of sound pages at least that much is made of words and numbers.
_SOUND_SHARE = 0.7
# In all languages of invoices; a page of text without any of them is no text.
_COMMON = frozenset(
    "de la le les du des et en un une pour par sur au a the of and to for on in by is "
    "der die das und von mit fur il di e per el y los con het een van "
    "total totale montant facture invoice rechnung date datum tva vat ttc ht mwst "
    "iva amount prix price quantite qty page client no n siret siren iban tel email "
    "www fr com rue avenue eur".split()
)
_WORDS_TO_JUDGE = 40
_VOWELS = frozenset("aeiouyàâäéèêëîïôöùûüœæ")
_VOWEL_SHARES = (0.22, 0.62)
_CID = re.compile(r"\(cid:\d+\)")
_NUMBERLIKE = re.compile(r"^[\W_]*[\d][\d.,/:%€$£+*°xX'’()-]*[\W_]*[A-Za-z%€]{0,3}$")
_PLAIN_WORD = re.compile(r"^(?:[^\W\d_]+[’'-]?)+\.?$")
_CODE = re.compile(r"^[A-Za-z0-9][\w./°#&+@:-]*$")
_OUTER = "()[]{}<>«»\"“”.,;:!?…*-–—|/\\'’`°•#&+=_€$£%"
_LETTERS_TWICE = 0.2

Row = tuple[float, float, float, float, str, float]


@dataclass(frozen=True, slots=True)
class Layer:
    """What a page holds.

    Attributes:
        rows: Words: left, top, right, bottom in points, text, confidence.
        turned: Degrees clockwise by which the text was turned to be upright.
        has_drawing: Something is drawn that may hold words.
        is_sound: The words can be believed.
    """

    rows: tuple[Row, ...] = ()
    turned: int = 0
    has_drawing: bool = False
    is_sound: bool = False


def layer_of(text: Any, drawn: Any) -> Layer:
    """Judge a page.

    Args:
        text: The page of ``pdfplumber``; ``None`` where it cannot be had.
        drawn: The page of ``pypdfium2``.
    """
    share, drawings = _what_is_drawn(drawn)
    rows: tuple[Row, ...] = ()
    turn = 0
    if text is not None:
        try:
            rows, turn = _rows(text)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001
            rows = ()
    is_sound = (
        bool(rows)
        and share < _SCANNED_SHARE
        and soundness([row[4] for row in rows]) >= _SOUND_SHARE
    )
    return Layer(rows, turn, bool(drawings or rows), is_sound)


def _what_is_drawn(page: Any) -> tuple[float, int]:
    """Return the share of pictures, and how much is drawn."""
    width, height = page.get_size()
    area = max(width * height, 1.0)
    pictures, count = 0.0, 0
    for each in page.get_objects(max_depth=3):
        count += 1
        if each.type == _IMAGE_OBJECT:
            left, bottom, right, top = _bounds(each)
            across = min(right, width) - max(left, 0)
            down = min(top, height) - max(bottom, 0)
            pictures += max(across, 0) * max(down, 0)
        if count > 50_000:
            break
    return pictures / area, count


def _bounds(drawn: Any) -> tuple[float, float, float, float]:
    """Return left, bottom, right, top on the page, also of a part of a drawing."""
    edges = drawn.get_bounds()
    around = drawn.container
    while around is not None:
        edges = around.get_matrix().on_rect(*edges)
        around = around.container
    left, bottom, right, top = edges
    return float(left), float(bottom), float(right), float(top)


def _rows(page: Any) -> tuple[tuple[Row, ...], int]:
    from pdfplumber.utils.text import extract_words

    letters = _once(page.chars)
    turn = _direction(letters)
    width, height = float(page.width), float(page.height)
    left, top = float(page.bbox[0]), float(page.bbox[1])
    placed = [_upright(letter, turn, (left, top, width, height)) for letter in letters]
    if turn in (90, 270):
        width, height = height, width
    rows = []
    for word in extract_words(placed, x_tolerance_ratio=_WORD_GAP):
        if not _is_inside(word, width, height):
            continue
        edges = (word["x0"], word["top"], word["x1"], word["bottom"])
        plain = unicodedata.normalize("NFC", word["text"])
        rows.append((*(round(float(each), 2) for each in edges), plain, 1.0))
    return tuple(rows), turn  # type: ignore[arg-type]


def _once(letters: Sequence[Any]) -> Sequence[Any]:
    """Take letters once that are drawn twice, a little beside, to look bold."""
    seen: set[tuple[str, int, int]] = set()
    kept = []
    for letter in letters:
        key = (letter["text"], round(letter["x0"]), round(letter["top"]))
        if key in seen and letter["text"].strip():
            continue
        seen.add(key)
        kept.append(letter)
    return kept


def _direction(letters: Sequence[Any]) -> int:
    """Return the turn clockwise that makes most letters upright."""
    turns: Counter[int] = Counter()
    for letter in letters:
        matrix = letter.get("matrix")
        if matrix and letter["text"].strip():
            angle = math.degrees(math.atan2(matrix[1], matrix[0]))
            turns[round(angle / 90) * 90 % 360] += 1
    return turns.most_common(1)[0][0] if turns else 0


def _upright(
    letter: Any, turn: int, page: tuple[float, float, float, float]
) -> dict[str, Any]:
    """Return a letter in the page after its turn, from its upper left corner."""
    from_left, from_top, width, height = page
    x0, x1 = letter["x0"] - from_left, letter["x1"] - from_left
    top, bottom = letter["top"] - from_top, letter["bottom"] - from_top
    if turn == 90:
        x0, x1, top, bottom = height - bottom, height - top, x0, x1
    elif turn == 180:
        x0, x1, top, bottom = width - x1, width - x0, height - bottom, height - top
    elif turn == 270:
        x0, x1, top, bottom = top, bottom, width - x1, width - x0
    return {
        **letter,
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "doctop": top,
        "upright": letter["upright"] if turn in (0, 180) else not letter["upright"],
    }


def _is_inside(word: Any, width: float, height: float) -> bool:
    across = (word["x0"] + word["x1"]) / 2
    down = (word["top"] + word["bottom"]) / 2
    return bool(0 <= across <= width and 0 <= down <= height)


def soundness(words: Sequence[str]) -> float:
    """Return how much of a page is made of words and numbers, 0 to 1.

    >>> soundness("Facture n° FA-2026-01 du 24/01/2026 Total TTC 1 234,50 €".split())
    1.0
    >>> soundness(["(cid:12)(cid:7)", "(cid:3)", "Total"])
    0.625
    """
    text = "".join(words)
    if not text:
        return 0.0
    total = sum(max(len(_CID.sub("?", word)), 1) for word in words)
    sound = sum(len(word) for word in words if _is_sound(word))
    if len(words) >= _WORDS_TO_JUDGE and not _reads_like_language(words):
        return 0.0
    return min(sound / max(total, 1), 1.0)


def _is_sound(word: str) -> bool:
    plain = word.strip(_OUTER)
    if not plain:
        return len(word) <= 3 or len(set(word)) <= 2
    if _CID.search(word) or any(_is_unmapped(each) for each in plain):
        return False
    if _NUMBERLIKE.match(plain):
        return True
    if _PLAIN_WORD.match(plain):
        return _has_case_of_words(plain)
    return bool(_CODE.match(plain)) or sum(map(str.isalnum, plain)) > 0.7 * len(plain)


def _is_unmapped(letter: str) -> bool:
    return unicodedata.category(letter) in ("Co", "Cn", "Cc", "Cs") or letter == "�"


def _has_case_of_words(word: str) -> bool:
    """Tell words from letters thrown together: few capitals follow small letters."""
    changes = sum(
        before.islower() and after.isupper()
        for before, after in itertools.pairwise(word)
    )
    return changes <= 1 + len(word) // 8


def _reads_like_language(words: Sequence[str]) -> bool:
    plain = [word.strip(_OUTER).lower() for word in words]
    letters = [each for each in "".join(plain) if each.isalpha()]
    if not letters:
        return True
    latin = [each for each in letters if "LATIN" in unicodedata.name(each, "")]
    if len(latin) < 0.5 * len(letters):
        return True
    folded = {
        "".join(
            each
            for each in unicodedata.normalize("NFKD", word)
            if not unicodedata.combining(each)
        )
        for word in plain
    }
    if len(folded & _COMMON) >= 2:
        return True
    share = sum(each in _VOWELS for each in latin) / len(latin)
    least, most = _VOWEL_SHARES
    return least <= share <= most and bool(folded & _COMMON)
