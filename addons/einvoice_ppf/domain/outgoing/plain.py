"""Texts and numbers as XML can hold them."""

from __future__ import annotations

import re
from decimal import Decimal

# Texts for terms that the library insists on and an invoice does not state. They take
# the place until the tree is built, and go with their element (:mod:`~.tree`).
NO_TEXT = "\ue000"
NO_NUMBER = "NaN"

# XML 1.0 §2.2: what no document may hold, such as the vertical tab of a word processor.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue001-\ufffd\U00010000-\U0010ffff]")


def said(text: str | None) -> str | None:
    r"""Return a text as XML can hold it, ``None`` where nothing is left of it.

    >>> said(" Papier\x0b A4 "), said(" ")
    ('Papier A4', None)
    """
    return _FORBIDDEN.sub("", text or "").strip() or None


def number(value: Decimal | None, least: int = 0) -> str | None:
    """Return a number with all its digits, never rounded.

    Args:
        value: The number.
        least: Decimals that are written even when they are zero.

    >>> number(Decimal("5.500")), number(Decimal("1E+2"), 2), number(Decimal("-0.0"))
    ('5.5', '100.00', '0')
    """
    if value is None:
        return None
    whole, _point, part = format(value, "f").partition(".")
    part = part.rstrip("0").ljust(least, "0")
    if not (whole + part).strip("-0"):
        whole = whole.removeprefix("-")
    return f"{whole}.{part}" if part else whole


def amount(value: Decimal | None) -> str | None:
    """Return an amount with two decimals, or as many more as it has.

    >>> amount(Decimal("12.5")), amount(Decimal("0.125"))
    ('12.50', '0.125')
    """
    return number(value, 2)
