"""What a file is, by its first bytes and never by its name."""

from __future__ import annotations

from enum import Enum
from pathlib import PurePath

from odoo.addons.einvoice_base.domain.messages import mark as _


class Kind(Enum):
    """Kinds of files that the reader tells apart; the value is the word shown."""

    EMPTY = _("nothing")
    XML = _("XML")
    PDF = _("a PDF")
    IMAGE = _("an image")
    ARCHIVE = _("an archive")
    HTML = _("a web page")
    EXECUTABLE = _("a program")
    OUTLOOK = _("a mail packed by Outlook")
    TEXT = _("plain text")
    UNKNOWN = _("unknown bytes")


_STARTS = (
    (b"%PDF-", Kind.PDF),
    (b"\xff\xd8\xff", Kind.IMAGE),
    (b"\x89PNG\r\n\x1a\n", Kind.IMAGE),
    (b"GIF8", Kind.IMAGE),
    (b"II*\x00", Kind.IMAGE),
    (b"MM\x00*", Kind.IMAGE),
    (b"BM", Kind.IMAGE),
    (b"PK\x03\x04", Kind.ARCHIVE),
    (b"PK\x05\x06", Kind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Kind.ARCHIVE),
    (b"Rar!\x1a\x07", Kind.ARCHIVE),
    (b"\x1f\x8b", Kind.ARCHIVE),
    (b"BZh", Kind.ARCHIVE),
    (b"\xfd7zXZ\x00", Kind.ARCHIVE),
    (b"\x78\x9f\x3e\x22", Kind.OUTLOOK),
    (b"MZ", Kind.EXECUTABLE),
    (b"\x7fELF", Kind.EXECUTABLE),
    (b"#!", Kind.EXECUTABLE),
    (b"\xca\xfe\xba\xbe", Kind.EXECUTABLE),
    (b"\xcf\xfa\xed\xfe", Kind.EXECUTABLE),
)
_WIDE = (b"\xff\xfe<\x00", b"\xfe\xff\x00<", b"<\x00", b"\x00<")
_EXTENSIONS = {
    ".xml": Kind.XML,
    ".pdf": Kind.PDF,
    ".jpg": Kind.IMAGE,
    ".jpeg": Kind.IMAGE,
    ".png": Kind.IMAGE,
    ".gif": Kind.IMAGE,
    ".tif": Kind.IMAGE,
    ".tiff": Kind.IMAGE,
    ".webp": Kind.IMAGE,
    ".heic": Kind.IMAGE,
    ".heif": Kind.IMAGE,
    ".zip": Kind.ARCHIVE,
}
# Brands of HEIF (ISO/IEC 23008-12 annex B and E).
_PHONE_PHOTOS = (
    b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif",
)  # fmt: skip
# A PDF may carry a few bytes before its header (ISO 32000-1 annex H.3.4.1).
_PDF_WINDOW = 1024


def kind_of(content: bytes) -> Kind:
    r"""Tell the kind of a file from its bytes.

    >>> kind_of(b"%PDF-1.7").name, kind_of(b"\xef\xbb\xbf <a/>").name
    ('PDF', 'XML')
    """
    if not content.strip():
        return Kind.EMPTY
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return Kind.IMAGE
    if content[4:8] == b"ftyp" and content[8:12] in _PHONE_PHOTOS:
        return Kind.IMAGE
    if content.startswith(_WIDE):
        return Kind.XML
    opening = content[:_PDF_WINDOW].removeprefix(b"\xef\xbb\xbf").lstrip()
    if opening.startswith(b"<"):
        low = opening.lower()
        is_html = low.startswith((b"<!doctype html", b"<html")) or b"<html" in low
        return Kind.HTML if is_html else Kind.XML
    if b"%PDF-" in opening:
        return Kind.PDF
    return Kind.TEXT if _is_text(content[:4096]) else Kind.UNKNOWN


def _is_text(sample: bytes) -> bool:
    return b"\x00" not in sample and not any(
        byte < 9 or 13 < byte < 27 for byte in sample
    )


def kind_named(name: str) -> Kind | None:
    """Tell what the name of a file claims, ``None`` when it claims nothing known.

    >>> kind_named("Facture.PDF").name
    'PDF'
    """
    return _EXTENSIONS.get(PurePath(name).suffix.lower())
