"""One sandbox for each file of tests; every test begins with an empty one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.pa_sandbox.client import Admin, Client, running
from tests.pa_sandbox_tests.pair import BUYER, SELLER, SELLER_ADDRESS


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each of these tests speaks to a process of its own."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="module")
def process() -> Iterator[Admin]:
    with running() as admin:
        yield admin


@pytest.fixture
def sandbox(process: Admin) -> Admin:
    """Return an empty sandbox with a seller at PA-E and a buyer at PA-R."""
    process.reset()
    process.admit(SELLER, "Fournitures", platform="PA-E", addresses=[SELLER_ADDRESS])
    process.admit(BUYER, "Acheteur", platform="PA-R")
    return process


@pytest.fixture
def seller(sandbox: Admin) -> Client:
    return sandbox.client(SELLER)


@pytest.fixture
def buyer(sandbox: Admin) -> Client:
    return sandbox.client(BUYER)
