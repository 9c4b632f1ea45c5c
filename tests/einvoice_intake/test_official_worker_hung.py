"""A worker of the official checks that dies, hangs, is stopped, busy or none."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from odoo.addons.einvoice_intake.domain.official import (
    State,
    verdict_of,
)
from odoo.addons.einvoice_intake.domain.official_ask import Question, ask, status
from odoo.addons.einvoice_intake.domain.official_worker import (
    NotRun,
    Worker,
    connected,
    socket_path,
)
from odoo.addons.einvoice_intake.worker import protocol, server

from .workers import (
    CII,
    FOREVER,
    SOME_SECONDS,
    UBL,
    judging,
    kill,
    processes,
    slow,
    state_of,
    until,
)

pytestmark = pytest.mark.slow


def test_a_worker_killed_once_answers_after_all(
    editions: Path, workers: list[Worker]
) -> None:
    slow(editions, SOME_SECONDS)
    worker = Worker(folder=editions, seconds=120)
    workers.append(worker)
    answers: list[Any] = []
    asking = threading.Thread(target=lambda: answers.extend(ask([UBL, CII], worker)))
    asking.start()
    kill(judging(worker))
    asking.join()
    assert not any(isinstance(answer, NotRun) for answer in answers)


def test_a_document_that_kills_twice_is_left_and_the_others_are_judged(
    editions: Path, workers: list[Worker]
) -> None:
    slow(editions, FOREVER)
    worker = Worker(folder=editions, seconds=120)
    workers.append(worker)
    answers: list[Any] = []
    asking = threading.Thread(
        target=lambda: answers.extend(ask([CII, UBL, CII], worker))
    )
    asking.start()
    for _death in range(2):
        kill(judging(worker))
    asking.join()
    first, killer, last = answers
    assert killer is NotRun.DIED
    assert not isinstance(first, NotRun)
    assert not isinstance(last, NotRun)
    assert state_of(CII, worker) is State.INVALID


def test_a_hung_document_is_ended_and_named(
    editions: Path, workers: list[Worker]
) -> None:
    slow(editions, FOREVER)
    worker = Worker(folder=editions, seconds=8, seconds_per_megabyte=1)
    workers.append(worker)
    hung, other = ask([UBL, CII], worker)
    assert hung is NotRun.TOO_LONG
    assert not isinstance(other, NotRun)


def test_one_client_does_not_starve_another(
    editions: Path, workers: list[Worker]
) -> None:
    slow(editions, 6)
    worker = Worker(folder=editions, idle=66)
    workers.append(worker)
    done: list[str] = []

    def many() -> None:
        ask([UBL] * 60, worker)
        done.append("many")

    asking = threading.Thread(target=many)
    asking.start()
    judging(worker, 0.3)
    ask([CII], worker)
    done.append("one")
    asking.join()
    assert done == ["one", "many"]


def test_no_document_may_take_longer_than_anybody_waits() -> None:
    worker = Worker()
    assert worker.limit(protocol.LONGEST_BODY) < worker.patience


def test_a_large_document_has_no_endless_time(
    editions: Path, workers: list[Worker]
) -> None:
    slow(editions, FOREVER)
    worker = Worker(folder=editions, seconds_per_megabyte=10**6, most_seconds=8)
    workers.append(worker)
    large = Question(UBL.content + b" " * 1024**2, UBL.profile)
    assert ask([large], worker) == [NotRun.TOO_LONG]


def test_a_stopped_worker_is_replaced(workers: list[Worker]) -> None:
    worker = Worker(idle=70, silence=1)
    workers.append(worker)
    (stopped,) = _stop(worker)
    large = Question(UBL.content + b" " * 1024**2, UBL.profile)
    for question in (CII, large):
        assert state_of(question, worker) is State.INVALID
        assert stopped not in processes(worker)
        (stopped,) = _stop(worker)
    told = status(worker)
    assert isinstance(told, dict)
    assert processes(worker) == [told["pid"]]


def _stop(worker: Worker) -> list[int]:
    """Stop a worker when it has nothing to do."""
    assert isinstance(status(worker), dict)
    path = socket_path(worker)
    until(lambda: protocol.promised(path) <= 0)
    pids = processes(worker)
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    return pids


def test_a_worker_that_is_only_busy_is_left_alone(
    editions: Path, workers: list[Worker]
) -> None:
    slow(editions, SOME_SECONDS)
    worker = Worker(folder=editions, silence=0.2)
    workers.append(worker)
    asking = threading.Thread(target=lambda: ask([UBL], worker))
    asking.start()
    pid = judging(worker, 0.5)
    assert not isinstance(ask([CII], worker)[0], NotRun)
    asking.join()
    assert processes(worker) == [pid]


def test_what_nobody_waits_for_is_not_judged(
    editions: Path, workers: list[Worker]
) -> None:
    slow(editions, SOME_SECONDS, "CII")
    slow(editions, FOREVER)
    worker = Worker(folder=editions, seconds=20)
    workers.append(worker)
    asking = threading.Thread(target=lambda: ask([CII], worker))
    asking.start()
    pid = judging(worker, 0.5)
    with connected(worker) as connection:
        connection.wait(5)
        for key in range(3):
            connection.send(UBL.header(key), UBL.content)
    asking.join()
    assert not isinstance(ask([CII], worker)[0], NotRun)
    # The document that never ends would have ended the process.
    assert processes(worker) == [pid]


def test_large_documents_come_after_all_others(tmp_path: Path) -> None:
    path = tmp_path / "s"
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(path))
    serving = server.Server(listener, path, None, {"idle": 1})  # type: ignore[arg-type]
    for name, size in (("large", 3 * 1024**2), ("small", 10)):
        ends = socket.socketpair()
        client = server.Client(ends[0])
        client.questions.extend([({"id": name}, b"x" * size)] * 2)
        serving._clients.append(client)
    order = []
    while client := serving._next():
        order.append(client.questions.popleft()[0]["id"])
    assert order == ["small", "small", "large", "large"]


_ODD = {
    "no message": b"\xff" * 100,
    "a list": protocol.packed([1]),  # type: ignore[arg-type]
    "no JSON": b"\x00\x00\x00\x03" + b"\x00" * 8 + b"abc",
    "nested without end": (200_000).to_bytes(4, "big") + b"\x00" * 8 + b"[" * 200_000,
    "an odd process": protocol.packed({"hello": "x"}),
    "a document nobody asked": protocol.packed({"began": 99}),
    "no document": protocol.packed({"began": None}),
    "no checks": protocol.packed({"answer": 0}),
    "an empty list of checks": protocol.packed(
        {"answer": 0, "checks": [], "failures": []}
    ),
    "a check too few": protocol.packed(
        {
            "answer": 0,
            "checks": [{"check": "xsd-cii", "state": "valid"}],
            "failures": [],
        }
    ),
}


@pytest.mark.parametrize("case", _ODD)
def test_an_odd_answer_is_never_valid(case: str, workers: list[Worker]) -> None:
    worker = Worker(idle=71)
    with _false_worker(socket_path(worker), _ODD[case]):
        assert verdict_of(CII, ask([CII], worker)[0]).state is State.NOT_CHECKED
        assert isinstance(status(worker), NotRun)


@contextmanager
def _false_worker(path: Path, answer: bytes) -> Iterator[None]:
    """Answer at the place of a worker, to everybody, always the same."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    path.unlink(missing_ok=True)
    listener.bind(str(path))
    listener.listen()

    def serve() -> None:
        with suppress(OSError):
            while True:
                connection, _address = listener.accept()
                with connection, suppress(OSError):
                    connection.sendall(answer)
                    connection.shutdown(socket.SHUT_WR)
                    while connection.recv(65536):
                        pass

    serving = threading.Thread(target=serve)
    serving.start()
    try:
        yield
    finally:
        path.unlink()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        serving.join()
