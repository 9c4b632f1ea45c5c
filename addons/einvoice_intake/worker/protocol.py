"""Messages between Odoo and the worker, and where they meet.

A message is a head of twelve bytes (length of the header, length of the body), a header
in JSON and a body of bytes. The socket lies in a folder that only its user may enter.
"""

from __future__ import annotations

import json
import os
import stat
import struct
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

_HEAD = struct.Struct(">IQ")
# Longer than any invoice that the reader takes in; a longer message is no message.
LONGEST_BODY = 200 * 1024 * 1024
LONGEST_HEADER = 16 * 1024 * 1024

# What the program says when it cannot listen. Never 3: Odoo takes a child that ends
# with it for its own worker in distress.
NO_ROOM = 10
NO_ENGINE = 11
NOT_LISTENING = 12


class BrokenMessageError(Exception):
    """The other end does not speak this protocol."""


class UnsafeFolderError(Exception):
    """Somebody else owns, or may enter, the folder of the socket."""


def packed(header: Mapping[str, Any], body: bytes = b"") -> bytes:
    r"""Return a message as bytes.

    >>> packed({"a": 1}, b"x")
    b'\x00\x00\x00\x07\x00\x00\x00\x00\x00\x00\x00\x01{"a":1}x'
    """
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    return _HEAD.pack(len(text), len(body)) + text + body


class Incoming:
    """Bytes as they arrive, and the messages that are complete among them."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, received: bytes) -> None:
        """Take in what arrived."""
        self._bytes += received

    def messages(self) -> Iterator[tuple[dict[str, Any], bytes]]:
        """Yield header and body of each complete message, and forget it.

        Raises:
            BrokenMessageError: What arrived is no message.

        >>> incoming = Incoming()
        >>> incoming.feed(packed({"a": 1}, b"x")[:15])
        >>> list(incoming.messages())
        []
        >>> incoming.feed(packed({"a": 1}, b"x")[15:])
        >>> list(incoming.messages())
        [({'a': 1}, b'x')]
        """
        while len(self._bytes) >= _HEAD.size:
            header_size, body_size = _HEAD.unpack_from(self._bytes)
            if header_size > LONGEST_HEADER or body_size > LONGEST_BODY:
                raise BrokenMessageError
            start = _HEAD.size + header_size
            end = start + body_size
            if len(self._bytes) < end:
                return
            try:
                header = json.loads(self._bytes[_HEAD.size : start])
            except (ValueError, RecursionError) as error:
                raise BrokenMessageError from error
            if not isinstance(header, dict):
                raise BrokenMessageError
            body = bytes(self._bytes[start:end])
            del self._bytes[:end]
            yield header, body


def time_limit(settings: Mapping[str, Any], size: int) -> float:
    """Return the seconds that a document may take.

    Args:
        settings: ``seconds``, ``seconds_per_megabyte``, ``most_seconds``.
        size: Bytes of the document.
    """
    grown = settings["seconds_per_megabyte"] * size / (1024 * 1024)
    return float(min(settings["seconds"] + grown, settings["most_seconds"]))


class Promise:
    """How long the worker of a socket may be silent, where its clients can read it.

    While it judges it answers nobody; so a client can tell a busy worker from a dead
    one. The clock is that of the host, the same for all processes. The file stays open
    and is written in place: a new one for each document costs more than a small check.
    """

    def __init__(self, path: Path) -> None:
        place = path.with_suffix(".until")
        self._file = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)

    def give(self, seconds: float) -> None:
        """Write that so many seconds may pass from now on."""
        # Always as wide, so that nothing of an earlier one is left behind it.
        os.pwrite(self._file, b"%032.6f" % (time.monotonic() + seconds), 0)


def promised(path: Path) -> float:
    """Return for how many seconds more the worker of a socket may be silent."""
    try:
        until = float(path.with_suffix(".until").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0.0
    return until - time.monotonic()


def runtime_folder() -> Path:
    """Return the folder of the sockets of this user on this host, made if needed.

    Raises:
        UnsafeFolderError: It is not a folder of this user alone.
        OSError: It cannot be made.
    """
    folder = Path(tempfile.gettempdir(), f"einvoice-{os.getuid()}")
    folder.mkdir(mode=0o700, exist_ok=True)
    facts = folder.lstat()
    is_ours = stat.S_ISDIR(facts.st_mode) and facts.st_uid == os.getuid()
    if not is_ours or stat.S_IMODE(facts.st_mode) & 0o077:
        raise UnsafeFolderError(str(folder))
    return folder
