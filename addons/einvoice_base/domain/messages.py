"""Sentences that the domain proposes and the ORM translates.

The domain keeps the English sentence beside the rule that needs it. Marking it with
:func:`mark` (imported as ``_``) makes Odoo's extractor put it in the addon's ``.pot``;
``models/`` looks the translation up by the English text, in the addon that owns it.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal


def mark(text: str) -> str:
    """Return the sentence unchanged; its call is what the extractor sees.

    >>> mark("Read %(count)s files.")
    'Read %(count)s files.'
    """
    return text


def addon_of(module: str) -> str:
    """Name the addon that owns a module, whose ``.po`` holds its sentences.

    >>> addon_of("odoo.addons.einvoice_base.domain.totals")
    'einvoice_base'
    """
    parts = module.split(".")
    return parts[2] if parts[:2] == ["odoo", "addons"] else parts[0]


class _Shown(dict[str, object]):
    """Values of a sentence; one stored before the sentence asked for it is a dash."""

    def __missing__(self, _name: str) -> str:
        return "–"


def fill(text: str, values: Mapping[str, object]) -> str:
    """Put values into a sentence; amounts keep their digits, lists are joined.

    What is not known is a dash: a finding outlives the sentence it was stored for.

    >>> fill("%(found)s is not %(expected)s", {"found": Decimal("1.10"), "expected": 2})
    '1.10 is not 2'
    >>> fill("%(found)s of %(supplier)s", {"found": None})
    '– of –'
    """
    shown = _Shown((key, _text(value)) for key, value in values.items())
    return text % shown


def _text(value: object) -> object:
    if isinstance(value, (tuple, list, set, frozenset)):
        return ", ".join(str(item) for item in value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return "–" if value is None else value
