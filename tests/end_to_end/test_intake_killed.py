"""A server killed in the middle of a batch: nothing is lost, nothing is doubled."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

import requests

from .client import Client, Customer, invoices, send

BATCH = 200
PATIENCE = 300


def _wait(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.05)


def _without_answer(function: Callable[[], object]) -> threading.Thread:
    """Call something that will be cut off."""

    def run() -> None:
        with suppress(AssertionError, requests.RequestException):
            function()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


class _Batch:
    """The documents of a customer, counted in the database as it stands now."""

    def __init__(self, customer: Customer, query: Callable[..., list[tuple]]) -> None:
        self.customer = customer
        self.query = query

    def content(self) -> bytes:
        files = {
            f"f{each:03d}__xml": self.customer.cii(number=f"K-{each:03d}")
            for each in range(BATCH)
        }
        return invoices.zipped(**files)

    def count(self, condition: str = "") -> int:
        text = (
            f"SELECT count(*) FROM einvoice_document WHERE company_id = %s {condition}"
        )
        return self.query(text, self.customer.key)[0][0]


def _run_queue(client: Client, url: str) -> None:
    worker = Client(url, *client.account)
    cron = worker.call("ir.cron", "search", [("code", "=", "model._cron_process()")])
    # The other server may be at it already.
    with suppress(AssertionError):
        worker.call("ir.cron", "method_direct_trigger", cron)


def _killed_while_arriving(batch: _Batch, api_key: str, own_server) -> None:
    url, content = own_server.url, batch.content()
    sending = _without_answer(
        lambda: send(url, api_key, batch.customer.key, "200.zip", content)
    )
    # The arrival is committed, the first batch is being booked.
    _wait(lambda: batch.count() == BATCH)
    time.sleep(1)
    assert batch.count("AND state != 'received'") < BATCH
    own_server.kill()
    sending.join()
    assert batch.count() == BATCH
    assert batch.count("AND state = 'reading'") == 0


def _killed_in_the_queue(batch: _Batch, client: Client, own_server) -> None:
    own_server.start()
    url = own_server.url
    queueing = _without_answer(lambda: _run_queue(client, url))
    _wait(lambda: batch.count("AND state = 'booked'") >= BATCH // 5)
    assert batch.count("AND state = 'received'") > 0
    own_server.kill()
    queueing.join()
    assert batch.count() == BATCH
    half = batch.count("AND state = 'booked'")
    assert 0 < half < BATCH


def _all_are_booked_once(batch: _Batch) -> None:
    query, key = batch.query, batch.customer.key
    ended = query(
        'SELECT d.state, d.step, f.rule, f."values"::text, count(DISTINCT d.id)'
        " FROM einvoice_document d LEFT JOIN einvoice_finding f ON f.document_id = d.id"
        " WHERE d.company_id = %s AND d.state != 'booked' GROUP BY 1, 2, 3, 4",
        key,
    )
    assert not ended
    assert batch.count() == BATCH
    assert query(
        "SELECT count(DISTINCT sha256), count(DISTINCT move_id), count(attachment_id)"
        " FROM einvoice_document WHERE company_id = %s",
        key,
    ) == [(BATCH, BATCH, BATCH)]
    bills = query(
        "SELECT ref, amount_total FROM account_move WHERE company_id = %s"
        " AND move_type = 'in_invoice'",
        key,
    )
    assert sorted(ref for ref, _total in bills) == [f"K-{n:03d}" for n in range(BATCH)]
    assert {str(total) for _ref, total in bills} == {"120.00"}


def _the_journal_tells_each_once(batch: _Batch) -> None:
    kinds = Counter(
        kind
        for (kind,) in batch.query(
            "SELECT kind FROM einvoice_event WHERE company_key = %s"
            " AND kind IN ('received', 'booked')",
            batch.customer.key,
        )
    )
    assert kinds == {"received": BATCH, "booked": BATCH}


def test_killed_twice_in_a_batch_of_200(
    client: Client, api_key: str, customer: Customer, own_server, query
) -> None:
    batch = _Batch(customer, query)
    _killed_while_arriving(batch, api_key, own_server)
    _killed_in_the_queue(batch, client, own_server)

    own_server.start()
    while batch.count("AND state = 'received'"):
        _run_queue(client, own_server.url)

    _all_are_booked_once(batch)
    _the_journal_tells_each_once(batch)
