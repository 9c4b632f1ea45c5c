"""Reads the words of pages in a process apart, warm for as long as a batch lasts."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from odoo.addons.einvoice_base.domain.messages import mark as _

from . import page_text
from .guard import MEGABYTE

_WORKER = Path(page_text.__file__)
_LIBRARY = "pypdfium2"
_NO_LIBRARY = _("the library pypdfium2 is not installed")
_TOO_LONG = _("it takes too much time or memory")
_REASONS = {
    "too much": _("it has too many pages or too much text"),
    "damaged": _("the PDF cannot be opened"),
}


@dataclass(frozen=True, slots=True)
class TextLimits:
    """How much reading the text of PDF may take.

    Attributes:
        size: Bytes of one PDF.
        seconds: Wall time for one PDF, start of the process included.
        memory: Bytes of address space of the process.
        batch_seconds: Wall time for all PDF of a batch; then the rest stays unread.
    """

    size: int = 20 * MEGABYTE
    seconds: float = 4.0
    memory: int = 1024 * MEGABYTE
    batch_seconds: int = 20


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of text on a page, in points from the top left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of a PDF, or why it was not read (a marked sentence)."""

    pieces: tuple[Piece, ...] = ()
    unread: str | None = None


class PageReader:
    """Reads the text of PDF one after the other; close it at the end.

    >>> from contextlib import closing
    >>> with closing(PageReader()) as pages:
    ...     pages.read(b"no PDF").pieces
    ()
    """

    def __init__(self, limits: TextLimits | None = None) -> None:
        self._limits = limits or TextLimits()
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[bytes] = queue.Queue()
        self._spent = 0.0

    def read(self, content: bytes) -> PageText:
        """Return the text of a PDF.

        What crashes the process, or keeps it too long, costs only itself: the next PDF
        gets a new process.
        """
        if not is_available():
            return PageText(unread=_NO_LIBRARY)
        if len(content) > self._limits.size:
            return PageText(unread=_REASONS["too much"])
        if self._spent > self._limits.batch_seconds:
            return PageText(unread=_TOO_LONG)
        start = time.monotonic()
        answer = self._asked(content)
        self._spent += time.monotonic() - start
        if answer is None:
            return PageText(unread=_TOO_LONG)
        if "refused" in answer:
            return PageText(unread=_REASONS[answer["refused"]])
        return PageText(tuple(Piece(*row) for row in answer["rows"]))

    def _asked(self, content: bytes) -> dict[str, Any] | None:
        try:
            process = self._running()
            assert process.stdin is not None
            process.stdin.write(len(content).to_bytes(8, "big"))
            process.stdin.write(content)
            process.stdin.flush()
            line = self._answers.get(timeout=self._limits.seconds)
            answer: dict[str, Any] = json.loads(line)
        except (OSError, ValueError, queue.Empty):
            # An empty line is the end of the process.
            self.close()
            return None
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            settings = {
                "path": sys.path,
                "memory": self._limits.memory,
                # Whatever becomes of us, it ends.
                "seconds": 2 * self._limits.batch_seconds + 10,
            }
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", str(_WORKER), json.dumps(settings)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            self._answers = queue.Queue()
            threading.Thread(
                target=_forward, args=(self._process, self._answers), daemon=True
            ).start()
        return self._process

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        process.wait()


def _forward(process: subprocess.Popen[bytes], answers: queue.Queue[bytes]) -> None:
    """Hand over each line as it comes, and an empty one at the end.

    A thread, because a pipe cannot be read with a time limit on every system.
    """
    assert process.stdout is not None
    with suppress(OSError, ValueError):
        for line in process.stdout:
            answers.put(line)
    answers.put(b"")


def is_available() -> bool:
    """Tell whether the library that reads pages is installed."""
    return find_spec(_LIBRARY) is not None
