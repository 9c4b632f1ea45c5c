"""The loop that reads pages: one page of each client in turn.

A document of many pages makes nobody wait longer than one page. Its file stays open
between its pages, beside its question.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..server import Client, Server
from .reader import PageReader
from .source import RefusedError


class PageServer(Server):
    """See :class:`..server.Server`; settings: also those of :class:`PageReader`.

    A question is ``{"ask": "pages", "id", "pages": numbers or null, "most", "images"}``
    with the file behind it, or ``{"ask": "crops", …}``; the answers are ``opened`` with
    the count of pages, then ``began`` and ``page`` for each, then ``done``.
    """

    def __init__(self, listener: Any, path: Path, settings: Mapping[str, Any]) -> None:
        super().__init__(listener, path, None, settings)
        self._reader = PageReader(dict(settings))
        self._is_spent = False

    def _is_over(self) -> bool:
        # What ran out of memory may be in pieces.
        return self._is_spent or super()._is_over()

    def _is_later(self, client: Client) -> bool:
        return False

    def _refresh(self) -> None:
        """What pages are read with does not change."""

    def _status(self) -> dict[str, Any]:
        heif = importlib.util.find_spec("pi_heif") is not None
        return {"pid": os.getpid(), "engines": self._reader.installed(), "heif": heif}

    def _answer(self, client: Client, header: dict[str, Any], body: bytes) -> None:
        key = header["id"]
        try:
            with self._limited(self._limit(len(body))):
                if "source" not in header:
                    self._open(client, header, body)
                elif header["ask"] == "crops":
                    texts = self._reader.crops(header["source"], header)
                    client.tell({"texts": texts, "id": key})
                    return
                else:
                    self._next_page(client, header)
        except RefusedError as refused:
            client.tell({"refused": refused.reason, "id": key})
            return
        except MemoryError:
            self._is_spent = True
            client.tell({"refused": "heavy", "id": key})
            return
        if header["ask"] == "crops" or header["pages"]:
            client.questions.appendleft((header, body))
        else:
            client.tell({"done": key})

    def _open(self, client: Client, header: dict[str, Any], body: bytes) -> None:
        client.tell({"began": header["id"], "page": 0})
        source = self._reader.opened(body)
        header["source"] = source
        client.tell({"opened": header["id"], "count": source.count})
        if header["ask"] == "pages":
            pages = header["pages"] or range(1, source.count + 1)
            last = min(source.count, int(header["most"]))
            header["pages"] = [number for number in pages if number <= last]

    def _next_page(self, client: Client, header: dict[str, Any]) -> None:
        number = header["pages"].pop(0)
        client.tell({"began": header["id"], "page": number})
        try:
            page = self._reader.page(
                header["source"], number, image=bool(header["images"])
            )
        except RefusedError as refused:
            page = {"number": number, "problem": refused.reason}
        except MemoryError:
            self._is_spent = True
            page = {"number": number, "problem": "heavy"}
        except Exception:  # noqa: BLE001
            page = {"number": number, "problem": "damaged"}
        client.tell({"page": page, "id": header["id"]})
