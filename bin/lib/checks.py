"""The layers that need no database: linters, types, plain pytest."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from pathlib import Path

import our_addons
from outcome import Outcome, Skip

ROOT = our_addons.ROOT
_BIN = Path(sys.executable).parent


def lint() -> Outcome:
    """Run each linter over the tree; one linter counts as one test."""
    start = time.monotonic()
    outcome = Outcome("lint")
    domains = sorted(
        str(path)
        for folder in ("domain", "worker")
        for path in (ROOT / "addons").glob(f"*/{folder}")
    )
    typed = [path.replace("/addons/", "/.typing/odoo/addons/") for path in domains]
    ours = [str(our_addons.ADDONS / name) for name in our_addons.names()]
    commands = {
        "ruff check": ["ruff", "check", "--no-cache", "--output-format=concise", "."],
        "ruff format": [
            "ruff",
            "format",
            "--no-cache",
            "--check",
            "--output-format=concise",
            ".",
        ],
        "mypy domain": ["mypy", *typed] if typed else [],
        "mypy bin": ["mypy", "bin/lib"],
        "pylint-odoo": ["pylint", *ours] if ours else [],
    }
    for name, command in commands.items():
        if not command:
            continue
        done = subprocess.run(
            [str(_BIN / command[0]), *command[1:]],
            cwd=ROOT,
            env=_environment(),
            text=True,
            capture_output=True,
            check=False,
        )
        outcome.passed += not done.returncode
        outcome.failed += bool(done.returncode)
        if done.returncode:
            print(f"{name}:\n{done.stdout}{done.stderr}", file=sys.stderr, flush=True)
    outcome.seconds = time.monotonic() - start
    return outcome


def pytest(layer: str, *arguments: str, environment: dict[str, str]) -> Outcome:
    """Run pytest and read its report; its own output goes to the screen."""
    start = time.monotonic()
    outcome = Outcome(layer)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *arguments],
            cwd=ROOT,
            env=_environment() | environment,
            check=False,
        )
        # 5: no test was collected; the expected counts decide whether that is right.
        if report.is_file():
            _read_junit(outcome, report)
    if done.returncode not in (0, 5) and not outcome.failed:
        outcome.problems.append(f"pytest ended with code {done.returncode}")
    outcome.seconds = time.monotonic() - start
    return outcome


def _read_junit(outcome: Outcome, report: Path) -> None:
    for case in ET.parse(report).iter("testcase"):
        skipped = case.find("skipped")
        if skipped is not None:
            test = f"{case.get('classname')}.{case.get('name')}"
            outcome.skips.append(Skip(test, skipped.get("message", "")))
        elif case.find("failure") is not None or case.find("error") is not None:
            outcome.failed += 1
        else:
            outcome.passed += 1


_NO_DATABASE = (
    "tests",
    "--ignore=tests/end_to_end",
    "--ignore=tests/bench",
    "--ignore=tests/upgrade",
    "--numprocesses=2",
    # A file stays in one process: its tests share the workers that they start.
    "--dist=loadfile",
)


def unit(*filters: str) -> Outcome:
    """Run the tests that need no database."""
    return pytest("unit", *(filters or _NO_DATABASE), environment={})


def fast() -> Outcome:
    """Run the tests that need no database and take no time."""
    return pytest("fast", *_NO_DATABASE, "-m", "not slow", environment={})


def _environment() -> dict[str, str]:
    """Keep the tools' caches out of the tree."""
    cache = Path(os.environ["EINVOICE_CACHE"])
    return os.environ | {
        "MYPY_CACHE_DIR": str(cache / "mypy"),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(cache / "hypothesis"),
        "PYLINTHOME": str(cache / "pylint"),
    }
