"""The parts of a multipart body, with what each says of its content."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.http import parse_options_header
from werkzeug.sansio.multipart import (
    Data,
    Epilogue,
    Field,
    File,
    MultipartDecoder,
    NeedData,
    Preamble,
)
from werkzeug.wrappers import Request

from .errors import bad_request


@dataclass
class Part:
    """One part: its content type, without parameters, and its bytes."""

    mimetype: str
    body: bytes = b""


def read_parts(request: Request) -> dict[str, Part]:
    """Read all parts; of two with one name the first counts.

    Raises:
        ApiError: The body is no multipart/form-data.
    """
    boundary = request.mimetype_params.get("boundary")
    if request.mimetype != "multipart/form-data" or not boundary:
        raise bad_request("the body is not multipart/form-data")
    decoder = MultipartDecoder(boundary.encode("latin-1", "replace"))
    parts: dict[str, Part] = {}
    pieces: list[bytes] = []
    try:
        decoder.receive_data(request.get_data())
        decoder.receive_data(None)
        event = decoder.next_event()
        while not isinstance(event, Epilogue | NeedData):
            if isinstance(event, Field | File):
                kind = event.headers.get("Content-Type", "")
                part = Part(parse_options_header(kind)[0].lower())
                parts.setdefault(event.name, part)
                pieces = []
            elif isinstance(event, Data):
                pieces.append(event.data)
                if not event.more_data:
                    part.body = b"".join(pieces)
            elif not isinstance(event, Preamble):
                break
            event = decoder.next_event()
    except ValueError as error:
        raise bad_request(f"no multipart body: {error}") from None
    return parts
