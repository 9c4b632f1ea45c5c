"""Sentences of the domain, in the language of the reader."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang
from odoo.tools.translate import get_translation

from ..domain.messages import fill
from ..domain.side_by_side import CHANGED

# What a sentence says under these names is a word of ours, marked in the domain, and
# never something that a supplier wrote.
_WORDS = frozenset({"because", "fields", "kind", "region"})

# Above this a binary number shows other digits than the invoice.
_LONGEST = Decimal(10) ** 13


def translated(env, addon, text, values=None):
    """Return an English sentence of an addon in the user's language, filled."""
    if not text:
        return ""
    return fill(in_language(env, addon, text), _localised(env, addon, values or {}))


def user_error(env, error):
    """Return the :class:`UserError` that says a ``DomainError`` and what to do."""
    return UserError(told(env, error))


def told(env, notice, between="\n"):
    """Say in the user's language what something says, and what to do about it.

    Args:
        notice: What has ``message``, ``advice``, ``values`` and ``addon``.
        between: What stands between the sentences.
    """
    sentences = (
        translated(env, notice.addon, text, notice.values)
        for text in (notice.message, notice.advice)
    )
    return between.join(filter(None, sentences))


def in_language(env, addon, text):
    """Return an English sentence of an addon in the user's language, not filled."""
    return get_translation(addon, env.lang or "en_US", text, ())


def number_words(env, value):
    """Return a number as the reader writes it, without zeros at its end.

    Args:
        value: What a person typed, of three decimals at most, or its exact text.
    """
    exact = Decimal(str(round(float(value), 3))).normalize()
    return formatLang(env, float(exact), digits=max(0, -exact.as_tuple().exponent))


def _localised(env, addon, values):
    return {
        key: _word(env, addon, value) if key in _WORDS else _shown(env, value)
        for key, value in values.items()
    }


def _word(env, addon, value):
    if isinstance(value, (list, tuple)):
        return [_word(env, addon, each) for each in value]
    if isinstance(value, str):
        return in_language(env, addon, value)
    return _shown(env, value)


def _shown(env, value):
    if isinstance(value, Decimal):
        digits = max(0, -value.as_tuple().exponent)
        if abs(value) >= _LONGEST:
            return format(value, "f")
        return formatLang(env, float(value), digits=digits)
    if isinstance(value, date):
        return format_date(env, value)
    if isinstance(value, (list, tuple)):
        shown = [_shown(env, item) for item in value]
        # What has commas of its own is not listed with commas.
        has_changes = any(isinstance(item, Mapping) for item in value)
        return " · ".join(map(str, shown)) if has_changes else shown
    if isinstance(value, Mapping) and value.keys() >= {"label", "before", "after"}:
        label = in_language(env, "einvoice_base", value["label"])
        values = _localised(env, "einvoice_base", {**value, "label": label})
        return fill(in_language(env, "einvoice_base", CHANGED), values)
    return value
