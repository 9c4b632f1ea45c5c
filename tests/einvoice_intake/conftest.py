"""What the tests of the official checks start from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from odoo.addons.einvoice_intake.domain.official_worker import Worker

from .workers import kill, processes


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
        for pid in processes(each):
            kill(pid)
