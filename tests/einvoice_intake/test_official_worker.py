"""The worker of the official checks: shared, limited, restarted, gone in the end."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from odoo.addons.einvoice_intake.domain.official import (
    State,
    question_of,
    verdict_of,
)
from odoo.addons.einvoice_intake.domain.official_ask import Question, ask, status
from odoo.addons.einvoice_intake.domain.official_worker import (
    NotRun,
    Worker,
    connected,
    socket_path,
)
from odoo.addons.einvoice_intake.domain.read import read
from odoo.addons.einvoice_intake.worker import protocol, server

from . import samples

ROOT = Path(__file__).parents[2]
UBL = Question(samples.ubl(), "en16931")
CII = Question(samples.cii(), "en16931")
# Computes for some seconds, or for hours, and finds nothing.
_SLOW = """<xsl:stylesheet version="2.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
 <xsl:template match="/"><out>
  <xsl:for-each select="1 to {turns}"><xsl:for-each select="1 to 100000">
   <xsl:if test="string-length(string(.)) = 99"><a/></xsl:if>
  </xsl:for-each></xsl:for-each>
 </out></xsl:template></xsl:stylesheet>"""
_FOREVER = 10**6
_SOME_SECONDS = 600


@pytest.fixture
def editions(tmp_path: Path) -> Path:
    folder = tmp_path / "editions"
    folder.mkdir()
    return folder


@pytest.fixture
def workers() -> Iterator[list[Worker]]:
    """Workers that a test started; they end with it."""
    started: list[Worker] = []
    yield started
    for each in started:
        for pid in _processes(each):
            _kill(pid)


def _slow(folder: Path, turns: int) -> None:
    text = _SLOW.format(turns=turns)
    (folder / "EN16931-UBL-validation.xslt").write_text(text)


def _processes(worker: Worker) -> list[int]:
    """Return the processes that run a worker, by its socket."""
    name = str(socket_path(worker)).encode()
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if name in path.read_bytes() and _is_alive(int(path.parent.name)):
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    _until(lambda: not _is_alive(pid))


def _is_alive(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def _until(condition: Callable[[], Any], seconds: float = 30) -> Any:
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)
    return found


def _state(question: Question, worker: Worker) -> State:
    return verdict_of(question, ask([question], worker)[0]).state


def _fatal(question: Question, answer: Any) -> set[str]:
    return {each.rule for each in verdict_of(question, answer).fatal}


def _seconds_of_work(pid: int) -> float:
    """Return the processor time that a process has used."""
    try:
        parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def test_many_documents_are_judged_in_one_call(workers: list[Worker]) -> None:
    worker = Worker(idle=61)
    workers.append(worker)
    wrong = Question(samples.ubl(gross="130.00"), "en16931")
    answers = ask([UBL, wrong, CII] * 5, worker)
    assert not any(isinstance(answer, NotRun) for answer in answers)
    assert "BR-CO-15" in _fatal(wrong, answers[1])
    assert "BR-CO-15" not in _fatal(UBL, answers[0])
    assert len(_processes(worker)) == 1


def test_a_french_seller_is_held_to_the_french_rules(workers: list[Worker]) -> None:
    worker = Worker(idle=61)
    workers.append(worker)
    question = question_of(read("a.xml", samples.cii()))
    assert question is not None
    assert "BR-FR-08_BT-23" in _fatal(question, ask([question], worker)[0])
    assert not any(
        rule.startswith("BR-FR") for rule in _fatal(CII, ask([CII], worker)[0])
    )


def test_processes_that_start_at_once_share_one_worker(workers: list[Worker]) -> None:
    worker = Worker(idle=62)
    workers.append(worker)
    children = [_child(f"print(status({_text(worker)})['pid'])") for _each in range(4)]
    pids = {child.communicate()[0].strip() for child in children}
    assert len(pids) == 1
    assert pids == {str(pid) for pid in _processes(worker)}


def test_the_worker_outlives_who_started_it(workers: list[Worker]) -> None:
    """Odoo ends its own workers all the time; the server that owns them lives on."""
    worker = Worker(idle=63)
    workers.append(worker)
    child = _child(f"print(status({_text(worker)})['pid'])")
    pid = int(child.communicate()[0])
    assert child.wait() == 0
    told = status(worker)
    assert isinstance(told, dict)
    assert told["pid"] == pid


def test_the_worker_ends_with_its_last_server() -> None:
    with (
        subprocess.Popen(["sleep", "600"]) as first,
        subprocess.Popen(["sleep", "600"]) as second,
    ):
        worker = Worker(idle=64, owner=first.pid)
        other = Worker(idle=64, owner=second.pid)
        told = status(worker)
        assert isinstance(told, dict)
        status(other)
        first.kill()
        first.wait()
        assert _state(UBL, other) is not State.NOT_CHECKED
        assert _processes(worker) == [told["pid"]]
        second.kill()
    _until(lambda: not _processes(worker))
    assert not socket_path(worker).exists()


def test_the_worker_ends_when_nobody_asks() -> None:
    worker = Worker(idle=1)
    assert isinstance(status(worker), dict)
    _until(lambda: not _processes(worker))


def test_a_worker_grown_too_large_is_replaced_between_documents(
    workers: list[Worker],
) -> None:
    worker = Worker(idle=65, memory=1)
    workers.append(worker)
    answers = ask([UBL, CII, UBL], worker)
    assert not any(isinstance(answer, NotRun) for answer in answers)


def test_a_worker_killed_once_answers_after_all(
    editions: Path, workers: list[Worker]
) -> None:
    _slow(editions, _SOME_SECONDS)
    worker = Worker(folder=editions, seconds=120)
    workers.append(worker)
    answers: list[Any] = []
    asking = threading.Thread(target=lambda: answers.extend(ask([UBL, CII], worker)))
    asking.start()
    _kill(_judging(worker))
    asking.join()
    assert not any(isinstance(answer, NotRun) for answer in answers)


def test_a_document_that_kills_twice_is_left_and_the_others_are_judged(
    editions: Path, workers: list[Worker]
) -> None:
    _slow(editions, _FOREVER)
    worker = Worker(folder=editions, seconds=120)
    workers.append(worker)
    answers: list[Any] = []
    asking = threading.Thread(
        target=lambda: answers.extend(ask([CII, UBL, CII], worker))
    )
    asking.start()
    for _death in range(2):
        _kill(_judging(worker))
    asking.join()
    first, killer, last = answers
    assert killer is NotRun.DIED
    assert not isinstance(first, NotRun)
    assert not isinstance(last, NotRun)
    assert _state(CII, worker) is State.INVALID


def _judging(worker: Worker, seconds: float = 2) -> int:
    """Wait until a worker has computed for so long, and return its process."""

    def busy() -> int | None:
        pids = _processes(worker)
        return next((pid for pid in pids if _seconds_of_work(pid) > seconds), None)

    return int(_until(busy))


def test_a_hung_document_is_ended_and_named(
    editions: Path, workers: list[Worker]
) -> None:
    _slow(editions, _FOREVER)
    worker = Worker(folder=editions, seconds=8, seconds_per_megabyte=1)
    workers.append(worker)
    hung, other = ask([UBL, CII], worker)
    assert hung is NotRun.TOO_LONG
    assert not isinstance(other, NotRun)


def test_one_client_does_not_starve_another(
    editions: Path, workers: list[Worker]
) -> None:
    _slow(editions, 6)
    worker = Worker(folder=editions, idle=66)
    workers.append(worker)
    done: list[str] = []

    def many() -> None:
        ask([UBL] * 60, worker)
        done.append("many")

    asking = threading.Thread(target=many)
    asking.start()
    _judging(worker, 0.3)
    ask([CII], worker)
    done.append("one")
    asking.join()
    assert done == ["one", "many"]


def test_the_verdict_comes_under_the_limit_that_odoo_sets(
    workers: list[Worker],
) -> None:
    """Without the worker, Saxon aborts the whole process here."""
    worker = Worker(idle=67)
    workers.append(worker)
    child = _child(
        "import resource;"
        "resource.setrlimit(resource.RLIMIT_AS, (2560 * 2**20, -1));"
        f"answer = ask([Question({UBL.content!r}, 'en16931')], {_text(worker)})[0];"
        "print(answer['checks'][1]['state'])"
    )
    assert child.communicate()[0].split() == ["invalid"]
    assert child.returncode == 0


def test_too_little_room_for_the_engine_is_said(workers: list[Worker]) -> None:
    worker = Worker(idle=68)
    workers.append(worker)
    child = _child(
        "import resource;"
        "resource.setrlimit(resource.RLIMIT_AS, (16 * 2**30, 16 * 2**30));"
        f"print(ask([Question(b'<a/>')], {_text(worker)})[0])"
    )
    assert child.communicate()[0].strip() == "NotRun.NO_ROOM"
    assert child.returncode == 0


def test_without_the_engine_nothing_is_called_valid(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "saxonche", None)
    verdict = verdict_of(UBL, ask([UBL], Worker(idle=69))[0])
    assert verdict.state is State.NOT_CHECKED
    assert "saxonche" in verdict.because


def test_entities_are_never_opened(tmp_path: Path, workers: list[Worker]) -> None:
    worker = Worker(idle=61)
    workers.append(worker)
    secret = tmp_path / "secret.txt"
    secret.write_text("the-secret-text")
    attack = samples.ubl().replace(
        b"?>\n",
        b'?>\n<!DOCTYPE Invoice [<!ENTITY x SYSTEM "file://%b">]>\n'
        % str(secret).encode(),
        1,
    )
    attack = attack.replace(b"Atelier Dubois", b"&x;")
    answer = ask([Question(attack, "en16931")], worker)[0]
    assert answer is NotRun.UNREADABLE
    assert "the-secret-text" not in json.dumps(str(answer))


def test_what_the_engine_cannot_compute_is_a_rejection(
    workers: list[Worker],
) -> None:
    worker = Worker(idle=61)
    workers.append(worker)
    question = Question(samples.ubl(gross="2400,00"), "en16931")
    verdict = verdict_of(question, ask([question], worker)[0])
    assert verdict.state is State.INVALID
    assert [run.state for run in verdict.runs][1] == "failed"


def test_an_edition_that_cannot_be_used_is_named_and_the_next_is_used(
    editions: Path, workers: list[Worker]
) -> None:
    (editions / "EN16931-UBL-validation.xslt").write_text("<xsl:broken")
    worker = Worker(folder=editions)
    workers.append(worker)
    verdict = verdict_of(UBL, ask([UBL], worker)[0])
    assert verdict.broken == ("EN16931-UBL-validation.xslt",)
    assert verdict.editions[1] == "EN 16931 1.3.16 (CEN)"
    assert "EN16931-UBL-validation.xslt" in dict(status(worker))["broken"]  # type: ignore[arg-type]


def test_a_newer_edition_is_used_as_soon_as_it_lies_there(
    editions: Path, workers: list[Worker]
) -> None:
    worker = Worker(folder=editions)
    workers.append(worker)
    before = verdict_of(UBL, ask([UBL], worker)[0])
    _slow(editions, 1)
    after = verdict_of(UBL, ask([UBL], worker)[0])
    assert (before.state, after.state) == (State.INVALID, State.VALID)
    assert before.editions[1] == "EN 16931 1.3.16 (CEN)"


def test_no_document_may_take_longer_than_anybody_waits() -> None:
    worker = Worker()
    assert worker.limit(protocol.LONGEST_BODY) < worker.patience


def test_a_large_document_has_no_endless_time(
    editions: Path, workers: list[Worker]
) -> None:
    _slow(editions, _FOREVER)
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
        assert _state(question, worker) is State.INVALID
        assert stopped not in _processes(worker)
        (stopped,) = _stop(worker)
    told = status(worker)
    assert isinstance(told, dict)
    assert _processes(worker) == [told["pid"]]


def _stop(worker: Worker) -> list[int]:
    """Stop a worker when it has nothing to do."""
    assert isinstance(status(worker), dict)
    path = socket_path(worker)
    _until(lambda: protocol.promised(path) <= 0)
    pids = _processes(worker)
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    return pids


def test_a_worker_that_is_only_busy_is_left_alone(
    editions: Path, workers: list[Worker]
) -> None:
    _slow(editions, _SOME_SECONDS)
    worker = Worker(folder=editions, silence=0.2)
    workers.append(worker)
    asking = threading.Thread(target=lambda: ask([UBL], worker))
    asking.start()
    pid = _judging(worker, 0.5)
    assert not isinstance(ask([CII], worker)[0], NotRun)
    asking.join()
    assert _processes(worker) == [pid]


def test_what_nobody_waits_for_is_not_judged(
    editions: Path, workers: list[Worker]
) -> None:
    text = _SLOW.format(turns=_SOME_SECONDS)
    (editions / "EN16931-CII-validation.xslt").write_text(text)
    _slow(editions, _FOREVER)
    worker = Worker(folder=editions, seconds=20)
    workers.append(worker)
    asking = threading.Thread(target=lambda: ask([CII], worker))
    asking.start()
    pid = _judging(worker, 0.5)
    with connected(worker) as connection:
        connection.wait(5)
        for key in range(3):
            connection.send(UBL.header(key), UBL.content)
    asking.join()
    assert not isinstance(ask([CII], worker)[0], NotRun)
    # The document that never ends would have ended the process.
    assert _processes(worker) == [pid]


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


def _text(worker: Worker) -> str:
    return repr(worker).replace("PosixPath", "Path")


def _child(code: str) -> subprocess.Popen[str]:
    """Run Python beside this process, with the domain at hand."""
    setup = (
        "import importlib, sys; from pathlib import Path;"
        f"sys.path.insert(0, {str(ROOT)!r}); importlib.import_module('conftest');"
        "from odoo.addons.einvoice_intake.domain.official_worker import *;"
        "from odoo.addons.einvoice_intake.domain.official_ask import *;"
    )
    return subprocess.Popen(
        [sys.executable, "-c", setup + code],
        stdout=subprocess.PIPE,
        text=True,
    )
