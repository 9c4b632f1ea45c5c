"""Pages are read while the reader and the server are killed: each once, none lost."""

from __future__ import annotations

import os
import signal
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import requests

from .client import Client, Customer, invoices, paper, send
from .conftest import OwnServer
from .test_intake_killed import _wait, _without_answer

SCANS = 9
TEXTS = 4
# One of the scans has a second page.
PAGES = SCANS + 1 + TEXTS
STRUCTURED = 4
LANES = [("code", "=", "model._cron_read()"), ("active", "in", (True, False))]
_PEER = struct.Struct("iII")


class _Reader:
    """The process that reads pages for one server, found at its socket."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def pid(self) -> int:
        """Return who listens there, 0 for nobody."""
        for path in self._folder.glob("einvoice-*/pages-*.sock"):
            with socket.socket(socket.AF_UNIX) as knocking, suppress(OSError):
                knocking.connect(str(path))
                raw = knocking.getsockopt(
                    socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size
                )
                return int(_PEER.unpack(raw)[0])
        return 0

    def kill(self) -> int:
        """End the process in the middle of its work; return which it was."""
        _wait(lambda: self.pid() > 0)
        pid = self.pid()
        os.kill(pid, signal.SIGKILL)
        _wait(lambda: self.pid() != pid)
        return pid


class _Queue:
    """The documents of a customer as the database knows them, and who reads them."""

    def __init__(self, customer: Customer, query: Callable[..., list[tuple]]) -> None:
        self.key = customer.key
        self.query = query
        self._readers: list[threading.Thread] = []

    def count(self, condition: str = "") -> int:
        text = (
            f"SELECT count(*) FROM einvoice_document WHERE company_id = %s {condition}"
        )
        return self.query(text, self.key)[0][0]

    def waiting(self) -> int:
        return self.count("AND reading_due")

    def pages(self) -> int:
        text = (
            "SELECT count(*) FROM einvoice_page AS page JOIN einvoice_document AS doc"
            " ON doc.id = page.document_id WHERE doc.company_id = %s"
        )
        return self.query(text, self.key)[0][0]

    def read(self, client: Client, lanes: list[int]) -> None:
        """Let each lane read until nothing waits or its server is killed."""
        for lane in lanes:
            worker = Client(client.url, *client.account)
            self._readers.append(
                _without_answer(
                    lambda worker=worker, lane=lane: self._run(worker, lane)
                )
            )

    def _run(self, worker: Client, lane: int) -> None:
        while self.waiting():
            worker.call("ir.cron", "method_direct_trigger", [lane])
            time.sleep(0.1)

    def join(self) -> None:
        for each in self._readers:
            each.join()
        self._readers.clear()


@pytest.fixture
def lanes(client: Client) -> Iterator[list[int]]:
    """Return the lanes, which no other server runs meanwhile."""
    found = client.call("ir.cron", "search", LANES)

    def switched(active: bool) -> bool:
        # One that runs at this moment cannot be changed.
        with suppress(AssertionError):
            client.call("ir.cron", "write", found, {"active": active})
            return True
        return False

    _wait(lambda: switched(False))
    yield found
    _wait(lambda: switched(True))


@pytest.fixture
def apart(tmp_path: Path) -> Iterator[OwnServer]:
    """Return a server with a reader of pages that it shares with no other."""
    server = OwnServer(tmp_path / "odoo.log", {"TMPDIR": str(tmp_path)})
    server.start()
    yield server
    server.stop()


def _files(customer: Customer) -> dict[str, bytes]:
    """Return structured files among scans and PDFs of text, by their names."""
    files = {}
    for each in range(SCANS):
        page = customer.page(number=f"SC-2026-{each:03d}")
        scan = paper.scanned(page, angle=0.2 + each / 20)
        if not each:
            scan = paper.bound(scan, paper.scanned(paper.letter()))
        files[f"f{each:02d}-scan.pdf"] = scan
    for each in range(TEXTS):
        files[f"f{3 * each:02d}-text.pdf"] = customer.page(number=f"TX-2026-{each:03d}")
    for each in range(STRUCTURED):
        files[f"f{2 * each:02d}-data.xml"] = customer.cii(number=f"XM-2026-{each:03d}")
    return dict(sorted(files.items()))


def _zipped(files: dict[str, bytes]) -> bytes:
    return invoices.zipped(
        **{
            name.replace("-", "_").replace(".", "__"): body
            for name, body in files.items()
        }
    )


def _answers(queue: _Queue, client: Client) -> None:
    """Ask for a page and for data as pages are read; both are answered."""
    assert queue.waiting()
    page = requests.get(f"{client.url}/web/login", timeout=60)
    assert page.status_code == 200
    found = client.call(
        "einvoice.document", "search_count", [("company_id", "=", queue.key)]
    )
    assert found == queue.count()
    assert queue.waiting()


def _each_is_read_once(queue: _Queue) -> None:
    pages = queue.query(
        "SELECT doc.name, array_agg(page.number ORDER BY page.number),"
        " string_agg(page.words::text, ' ')"
        " FROM einvoice_document AS doc"
        " LEFT JOIN einvoice_page AS page ON page.document_id = doc.id"
        " WHERE doc.company_id = %s AND doc.name LIKE '%%.pdf' GROUP BY doc.id",
        queue.key,
    )
    assert len(pages) == SCANS + TEXTS
    for name, numbers, words in pages:
        assert numbers == ([1, 2] if name == "f00_scan.pdf" else [1]), name
        if "text" in name:
            assert f"TX-2026-{int(name[1:3]) // 3:03d}" in words
        else:
            assert f"SC-2026-{int(name[1:3]):03d}" in words
    assert (
        queue.query(
            "SELECT state, step, name FROM einvoice_document WHERE company_id = %s"
            " AND (state IN ('received', 'reading', 'failed') OR reading_due)",
            queue.key,
        )
        == []
    )


def _no_bill_is_doubled(queue: _Queue) -> None:
    bills = queue.query(
        "SELECT move.ref, count(doc.id) FROM account_move AS move"
        " LEFT JOIN einvoice_document AS doc ON doc.move_id = move.id"
        " WHERE move.company_id = %s AND move.move_type = 'in_invoice'"
        " GROUP BY move.id",
        queue.key,
    )
    assert {count for _ref, count in bills} == {1}
    refs = Counter(ref for ref, _count in bills)
    assert set(refs.values()) == {1}
    assert {ref for ref in refs if ref.startswith(("XM-", "TX-"))} == {
        *(f"XM-2026-{each:03d}" for each in range(STRUCTURED + 1)),
        *(f"TX-2026-{each:03d}" for each in range(TEXTS)),
    }


def _the_journal_tells_each_once(queue: _Queue) -> None:
    received = queue.query(
        "SELECT document_id, count(*) FROM einvoice_event WHERE company_key = %s"
        " AND kind = 'received' GROUP BY document_id",
        queue.key,
    )
    assert len(received) == SCANS + TEXTS + STRUCTURED + 1
    assert {count for _document, count in received} == {1}
    booked = queue.query(
        "SELECT document_id, count(*) FROM einvoice_event WHERE company_key = %s"
        " AND kind = 'booked' GROUP BY document_id",
        queue.key,
    )
    assert {count for _document, count in booked} == {1}
    assert len(booked) == queue.count("AND move_id IS NOT NULL")


def _settled(queue: _Queue, client: Client, lanes: list[int]) -> None:
    """Let the queues end what is left, also between reading and booking."""
    cron = client.call("ir.cron", "search", [("code", "=", "model._cron_process()")])

    def is_done() -> bool:
        # The other server may be at it already.
        with suppress(AssertionError):
            client.call("ir.cron", "method_direct_trigger", cron)
        return not queue.count("AND (reading_due OR state IN ('received', 'reading'))")

    queue.read(client, lanes)
    queue.join()
    _wait(is_done)


def test_reader_and_server_are_killed_as_pages_are_read(
    client: Client,
    api_key: str,
    customer: Customer,
    lanes: list[int],
    apart: OwnServer,
    tmp_path: Path,
    query,
) -> None:
    queue, reader = _Queue(customer, query), _Reader(tmp_path)
    client.call(
        "res.company", "write", [customer.key], {"einvoice_review_confidence": 0.5}
    )
    content = _zipped(_files(customer))
    send(apart.url, api_key, customer.key, "all.zip", content).raise_for_status()
    assert queue.count("AND state = 'booked'") == STRUCTURED
    assert queue.waiting() == SCANS + TEXTS

    worker = Client(apart.url, *client.account)
    queue.read(worker, lanes)
    _wait(lambda: queue.pages() >= 2)
    first = reader.kill()
    # What holds its data comes past everything that waits for its pages.
    late = customer.cii(number=f"XM-2026-{STRUCTURED:03d}")
    send(apart.url, api_key, customer.key, "late.xml", late).raise_for_status()
    assert queue.count("AND name = 'late.xml' AND state = 'booked'") == 1
    _answers(queue, worker)

    _wait(lambda: queue.pages() >= 4)
    assert reader.pid() not in (0, first)
    apart.kill()
    queue.join()
    assert queue.waiting()

    apart.start()
    worker = Client(apart.url, *client.account)
    queue.read(worker, lanes)
    _wait(lambda: queue.pages() >= 7)
    _answers(queue, worker)
    reader.kill()
    apart.kill()
    queue.join()
    assert queue.waiting()

    apart.start()
    _settled(queue, Client(apart.url, *client.account), lanes)

    assert queue.pages() == PAGES
    _each_is_read_once(queue)
    _no_bill_is_doubled(queue)
    _the_journal_tells_each_once(queue)
