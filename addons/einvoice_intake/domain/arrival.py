"""What comes through the door, before anything is understood."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, field
from enum import Enum

from odoo.addons.einvoice_base.domain.findings import Finding

from .authentication import Authentication

_LONGEST = 255


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
        finding: What its channel noticed before anybody read it.
        request: Mark of the call that brought it, so that a call sent twice is known.
        authentication: What the mail host says of the sender of a mail.
        part_of: Key of the document that it was cut out of.
    """

    name: str
    content: bytes = field(repr=False)
    sender: str | None = None
    container: str | None = None
    finding: Finding | None = None
    request: str | None = None
    authentication: Authentication | None = None
    part_of: int | None = None

    @property
    def size(self) -> int:
        """Number of bytes."""
        return len(self.content)

    @property
    def sha256(self) -> str:
        """Hash of the bytes, in hexadecimal: the same file always has the same one.

        >>> ReceivedFile("a.xml", b"").sha256[:8]
        'e3b0c442'
        """
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class UnreadFile(ReceivedFile):
    """A file too large to be taken in: what is known of it, without its bytes.

    Attributes:
        digest: SHA-256, computed in passing.
        length: Number of bytes.
    """

    digest: str = ""
    length: int = 0

    @property
    def size(self) -> int:
        """Number of bytes."""
        return self.length

    @property
    def sha256(self) -> str:
        """Hash of the bytes, in hexadecimal."""
        return self.digest


def label(text: str | None) -> str:
    r"""Return a name from outside as one line that a screen and a database can hold.

    Half characters (a name that is not UTF-8) and invisible ones become a mark. A
    name that is too long keeps its end, which says what the file claims to be.

    >>> label("facture\x00\n\udce9t\u202e.xml")
    'facture�t�.xml'
    """
    shown = "".join(
        "\ufffd" if unicodedata.category(each) in ("Cs", "Cf") else each
        for each in text or ""
        if unicodedata.category(each) != "Cc"
    )
    if len(shown) <= _LONGEST:
        return shown
    return f"{shown[: _LONGEST - 20]}…{shown[-19:]}"


# How good a copy of an invoice is: the law wants the best one kept as the original.
_RANK = {"other": 0, "scan": 1, "text-pdf": 2, "ubl": 3, "cii": 3, "factur-x": 3}


def original_rank(document_format: str | None, channel: str) -> int:
    """Rank a copy as reference original; a copy from the platform beats any other.

    >>> original_rank("cii", "platform") > original_rank("factur-x", "mail")
    True
    """
    rank = _RANK.get(document_format or "other", 0)
    return rank + 10 if channel == Channel.PLATFORM.value and rank >= 3 else rank
