"""The official checks beside Saxon itself, on the public corpora.

Saxon runs on the same files in the same run: its tree once for a file, then each
stylesheet, as a program of one's own would do it. Ours is the whole way: the question
through the socket, schema, stylesheets, failures with their lines, and back.

Part of ``bin/bench checks``; alone with ``bin/bench checks_official``.
"""

from __future__ import annotations

import importlib
import json
import math
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
CORPORA = SHARED / "corpora/structured"
_INTAKE = "odoo.addons.einvoice_intake"
_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_TURNS = 5
_CALL = 40

Say = Callable[..., None]


class File(NamedTuple):
    """One invoice of the corpora, and what the official checks are asked about it."""

    name: str
    question: Any
    expected: dict[str, Any] | None


class Saxon:
    """Saxon alone, with stylesheets compiled once."""

    def __init__(self) -> None:
        import saxonche

        self._error = saxonche.PySaxonApiError
        self._engine = saxonche.PySaxonProcessor(license=False)
        self._sheets: dict[Path, Any] = {}

    def answers(self, xml: bytes, paths: list[Path]) -> list[str | None]:
        """Return what each stylesheet answers, ``None`` where the engine throws."""
        node = self._engine.parse_xml(xml_text=xml.decode("utf-8-sig"))
        return [self._answer(node, path) for path in paths]

    def _answer(self, node: Any, path: Path) -> str | None:
        if path not in self._sheets:
            compiler = self._engine.new_xslt30_processor()
            self._sheets[path] = compiler.compile_stylesheet(stylesheet_file=str(path))
        try:
            answer: str = self._sheets[path].transform_to_string(xdm_node=node)
        except self._error:
            return None
        return answer


class Comparison:
    """One set of editions: ours and Saxon's answers, and how long they take."""

    def __init__(self, folder: Path | None, files: list[File]) -> None:
        starting = importlib.import_module(f"{_INTAKE}.domain.official_worker")
        editions = importlib.import_module(f"{_INTAKE}.worker.editions")
        self._asking = importlib.import_module(f"{_INTAKE}.domain.official_ask")
        self._svrl = importlib.import_module(f"{_INTAKE}.worker.svrl")
        self._worker = starting.Worker(folder=folder, patience=1200)
        self._saxon = Saxon()
        self._candidates = editions.candidates(*starting.library(), folder)
        self.files = files
        names = [file.name for file in files]
        self.answers = dict(zip(names, self.ours(files), strict=True))

    def ours(self, files: list[File]) -> list[dict[str, Any]]:
        """Return our answers, asked in calls of forty documents."""
        found: list[dict[str, Any]] = []
        for place in range(0, len(files), _CALL):
            questions = [file.question for file in files[place : place + _CALL]]
            found += self._asking.ask(questions, self._worker)
        return found

    def alone(self, file: File) -> list[str | None]:
        """Return Saxon's answers for what we ran on a file, schemas left out."""
        sheets = [self._candidates[check][0].path for check in self._checks(file)]
        return self._saxon.answers(file.question.content, sheets)

    def _checks(self, file: File) -> list[str]:
        runs = self.answers[file.name]["checks"]
        return [run["check"] for run in runs if not run["check"].startswith("xsd-")]

    def agreement(self) -> tuple[int, int]:
        """Return how many verdicts of a stylesheet are equal, and of how many."""
        equal = [
            self._fatal(self.answers[file.name], check) == self._fatal_alone(told)
            for file in self.files
            for check, told in zip(self._checks(file), self.alone(file), strict=True)
        ]
        return sum(equal), len(equal)

    def _fatal(self, answer: dict[str, Any], check: str) -> set[str] | None:
        state = next(run["state"] for run in answer["checks"] if run["check"] == check)
        if state == "failed":
            return None
        return {
            failure["rule"]
            for failure in answer["failures"]
            if failure["check"] == check and failure["flag"] == "fatal"
        }

    def _fatal_alone(self, answer: str | None) -> set[str] | None:
        """Return the fatal rules of an answer; Factur-X names them in its texts."""
        if answer is None:
            return None
        root = etree.fromstring(answer.encode(), etree.XMLParser(huge_tree=True))
        return {
            self._svrl.rule_id(
                node.get("id", ""),
                " ".join("".join(node.find(f"{_SVRL}text").itertext()).split()),
            )
            for node in root.iter(f"{_SVRL}failed-assert")
            if node.get("flag") not in ("warning", "information")
        }

    def seconds(self, files: list[File]) -> tuple[list[float], list[float]]:
        """Return the seconds of each file, ours and Saxon's, warm and turn by turn.

        The best of some turns: what else the machine does weighs on both.
        """
        ours = [math.inf] * len(files)
        alone = [math.inf] * len(files)
        for _turn in range(_TURNS):
            for place, file in enumerate(files):
                start = time.perf_counter()
                self.ours([file])
                middle = time.perf_counter()
                self.alone(file)
                end = time.perf_counter()
                ours[place] = min(ours[place], middle - start)
                alone[place] = min(alone[place], end - middle)
        return ours, alone


def corpus() -> Iterator[File]:
    """Yield every invoice of the corpora, also those inside a PDF."""
    official = importlib.import_module(f"{_INTAKE}.domain.official")
    read = importlib.import_module(f"{_INTAKE}.domain.read").read
    verdicts = json.loads((CORPORA / "verdicts.json").read_text())
    for path in sorted(CORPORA.rglob("*")):
        if path.suffix.lower() not in (".xml", ".pdf"):
            continue
        reading = read(path.name, path.read_bytes())
        if question := official.question_of(reading):
            name = str(path.relative_to(CORPORA))
            yield File(name, question, verdicts.get(name))


def newest_editions(folder: Path) -> Path:
    """Copy the files of CEN and FNFE that lie beside the project into one folder."""
    for path in (
        *CORPORA.glob("cen-en16931-*/*/xslt/*.xslt"),
        *(SHARED / "standards/fnfe_1.4.0.03").glob("*.xslt"),
    ):
        shutil.copy(path, folder)
    return folder


def _is_french_core(file: File) -> bool:
    """Tell whether EN 16931 and BR-FR together are what is for a file."""
    return file.question.is_french and file.question.profile in ("en16931", "")


def compare(say: Say, case: str, comparison: Comparison, goal_ms: float) -> None:
    """Print the figures of one set of editions."""
    equal, total = comparison.agreement()
    say(
        case,
        "stylesheet verdicts equal to Saxon's",
        100 * equal / total,
        "%",
        goal=100,
        better="higher",
        ok=equal == total,
        of=total,
        peer={"name": "saxonche alone", "value": total},
    )
    ours, alone = comparison.seconds(comparison.files)
    ratio = sum(ours) / sum(alone)
    say(
        case,
        "warm check of a file over Saxon alone",
        ratio,
        "ratio",
        goal=1.3,
        better="lower",
        ok=ratio <= 1.3,
        peer={"name": "saxonche alone", "value": 1},
    )
    french = [file for file in comparison.files if _is_french_core(file)]
    ours, alone = comparison.seconds(french)
    median = 1000 * statistics.median(ours)
    say(
        case,
        "EN 16931 and BR-FR together, French invoices, median",
        median,
        "ms",
        goal=goal_ms,
        better="lower",
        ok=median <= goal_ms,
        files=len(french),
        peer={"name": "saxonche alone", "value": 1000 * statistics.median(alone)},
    )


def measure(say: Say) -> None:
    """Print every figure."""
    files = list(corpus())
    compare(say, "files of factur-x", Comparison(None, files), 45)
    with tempfile.TemporaryDirectory() as name:
        newest = Comparison(newest_editions(Path(name)), files)
        compare(say, "files of CEN and FNFE", newest, 15)
        _verdicts(say, newest)


def _verdicts(say: Say, comparison: Comparison) -> None:
    """Print how many verdicts made by others with the same editions are ours too."""
    asked = [file for file in comparison.files if file.expected]
    told = comparison.ours([_as_expected(file) for file in asked])
    equal = 0
    for file, answer in zip(asked, told, strict=True):
        assert file.expected is not None
        wanted = (file.expected["en_fatal"], file.expected["brfr_fatal"])
        found = {"en16931": set(), "br-fr": set()}
        for failure in answer["failures"]:
            if failure["flag"] == "fatal":
                found[failure["check"].rpartition("-")[0]].add(failure["rule"])
        equal += list(found.values()) == [set(each or ()) for each in wanted]
    say(
        "files of CEN and FNFE",
        "verdicts.json: files with the same fatal rules",
        equal,
        "files",
        goal=len(asked),
        better="higher",
        ok=equal == len(asked),
    )


def _as_expected(file: File) -> File:
    """Ask for the checks that the recorded verdict was made with."""
    assert file.expected is not None
    syntax = "cii" if file.expected["kind"] == "CII" else "ubl"
    checks = [f"en16931-{syntax}"]
    checks += [f"br-fr-{syntax}"] if file.expected["brfr_fatal"] is not None else []
    asking = importlib.import_module(f"{_INTAKE}.domain.official_ask")
    question = asking.Question(file.question.content, checks=tuple(checks))
    return file._replace(question=question)


def run(say: Say) -> None:
    """Measure in a process of its own: Saxon does not run under Odoo's limits."""
    if not CORPORA.is_dir():
        print("../shared is absent: nothing to check", file=sys.stderr)
        return
    child = subprocess.Popen(
        [sys.executable, __file__], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    with child:
        assert child.stdout is not None
        for line in child.stdout:
            say(**json.loads(line))


def main() -> None:
    """Print the figures as JSON lines, for ``run`` or for a person."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    sys.path.insert(0, str(ROOT))
    importlib.import_module("conftest")  # puts the addons on the path, without Odoo

    def say(case: str, metric: str, value: float, unit: str, **more: Any) -> None:
        line = {"case": case, "metric": metric, "value": value, "unit": unit, **more}
        print(json.dumps(line, ensure_ascii=False), flush=True)

    measure(say)


if __name__ == "__main__":
    main()
