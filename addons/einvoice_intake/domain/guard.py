"""Protections around XML from outside, and the limits of everything that is read.

An invoice needs no document type, so none is allowed: with it go external entities
(XXE) and entity bombs. The check looks at the bytes before any parser does, in an
encoding that check and parser agree on. Elements are counted before the tree is built,
because a tree takes a hundred times the size of its smallest elements.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from . import refusals
from .refusals import Refused

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read.

    Attributes:
        size: Bytes of the file as it arrives.
        unpacked: Bytes of all files of an archive together.
        members: Files in one archive.
        markup: Elements and attributes of one XML, counted by ``<`` and ``=``.
        embedded: Bytes of all XML found in one PDF, unpacked.
        seconds: Processor time for one suspicious PDF.
        memory: Bytes of address space for one suspicious PDF, above its own size.
    """

    size: int = 100 * MEGABYTE
    unpacked: int = 100 * MEGABYTE
    members: int = 1000
    markup: int = 1_500_000
    embedded: int = 40 * MEGABYTE
    seconds: int = 3
    memory: int = 200 * MEGABYTE


# What XML may begin with, before its root: blanks, comments, instructions.
_PROLOG = re.compile(rb"(?:\s+|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
_DECLARED = re.compile(
    rb"""<\?xml[^>]*?encoding\s*=\s*["'](?P<name>[A-Za-z0-9._-]+)["']"""
)
_UTF8_BOM = b"\xef\xbb\xbf"
_WIDE_MARKS = (
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
# Encodings that write markup in ASCII bytes, so that the prolog can be searched.
_ASCII_BASED = re.compile(
    r"utf-?8|us-ascii|ascii|iso-?8859-?\d{1,2}|latin-?\d|windows-125\d|cp125\d",
    re.IGNORECASE,
)


def parse_xml(content: bytes, limits: Limits) -> etree._Element:
    """Parse XML from outside into its root element.

    Comments and instructions are left out. Nothing outside of the bytes is read.

    Raises:
        Refused: The XML is damaged, in an unknown encoding, or an attack.

    >>> parse_xml(b"<a>1</a>", Limits()).tag
    'a'
    """
    content, encoding = _plain(content)
    start = _PROLOG.match(content)
    if content.startswith(b"<!", start.end() if start else 0):
        raise Refused(refusals.XML_DOCTYPE)
    found = content.count(b"<") + content.count(b"=")
    if found > limits.markup:
        raise Refused(refusals.XML_TOO_LARGE, marks=found, limit=limits.markup)
    parser = etree.XMLParser(
        encoding=encoding,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise _refusal(error, content) from error
    except (ValueError, LookupError) as error:
        raise Refused(refusals.XML_BROKEN, row=1) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused(refusals.XML_DOCTYPE)
    return root


def _plain(content: bytes) -> tuple[bytes, str | None]:
    """Return bytes whose markup is ASCII, and the encoding to impose on the parser."""
    for mark, encoding in _WIDE_MARKS:
        if content.startswith(mark):
            return _narrowed(content, encoding), "utf-8"
    content = content.removeprefix(_UTF8_BOM).lstrip()
    declared = _DECLARED.match(content[:300])
    name = declared["name"].decode("ascii") if declared else "utf-8"
    if not _ASCII_BASED.fullmatch(name):
        if name.lower().startswith("utf-16"):
            raise Refused(refusals.ENCODING_WRONG, encoding=name)
        raise Refused(refusals.ENCODING_UNKNOWN, encoding=name)
    return content, None


def _narrowed(content: bytes, encoding: str) -> bytes:
    try:
        wide = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused(refusals.ENCODING_WRONG, encoding="UTF-16") from error
    return wide.removeprefix("\ufeff").lstrip().encode("utf-8", "replace")


def _refusal(error: etree.XMLSyntaxError, content: bytes) -> Refused:
    said = str(error)
    if "depth" in said:
        return Refused(refusals.XML_TOO_DEEP)
    if "not proper UTF-8" in said or "encoding" in said.lower():
        declared = _DECLARED.match(content[:300])
        name = declared["name"].decode("ascii") if declared else "UTF-8"
        return Refused(refusals.ENCODING_WRONG, encoding=name)
    return Refused(refusals.XML_BROKEN, row=error.lineno or 1)
