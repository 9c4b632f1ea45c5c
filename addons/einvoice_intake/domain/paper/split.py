"""One PDF that holds several invoices becomes several PDF."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path, PurePath

from odoo.addons.einvoice_base.domain.errors import DomainError
from odoo.addons.einvoice_base.domain.messages import mark as _

from ..guard import MEGABYTE, Limits
from ..small_process import answer_of
from . import cut_pages

_WORKER = Path(cut_pages.__file__)
# Processor time; a long PDF of pictures is copied, never drawn.
_SECONDS = 30
_MEMORY = 500 * MEGABYTE
# A name says no more runs of pages than these.
_MOST_RUNS = 8


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
    >>> part_name("scan.pdf", (3, 1)), part_name("scan.pdf", (1, 2, 5))
    ('scan p. 3+1.pdf', 'scan p. 1-2+5.pdf')
    """
    path = PurePath(name)
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = [f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    pages = "+".join(said[:_MOST_RUNS]) + ("…" if len(said) > _MOST_RUNS else "")
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
        PartsWrongError: The PDF has other pages than the parts.
        SplitFailedError: It is damaged, or takes too much.
    """
    settings = {
        "memory": _MEMORY + 6 * len(content),
        "seconds": _SECONDS,
        "parts": [list(part) for part in parts],
    }
    try:
        answer = answer_of(_WORKER, content, settings, 2 * _SECONDS)
    except (subprocess.SubprocessError, OSError) as error:
        raise SplitFailedError from error
    # What was read may be less than the file holds: its own pages count.
    pages, cut_out = int.from_bytes(answer[:8], "big"), _unpacked(answer[8:])
    if pages != sum(map(len, parts)):
        raise PartsWrongError(count=pages)
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
