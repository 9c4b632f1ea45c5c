"""Why an account was proposed, in words."""

from __future__ import annotations

from collections.abc import Mapping

from odoo.addons.einvoice_base.domain.messages import mark as _

from .values import Kind, Reason

_SENTENCES: Mapping[Kind, str] = {
    Kind.CORRECTION: _("As it was corrected last time, on %(day)s"),
    Kind.ITEM: _("%(count)s of the last %(of)s lines with this item number"),
    Kind.TEXT: _("%(count)s of the last %(of)s lines like this"),
    Kind.SIMILAR: _("%(count)s of the last %(of)s lines with a similar text"),
    Kind.SUPPLIER: _("%(count)s of the last %(of)s lines of this supplier"),
    Kind.OTHERS: _("%(count)s of the last %(of)s lines like this, of other suppliers"),
}
# Where only one line was there to look at.
_OF_ONE: Mapping[Kind, str] = {
    **_SENTENCES,
    Kind.ITEM: _("As the one line with this item number, on %(day)s"),
    Kind.TEXT: _("As the one line like this, on %(day)s"),
    Kind.SIMILAR: _("As the one line with a similar text, on %(day)s"),
    Kind.SUPPLIER: _("As the one line of this supplier, on %(day)s"),
    Kind.OTHERS: _("As the one line like this, of another supplier, on %(day)s"),
}


def sentence(reason: Reason) -> str:
    """Return the English sentence of a reason, marked for translation, to be filled.

    >>> from datetime import date
    >>> sentence(Reason(14, 15, Kind.TEXT, date(2026, 9, 1)))
    '%(count)s of the last %(of)s lines like this'
    """
    return (_OF_ONE if reason.of == 1 else _SENTENCES)[reason.kind]


def values(reason: Reason) -> dict[str, object]:
    """Return what fills the sentence."""
    return {"count": reason.count, "of": reason.of, "day": reason.day}
