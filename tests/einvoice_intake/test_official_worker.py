"""The worker of the official checks: shared, limited, restarted, gone in the end."""

from __future__ import annotations

import json
import subprocess
import sys
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
    socket_path,
)
from odoo.addons.einvoice_intake.domain.read import read

from . import samples
from .workers import (
    CII,
    UBL,
    processes,
    slow,
    state_of,
    until,
)

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


def _fatal(question: Question, answer: Any) -> set[str]:
    return {each.rule for each in verdict_of(question, answer).fatal}


def test_many_documents_are_judged_in_one_call(workers: list[Worker]) -> None:
    worker = Worker(idle=61)
    workers.append(worker)
    wrong = Question(samples.ubl(gross="130.00"), "en16931")
    answers = ask([UBL, wrong, CII] * 5, worker)
    assert not any(isinstance(answer, NotRun) for answer in answers)
    assert "BR-CO-15" in _fatal(wrong, answers[1])
    assert "BR-CO-15" not in _fatal(UBL, answers[0])
    assert len(processes(worker)) == 1


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
    assert pids == {str(pid) for pid in processes(worker)}


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
        assert state_of(UBL, other) is not State.NOT_CHECKED
        assert processes(worker) == [told["pid"]]
        second.kill()
    until(lambda: not processes(worker))
    assert not socket_path(worker).exists()


def test_the_worker_ends_when_nobody_asks() -> None:
    worker = Worker(idle=1)
    assert isinstance(status(worker), dict)
    until(lambda: not processes(worker))


def test_a_worker_grown_too_large_is_replaced_between_documents(
    workers: list[Worker],
) -> None:
    worker = Worker(idle=65, memory=1)
    workers.append(worker)
    answers = ask([UBL, CII, UBL], worker)
    assert not any(isinstance(answer, NotRun) for answer in answers)


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
    slow(editions, 1)
    after = verdict_of(UBL, ask([UBL], worker)[0])
    assert (before.state, after.state) == (State.INVALID, State.VALID)
    assert before.editions[1] == "EN 16931 1.3.16 (CEN)"


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
