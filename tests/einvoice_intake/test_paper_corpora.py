"""Text PDF of the public sets beside the project are read as right as promised.

They are not part of it: without ``../shared`` these tests say that they did not run.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from odoo.addons.einvoice_intake.domain.paper.ask import read_pages
from odoo.addons.einvoice_intake.domain.paper.heads import head_of
from odoo.addons.einvoice_intake.domain.paper.parts import proposed_parts
from odoo.addons.einvoice_intake.domain.paper.reader import PageLimits
from odoo.addons.einvoice_intake.domain.read_file import read_file

from .bindings import bound
from .workers import kill, processes

BENCH = Path(__file__).parents[1] / "bench"
SHARED = Path(__file__).parents[3] / "shared"
THIRD = 3

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (SHARED / "corpora/reading").is_dir()
        or not (SHARED / "tools/score.py").is_file(),
        reason="../shared is absent: no page of the corpora was read",
    ),
]


@pytest.fixture(scope="module", autouse=True)
def _ended() -> Iterator[None]:
    yield
    for pid in processes(PageLimits()):
        kill(pid)


@pytest.fixture(scope="module")
def sets() -> ModuleType:
    if str(BENCH) not in sys.path:
        sys.path.insert(0, str(BENCH))
    return importlib.import_module("read_set")


def read(sets: ModuleType, name: str) -> list[Any]:
    """Return every third document of a set, read from its bytes."""
    found = list(sets.documents(name, sets.TEXT))[::THIRD]
    for each in found:
        each.reading = read_file(each.path.name, each.path.read_bytes())
    return found


@pytest.mark.parametrize(
    ("name", "share", "least"),
    [("fr_public", 0.97, 20), ("fr_series", 0.97, 20), ("ocr_set", 0.93, 25)],
)
def test_header_fields_of_a_set_are_right(
    sets: ModuleType, name: str, share: float, least: int
) -> None:
    found = read(sets, name)
    assert len(found) >= least
    score = importlib.import_module("read_score").scored(sets.score_rules(), found)
    assert score.accuracy >= share, score.by_field


def test_real_invoices_are_read_and_nothing_is_read_into_another_paper(
    sets: ModuleType,
) -> None:
    found = list(sets.documents("real_set", sets.TEXT))
    assert found
    for each in found:
        reading = read_file(each.path.name, each.path.read_bytes())
        if each.truth["doc_type"] == "not_an_invoice":
            assert reading.invoice is None, each.path.name
            assert reading.fields == {}
            assert [one.code for one in reading.problems] == ["page_no_invoice"]
        else:
            assert sets.flat(reading).get("total_incl"), each.path.name


@pytest.mark.parametrize("name", ["fr_public", "fr_series", "ocr_set", "real_set"])
def test_no_invoice_is_cut_and_neighbours_bound_together_are_told_apart(
    sets: ModuleType, name: str
) -> None:
    papers = [
        (read_pages(each.path.read_bytes()).pages, each.truth)
        for each in sets.documents(name, sets.TEXT)
    ]
    for pages, truth in papers:
        assert proposed_parts(pages, head_of) == (), truth["id"]
    if not name.startswith("fr_"):
        # Some are versions of one invoice.
        return
    for (one, _truth), (two, truth) in pairwise(papers):
        numbers = tuple(range(1, len(one) + len(two) + 1))
        expected = numbers[: len(one)], numbers[len(one) :]
        assert proposed_parts(bound(one, two), head_of) == expected, truth["id"]
