"""The loop: one queue for all clients, one document of each in turn.

Large documents come after all others, so that many small ones wait for one large one
at most.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import socket
import struct
import time
from collections import deque
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from .protocol import BrokenMessageError, Incoming, Promise, packed, time_limit

_MEGABYTE = 1024 * 1024
_READ = 256 * 1024
# A client that does not take its answer in this time is gone.
_PATIENCE_SECONDS = 20
# Bytes of a document that waits for all smaller ones.
_LARGE = 2 * _MEGABYTE
_PEER = struct.Struct("iII")


class Client:
    """One connection, and what it asked and was not answered yet."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.incoming = Incoming()
        self.questions: deque[tuple[dict[str, Any], bytes]] = deque()

    def take_in(self) -> None:
        """Take in what arrived.

        Raises:
            ConnectionError: The client is gone.
            BrokenMessageError: It is none of ours.
        """
        try:
            received = self.connection.recv(_READ)
        except BlockingIOError:
            return
        if not received:
            raise ConnectionAbortedError
        self.incoming.feed(received)
        self.questions.extend(self.incoming.messages())

    @property
    def is_large(self) -> bool:
        """Tell whether what it asks next is a large document."""
        return len(self.questions[0][1]) > _LARGE

    def tell(self, header: Mapping[str, Any]) -> None:
        """Send a message; raises ``OSError`` when the client does not take it."""
        self.connection.settimeout(_PATIENCE_SECONDS)
        self.connection.sendall(packed(header))
        self.connection.setblocking(False)


class Server:
    """Answers until nobody needs it any more.

    Args:
        listener: The socket, listening.
        path: Where it lies.
        judge: What judges; see :class:`judge.Judge`.
        settings: ``idle``, ``seconds``, ``seconds_per_megabyte``, ``most_seconds``,
            ``memory``.
    """

    def __init__(
        self,
        listener: socket.socket,
        path: Path,
        judge: Any,
        settings: Mapping[str, Any],
    ) -> None:
        self._listener = listener
        self._path = path
        self._judge = judge
        self._settings = settings
        self._inode = path.stat().st_ino
        self._selector = selectors.DefaultSelector()
        self._clients: deque[Client] = deque()
        self._owners: dict[int, int] = {}
        self._had_owner = False
        self._is_watched = True
        self._has_judged = False
        self._has_promised = False
        self._silence = Promise(path)
        self._used_at = time.monotonic()

    def run(self) -> None:
        """Serve; returns when it is time to end."""
        self._listener.setblocking(False)
        self._selector.register(self._listener, selectors.EVENT_READ, self._accept)
        self._promise(self._limit(0))
        try:
            while not self._is_over():
                self._turn()
        finally:
            self._leave()

    def _turn(self) -> None:
        """Take in what arrived, then judge one document of the next client."""
        wait = 0.0 if self._has_questions() else self._left()
        if wait and self._has_promised:
            self._promise(0)
        for key, _events in self._selector.select(wait):
            if isinstance(key.data, Client):
                self._read(key.data)
            else:
                key.data()
        if client := self._next():
            self._serve(client)

    def _next(self) -> Client | None:
        """Choose whose question is next; he comes last the next time."""
        asking = [client for client in self._clients if client.questions]
        if not asking:
            return None
        chosen = next((each for each in asking if not self._is_later(each)), asking[0])
        self._clients.remove(chosen)
        self._clients.append(chosen)
        return chosen

    def _is_later(self, client: Client) -> bool:
        """Tell whether all others come before the next question of a client."""
        return client.is_large

    def _has_questions(self) -> bool:
        return any(client.questions for client in self._clients)

    def _left(self) -> float:
        idle = float(self._settings["idle"])
        return max(0.0, self._used_at + idle - time.monotonic())

    def _is_over(self) -> bool:
        """Tell whether to end: unused, alone, or grown too large."""
        if self._is_watched and self._had_owner and not self._owners:
            return True
        is_large = _resident() > self._settings["memory"] * _MEGABYTE
        if is_large and self._has_judged:
            return True
        return not self._has_questions() and not self._left()

    def _accept(self) -> None:
        try:
            connection, _address = self._listener.accept()
        except BlockingIOError:
            return
        if not _is_of_this_user(connection):
            connection.close()
            return
        connection.setblocking(False)
        client = Client(connection)
        self._clients.append(client)
        self._selector.register(connection, selectors.EVENT_READ, client)
        self._used_at = time.monotonic()

    def _read(self, client: Client) -> None:
        try:
            client.take_in()
        except (OSError, BrokenMessageError):
            self._forget(client)

    def _forget(self, client: Client) -> None:
        if client in self._clients:
            self._clients.remove(client)
            self._selector.unregister(client.connection)
            client.connection.close()

    def _serve(self, client: Client) -> None:
        header, body = client.questions.popleft()
        self._used_at = time.monotonic()
        self._promise(self._limit(len(body)))
        try:
            if header.get("ask") == "hello":
                self._watch(int(header["owner"]))
                self._refresh()
                client.tell({"hello": os.getpid()})
            elif header.get("ask") == "status":
                client.tell({"status": self._status()})
            else:
                self._answer(client, header, body)
        except (OSError, KeyError, ValueError):
            self._forget(client)

    def _answer(self, client: Client, header: dict[str, Any], body: bytes) -> None:
        """Answer one question; fails where the client is gone, who waits for none."""
        client.tell({"began": header["id"]})
        client.tell({"answer": header["id"], **self._judged(header, body)})

    def _refresh(self) -> None:
        """Look for what changed, when a client comes."""
        self._judge.refresh()

    def _status(self) -> dict[str, Any]:
        told = self._judge.status()
        return {**told, "pid": os.getpid(), "memory": _resident() // _MEGABYTE}

    def _judged(self, header: dict[str, Any], body: bytes) -> dict[str, Any]:
        """Judge one document before the alarm, which ends this process.

        Nothing in Python could: the engine holds its lock while it computes.
        """
        start = time.perf_counter()
        with self._limited(self._limit(len(body))):
            answer = self._judge.judge(body, header)
        return {**answer, "seconds": round(time.perf_counter() - start, 5)}

    @contextlib.contextmanager
    def _limited(self, seconds: float) -> Iterator[None]:
        """Set the alarm that ends this process when something takes longer."""
        self._has_judged = True
        self._promise(seconds)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _limit(self, size: int) -> float:
        return time_limit(self._settings, size)

    def _promise(self, seconds: float) -> None:
        """Tell clients how long this may be silent; no time when it is idle."""
        self._has_promised = bool(seconds)
        with contextlib.suppress(OSError):
            # What is done must also be told to a client that takes its time.
            self._silence.give(seconds + _PATIENCE_SECONDS if seconds else 0)

    def _watch(self, owner: int) -> None:
        """Remember an Odoo server that uses this process, and notice its end."""
        if owner in self._owners:
            return
        try:
            descriptor = os.pidfd_open(owner)
        except (AttributeError, OSError):
            # Another namespace or another system: only idle time ends this process.
            self._is_watched = False
            return
        self._had_owner = True
        self._owners[owner] = descriptor
        self._selector.register(
            descriptor, selectors.EVENT_READ, lambda: self._unwatch(owner)
        )

    def _unwatch(self, owner: int) -> None:
        descriptor = self._owners.pop(owner)
        self._selector.unregister(descriptor)
        os.close(descriptor)

    def _leave(self) -> None:
        """Take the socket away, unless a newer process has put its own there."""
        with contextlib.suppress(OSError):
            if self._path.stat().st_ino == self._inode:
                self._path.unlink()
        self._listener.close()
        for client in list(self._clients):
            self._forget(client)


def _is_of_this_user(connection: socket.socket) -> bool:
    """Ask the system who is at the other end, where it can tell."""
    if not hasattr(socket, "SO_PEERCRED"):
        return True
    raw = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size)
    return bool(_PEER.unpack(raw)[1] == os.getuid())


@cache
def _memory_file() -> int:
    """Return the file in which the system says how large this process is.

    It stays open: it is read after each document.
    """
    return os.open("/proc/self/statm", os.O_RDONLY)


def _resident() -> int:
    """Return the memory of this process in bytes, 0 where the system does not say."""
    try:
        said = os.pread(_memory_file(), 128, 0)
        return int(said.split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0
