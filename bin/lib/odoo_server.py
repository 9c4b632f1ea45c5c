"""Runs Odoo as a child process and reads its log."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from outcome import Skip

ROOT = Path(__file__).resolve().parents[2]
_RECORD = re.compile(
    r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (?P<level>[A-Z]+) (?P<db>\S+) (?P<rest>.*)$"
)
_SKIPPED = re.compile(r"^(?P<logger>\S+): skipped (?P<test>\S+) : (?P<reason>.*)$")
_RESULT = re.compile(
    r"odoo\.tests\.result: (?P<failed>\d+) failed, (?P<errors>\d+) error\(s\)"
    r" of (?P<tests>\d+) tests"
)


@dataclass
class Log:
    """What a server's log says.

    Attributes:
        tests: Number of tests that ran, skipped ones included.
        failed: Number of tests that failed or stopped with an error.
        skips: Tests that did not run.
        lines: First line of each warning and error, without time and process.
        blocks: The same with all their lines, for a person to read.
    """

    tests: int = 0
    failed: int = 0
    skips: list[Skip] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)


def read_log(path: Path) -> Log:
    """Read the log of a server that has ended."""
    log = Log()
    with path.open(encoding="utf-8", errors="replace") as stream:
        is_loud = False
        for line in stream:
            record = _RECORD.match(line)
            if record:
                is_loud = _read_record(log, record["level"], record["rest"].rstrip())
            elif is_loud:
                log.blocks[-1] += line
    return log


def _read_record(log: Log, level: str, text: str) -> bool:
    """Take in the first line of a record; tell whether it is a warning or worse."""
    result = _RESULT.search(text)
    if result:
        log.tests = int(result["tests"])
        log.failed = int(result["failed"]) + int(result["errors"])
        return False
    skipped = _SKIPPED.match(text)
    if skipped:
        test = f"{skipped['logger'].removeprefix('odoo.addons.')}.{skipped['test']}"
        log.skips.append(Skip(test, skipped["reason"]))
    if level not in ("WARNING", "ERROR", "CRITICAL"):
        return False
    log.lines.append(f"{level} {text}")
    log.blocks.append(f"{level} {text}\n")
    return True


def command(database: str, *arguments: str) -> list[str]:
    """Return the command line of Odoo on a database."""
    return [sys.executable, "-m", "odoo", "-d", database, *arguments]


_children: set[subprocess.Popen[bytes]] = set()


@contextmanager
def _child(
    log: Path, arguments: list[str], environment: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Start Odoo with its output in a file; it ends with the block, come what may."""
    with log.open("wb") as stream:
        child = subprocess.Popen(
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
        )
    _children.add(child)
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(20)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        _children.discard(child)


def end_children_on_signal() -> None:
    """Let no server outlive this process when it is told to stop."""

    def stop(number: int, _frame: Any) -> NoReturn:
        for child in list(_children):
            child.terminate()
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)


def run(
    database: str,
    log: Path,
    *arguments: str,
    seconds: float = 3600,
    environment: Mapping[str, str] | None = None,
) -> int:
    """Run Odoo until it stops by itself; return its exit code, -1 when it hung."""
    line = command(database, *arguments, "--stop-after-init")
    with _child(log, line, environment) as child:
        try:
            return child.wait(seconds)
        except subprocess.TimeoutExpired:
            return -1


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(
    database: str, log: Path, port: int
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serve a database while the block runs; gives the address and the process.

    Raises:
        SystemExit: The server did not answer within two minutes.
    """
    url = f"http://127.0.0.1:{port}"
    arguments = ("--http-port", str(port), f"--db-filter=^{database}$")
    with _child(log, command(database, *arguments)) as child:
        if not _answers(url, child):
            raise SystemExit(f"error: the server at {url} did not start; see {log}")
        yield url, child


def _answers(url: str, child: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and child.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/web/health", timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    return False
