"""What the life cycle tells a person, in a sentence with what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from odoo.addons.einvoice_base.domain.messages import fill

ADDON = "einvoice_ppf"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell.

    Attributes:
        code: Stable machine name.
        message: English sentence with ``%(name)s`` places, marked for translation.
        advice: What to do, marked for translation.
        values: What fills the places of both.
    """

    code: str
    message: str
    advice: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def addon(self) -> str:
        """Addon whose translations hold the sentences."""
        return ADDON

    def __str__(self) -> str:
        """Return both sentences in English.

        >>> print(Notice("late", "%(count)s days late.", "Pay.", {"count": 3}))
        3 days late. Pay.
        """
        sentences = (fill(text, self.values) for text in (self.message, self.advice))
        return " ".join(filter(None, sentences))


@dataclass(frozen=True, slots=True)
class Problem(Notice):
    """What is wrong with a message.

    Attributes:
        term: Where, such as ``MDT-126``.
        is_blocking: The message must not be sent so.
    """

    term: str = ""
    is_blocking: bool = True
