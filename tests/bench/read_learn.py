"""What a person would confirm of one invoice, and what the next ones gain by it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from types import ModuleType
from typing import Any

from read_score import PATHS
from read_set import Document, domain


def learned(rules: ModuleType, documents: Sequence[Document]) -> Any:
    """Return the layout after a person confirmed these invoices, one by one."""
    memory = domain("paper.memory")
    layout = None
    for each in documents:
        fields, emptied = _confirmed(rules, each)
        layout = memory.learn(each.pages, fields, before=layout, emptied=emptied)
    return layout


def read_with(document: Document, layout: Any) -> Document:
    """Read a document with the memory of its supplier."""
    memory, paper = domain("paper.memory"), domain("paper.read_paper")
    reading = paper.read_paper(document.pages, memory=memory.Memory((layout,)))
    return replace(document, reading=reading)


def by_supplier(documents: Iterable[Document]) -> list[list[Document]]:
    """Return the invoices of each supplier in their order."""
    groups: dict[str, list[Document]] = defaultdict(list)
    for each in documents:
        groups[each.group].append(each)
    return [group for group in groups.values() if len(group) > 1]


def _confirmed(
    rules: ModuleType, document: Document
) -> tuple[dict[str, Any], list[str]]:
    """Return the right fields, and those that the person emptied.

    A field that was read right keeps its place; another one gets the place of the
    word that a person clicks: where the page shows the value.
    """
    reading = domain("paper.read_paper").read_paper(document.pages)
    base = domain("paper.memory").Field
    fields: dict[str, Any] = {}
    emptied = []
    for name, path in PATHS.items():
        expected = document.truth["fields"].get(name)
        found = reading.fields.get(path)
        if expected is None:
            if found is not None:
                emptied.append(path)
            continue
        if not document.truth["visible"].get(name):
            continue
        value = found.value[:9] if found and path == "seller.legal_id" else None
        shown = value or (found.value if found else None)
        if shown is not None and rules.same(name, expected, shown):
            fields[path] = base(found.value, 1.0, found.box)
        else:
            fields[path] = base(
                str(expected), 1.0, _clicked(rules, document, name, str(expected))
            )
    return fields, emptied


def _clicked(rules: ModuleType, document: Document, name: str, expected: str) -> Any:
    """Return the place of the words that show a value, ``None`` where none do."""
    page_module, rows = domain("paper.page"), domain("paper.rows")
    for page in document.pages:
        for row in rows.rows_of(page):
            if words := _shown(rules, row, name, expected):
                return page_module.box_of(words)
    return None


def _shown(rules: ModuleType, row: Any, name: str, expected: str) -> Any:
    if name.startswith("total"):
        for each in domain("paper.amounts").amounts_of(row, misread=True):
            if rules.same(name, expected, str(abs(each.value))):
                return each.words
        return None
    if name.endswith("_date"):
        for day in domain("paper.dates").dates_of(row, misread=True):
            if expected in (str(day.value), str(day.other)):
                return day.span.words
        return None
    return _spelled(rules, row.words, re.sub(r"\W", "", rules.tight(expected)))


def _spelled(rules: ModuleType, words: Any, wanted: str) -> Any:
    """Return the words in a row that spell a text together."""
    for start in range(len(words)):
        text = ""
        for end in range(start, len(words)):
            text += rules.tight(words[end].text)
            if text == wanted:
                return words[start : end + 1]
            if not wanted.startswith(text):
                break
    return None
