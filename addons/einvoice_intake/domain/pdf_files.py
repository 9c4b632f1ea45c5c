"""The XML files attached to a PDF, and its metadata, as a module and a small process.

For a suspicious PDF :mod:`pdf` runs this file by its path in a process with limits of
memory and time, so it imports nothing of the suite.
"""

from __future__ import annotations

import base64
import json
import sys
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple

# Attachments looked at; an invoice has a handful.
MAX_FILES = 1000
_SNIFFED = 64
# Metadata of real invoices have at most 0.02 MB.
_MAX_METADATA = 1024 * 1024
_XML_STARTS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class Locked(Exception):  # noqa: N818
    """The PDF asks for a password."""


class Unusual(Exception):  # noqa: N818
    """An attachment is packed in a way that only a process apart may unpack."""


class TooMuch(Exception):  # noqa: N818
    """The attachments unpack to more than the limit."""


class Attached(NamedTuple):
    """One XML attached to a PDF.

    Attributes:
        name: Its file name.
        content: Its bytes.
        relationship: What it is to the page (``Data``, ``Source``, ``Alternative``…),
            ``None`` where the PDF does not say (ISO 32000-2 §7.11.3).
        other_name: Name that older programs show (``/F``), where it is another one.
    """

    name: str
    content: bytes
    relationship: str | None = None
    other_name: str | None = None


def look_into(
    content: bytes, limit: int, *, is_apart: bool = False
) -> tuple[list[Attached], bytes]:
    """Return each XML attached to a PDF, and the metadata of the document (XMP).

    Finds them in the name tree, also below ``/Kids``, and among the associated files;
    by content, whatever their name. The limit is in bytes of all of them together.

    Raises:
        Locked: A password other than the empty one is needed.
        TooMuch: They are larger than the limit.
        Unusual: One needs the library to unpack it, and this is no process apart.
        Exception: Whatever the library raises for a damaged PDF.
    """
    import pypdf

    reader = pypdf.PdfReader(BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Locked
    found: list[Attached] = []
    root = reader.trailer["/Root"].get_object()
    for name, stream, spec in _streams(root):
        if not _unpacked(stream, _SNIFFED, is_apart).lstrip().startswith(_XML_STARTS):
            continue
        data = _unpacked(stream, limit + 1, is_apart)
        limit -= len(data)
        if limit < 0:
            raise TooMuch
        found.append(Attached(name, data, _relationship(spec), _other_name(spec)))
    return found, _metadata(root, is_apart)


def _metadata(root: Any, is_apart: bool) -> bytes:
    """Return the XMP of the document; nothing where it is packed unusually."""
    stream = root.get("/Metadata")
    stream = stream.get_object() if stream is not None else None
    if not hasattr(stream, "get_data"):
        return b""
    try:
        return _unpacked(stream, _MAX_METADATA, is_apart)
    except (Unusual, zlib.error):
        return b""


def _streams(root: Any) -> Iterator[tuple[str, Any, Any]]:
    seen: set[int] = set()
    for name, spec in _specifications(root):
        files = spec.get("/EF")
        files = files.get_object() if files is not None else {}
        for key in ("/UF", "/F"):
            if key not in files:
                continue
            stream = files[key].get_object()
            if id(stream) not in seen and hasattr(stream, "get_data"):
                seen.add(id(stream))
                shown = str(spec.get("/UF") or spec.get("/F") or name)
                yield shown, stream, spec


def _other_name(spec: Any) -> str | None:
    shown, older = spec.get("/UF"), spec.get("/F")
    if shown is None or older is None or str(shown) == str(older):
        return None
    return str(older)


def _relationship(spec: Any) -> str | None:
    said = spec.get("/AFRelationship")
    return str(said).removeprefix("/") if said is not None else None


def _specifications(root: Any) -> Iterator[tuple[str, Any]]:
    """Walk name tree and associated files (ISO 32000-1 §7.9.6, ISO 32000-2 §14.13)."""
    left = MAX_FILES
    names = root.get("/Names")
    trees = [names.get_object().get("/EmbeddedFiles")] if names is not None else []
    seen: set[int] = set()
    while trees:
        node = trees.pop(0)
        node = node.get_object() if node is not None else None
        if not isinstance(node, dict) or id(node) in seen:
            continue
        seen.add(id(node))
        pairs = _items(node.get("/Names"))
        for name, spec in zip(pairs[::2], pairs[1::2], strict=False):
            left -= 1
            if left < 0:
                raise TooMuch
            if isinstance(spec.get_object(), dict):
                yield str(name), spec.get_object()
        kids = _items(node.get("/Kids"))
        left -= len(kids)
        trees.extend(kids)
    for spec in _items(root.get("/AF"))[:MAX_FILES]:
        if isinstance(spec.get_object(), dict):
            yield "", spec.get_object()


def _items(value: Any) -> list[Any]:
    value = value.get_object() if value is not None else None
    return list(value) if isinstance(value, list) else []


def _unpacked(stream: Any, limit: int, is_apart: bool) -> bytes:
    """Unpack at most so many bytes of a stream, the usual filter by hand."""
    filters = stream.get("/Filter")
    if filters in ("/FlateDecode", ["/FlateDecode"]) and "/DecodeParms" not in stream:
        return zlib.decompressobj().decompress(stream._data, limit)
    if filters is not None and not is_apart:
        raise Unusual
    data: bytes = stream.get_data()
    return data[:limit]


def _limited(memory: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def refusal(error: BaseException) -> str:
    """Name why a PDF was not read: ``locked``, ``bomb`` or ``broken``.

    The library answers its own limits with an error that may be wrapped in another.
    """
    if isinstance(error, Locked):
        return "locked"
    cause: BaseException | None = error
    while cause is not None:
        limited = "Limit" in type(cause).__name__
        if limited or isinstance(cause, (TooMuch, MemoryError, RecursionError)):
            return "bomb"
        cause = cause.__cause__ or cause.__context__
    return "broken"


def _answer(content: bytes, limit: int) -> dict[str, Any]:
    try:
        files, metadata = look_into(content, limit, is_apart=True)
    except Exception as error:  # noqa: BLE001
        return {"refused": refusal(error)}
    return {
        "files": [
            [each.name, base64.b64encode(each.content).decode(), *each[2:]]
            for each in files
        ],
        "metadata": base64.b64encode(metadata).decode(),
    }


def _main() -> None:
    """Read the PDF from standard input, write the answer as JSON."""
    settings = json.loads(sys.argv[1])
    sys.path[:] = settings["path"]
    _limited(settings["memory"], settings["seconds"])
    answer = _answer(sys.stdin.buffer.read(), settings["limit"])
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    _main()
