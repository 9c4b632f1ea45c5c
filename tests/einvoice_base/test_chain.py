import hashlib
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.einvoice_base.domain.chain import (
    GENESIS,
    ChainedLine,
    Verdict,
    against_head,
    canonical,
    link,
    verify,
)

facts = st.dictionaries(st.text(max_size=8), st.text(max_size=20), max_size=6)


def chained(texts):
    lines, head = [], GENESIS
    for place, text in enumerate(texts, 1):
        head = link(head, text)
        lines.append(ChainedLine(place, text, head))
    return lines


@given(facts)
def test_canonical_text_does_not_depend_on_the_order_of_the_facts(values):
    backwards = dict(reversed(values.items()))
    assert canonical(values) == canonical(backwards)
    assert json.loads(canonical(values)) == values


def test_link_is_plain_sha256_of_the_previous_hash_a_newline_and_the_text():
    text = '{"who":"Zoé"}'
    expected = hashlib.sha256((GENESIS + "\n" + text).encode("utf-8")).hexdigest()
    assert link(GENESIS, text) == expected


@given(st.lists(st.text(), max_size=20))
def test_chain_as_written_is_sound(texts):
    verdict = verify(chained(texts))
    assert (verdict.checked, verdict.broken) == (len(texts), None)


@given(st.lists(st.text(), min_size=1, max_size=20), st.data())
def test_changed_text_breaks_the_chain_at_its_line(texts, data):
    lines = chained(texts)
    place = data.draw(st.integers(0, len(lines) - 1))
    lines[place] = replace(lines[place], text=lines[place].text + "x")
    verdict = verify(lines)
    assert (verdict.checked, verdict.broken) == (place, place + 1)


@given(st.lists(st.text(), min_size=2, max_size=20), st.data())
def test_deleted_line_breaks_the_chain_at_its_place(texts, data):
    lines = chained(texts)
    place = data.draw(st.integers(0, len(lines) - 2))
    del lines[place]
    assert verify(lines).broken == place + 1


def test_forger_who_computes_the_hash_again_breaks_the_next_line():
    lines = chained(["a", "b", "c"])
    forged = link(lines[0].sha256, "B")
    lines[1] = ChainedLine(2, "B", forged)
    assert verify(lines).broken == 3


@pytest.mark.parametrize(
    ("position", "sha256", "broken"),
    [(2, "b", None), (3, "c", 3), (1, "a", 2), (2, "x", 3), (0, GENESIS, 1)],
)
def test_noted_end_shows_lines_cut_from_the_end(position, sha256, broken):
    assert against_head(Verdict(2, None, "b"), position, sha256).broken == broken


def test_noted_end_adds_nothing_to_a_broken_chain():
    broken = Verdict(2, 3, "b")
    assert against_head(broken, 9, "z") is broken
