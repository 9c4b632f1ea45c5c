"""What comes through the door, before anything is understood."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import Enum


class Channel(Enum):
    """How a file arrived."""

    UPLOAD = "upload"
    MAIL = "mail"
    FOLDER = "folder"
    API = "api"
    PLATFORM = "platform"


class DocumentState(Enum):
    """Where a document stands.

    ``TO_FIX`` waits without a bill, ``TO_CHECK`` with a draft bill that a person must
    look at; ``BOOKED`` has a bill and nothing against it.
    """

    RECEIVED = "received"
    READING = "reading"
    TO_FIX = "to_fix"
    TO_CHECK = "to_check"
    BOOKED = "booked"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """One file as it arrived.

    Attributes:
        name: File name, as the sender wrote it.
        content: The bytes.
        sender: Mail address, user login or folder it came from.
        container: Name of the ZIP or subject of the mail that held it.
    """

    name: str
    content: bytes = field(repr=False)
    sender: str | None = None
    container: str | None = None

    @property
    def sha256(self) -> str:
        """Hash of the bytes, in hexadecimal: the same file always has the same one.

        >>> ReceivedFile("a.xml", b"").sha256[:8]
        'e3b0c442'
        """
        return hashlib.sha256(self.content).hexdigest()


# How good a copy of an invoice is: the law wants the best one kept as the original.
_RANK = {"other": 0, "scan": 1, "text-pdf": 2, "ubl": 3, "cii": 3, "factur-x": 3}


def original_rank(document_format: str | None, channel: str) -> int:
    """Rank a copy as reference original; a copy from the platform beats any other.

    >>> original_rank("cii", "platform") > original_rank("factur-x", "mail")
    True
    """
    rank = _RANK.get(document_format or "other", 0)
    return rank + 10 if channel == Channel.PLATFORM.value and rank >= 3 else rank
