"""What bin/test and bin/run decide: what fails a run, what a sample's name promises."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "bin" / "lib"))

import odoo_server
import outcome
import run
from outcome import Outcome, Skip

LOG = """\
2026-11-24 10:00:00,001 7 INFO db odoo.addons.x.tests.test_a: Starting TestA.test_1 ...
2026-11-24 10:00:00,002 7 INFO db odoo.addons.x.tests.a: skipped TestA.test_2 : slow
2026-11-24 10:00:00,003 7 WARNING db odoo.addons.x.models: Something is odd
2026-11-24 10:00:00,004 7 ERROR db odoo.addons.x.tests.test_a: FAIL: TestA.test_3
Traceback (most recent call last):
AssertionError: 1 != 2
2026-11-24 10:00:00,005 7 INFO db odoo.modules.loading: done
2026-11-24 10:00:00,006 7 ERROR db odoo.tests.result: 1 failed, 0 error(s) of 3 tests \
when loading database 'db'
"""


@pytest.fixture
def lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "allowed_skips.txt").write_text("TestA.test_2 ## takes an hour\n")
    (tmp_path / "allowed_log_lines.txt").write_text("is odd ## said on purpose\n")
    (tmp_path / "expected_counts.json").write_text('{"unit": 3}')
    monkeypatch.setattr(outcome, "TESTS", tmp_path)
    return tmp_path


def test_log_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "odoo.log"
    path.write_text(LOG)
    log = odoo_server.read_log(path)
    assert (log.tests, log.failed) == (3, 1)
    assert log.skips == [Skip("x.tests.a.TestA.test_2", "slow")]
    assert [line.split(":")[0] for line in log.lines] == [
        "WARNING odoo.addons.x.models",
        "ERROR odoo.addons.x.tests.test_a",
    ]
    assert log.blocks[1].endswith("AssertionError: 1 != 2\n")


@pytest.mark.usefixtures("lists")
def test_what_is_allowed_is_no_problem() -> None:
    found = Outcome("unit", passed=3, skips=[Skip("x.TestA.test_2", "slow")])
    found.log_lines = ["WARNING odoo.addons.x.models: Something is odd"]
    outcome.judge(found, complete=True)
    assert found.problems == []


@pytest.mark.usefixtures("lists")
@pytest.mark.parametrize(
    "found",
    [
        Outcome("unit", passed=3, skips=[Skip("x.TestB.test_9", "no reason")]),
        Outcome("unit", passed=3, log_lines=["ERROR odoo.sql_db: bad query"]),
        Outcome("unit", passed=2),
        Outcome("a new layer", passed=0),
    ],
    ids=["skip", "log line", "too few tests", "no test"],
)
def test_what_is_not_allowed_fails_the_run(found: Outcome) -> None:
    outcome.judge(found, complete=True)
    assert len(found.problems) == 1
    assert outcome.report([found]) == 1


def test_an_allowed_case_needs_a_reason(lists: Path) -> None:
    (lists / "allowed_skips.txt").write_text("TestA.test_2\n")
    with pytest.raises(ValueError, match="no reason"):
        outcome.allowed("allowed_skips.txt")


def test_closing_line_sums_all_layers(capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = [Outcome("unit", passed=2), Outcome("odoo/x", passed=3, failed=1)]
    assert outcome.report(outcomes) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "5 passed, 1 failed"


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("unknown_supplier__to_fix.xml", "to_fix"),
        ("a__b__booked.pdf", "booked"),
        ("F2025__0012.xml", None),
        ("booked.xml", None),
    ],
)
def test_a_sample_names_its_state(name: str, state: str | None) -> None:
    assert run.expected_state(name) == state


def test_a_sample_that_ends_otherwise_is_named() -> None:
    rows = [
        {"file": "good__booked.xml", "ended": "booked"},
        {"file": "bad__booked.xml", "ended": "to_fix"},
        {"file": "mine.xml", "ended": "to_fix"},
    ]
    assert run.surprises(rows) == ["bad__booked.xml ended in to_fix"]
