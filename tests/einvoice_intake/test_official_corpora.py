"""The official checks on the public corpora, beside the project.

``verdicts.json`` holds the fatal rules that Saxon found in each file with the editions
that lie there; the CEN's own cases say which rule each of them fails or meets.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from odoo.addons.einvoice_intake.domain.official import State, question_of, verdict_of
from odoo.addons.einvoice_intake.domain.official_ask import Answer, Question, ask
from odoo.addons.einvoice_intake.domain.official_sentences import sentence_of
from odoo.addons.einvoice_intake.domain.official_worker import NotRun, Worker
from odoo.addons.einvoice_intake.domain.read import read

pytestmark = pytest.mark.slow

SHARED = Path(__file__).parents[3] / "shared"
CORPORA = SHARED / "corpora/structured"
CEN = CORPORA / "cen-en16931-1.3.16"
_UNIT = "{http://difi.no/xsd/vefa/validator/1.0}"

pytestmark = pytest.mark.skipif(
    not CORPORA.is_dir(), reason="../shared is absent: no file of the corpora was read"
)


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Worker:
    """Return a worker with the editions of CEN and FNFE; it ends with the tests."""
    folder = tmp_path_factory.mktemp("editions")
    for path in (
        *CEN.glob("*/xslt/*.xslt"),
        *(SHARED / "standards/fnfe_1.4.0.03").glob("*.xslt"),
    ):
        shutil.copy(path, folder)
    return Worker(folder=folder, patience=600)


def _told(question: Question, answer: Answer) -> dict[str, set[str]]:
    """Return the fatal rules by check."""
    assert not isinstance(answer, NotRun), answer
    found: dict[str, set[str]] = {check: set() for check in question.checks}
    for failure in verdict_of(question, answer).fatal:
        found[failure.check].add(failure.rule)
    return found


def test_the_verdicts_are_those_of_saxon(worker: Worker) -> None:
    expected = json.loads((CORPORA / "verdicts.json").read_text())
    questions = []
    for name, facts in expected.items():
        xml = read(name, (CORPORA / name).read_bytes()).xml
        syntax = "cii" if facts["kind"] == "CII" else "ubl"
        checks = [f"en16931-{syntax}"]
        checks += [f"br-fr-{syntax}"] if facts["brfr_fatal"] is not None else []
        questions.append(Question(xml or b"", checks=tuple(checks)))
    agreed = 0
    for name, question, answer in zip(
        expected, questions, ask(questions, worker), strict=True
    ):
        wanted = [expected[name]["en_fatal"], expected[name]["brfr_fatal"]]
        found = list(_told(question, answer).values())
        assert found == [set(each) for each in wanted if each is not None], name
        agreed += 1
    assert agreed == len(expected) >= 359


def _units() -> Iterator[tuple[str, str, Any, bytes]]:
    """Yield name, whether it fails, rule and document of each case of the CEN."""
    for path in sorted((CEN / "test").glob("*/*.xml")):
        root = etree.parse(path).getroot()
        if root.tag != f"{_UNIT}testSet":
            continue
        for place, case in enumerate(root.iter(f"{_UNIT}test")):
            document = next(node for node in case if node.tag != f"{_UNIT}assert")
            for outcome in case.iter(f"{_UNIT}error", f"{_UNIT}success"):
                yield (
                    f"{path.name}#{place}",
                    etree.QName(outcome).localname,
                    (outcome.text or "").strip(),
                    etree.tostring(document, with_tail=False),
                )


def test_the_cases_of_the_cen_fail_and_meet_what_they_should(worker: Worker) -> None:
    cases = list(_units())
    questions = [
        Question(
            document,
            checks=("en16931-cii",)
            if b"CrossIndustry" in document
            else ("en16931-ubl",),
        )
        for *_facts, document in cases
    ]
    wrong = []
    for (name, outcome, rule, _xml), question, answer in zip(
        cases, questions, ask(questions, worker), strict=True
    ):
        (found,) = _told(question, answer).values()
        if (rule in found) is not (outcome == "error"):
            wrong.append((name, outcome, rule, sorted(found)))
    assert not wrong
    assert len(cases) > 1000


def test_the_official_examples_are_valid(worker: Worker) -> None:
    paths = sorted(CEN.glob("*/examples/*.xml"))
    questions = [question_of(read(path.name, path.read_bytes())) for path in paths]
    asked = [each for each in questions if each is not None]
    assert len(asked) == len(paths) >= 30
    for path, question, answer in zip(paths, asked, ask(asked, worker), strict=True):
        rules = {each.rule for each in verdict_of(question, answer).fatal}
        assert rules <= {"XSD"}, path.name


def test_every_file_is_checked_and_every_failure_has_a_sentence() -> None:
    """Each file of the corpora against what is for it, in the libraries' editions."""
    questions, names = [], []
    for path in sorted(CORPORA.rglob("*")):
        if path.suffix.lower() not in (".xml", ".pdf"):
            continue
        if question := question_of(read(path.name, path.read_bytes())):
            questions.append(question)
            names.append(path.name)
    assert len(questions) > 350
    library = Worker(patience=600)
    for name, question, answer in zip(
        names, questions, ask(questions, library), strict=True
    ):
        verdict = verdict_of(question, answer)
        assert verdict.state in (State.VALID, State.INVALID), (name, verdict.because)
        for failure in verdict.failures:
            said = sentence_of(failure).english
            assert "%(" not in said
            assert "/" not in said.partition("“")[0].replace("+ - _ /", ""), said
