"""How right readings are: fields, documents, lines, and how honest their confidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from read_set import Document, flat

# Keys of the scoring tool → paths of a reading.
PATHS = {
    "supplier_name": "seller.name",
    "supplier_vat": "seller.vat_number",
    "supplier_siren": "seller.legal_id",
    "invoice_number": "number",
    "issue_date": "issue_date",
    "due_date": "due_date",
    "currency": "currency",
    "total_untaxed": "totals.net",
    "total_tax": "totals.vat",
    "total_incl": "totals.gross",
    "iban": "iban",
    "po_ref": "order_reference",
}
BUCKETS = 10
_IDENTIFIERS = ("supplier_vat", "supplier_siren", "supplier_name")
_NOTHING = ("invoice_number", "total_incl", "supplier_vat", "iban")


@dataclass(frozen=True)
class Said:
    """One field of one document: how sure, and whether right."""

    confidence: float
    is_right: bool


@dataclass
class Score:
    """Sums over documents.

    Attributes:
        fields: Counts of ``ok``, ``wrong``, ``none`` and ``extra`` header fields.
        documents, key, whole: Documents; those with number, date, totals and a
            supplier identifier right; those with every header field right.
        types: Document types right, and stated.
        lines: Lines found by total, with quantity and price too, printed, read.
        said: Each field that was read.
        bills: For each document its fields: confidence (``None`` for not read), right.
    """

    fields: Counter[str] = field(default_factory=Counter)
    by_field: dict[str, Counter[str]] = field(default_factory=dict)
    documents: int = 0
    key: int = 0
    whole: int = 0
    types: tuple[int, int] = (0, 0)
    lines: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    said: list[Said] = field(default_factory=list)
    bills: list[list[tuple[float | None, bool]]] = field(default_factory=list)

    @property
    def accuracy(self) -> float:
        """Share of printed header fields that were read right."""
        asked = sum(self.fields[each] for each in ("ok", "wrong", "none"))
        return self.fields["ok"] / max(asked, 1)

    def f1(self, found: int) -> float:
        """Return F1 of lines; 0 for found by total, 1 with quantity and price."""
        right, printed, read = self.lines[found], self.lines[2], self.lines[3]
        return 2 * right / max(printed + read, 1)


def scored(rules: ModuleType, documents: Iterable[Document]) -> Score:
    """Score readings against the truth by the rules of the scoring tool."""
    score = Score()
    for document in documents:
        _add(score, rules, document)
    return score


def _add(score: Score, rules: ModuleType, document: Document) -> None:
    truth, read = document.truth, flat(document.reading)
    score.documents += 1
    if truth["doc_type"] == "not_an_invoice":
        fine = not any(read.get(each) for each in _NOTHING)
        score.fields["extra"] += 0 if fine else 1
        score.key += fine
        score.whole += fine
        return
    good: dict[str, bool] = {}
    bill: list[tuple[float | None, bool]] = []
    for name in rules.FIELDS:
        if name == "line_count":
            continue
        outcome = _outcome(rules, truth, read, name)
        if outcome is None:
            continue
        score.fields[outcome] += 1
        score.by_field.setdefault(name, Counter())[outcome] += 1
        if outcome != "extra":
            good[name] = outcome == "ok"
        sure = _confidence(document, name) if outcome != "none" else None
        if sure is not None:
            score.said.append(Said(sure, outcome == "ok"))
        bill.append((sure, outcome == "ok"))
    score.bills.append(bill)
    supplier = [good[each] for each in _IDENTIFIERS if each in good]
    keys = [good.get(each, True) for each in rules.KEY]
    score.key += bool(good) and all(keys) and (any(supplier) or not supplier)
    score.whole += bool(bill) and all(is_right for _sure, is_right in bill)
    _add_lines(score, rules, truth, read)


def _outcome(
    rules: ModuleType, truth: dict[str, Any], read: dict[str, Any], name: str
) -> str | None:
    expected, found = truth["fields"].get(name), read.get(name)
    if expected is None:
        return "extra" if found is not None else None
    if not truth["visible"].get(name):
        return None
    if found is None:
        return "none"
    return "ok" if rules.same(name, expected, found) else "wrong"


def _confidence(document: Document, name: str) -> float | None:
    each = document.reading.fields.get(PATHS[name])
    return each.confidence if each else None


def _add_lines(
    score: Score, rules: ModuleType, truth: dict[str, Any], read: dict[str, Any]
) -> None:
    if read.get("doc_type"):
        right, stated = score.types
        is_right = read["doc_type"] == truth["doc_type"]
        score.types = (right + is_right, stated + 1)
    if not truth.get("lines"):
        return
    found = read.get("lines", [])
    by_total, in_full = rules.line_match(truth["lines"], found)
    counts = (by_total, in_full, len(truth["lines"]), len(found))
    score.lines = [sum(pair) for pair in zip(score.lines, counts, strict=True)]


def curve(said: Iterable[Said]) -> list[tuple[float, float, int]]:
    """Return for each bucket of confidence: the mean said, the share right, how many.

    >>> curve([Said(0.95, True), Said(0.97, False)])
    [(0.96, 0.5, 2)]
    """
    buckets: list[list[Said]] = [[] for _each in range(BUCKETS)]
    for each in said:
        buckets[min(int(each.confidence * BUCKETS), BUCKETS - 1)].append(each)
    return [
        (
            sum(each.confidence for each in bucket) / len(bucket),
            sum(each.is_right for each in bucket) / len(bucket),
            len(bucket),
        )
        for bucket in buckets
        if bucket
    ]


def calibration_error(said: list[Said]) -> float:
    """Return the mean gap between said and right, each bucket by its size."""
    gaps = ((mean - right) * count for mean, right, count in curve(said))
    return sum(abs(gap) for gap in gaps) / max(len(said), 1)


def fields_to_look_at(
    bills: list[list[tuple[float | None, bool]]], share: float
) -> tuple[float, float, float]:
    """Return the fields a bill that a person looks at, the share they are, the limit.

    He looks at all fields that were not read, and at those below a confidence; the
    lowest such limit is taken that leaves at most the wanted share of bills with an
    error that nobody saw. He mends what he looks at.
    """
    limits = sorted({sure for bill in bills for sure, _right in bill if sure})
    for limit in [0.0, *limits, 1.01]:
        unseen = sum(
            any(sure and sure >= limit and not right for sure, right in bill)
            for bill in bills
        )
        if unseen <= (1 - share) * len(bills):
            break
    looked = sum(not sure or sure < limit for bill in bills for sure, _right in bill)
    fields = sum(map(len, bills))
    return looked / max(len(bills), 1), looked / max(fields, 1), limit
