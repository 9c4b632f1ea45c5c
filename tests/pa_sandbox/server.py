"""The HTTP server: on loopback, a thread for each call, and one that lets time work."""

from __future__ import annotations

import threading
import traceback
from pathlib import Path
from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from .application import Application
from .courier import Courier
from .deposit import settle
from .sandbox import Sandbox

# How often delays are looked at, in seconds.
_BEAT = 0.05


class _QuietHandler(WSGIRequestHandler):
    """Writes nothing: the calls are kept in the sandbox."""

    # Headers and body leave in two writes; without this the second one waits.
    disable_nagle_algorithm = True

    def log(self, type: str, message: str, *args: Any) -> None:
        """Drop a line of the log."""


class Server:
    """A running sandbox.

    Attributes:
        sandbox: What it serves.
        url: Where, with no slash at the end.
    """

    def __init__(self, folder: Path | None = None, port: int = 0) -> None:
        """Open a folder and listen; port 0 takes a free one."""
        self.sandbox = Sandbox(folder)
        self._server: BaseWSGIServer = make_server(
            "127.0.0.1",
            port,
            Application(self.sandbox),
            threaded=True,
            request_handler=_QuietHandler,
        )
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._threads = [
            threading.Thread(target=self._beat, daemon=True),
            threading.Thread(target=self._call_back, daemon=True),
        ]

    def serve(self) -> None:
        """Answer calls until somebody ends it."""
        for thread in self._threads:
            thread.start()
        try:
            self._server.serve_forever(poll_interval=0.1)
        finally:
            self.sandbox.stopping.set()
            self._server.server_close()

    def _beat(self) -> None:
        while not self.sandbox.stopping.wait(_BEAT):
            settle(self.sandbox)

    def _call_back(self) -> None:
        courier = Courier(self.sandbox)
        while not self.sandbox.stopping.is_set():
            self.sandbox.news.wait(_BEAT)
            self.sandbox.news.clear()
            try:
                courier.round()
            except Exception:  # noqa: BLE001 – the next callbacks must still be made
                traceback.print_exc()
