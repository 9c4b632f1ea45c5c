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


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: its name without folders, and its bytes."""

    name: str
    content: bytes


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

    An archive with one dangerous member is refused as a whole.

    >>> unpack("a.zip", b"PK\x03\x04 cut").code
    'archive_broken'
    """
    if len(content) > limits.size:
        return refusals.FILE_TOO_BIG.finding(
            size=len(content) // MEGABYTE, limit=limits.size // MEGABYTE
        )
    try:
        return _members(content, limits)
    except Refused as refused:
        return refused.finding
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        struct.error,
    ):
        return refusals.ARCHIVE_BROKEN.finding()


def _members(content: bytes, limits: Limits) -> list[Member]:
    # The directory at the end counts the members before any of them is parsed.
    if content.count(b"PK\x01\x02") > 2 * limits.members:
        raise Refused(refusals.ARCHIVE_TOO_MANY, limit=limits.members)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = [entry for entry in archive.infolist() if not _is_skipped(entry)]
        if len(entries) > limits.members:
            raise Refused(refusals.ARCHIVE_TOO_MANY, limit=limits.members)
        for entry in entries:
            _check(entry)
        members: list[Member] = []
        left = limits.unpacked
        for entry in entries:
            with archive.open(entry) as file:
                data = file.read(left + 1)
            left -= len(data)
            if left < 0:
                size = limits.unpacked // MEGABYTE
                raise Refused(refusals.ARCHIVE_BOMB, limit=size)
            if is_nested(entry.filename, data):
                raise Refused(refusals.ARCHIVE_NESTED, name=_short(entry.filename))
            members.append(Member(entry.filename.rsplit("/", 1)[-1], data))
    return members


def _is_skipped(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename
    return entry.is_dir() or name.startswith(_LITTER[0]) or name.endswith(_LITTER[1:])


def _check(entry: zipfile.ZipInfo) -> None:
    """Refuse a member by what its header says.

    ``orig_filename`` is the name before the library cleans it.
    """
    name = entry.orig_filename.replace("\\", "/")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if (
        name.startswith("/")
        or ".." in name.split("/")
        or name[1:2] == ":"
        or "\x00" in name
        or kind not in (0, stat.S_IFREG)
    ):
        raise Refused(refusals.ARCHIVE_UNSAFE_NAME, name=_short(entry.orig_filename))
    if entry.flag_bits & _ENCRYPTED:
        raise Refused(refusals.ARCHIVE_ENCRYPTED)
    if entry.compress_type not in _METHODS:
        raise Refused(refusals.ARCHIVE_BROKEN)


def is_nested(name: str, content: bytes) -> bool:
    """Tell whether a member is itself an archive, Office files apart."""
    return kind_of(content) is Kind.ARCHIVE and not name.lower().endswith(_OFFICE)


def _short(name: str) -> str:
    return name.replace("\x00", "␀")[:80]
