"""Errors that the domain raises on purpose."""

from __future__ import annotations

from .messages import addon_of, fill


class DomainError(Exception):
    """Base of every error a domain function raises on purpose.

    Attributes:
        code: Stable machine name, used in the journal and in ``bin/read``.
        message: English sentence with ``%(name)s`` places, marked for translation.
        advice: What a person can do next, marked for translation.
        values: What fills the places of both sentences.
    """

    code = "domain_error"
    message = "%(detail)s"
    advice = ""

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.code)

    def __str__(self) -> str:
        """Return the English sentence."""
        return fill(self.message, self.values)

    @property
    def addon(self) -> str:
        """Addon whose translations hold the sentences."""
        return addon_of(type(self).__module__)
