"""Processes beside Odoo: how one is started, reached, and ended when it hangs.

There is one for each host, user and purpose, started by whoever needs it first (see
``worker/README.md``).
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from ..worker import protocol
from ..worker.protocol import BrokenMessageError, Incoming, packed

_PROGRAM = Path(protocol.__file__).with_name("__main__.py")
_READ = 256 * 1024
_START_SECONDS = 20
_PEER = struct.Struct("iII")


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
    NO_ANSWER = "no_answer"


class NotReachedError(Exception):
    """There is no worker, and none can be started."""

    def __init__(self, reason: NotRun) -> None:
        self.reason = reason
        super().__init__(reason.value)


class Apart(Protocol):
    """A kind of process: how it is reached, and what it is told at its start.

    Attributes:
        kind: What it does: ``official`` or ``pages``.
        owner: Process of the Odoo server; it ends with the last of them.
        patience: Seconds that one call waits at most for a connection.
        silence: Seconds of silence after which a process that promised to answer by
            then is taken for dead.
    """

    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def owner(self) -> int: ...  # noqa: D102
    @property
    def patience(self) -> float: ...  # noqa: D102
    @property
    def silence(self) -> float: ...  # noqa: D102

    def settings(self, path: Path) -> dict[str, Any]:
        """Return what the program is told at its start."""

    def lack(self) -> NotRun | None:
        """Return what it lacks to be started at all."""


class Connection:
    """A connection to a worker.

    Args:
        connected: Its socket.
        path: Where the socket lies.
        silence: See :class:`Worker`.
    """

    def __init__(self, connected: socket.socket, path: Path, silence: float) -> None:
        self._socket = connected
        self._path = path
        self._silence = silence
        self._incoming = Incoming()
        self._until = time.monotonic()
        self._pid = _peer_of(connected)

    def wait(self, seconds: float) -> None:
        """Wait so long for what comes, then raise ``TimeoutError``."""
        self._until = time.monotonic() + max(seconds, 0.01)

    def send(self, header: Mapping[str, Any], body: bytes = b"") -> None:
        """Send a message."""
        left = memoryview(packed(header, body))
        while left:
            left = left[self._patiently(self._socket.send, left) :]

    def next(self) -> dict[str, Any]:
        """Return the header of the next message that is not about the worker itself.

        Raises:
            ConnectionError: The worker is gone, or what answers is none.
        """
        while True:
            for header in self._complete():
                if isinstance(header.get("hello"), int):
                    self._pid = header["hello"]
                else:
                    return header
            received = self._patiently(self._socket.recv, _READ)
            if not received:
                raise ConnectionAbortedError
            self._incoming.feed(received)

    def _complete(self) -> Iterator[dict[str, Any]]:
        try:
            for header, _body in self._incoming.messages():
                yield header
        except BrokenMessageError as error:
            raise ConnectionAbortedError from error

    def _patiently(self, act: Callable[[Any], Any], what: Any) -> Any:
        """Send or receive; a worker that is silent longer than it said is ended."""
        while True:
            left = max(self._until - time.monotonic(), 0.01)
            self._socket.settimeout(min(left, self._silence))
            try:
                return act(what)
            except TimeoutError:
                if time.monotonic() >= self._until:
                    raise
                if protocol.promised(self._path) <= 0:
                    self.end()
                    raise ConnectionAbortedError from None

    def end(self) -> None:
        """Kill the worker, however it hangs; no other process of the same number."""
        if self._pid and _runs(self._pid, self._path):
            with suppress(OSError):
                os.kill(self._pid, signal.SIGKILL)


def _peer_of(connected: socket.socket) -> int:
    """Return the process at the other end, 0 where the system does not tell."""
    if not hasattr(socket, "SO_PEERCRED"):
        return 0
    raw = connected.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size)
    return int(_PEER.unpack(raw)[0])


def _runs(pid: int, path: Path) -> bool:
    """Tell whether a process is the program that listens at a path."""
    try:
        said = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return not Path("/proc/self").exists()
    return json.dumps(str(path)).encode() in said


@cache
def program_digest() -> str:
    """Return a digest of the program, so that an update never talks to the old one."""
    summary = hashlib.sha256()
    for path in sorted(_PROGRAM.parent.rglob("*.py")):
        summary.update(path.read_bytes())
    return summary.hexdigest()


@contextmanager
def connected(worker: Apart) -> Iterator[Connection]:
    """Connect to the worker, started if it is not there; it learns who its owner is.

    Raises:
        NotReachedError: There is none and none can be started.
        OSError: It ended in this very moment.
    """
    with _reached(worker) as reached:
        connection = Connection(reached, socket_path(worker), worker.silence)
        connection.wait(worker.patience)
        connection.send({"ask": "hello", "owner": worker.owner})
        yield connection


def status_of(worker: Apart, tries: int) -> dict[str, Any] | NotRun:
    """Return what the worker says of itself, or why not; starts it if needed.

    Args:
        worker: How to reach it.
        tries: How often, as one that is being ended may let in one client more.
    """
    for _each in range(tries):
        try:
            with connected(worker) as connection:
                connection.send({"ask": "status"})
                told = connection.next().get("status")
        except NotReachedError as error:
            return error.reason
        except OSError:
            continue
        return told if isinstance(told, dict) else NotRun.NO_ANSWER
    return NotRun.DIED


def _reached(worker: Apart) -> socket.socket:
    """Return a socket with the worker at its other end."""
    if os.name != "posix":
        raise NotReachedError(NotRun.NOT_STARTED)
    if reason := worker.lack():
        raise NotReachedError(reason)
    try:
        path = socket_path(worker)
        return _knock(path) or _started(path, worker)
    except (protocol.UnsafeFolderError, OSError) as error:
        raise NotReachedError(NotRun.NOT_STARTED) from error


def socket_path(worker: Apart) -> Path:
    """Return where the worker listens: its own place for each kind of worker."""
    kind = worker.settings(Path()) | {"program": program_digest()}
    # Where its libraries lie differs between a server, a shell and a test.
    kind["path"] = sys.executable
    key = hashlib.sha256(repr(sorted(kind.items())).encode())
    return protocol.runtime_folder() / f"{worker.kind}-{key.hexdigest()[:16]}.sock"


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


def _started(path: Path, worker: Apart) -> socket.socket:
    """Start the worker, unless another process does so at this moment."""
    import fcntl

    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _knock(path) or _launched(path, worker)


def _launched(path: Path, worker: Apart) -> socket.socket:
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
