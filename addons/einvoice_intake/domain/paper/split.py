"""One PDF that holds several invoices becomes several PDF."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path, PurePath

from odoo.addons.einvoice_base.domain.errors import DomainError
from odoo.addons.einvoice_base.domain.messages import mark as _

from ..guard import MEGABYTE, Limits
from . import cut_pages

_WORKER = Path(cut_pages.__file__)
# Processor time; a long PDF of pictures is copied, never drawn.
_SECONDS = 30
_MEMORY = 500 * MEGABYTE


class PartsWrongError(DomainError):
    """The parts do not hold each page once."""

    code = "split_parts_wrong"
    message = _("Each of the %(count)s pages belongs to one part, and to one only.")
    advice = _("Give two parts or more, each with its page numbers.")


class SplitFailedError(DomainError):
    """The PDF could not be cut within the limits."""

    code = "split_failed"
    message = _("The PDF cannot be cut: it is damaged, or takes too much memory.")
    advice = _("Print each invoice to a PDF of its own and upload those.")


def checked_parts(parts: object, count: int) -> tuple[tuple[int, ...], ...]:
    """Return the page numbers of each part.

    Args:
        parts: What a person proposes: lists of page numbers.
        count: Pages of the document.

    Raises:
        PartsWrongError: A page would be lost or doubled, or nothing would be split.

    >>> checked_parts([[1, 3], [2]], 3)
    ((1, 3), (2,))
    """
    found: list[tuple[int, ...]] = []
    for part in parts if isinstance(parts, (list, tuple)) else ():
        numbers = part if isinstance(part, (list, tuple)) else ()
        found.append(tuple(each for each in numbers if type(each) is int))
    everything = sorted(number for part in found for number in part)
    if everything != list(range(1, count + 1)) or len(found) < 2 or () in found:
        raise PartsWrongError(count=count)
    return tuple(found)


def part_name(name: str, numbers: Sequence[int]) -> str:
    """Name a part after the file and its pages.

    >>> part_name("scan.PDF", (1, 2, 3)), part_name("scan", (4,))
    ('scan p. 1-3.PDF', 'scan p. 4')
    """
    path = PurePath(name)
    first, last = min(numbers), max(numbers)
    pages = str(first) if first == last else f"{first}-{last}"
    return f"{path.stem} p. {pages}{path.suffix}"


def split(
    content: bytes, parts: Sequence[Sequence[int]], limits: Limits
) -> list[bytes]:
    """Cut a PDF in a process apart.

    Args:
        content: The PDF.
        parts: Page numbers, counted from 1, of each part.
        limits: How much of a file is read.

    Raises:
        SplitFailedError: It is damaged, or takes too much.
    """
    settings = {
        "path": sys.path,
        "memory": _MEMORY + 6 * len(content),
        "seconds": _SECONDS,
        "parts": [list(part) for part in parts],
    }
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        try:
            ended = subprocess.run(
                [sys.executable, "-I", "-S", str(_WORKER), json.dumps(settings)],
                stdin=file,
                capture_output=True,
                timeout=2 * _SECONDS,
                check=True,
            )
        except subprocess.SubprocessError as error:
            raise SplitFailedError from error
    cut_out = _unpacked(ended.stdout)
    if len(cut_out) != len(parts) or any(len(each) > limits.size for each in cut_out):
        raise SplitFailedError
    return cut_out


def _unpacked(answer: bytes) -> list[bytes]:
    found = []
    place = 0
    while place < len(answer):
        size = int.from_bytes(answer[place : place + 8], "big")
        found.append(answer[place + 8 : place + 8 + size])
        place += 8 + size
    return found
