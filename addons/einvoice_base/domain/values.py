"""Values of a sentence as JSON and back, without losing what they are.

An amount stays an amount and a date a date, so that each reader sees them in his own
language.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum


def stored(value: object) -> object:
    """Return a value that JSON can hold.

    >>> stored({"gap": Decimal("1.10"), "day": date(2026, 9, 1), "n": ("a", 1)})
    {'gap': {'decimal': '1.10'}, 'day': {'date': '2026-09-01'}, 'n': ['a', 1]}
    """
    if isinstance(value, Decimal):
        return {"decimal": format(value, "f")}
    if isinstance(value, date) and not isinstance(value, datetime):
        return {"date": value.isoformat()}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): stored(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [stored(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(str(item) for item in value)
    if value is None or isinstance(value, (str, int, bool)):
        return value
    raise TypeError(f"a finding cannot hold a {type(value).__name__}")


def restored(value: object) -> object:
    """Return what :func:`stored` was given, lists for tuples.

    >>> restored({"gap": {"decimal": "1.10"}, "n": ["a", 1]})
    {'gap': Decimal('1.10'), 'n': ['a', 1]}
    """
    if isinstance(value, Mapping):
        if set(value) == {"decimal"}:
            return Decimal(str(value["decimal"]))
        if set(value) == {"date"}:
            return date.fromisoformat(str(value["date"]))
        return {key: restored(item) for key, item in value.items()}
    if isinstance(value, list):
        return [restored(item) for item in value]
    return value
