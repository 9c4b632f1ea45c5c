"""The invoice XML inside a PDF.

A PDF is the most dangerous thing that a supplier sends: a few kilobytes can ask for all
memory and time. :mod:`pdf_screen` looks first. What it finds ordinary is opened here;
what is not, in a process of its own that the system stops when it takes too much.
"""

from __future__ import annotations

import base64
import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import pdf_files, refusals
from .guard import Limits
from .pdf_files import Attached, Unusual, look_into, refusal
from .pdf_screen import screen
from .refusals import Refused
from .small_process import answer_of

_WORKER = Path(pdf_files.__file__)
_RULES = {
    "locked": refusals.PDF_ENCRYPTED,
    "bomb": refusals.PDF_BOMB,
    "broken": refusals.PDF_BROKEN,
}
# Wall time, above the processor time that the process may use.
_PATIENCE_SECONDS = 0.9


@dataclass(frozen=True, slots=True)
class Pdf:
    """What the reader needs of a PDF.

    Attributes:
        xmls: Each embedded XML.
        metadata: XMP of the document, as far as something is embedded.
        claims_facturx: The metadata say that an invoice is embedded.
        has_text: It names fonts, so it is not a mere scan.
    """

    xmls: tuple[Attached, ...] = ()
    metadata: bytes = field(default=b"", repr=False)
    claims_facturx: bool = False
    has_text: bool = False


def open_pdf(content: bytes, limits: Limits) -> Pdf:
    """Look into a PDF.

    Raises:
        Refused: It is damaged, locked by a password or a bomb.
    """
    look = screen(content)
    if look.is_bomb:
        raise Refused(refusals.PDF_BOMB)
    files: list[Attached] = []
    metadata = b""
    if look.has_files or not look.is_whole:
        try:
            opened = _here if look.is_safe else _apart
            files, metadata = opened(content, limits)
        except Refused as refused:
            if look.is_heavy and refused.finding.rule is refusals.PDF_BROKEN:
                raise Refused(refusals.PDF_BOMB) from refused
            raise
    return Pdf(tuple(files), metadata, look.claims_facturx, look.has_text)


def _here(content: bytes, limits: Limits) -> tuple[list[Attached], bytes]:
    try:
        return look_into(content, limits.embedded)
    except Unusual:
        return _apart(content, limits)
    except Exception as error:
        # A library raises whatever the damage makes it stumble over.
        raise Refused(_RULES[refusal(error)]) from error


def _apart(content: bytes, limits: Limits) -> tuple[list[Attached], bytes]:
    """Look into a suspicious PDF in a process with limits of memory and time."""
    settings = {
        "memory": limits.memory + 3 * len(content),
        "seconds": limits.seconds,
        "limit": limits.embedded,
    }
    patience = limits.seconds + _PATIENCE_SECONDS
    try:
        written = answer_of(_WORKER, content, settings, patience)
        answer: dict[str, Any] = json.loads(written)
    except (subprocess.SubprocessError, ValueError) as error:
        raise Refused(refusals.PDF_BOMB) from error
    if "refused" in answer:
        raise Refused(_RULES[answer["refused"]])
    files = [
        Attached(name, base64.b64decode(data), *more)
        for name, data, *more in answer["files"]
    ]
    return files, base64.b64decode(answer["metadata"])
