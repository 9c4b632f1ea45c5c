"""The program: ``python -I __main__.py SETTINGS``, a JSON object.

It returns when it listens and has gone into the background, or with a code that says
why it cannot.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import signal
import socket
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

_NAME = "einvoice_worker"
# Saxon reserves 32 GB of addresses; with 16 it aborts, with 34 it runs.
_ROOM = 36 * 1024**3
_MEGABYTE = 1024**2
# Clients that wait to be let in.
_WAITING = 64


def _package() -> ModuleType:
    """Import the folder of this file as a package; its parents are none of ours."""
    folder = Path(__file__).resolve().parent
    spec = importlib.util.spec_from_file_location(
        _NAME, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None
    assert spec.loader is not None
    package = importlib.util.module_from_spec(spec)
    sys.modules[_NAME] = package
    spec.loader.exec_module(package)
    return package


def _has_room(megabytes: int | None) -> bool:
    """Replace the limit that Odoo sets on addresses; tell whether that is enough.

    Args:
        megabytes: The limit in its place; ``None`` for as much as Saxon needs.
    """
    import resource

    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = hard if megabytes is None else megabytes * _MEGABYTE
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if megabytes is not None:
        return True
    return hard == resource.RLIM_INFINITY or hard >= _ROOM


def _listening(path: Path) -> socket.socket:
    """Listen under another name first: what lies at the path always answers."""
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(fresh))
    fresh.chmod(0o600)
    listener.listen(_WAITING)
    fresh.rename(path)
    return listener


def _go_into_background(log: Path) -> None:
    """Leave the Odoo worker that started this: it may end, this goes on."""
    if os.fork():
        os._exit(0)
    os.setsid()
    os.chdir("/")
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDWR)
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    for source, target in ((nothing, 0), (nothing, 1), (said, 2)):
        os.dup2(source, target)


def _engine() -> Any:
    import saxonche

    return saxonche.PySaxonProcessor(license=False)


def _official(listener: socket.socket, path: Path, settings: dict[str, Any]) -> Any:
    judge = importlib.import_module(f"{_NAME}.judge")
    server = importlib.import_module(f"{_NAME}.server")
    library, folder = settings["library"], settings["folder"]
    judging = judge.Judge(
        Path(library) if library else None,
        settings["name"],
        Path(folder) if folder else None,
        _engine,
    )
    return server.Server(listener, path, judging, settings)


def _pages(listener: socket.socket, path: Path, settings: dict[str, Any]) -> Any:
    server = importlib.import_module(f"{_NAME}.pages.server")
    return server.PageServer(listener, path, settings)


_SERVERS = {"official": _official, "pages": _pages}


def main() -> int:
    """Run; return the code for whoever started it."""
    settings = json.loads(sys.argv[1])
    sys.path[:] = [*sys.path, *settings["path"]]
    _package()
    protocol = importlib.import_module(f"{_NAME}.protocol")
    kind = settings["kind"]
    if not _has_room(settings.get("addresses")):
        return int(protocol.NO_ROOM)
    if kind == "official" and importlib.util.find_spec("saxonche") is None:
        return int(protocol.NO_ENGINE)
    path = Path(settings["socket"])
    try:
        listener = _listening(path)
    except OSError:
        return int(protocol.NOT_LISTENING)
    _go_into_background(path.with_suffix(".log"))
    # Once more: from now on the system tells clients this process, not its parent.
    listener.listen(_WAITING)
    _SERVERS[kind](listener, path, settings).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
