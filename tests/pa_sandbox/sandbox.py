"""The sandbox as a whole: what it keeps, whom it serves, what time it is."""

from __future__ import annotations

import fcntl
import threading
from collections import deque
from pathlib import Path
from typing import IO, Any

from .clock import Clock
from .directory import Directory
from .faults import Faults
from .organisations import Organisation, Organisations
from .store import Store

# Calls that are remembered; older ones are forgotten.
_CALLS_KEPT = 20_000
_EXCHANGED = ("flows", "contents", "invoices", "faults", "webhooks", "callbacks")


class Sandbox:
    """Everything that the parts share.

    Attributes:
        store: What is kept.
        clock: The time.
        organisations: Whom the platforms serve.
        directory: Who receives where.
        faults: What goes wrong on demand.
        calls: The last calls, for tests that count them; lost with the process.
        stopping: Set when the server ends.
        news: Set when a callback waits.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Open what a folder holds, or begin in memory.

        Raises:
            OSError: Another sandbox uses the folder.
        """
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = _take(folder)
        self.store = Store(folder / "sandbox.sqlite" if folder else None)
        last = self.store.row("SELECT max(updated_at) AS last FROM flows")
        self.clock = Clock(
            ahead=int(self.store.meta("ahead", "0")), last=(last and last["last"]) or 0
        )
        self.organisations = Organisations(self.store)
        self.directory = Directory(self.store)
        self.faults = Faults(self.store)
        self.calls: deque[dict[str, Any]] = deque(maxlen=_CALLS_KEPT)
        self.stopping = threading.Event()
        self.news = threading.Event()

    def admit(self, organisation: Organisation) -> Organisation:
        """Give an organisation an account and an entry in the directory."""
        with self.store.transaction():
            organisation = self.organisations.save(organisation)
            self.directory.enter(organisation)
        return organisation

    def advance(self, seconds: float) -> None:
        """Let time pass at once."""
        self.clock.advance(seconds)
        self.store.set_meta("ahead", str(self.clock.ahead))

    def reset(self, *, keep_organisations: bool) -> None:
        """Forget what was exchanged, and the organisations too unless they are kept."""
        tables: tuple[str, ...] = _EXCHANGED
        if not keep_organisations:
            tables = (*tables, "organisations", "tokens", "directory")
        self.store.clear(*tables)
        self.organisations.reload()
        self.directory.reload()
        self.faults.reload()
        self.calls.clear()


def _take(folder: Path) -> IO[str]:
    """Keep a folder for this process; when it ends the system lets go of it."""
    lock = (folder / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise OSError(f"another sandbox uses {folder}") from None
    return lock
