"""The process that reads pages: its limits, and how it is started.

It is one for each host and user (see ``worker/README.md``), because recognition takes
some 900 MB, and because a page can crash or hang whatever reads it.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..worker_link import NotRun

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class PageLimits:
    """How much reading a file may take, and how the process is reached.

    Attributes:
        pages: Pages of one file that are read; the rest is named as not read.
        pixels: Pixels of the pictures of one page.
        seconds: Time for one page.
        addresses: Megabytes of address space of the process.
        memory: Megabytes above which it ends between two pages.
        engines: Names of the engines in the order in which they are tried.
        threads: How many an engine may use; ``None`` for two, or one where there is
            one processor.
        patience: Seconds without any page read, as others have theirs read, after
            which one call gives up.
        idle: Seconds without a question after which the process ends.
        silence: Seconds of silence after which a process that promised to answer by
            then is taken for dead.
        owner: Process of the Odoo server; it ends with the last of them.
    """

    pages: int = 100
    pixels: int = 150 * _MILLION
    seconds: float = 60
    addresses: int = 4096
    memory: int = 2500
    engines: tuple[str, ...] = ("rapidocr", "tesseract")
    threads: int | None = None
    patience: float = 300
    idle: float = 900
    silence: float = 15
    owner: int = field(default_factory=os.getpid)

    @property
    def kind(self) -> str:
        """What the process does."""
        return "pages"

    def lack(self) -> NotRun | None:
        """Return what it lacks to be started at all."""
        return None if find_spec("pypdfium2") else NotRun.NO_LIBRARY

    def settings(self, path: Path) -> dict[str, Any]:
        """Return what the program is told at its start."""
        return {
            "kind": self.kind,
            "socket": str(path),
            "path": sys.path,
            "idle": self.idle,
            "addresses": self.addresses,
            "memory": self.memory,
            "pixels": self.pixels,
            "engines": self.engines,
            "threads": self.threads,
            "seconds": self.seconds,
            "seconds_per_megabyte": 0,
            "most_seconds": self.seconds,
        }
