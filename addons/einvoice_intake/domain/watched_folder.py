"""A folder into which people and programs drop files.

Whoever can write into it may try to lead the server elsewhere, so every step of the
path, and every file, is opened without following links (CWE-59, CWE-22), and all work
is done relative to what was opened, not by path.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import PurePosixPath

from odoo.addons.einvoice_base.domain.errors import DomainError
from odoo.addons.einvoice_base.domain.messages import mark as _

# Seconds without any change before a file counts as written to its end.
SETTLED = 20
DONE, FAILED = "done", "failed"

_IGNORED = re.compile(
    r"(\..*)|(~.*)|(.*~)|(.*\.(part|partial|tmp|temp|crdownload))", re.IGNORECASE
)
_CHUNK = 1024 * 1024
_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# A pipe must not make the server wait.
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class FolderRefusedError(DomainError):
    """The folder is not one that may be watched."""

    code = "folder_refused"
    message = _("“%(path)s” is not a folder below the roots that the server allows.")
    advice = _(
        "Give an existing folder below one of those that the server's configuration "
        "lists as einvoice_folder_roots, without “..” and without links."
    )


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file in the folder, as it was when it was listed.

    Attributes:
        name: Its name, as the system gives it.
        size: Number of bytes.
        changed: When its bytes or its name last changed, in seconds of the epoch.
        mark: What tells it from another file of the same name.
    """

    name: str
    size: int
    changed: float
    mark: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """What stands in the folder: files to take, and how many are being written."""

    files: tuple[Dropped, ...]
    busy: int


@dataclass(frozen=True, slots=True)
class Content:
    """What was read of a file; no bytes when it is larger than the limit."""

    content: bytes | None
    sha256: str


def steps(path: str, root: str) -> tuple[str, ...]:
    """Return the way from a root to a folder, named from the root or from "/".

    Raises:
        FolderRefusedError: The path is empty, climbs up, or is not below the root.

    >>> steps("acme/in/", "/srv/invoices"), steps("/srv/invoices/acme", "/srv/invoices")
    (('acme', 'in'), ('acme',))
    """
    named = PurePosixPath(path)
    if named.is_absolute() and named.is_relative_to(root):
        named = named.relative_to(root)
    if not named.parts or named.is_absolute() or ".." in named.parts or "\x00" in path:
        raise FolderRefusedError(path=path)
    return named.parts


class WatchedFolder:
    """An open folder; see :func:`opened`."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    @property
    def identity(self) -> tuple[int, int]:
        """What tells it from any other folder, whatever its path is written like."""
        found = os.fstat(self._handle)
        return found.st_dev, found.st_ino

    def listing(self, now: float) -> Listing:
        """Return the files of the folder, oldest change first."""
        files, busy = [], 0
        for name in os.listdir(self._handle):
            if _IGNORED.fullmatch(name):
                continue
            with suppress(OSError):
                found = os.stat(name, dir_fd=self._handle, follow_symlinks=False)
                if not stat.S_ISREG(found.st_mode):
                    continue
                file = _dropped(name, found)
                if now - file.changed < SETTLED:
                    busy += 1
                else:
                    files.append(file)
        files.sort(key=lambda each: (each.changed, each.name))
        return Listing(tuple(files), busy)

    def read(self, file: Dropped, limit: int) -> Content | None:
        """Return the bytes, or only the hash of a file over the limit.

        Returns:
            ``None`` when it is no longer the file that was listed, or changes while
            it is read.

        Raises:
            OSError: The file cannot be read.
        """
        handle = os.open(file.name, _FILE, dir_fd=self._handle)
        with os.fdopen(handle, "rb") as stream:
            if _dropped(file.name, os.fstat(handle)) != file:
                return None
            digest = hashlib.sha256()
            kept: list[bytes] = []
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
                if file.size <= limit:
                    kept.append(chunk)
            if _dropped(file.name, os.fstat(handle)) != file:
                return None
        content = b"".join(kept) if file.size <= limit else None
        return Content(content, digest.hexdigest())

    def move(self, file: Dropped, to: str) -> bool:
        """Move a file to a folder inside this one, under a free name.

        Returns:
            Whether it was moved: another file may have taken its name since.

        Raises:
            OSError: The file or the folder cannot be written.
        """
        with suppress(FileExistsError):
            os.mkdir(to, dir_fd=self._handle)
        target = os.open(to, _DIRECTORY, dir_fd=self._handle)
        try:
            found = os.stat(file.name, dir_fd=self._handle, follow_symlinks=False)
            if _dropped(file.name, found) != file:
                return False
            name = _free_name(file.name, frozenset(os.listdir(target)))
            os.rename(file.name, name, src_dir_fd=self._handle, dst_dir_fd=target)
        finally:
            os.close(target)
        return True


@contextmanager
def opened(roots: tuple[str, ...], path: str) -> Iterator[WatchedFolder]:
    """Open a folder below the first of the roots that has it.

    Raises:
        FolderRefusedError: No root has such a folder, or a link stands on the way.
    """
    for root in roots:
        with suppress(OSError, FolderRefusedError):
            handle = _descend(root, steps(path, root))
            break
    else:
        raise FolderRefusedError(path=path)
    try:
        yield WatchedFolder(handle)
    finally:
        os.close(handle)


def _descend(root: str, parts: tuple[str, ...]) -> int:
    handle = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    for part in parts:
        try:
            below = os.open(part, _DIRECTORY, dir_fd=handle)
        finally:
            os.close(handle)
        handle = below
    return handle


def _dropped(name: str, found: os.stat_result) -> Dropped:
    return Dropped(
        name=name,
        size=found.st_size,
        # Whoever writes a file may set its time of modification, but not this one.
        changed=found.st_ctime,
        mark=(found.st_dev, found.st_ino, found.st_mtime_ns, found.st_ctime_ns),
    )


def _free_name(name: str, taken: frozenset[str]) -> str:
    """Return a name that is not taken.

    >>> _free_name("a.xml", frozenset({"a.xml", "a-1.xml"}))
    'a-2.xml'
    """
    stem, dot, suffix = name.rpartition(".")
    if not stem:
        stem, dot, suffix = name, "", ""
    free, count = name, 0
    while free in taken:
        count += 1
        free = f"{stem}-{count}{dot}{suffix}"
    return free
