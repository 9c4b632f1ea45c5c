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


def test_killed_twice_in_a_batch_of_200(
    client: Client, api_key: str, customer: Customer, own_server, query
) -> None:
    def count(condition: str) -> int:
        text = (
            f"SELECT count(*) FROM einvoice_document WHERE company_id = %s {condition}"
        )
        return query(text, customer.key)[0][0]

    def run_queue(url: str) -> None:
        worker = Client(url, *client.account)
        cron = worker.call(
            "ir.cron", "search", [("code", "=", "model._cron_process()")]
        )
        # The other server may be at it already.
        with suppress(AssertionError):
            worker.call("ir.cron", "method_direct_trigger", cron)

    files = {
        f"f{each:03d}__xml": customer.cii(number=f"K-{each:03d}")
        for each in range(BATCH)
    }
    content = invoices.zipped(**files)
    url = own_server.url
    sending = _without_answer(
        lambda: send(url, api_key, customer.key, "200.zip", content)
    )
    # The arrival is committed, the first batch is being booked.
    _wait(lambda: count("") == BATCH)
    time.sleep(1)
    assert count("AND state != 'received'") < BATCH
    own_server.kill()
    sending.join()
    assert count("") == BATCH
    assert count("AND state = 'reading'") == 0

    own_server.start()
    url = own_server.url
    queueing = _without_answer(lambda: run_queue(url))
    _wait(lambda: count("AND state = 'booked'") >= BATCH // 5)
    assert count("AND state = 'received'") > 0
    own_server.kill()
    queueing.join()
    assert count("") == BATCH
    half = count("AND state = 'booked'")
    assert 0 < half < BATCH

    own_server.start()
    while count("AND state = 'received'"):
        run_queue(own_server.url)

    ended = query(
        'SELECT d.state, d.step, f.rule, f."values"::text, count(DISTINCT d.id)'
        " FROM einvoice_document d LEFT JOIN einvoice_finding f ON f.document_id = d.id"
        " WHERE d.company_id = %s AND d.state != 'booked' GROUP BY 1, 2, 3, 4",
        customer.key,
    )
    assert not ended
    assert count("") == BATCH
    assert query(
        "SELECT count(DISTINCT sha256), count(DISTINCT move_id), count(attachment_id)"
        " FROM einvoice_document WHERE company_id = %s",
        customer.key,
    ) == [(BATCH, BATCH, BATCH)]
    bills = query(
        "SELECT ref, amount_total FROM account_move WHERE company_id = %s"
        " AND move_type = 'in_invoice'",
        customer.key,
    )
    assert sorted(ref for ref, _total in bills) == [f"K-{n:03d}" for n in range(BATCH)]
    assert {str(total) for _ref, total in bills} == {"120.00"}
    kinds = Counter(
        kind
        for (kind,) in query(
            "SELECT kind FROM einvoice_event WHERE company_key = %s"
            " AND kind IN ('received', 'booked')",
            customer.key,
        )
    )
    assert kinds == {"received": BATCH, "booked": BATCH}
