"""What ``bin/lib/upgrade.py`` wrote down: EINVOICE_UPGRADE names the folder."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bin" / "lib"))

from snapshots import Snapshot


def _load(name: str) -> Any:
    return json.loads(Path(os.environ["EINVOICE_UPGRADE"], f"{name}.json").read_text())


@pytest.fixture(scope="session")
def before() -> Snapshot:
    """Return the database as the earlier release left it."""
    snapshot: Snapshot = _load("before")
    return snapshot


@pytest.fixture(scope="session")
def after() -> Snapshot:
    """Return it after the first upgrade."""
    snapshot: Snapshot = _load("after")
    return snapshot


@pytest.fixture(scope="session")
def again() -> Snapshot:
    """Return it after a second upgrade."""
    snapshot: Snapshot = _load("again")
    return snapshot


@pytest.fixture(scope="session")
def joined() -> Snapshot:
    """Return it after the approval was installed into it."""
    snapshot: Snapshot = _load("joined")
    return snapshot


@pytest.fixture(scope="session")
def joined_again() -> Snapshot:
    """Return it after an upgrade with the approval."""
    snapshot: Snapshot = _load("joined_again")
    return snapshot


@pytest.fixture(scope="session")
def answers() -> dict[str, Any]:
    """Return what working on in the upgraded database came to."""
    found: dict[str, Any] = _load("answers")
    return found


@pytest.fixture(scope="session")
def used() -> Snapshot:
    """Return it with drafts that wait for an approval."""
    snapshot: Snapshot = _load("used")
    return snapshot


@pytest.fixture(scope="session")
def without() -> Snapshot:
    """Return it once approval is uninstalled."""
    snapshot: Snapshot = _load("without")
    return snapshot


@pytest.fixture(scope="session")
def uninstalled() -> dict[str, Any]:
    """Return how approval was used, and what it left."""
    found: dict[str, Any] = _load("uninstalled")
    return found
