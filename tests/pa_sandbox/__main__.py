"""Start the sandbox: python -m tests.pa_sandbox [--port N] [--data DIR] [--demo].

The first line of the output is its URL. SIGTERM and Ctrl-C end it; with ``--data`` the
next one goes on where it ended, even after a kill.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
import threading
from pathlib import Path
from typing import NoReturn

from .demo import demo, words
from .server import Server


def _end(*_ignored: object) -> NoReturn:
    raise KeyboardInterrupt


def _end_with_input() -> None:
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> int:
    """Serve until the end."""
    parser = argparse.ArgumentParser(prog="pa-sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--data", type=Path, help="folder to keep everything in")
    parser.add_argument("--fresh", action="store_true", help="forget what DIR holds")
    parser.add_argument("--demo", action="store_true", help="admit a supplier, a buyer")
    parser.add_argument(
        "--with-parent",
        action="store_true",
        help="end when the standard input closes, as it does when the caller ends",
    )
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, _end)
    try:
        server = Server(options.data, options.port)
    except OSError as error:
        print(f"pa-sandbox: {error}", file=sys.stderr)
        return 1
    except SystemExit:  # how the library says that a port is taken
        print(f"pa-sandbox: port {options.port} is taken", file=sys.stderr)
        return 1
    if options.fresh:
        server.sandbox.reset(keep_organisations=False)
    if options.with_parent:
        threading.Thread(target=_end_with_input, daemon=True).start()
    print(server.url, flush=True)
    if options.demo:
        print(words(server.url, demo(server.sandbox)), flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        server.serve()
    return 0


if __name__ == "__main__":
    sys.exit(main())
