"""What a layer of tests came to, and what the lists of the repository allow."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

TESTS = Path(__file__).resolve().parents[2] / "tests"


@dataclass(frozen=True)
class Skip:
    """A test that did not run.

    Attributes:
        test: Its identifier.
        reason: What the test gave as reason.
    """

    test: str
    reason: str


@dataclass
class Outcome:
    """The result of one layer.

    Attributes:
        layer: Its name, the key in ``tests/expected_counts.json``.
        passed: Number of tests that passed.
        failed: Number of tests that failed.
        skips: Tests that did not run.
        log_lines: Warnings and errors of the server's log.
        problems: What else is wrong, in words; each counts as one failure.
        seconds: How long the layer took.
    """

    layer: str
    passed: int = 0
    failed: int = 0
    skips: list[Skip] = field(default_factory=list)
    log_lines: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    seconds: float = 0.0


def allowed(file_name: str) -> list[re.Pattern[str]]:
    """Read a list of allowed cases: a regular expression, then `` ## `` and why.

    Raises:
        ValueError: A line gives no reason.
    """
    patterns = []
    for line in (TESTS / file_name).read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        expression, _, reason = line.partition(" ## ")
        if not reason.strip():
            raise ValueError(f"tests/{file_name}: no reason is given for {line!r}")
        patterns.append(re.compile(expression.strip()))
    return patterns


def judge(outcome: Outcome, *, complete: bool) -> None:
    """Add what the repository's lists do not allow to the problems of an outcome.

    Args:
        outcome: The outcome, changed in place.
        complete: Whether the whole layer ran, so that its tests may be counted.
    """
    known = allowed("allowed_skips.txt")
    for skip in outcome.skips:
        if not any(pattern.search(skip.test) for pattern in known):
            outcome.problems.append(
                f"skipped without leave: {skip.test}: {skip.reason}"
            )
    known = allowed("allowed_log_lines.txt")
    for line in dict.fromkeys(outcome.log_lines):
        if not any(pattern.search(line) for pattern in known):
            outcome.problems.append(f"in the log: {line}")
    if complete:
        _check_count(outcome)


def _check_count(outcome: Outcome) -> None:
    expected = expected_counts().get(outcome.layer, 1)
    ran = outcome.passed + outcome.failed
    if ran < expected:
        outcome.problems.append(
            f"{ran} tests ran, at least {expected} are expected"
            " (tests/expected_counts.json)"
        )


def expected_counts() -> dict[str, int]:
    """Return the least number of tests of each layer."""
    text = (TESTS / "expected_counts.json").read_text(encoding="utf-8")
    counts: dict[str, int] = json.loads(text)
    return counts


def write_counts(outcomes: list[Outcome]) -> None:
    """Take what ran as the new least number of tests of each layer."""
    counts = expected_counts()
    counts.update({each.layer: each.passed + each.failed for each in outcomes})
    text = json.dumps(dict(sorted(counts.items())), indent=2)
    (TESTS / "expected_counts.json").write_text(text + "\n", encoding="utf-8")


def report(outcomes: list[Outcome]) -> int:
    """Print each layer, then the one closing line; return the exit code."""
    print()
    for each in outcomes:
        print(
            f"{each.layer}: {each.passed} passed, {each.failed} failed,"
            f" {len(each.skips)} skipped in {each.seconds:.0f} s"
        )
        for problem in each.problems:
            print(f"    {problem}")
    passed = sum(each.passed for each in outcomes)
    failed = sum(each.failed + len(each.problems) for each in outcomes)
    print(f"{passed} passed, {failed} failed")
    sys.stdout.flush()
    return 1 if failed or not passed else 0
