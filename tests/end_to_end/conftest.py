"""A running Odoo, driven from outside: what ``bin/test`` serves, or another one.

EINVOICE_URL, EINVOICE_DB, EINVOICE_LOGIN and EINVOICE_PASSWORD say where it is,
EINVOICE_DSN how to look into its database.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import psycopg2
import pytest
import requests

from .client import Client, Customer

ROOT = Path(__file__).resolve().parents[2]
_START = 120


@pytest.fixture(scope="session")
def client() -> Client:
    """Return an administrator of the server."""
    return Client(
        os.environ["EINVOICE_URL"],
        os.environ["EINVOICE_DB"],
        os.environ["EINVOICE_LOGIN"],
        os.environ["EINVOICE_PASSWORD"],
    )


@pytest.fixture(scope="session")
def api_key(client: Client) -> str:
    return client.make_key()


@pytest.fixture
def customer(client: Client) -> Customer:
    """Return a French company of this test alone, with one supplier."""
    return client.make_customer()


@pytest.fixture(scope="session")
def query() -> Iterator[Callable[..., list[tuple]]]:
    """Return a function that asks the database, each time as it stands now."""
    connection = psycopg2.connect(os.environ["EINVOICE_DSN"])
    connection.autocommit = True

    def ask(text: str, *values: object) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(text, values)
            return cursor.fetchall()

    yield ask
    connection.close()


class OwnServer:
    """A second server process on the same database, which a test may kill."""

    def __init__(self, log: Path, environment: Mapping[str, str] | None = None) -> None:
        self._log = log
        self._environment = {**os.environ, **(environment or {})}
        self._process: subprocess.Popen[bytes] | None = None
        self.url = ""

    def start(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        database = os.environ["EINVOICE_DB"]
        self.url = f"http://127.0.0.1:{port}"
        with self._log.open("ab") as stream:
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "odoo", "-d", database),
                    *("--http-port", str(port), f"--db-filter=^{database}$"),
                    "--max-cron-threads=0",
                ],
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                cwd=ROOT,
                env=self._environment,
            )
        deadline = time.monotonic() + _START
        while time.monotonic() < deadline:
            assert self._process.poll() is None, self._tail()
            try:
                requests.get(f"{self.url}/web/health", timeout=5).raise_for_status()
            except requests.RequestException:
                time.sleep(0.2)
            else:
                return
        raise AssertionError(f"the server did not start: {self._tail()}")

    def _tail(self) -> str:
        return self._log.read_text(errors="replace")[-3000:]

    @property
    def peak_memory(self) -> int:
        """Return the most memory that the process ever had, in bytes."""
        assert self._process
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        line = next(row for row in status.splitlines() if row.startswith("VmHWM"))
        return int(line.split()[1]) * 1024

    def kill(self) -> None:
        """End the process at once, as a power failure does."""
        assert self._process
        self._process.kill()
        self._process.wait()
        self._process = None

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[OwnServer]:
    server = OwnServer(tmp_path / "odoo.log")
    server.start()
    yield server
    server.stop()
