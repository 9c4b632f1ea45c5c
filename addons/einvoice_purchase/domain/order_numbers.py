"""Order numbers as suppliers write them.

An order ``P00012`` is quoted as ``PO 12``, ``CDE N° P00012`` or ``p-00012``. What
words and zeros stand before the number says nothing; every other letter and every group
of digits counts.
"""

from __future__ import annotations

import re
import unicodedata

from rapidfuzz.distance import OSA

# Words for “order”, as prefixes of a number or in front of it.
_WORDS = frozenset(
    "ACHAT BC BDC BON CDE CF CMD COM COMMANDE DE DU N NO NOTRE NR NUM NUMERO NUMBER OC "
    "ORDER OUR P PO PUR PURCHASE REF REFERENCE VOTRE YOUR".split()
)
_PARTS = re.compile(r"[A-Z]+|\d+")
_SEPARATORS = re.compile(r"[\s,;/+&|]+")
# Shorter than this, a number without letters is anybody's.
_OWN_DIGITS = 5


def _parts(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return [
        part.lstrip("0") or "0" if part.isdigit() else part
        for part in _PARTS.findall(plain.upper())
    ]


def number_key(text: str) -> str:
    """Return what identifies an order number, empty without a digit.

    >>> [number_key(text) for text in ("P00012", "po 12", "Commande N° PO-0012")]
    ['12', '12', '12']
    >>> number_key("BC2026/00012"), number_key("verbal")
    ('2026/12', '')
    """
    parts = [part for part in _parts(text) if part not in _WORDS]
    return "/".join(parts) if any(part.isdigit() for part in parts) else ""


def is_own_number(text: str, name: str) -> bool:
    """Tell whether a text is the number of an order beyond doubt, whoever wrote it.

    A bare ``12`` may be the supplier's own number; ``P00012`` is not.

    >>> is_own_number("p-00012", "P00012"), is_own_number("12", "P00012")
    (True, False)
    """
    stated = "".join(_parts(text))
    if stated != "".join(_parts(name)):
        return False
    return not stated.isdigit() or len(stated) >= _OWN_DIGITS


def stated_numbers(text: str) -> tuple[str, ...]:
    """Return the order numbers that one reference may hold: itself, else its pieces.

    >>> stated_numbers("P00012, P00013")
    ('P00012, P00013', 'P00012', 'P00013')
    """
    pieces = [piece for piece in _SEPARATORS.split(text.strip()) if number_key(piece)]
    return tuple(dict.fromkeys((text.strip(), *pieces)))


def resembles(text: str, name: str) -> bool:
    """Tell whether one slip of the keyboard makes an order number of a text.

    >>> resembles("P00O12", "P00012"), resembles("P00012", "P00021")
    (True, True)
    >>> resembles("P00012", "P00345")
    False
    """
    one, two = (_compact(each) for each in (text, name))
    if min(len(one), len(two)) < 4 or one == two:
        return False
    return bool(OSA.distance(one, two, score_cutoff=1) <= 1)


def _compact(text: str) -> str:
    return "".join(re.findall(r"[A-Z0-9]", text.upper()))


_MENTION = re.compile(r"(?<![\w-])[A-Za-z]{1,6}[-/]?\d[\d/-]{2,14}(?![\w-])")


def mentioned(text: str) -> tuple[str, ...]:
    """Return what may be an order number in a sentence.

    >>> mentioned("Selon votre commande P00012 du 03/04/2026, merci")
    ('P00012',)
    """
    return tuple(dict.fromkeys(_MENTION.findall(text)))
