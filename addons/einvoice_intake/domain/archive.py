"""The files of a ZIP, or why it is refused.

Source: CWE-22 (Zip Slip), CWE-409 (bombs). Nothing is written to disk, and sizes are
counted while unpacking: what the archive declares about itself is not believed.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass

from odoo.addons.einvoice_base.domain.findings import Finding

from . import refusals
from .guard import MEGABYTE, Limits
from .refusals import Refused
from .sniff import Kind, kind_of

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
# What systems add to archives by themselves.
_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
# Office files are archives too, and no way to hide one.
_OFFICE = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp")
_DEFAULT = Limits()


_BAD = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    struct.error,
)


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive.

    Attributes:
        name: Without folders.
        content: Its bytes; as they lie in the archive where they cannot be unpacked.
        finding: Why it is not read, ``None`` for a good one.
    """

    name: str
    content: bytes
    finding: Finding | None = None


class _Budget:
    """What may still be unpacked of one archive, in bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = self.left = limit

    def take(self, size: int) -> None:
        """Count bytes, also those that turn out to be damaged.

        Raises:
            Refused: There are too many.
        """
        self.left -= size
        if self.left < 0:
            raise Refused(refusals.ARCHIVE_BOMB, limit=self._limit // MEGABYTE)


def is_archive(content: bytes) -> bool:
    r"""Tell whether a file is a ZIP to unpack.

    >>> is_archive(b"PK\x03\x04rest"), is_archive(b"%PDF-1.7")
    (True, False)
    """
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def unpack(
    name: str, content: bytes, limits: Limits = _DEFAULT
) -> list[Member] | Finding:
    r"""Return the files of a ZIP in its order, or the one problem that refuses it.

    A bad file among good ones is given with the reason why it is not read. What
    endangers the server refuses the whole: too much, too many, a broken directory.

    >>> unpack("a.zip", b"PK\x03\x04 cut").code
    'archive_broken'
    """
    if len(content) > limits.size:
        return refusals.FILE_TOO_BIG.finding(
            size=len(content) // MEGABYTE, limit=limits.size // MEGABYTE
        )
    try:
        members = _members(content, limits)
    except Refused as refused:
        return refused.finding
    except _BAD:
        return refusals.ARCHIVE_BROKEN.finding()
    if members and all(member.finding for member in members):
        # Nothing good in it: it is kept whole, with the first reason.
        return members[0].finding or refusals.ARCHIVE_BROKEN.finding()
    return members


def _members(content: bytes, limits: Limits) -> list[Member]:
    # The directory at the end counts the members before any of them is parsed.
    if content.count(b"PK\x01\x02") > 2 * limits.members:
        raise Refused(refusals.ARCHIVE_TOO_MANY, limit=limits.members)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = [entry for entry in archive.infolist() if not _is_skipped(entry)]
        if len(entries) > limits.members:
            raise Refused(refusals.ARCHIVE_TOO_MANY, limit=limits.members)
        budget = _Budget(limits.unpacked)
        return [_member(archive, entry, content, budget) for entry in entries]


def _member(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, content: bytes, budget: _Budget
) -> Member:
    name = entry.filename.rsplit("/", 1)[-1] or _short(entry.orig_filename)
    finding = _locked(entry)
    if finding is None:
        try:
            data = _unpacked(archive, entry, budget)
        except _BAD:
            finding = refusals.MEMBER_BROKEN.finding(name=_short(entry.orig_filename))
        else:
            return Member(name, data, _unsafe(entry) or _nested(entry, data))
    return Member(name, _as_it_lies(entry, content, budget), finding)


def _unpacked(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: _Budget
) -> bytes:
    parts = []
    with archive.open(entry) as file:
        while part := file.read(min(MEGABYTE, budget.left + 1)):
            budget.take(len(part))
            parts.append(part)
    return b"".join(parts)


def _as_it_lies(entry: zipfile.ZipInfo, content: bytes, budget: _Budget) -> bytes:
    """Return the packed bytes of a member, for whoever can open them."""
    names = content[entry.header_offset + 26 : entry.header_offset + 30]
    start = entry.header_offset + 30 + sum(struct.unpack("<HH", names.ljust(4, b"\0")))
    packed = content[start : start + entry.compress_size]
    budget.take(len(packed))
    return packed


def _is_skipped(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename
    return entry.is_dir() or name.startswith(_LITTER[0]) or name.endswith(_LITTER[1:])


def _unsafe(entry: zipfile.ZipInfo) -> Finding | None:
    """Notice a name that points outside, by the name before any cleaning."""
    name = entry.orig_filename.replace("\\", "/")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if (
        name.startswith("/")
        or ".." in name.split("/")
        or name[1:2] == ":"
        or "\x00" in name
        or kind not in (0, stat.S_IFREG)
    ):
        return refusals.ARCHIVE_UNSAFE_NAME.finding(name=_short(entry.orig_filename))
    return None


def _locked(entry: zipfile.ZipInfo) -> Finding | None:
    """Notice a member that cannot be unpacked, by what its header says."""
    name = _short(entry.orig_filename)
    if entry.flag_bits & _ENCRYPTED:
        return refusals.MEMBER_ENCRYPTED.finding(name=name)
    if entry.compress_type not in _METHODS:
        return refusals.MEMBER_BROKEN.finding(name=name)
    return None


def _nested(entry: zipfile.ZipInfo, content: bytes) -> Finding | None:
    if is_nested(entry.filename, content):
        return refusals.ARCHIVE_NESTED.finding(name=_short(entry.filename))
    return None


def is_nested(name: str, content: bytes) -> bool:
    """Tell whether a member is itself an archive, Office files apart."""
    return kind_of(content) is Kind.ARCHIVE and not name.lower().endswith(_OFFICE)


def _short(name: str) -> str:
    return name.replace("\x00", "␀")[:80]
