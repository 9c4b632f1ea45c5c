"""Precision and recall of the duplicate search on labelled books."""

from __future__ import annotations

import pytest
from tests.invoices.duplicate_score import REPORTED, measured
from tests.invoices.duplicate_set import WAYS, labelled


@pytest.mark.slow
def test_precision_and_recall_on_books_that_the_rule_was_not_tuned_on() -> None:
    score = measured(REPORTED[0], suppliers=850)
    assert score.duplicates >= 2000
    assert score.precision >= 0.98, score.wrong
    assert score.recall >= 0.98, score.missed


def test_the_same_seed_gives_the_same_books_with_every_way() -> None:
    books = labelled(REPORTED[0], 200)
    assert books == labelled(REPORTED[0], 200)
    ways = {each.story for each in labelled(REPORTED[0]) if each.twin is not None}
    assert ways == {f"twice: {way}" for way in WAYS}
