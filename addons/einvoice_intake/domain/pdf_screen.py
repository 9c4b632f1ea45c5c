"""A first look into a PDF without a parser, in bounded time and memory.

Most PDF hold no attachment: that shows in their bytes, and nothing needs to open them.
For the others it decides whether a PDF library may open the file in this process. It
may not when a structure that the library would have to unpack first is larger than any
invoice needs.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

# Streams that a library unpacks just to find its way (ISO 32000-1 §7.5.7, §7.5.8),
# and the metadata, which claim or deny an embedded invoice.
_STREAMS = re.compile(rb"/Type\s*/(ObjStm|XRef|Metadata)\b")
_ATTACHED = (b"/EmbeddedFile", b"/Filespec", b"/AF ", b"/AF[", b"/EF<", b"/EF ")
_CLAIMS = (
    b"urn:factur-x:pdfa:CrossIndustryDocument:invoice",
    b"urn:zugferd:pdfa:CrossIndustryDocument:invoice",
    b"urn:ferd:pdfa:CrossIndustryDocument:invoice",
)
_DICTIONARY_WINDOW = 1500
_TAIL = 2048

# Measured on 491 PDF of real and generated invoices: at most 0.3 MB and 900 objects.
MAX_SIZE = 20 * 1024 * 1024
MAX_OBJECTS = 20_000
MAX_STREAM = 4 * 1024 * 1024
MAX_STREAMS = 500
MAX_UNPACKED = 16 * 1024 * 1024


# Refused without opening: the tables of so many objects take all memory allowed.
TOO_MANY_OBJECTS = 500_000
_DOUBLE_PACKED = re.compile(rb"/(?:Flate|LZW|RunLength)Decode\s*/(?:Flate|LZW)Decode")


@dataclass(slots=True)
class Look:
    """What the bytes of a PDF show.

    Attributes:
        is_safe: A library may open it in this process.
        is_heavy: A structure unpacks to more than an invoice needs.
        is_bomb: Nothing may open it.
        is_whole: It ends as a PDF ends.
        has_files: It holds attachments, or may hide some.
        claims_facturx: The metadata say that an invoice is embedded.
        has_text: It names fonts.
    """

    is_safe: bool = True
    is_heavy: bool = False
    is_bomb: bool = False
    is_whole: bool = True
    has_files: bool = False
    claims_facturx: bool = False
    has_text: bool = False

    def suspect(self) -> None:
        """Note a structure that cannot be judged: it may hide files or harm."""
        self.is_safe = False
        self.has_files = True


def screen(content: bytes) -> Look:
    """Look at the bytes of a PDF.

    >>> screen(b"%PDF-1.4 cut here").is_whole
    False
    """
    look = Look()
    tail = content[-_TAIL:]
    objects = content.count(b" obj")
    look.is_bomb = objects > TOO_MANY_OBJECTS
    look.is_whole = b"startxref" in tail and b"%%EOF" in tail
    look.is_safe = (
        look.is_whole
        and len(content) <= MAX_SIZE
        and objects <= MAX_OBJECTS
        and not _DOUBLE_PACKED.search(content)
    )
    if b"/Encrypt" in content:
        look.suspect()
    _notice(look, content)
    _screen_streams(look, content)
    return look


def _notice(look: Look, content: bytes) -> None:
    look.has_files |= any(mark in content for mark in _ATTACHED)
    look.claims_facturx |= any(mark in content for mark in _CLAIMS)
    look.has_text |= b"/Font" in content


def _screen_streams(look: Look, content: bytes) -> None:
    unpacked = 0
    for count, match in enumerate(_STREAMS.finditer(content)):
        if count >= MAX_STREAMS or unpacked > MAX_UNPACKED:
            look.suspect()
            return
        data = _unpacked(content, match.start())
        if data is None:
            look.suspect()
            continue
        unpacked += len(data)
        if len(data) >= MAX_STREAM:
            look.is_heavy = True
            look.suspect()
        if match[1] != b"XRef":
            _notice(look, data)


def _unpacked(content: bytes, position: int) -> bytes | None:
    """Unpack the stream of a dictionary, ``None`` when that is not simple.

    At most ``MAX_STREAM`` bytes are unpacked.
    """
    start = content.find(b"stream", position, position + _DICTIONARY_WINDOW)
    if start < 0:
        return b""
    opening = content.rfind(b" obj", max(0, position - _DICTIONARY_WINDOW), position)
    dictionary = content[max(opening, 0) : start]
    start += len(b"stream")
    end = content.find(b"endstream", start)
    raw = content[start : end if end >= 0 else start + MAX_STREAM].lstrip(b"\r\n")
    if b"/Filter" not in dictionary:
        return raw[:MAX_STREAM]
    if b"/FlateDecode" not in dictionary or _DOUBLE_PACKED.search(dictionary):
        return None
    try:
        return zlib.decompressobj().decompress(raw, MAX_STREAM)
    except zlib.error:
        return None
