"""Two server processes that are fed the same thing at the same moment."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from .client import Client, Customer, send

ROUNDS = 4
PATIENCE = 120


def _at_once(*functions: Callable[[], object]) -> list[object]:
    start = threading.Barrier(len(functions))

    def run(function: Callable[[], object]) -> object:
        start.wait()
        return function()

    with ThreadPoolExecutor(len(functions)) as pool:
        return list(pool.map(run, functions))


def _settle(query, company: int) -> dict[str, int]:
    """Let the queue finish what a conflict left; return how many are in each state."""
    deadline = time.monotonic() + PATIENCE
    # The conflict itself woke the queue.
    while query(
        "SELECT id FROM einvoice_document WHERE company_id = %s AND state = 'received'",
        company,
    ):
        assert time.monotonic() < deadline, "the queue did not take them up"
        time.sleep(0.5)
    rows = query(
        "SELECT state, count(*) FROM einvoice_document WHERE company_id = %s"
        " GROUP BY state",
        company,
    )
    return dict(rows)


def _bills(query, company: int) -> int:
    return query(
        "SELECT count(*) FROM account_move WHERE company_id = %s"
        " AND move_type = 'in_invoice'",
        company,
    )[0][0]


def test_same_file_is_processed_once(
    client: Client, api_key: str, customer: Customer, own_server, query
) -> None:
    for each in range(ROUNDS):
        content = customer.cii(number=f"T-{each}")
        answers = _at_once(
            *(
                lambda url=url, body=content: send(
                    url, api_key, customer.key, "f.xml", body
                )
                for url in (client.url, own_server.url, client.url)
            )
        )
        assert [answer.status_code for answer in answers] == [202] * 3
    states = _settle(query, customer.key)
    assert states == {"booked": ROUNDS, "duplicate": 2 * ROUNDS}
    assert _bills(query, customer.key) == ROUNDS


def test_the_same_call_at_the_same_moment_is_one_call(
    client: Client, api_key: str, customer: Customer, own_server, query
) -> None:
    for each in range(ROUNDS):
        content = customer.cii(number=f"K-{each}")
        answers = _at_once(
            *(
                lambda url=url, body=content, call=f"call {each}": send(
                    url, api_key, customer.key, "f.xml", body, call=call
                )
                for url in (client.url, own_server.url, client.url, own_server.url)
            )
        )
        # One of them stores the file, the others answer with its document.
        assert sorted(each.status_code for each in answers) == [200, 200, 200, 202]
        sent = {each.json()["documents"][0]["id"] for each in answers}
        assert len(sent) == 1
    states = _settle(query, customer.key)
    assert sum(states.values()) == ROUNDS
    assert _bills(query, customer.key) == ROUNDS


def test_same_invoice_in_two_files_makes_one_bill(
    client: Client, api_key: str, customer: Customer, own_server, query
) -> None:
    for each in range(ROUNDS):
        number = f"U-{each}"
        jobs = (
            (client.url, customer.cii(number=number)),
            (own_server.url, customer.ubl(number=number)),
        )
        answers = _at_once(
            *(
                lambda url=url, body=body: send(url, api_key, customer.key, "f", body)
                for url, body in jobs
            )
        )
        assert [answer.status_code for answer in answers] == [202] * 2
    states = _settle(query, customer.key)
    assert states == {"booked": ROUNDS, "duplicate": ROUNDS}
    assert _bills(query, customer.key) == ROUNDS


def test_a_request_over_the_limit_costs_no_memory(
    api_key: str, customer: Customer, own_server, query
) -> None:
    send(own_server.url, api_key, customer.key, "f.xml", customer.cii())
    before = own_server.peak_memory
    answer = send(own_server.url, api_key, customer.key, "f.xml", bytes(150 * 2**20))
    assert answer.status_code == 413
    assert "100 M" in answer.json()["error"]["message"]
    assert own_server.peak_memory - before < 30 * 2**20
    [(count,)] = query(
        "SELECT count(*) FROM einvoice_document WHERE company_id = %s", customer.key
    )
    assert count == 1
