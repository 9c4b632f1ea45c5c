"""Memory of layouts: which one a page belongs to, and what a page teaches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from odoo.addons.einvoice_base.domain.identifiers import (
    siren_of,
    siren_of_vat,
    vat_of,
)
from odoo.addons.einvoice_base.domain.reading import Box, Field

from .amounts import amounts_of
from .dates import dates_of
from .identifiers_found import Kind
from .labels import Term
from .layout import CONSTANT, Layout
from .page import Page, Word, capped
from .pairing import Candidate
from .sheet import Sheet, sheet_of
from .surroundings import Surroundings, remembered

# What names one company and no other: a mail domain or an account may be a factor's, or
# that of whoever made the software.
_KIND_KEYS = {Kind.VAT: "vat", Kind.SIREN: "siren", Kind.SIRET: "siren"}
# Where lessons are kept for: what a page may say elsewhere each time.
LEARNED = (
    "number", "issue_date", "due_date", "delivery_date", "order_reference",
    "preceding_invoice", "totals.net", "totals.vat", "totals.gross", "totals.prepaid",
    "totals.payable",
)  # fmt: skip


@dataclass(frozen=True)
class Memory:
    """What was learned of the suppliers whose marks a page bears."""

    layouts: Sequence[Layout] = field(default_factory=tuple)

    def layout_for(self, sheet: Sheet) -> Layout | None:
        """Return the layout that most marks of a page name, none where two do."""
        keys = keys_of_sheet(sheet)
        known = sorted(
            ((len(keys & each.keys), each) for each in self.layouts),
            key=lambda each: -each[0],
        )
        if not known or not known[0][0]:
            return None
        is_tied = len(known) > 1 and known[0][0] == known[1][0]
        return None if is_tied else known[0][1]


def keys_of(pages: Sequence[Page]) -> frozenset[str]:
    """Return the marks of pages by which a supplier may be known.

    Args:
        pages: In their order.
    """
    return keys_of_sheet(_sheet(pages)) if pages else frozenset()


def _sheet(pages: Sequence[Page]) -> Sheet:
    return sheet_of([capped(page) for page in pages])


def keys_of_sheet(sheet: Sheet) -> frozenset[str]:
    """Return the marks of a sheet: VAT numbers and SIREN with right check digits."""
    keys = set()
    for each in sheet.identifiers:
        name = _KIND_KEYS.get(each.kind)
        if name and each.is_valid and not each.is_buyers:
            value = each.value[:9] if name == "siren" else each.value
            keys.add(f"{name}:{value}")
    return frozenset(keys)


def learn(
    pages: Sequence[Page],
    fields: Mapping[str, Field],
    *,
    before: Layout | None = None,
    emptied: Iterable[str] = (),
    not_his: frozenset[str] = frozenset(),
) -> Layout:
    """Return what an invoice that a person confirmed teaches of its supplier.

    Args:
        pages: Its pages.
        fields: Path to the confirmed value, with its box where the person showed it.
        before: What was known.
        emptied: Paths that the person left empty.
        not_his: Marks that are not the supplier's, such as our own VAT number.
    """
    sheet = _sheet(pages)
    around = Surroundings(sheet)
    known = before or Layout()
    anchors = dict(known.anchors)
    for path in LEARNED:
        if path in fields and (words := _words_of(sheet, fields[path])):
            anchor = around.anchor(words)
            if anchor is not None:
                anchors[path] = anchor
    absent = (known.absent | frozenset(emptied)) - fields.keys()
    for path in absent:
        anchors.pop(path, None)
    constants = {**known.constants}
    constants |= {path: fields[path].value for path in CONSTANT if path in fields}
    constants = {path: each for path, each in constants.items() if path not in absent}
    keys = _own_keys(fields) - not_his
    return Layout(
        frozenset((known.keys | keys) - not_his),
        constants, anchors, frozenset(absent), known.count + 1,
    )  # fmt: skip


def _own_keys(fields: Mapping[str, Field]) -> frozenset[str]:
    """Return the marks that the confirmed values name."""
    vat = vat_of(fields.get("seller.vat_number", Field("")).value)
    siren = siren_of(fields.get("seller.legal_id", Field("")).value)
    siren = siren or siren_of_vat(vat)
    keys = {f"vat:{vat}" if vat else None, f"siren:{siren}" if siren else None}
    return frozenset(each for each in keys if each)


def _words_of(sheet: Sheet, known: Field) -> tuple[Word, ...]:
    """Return the words of a value: those in its box, else where it alone stands."""
    if known.box is None:
        # "2026-09-14" is a date and a word, at one place.
        places = {id(each[0]): each for each in _places_of(sheet, known.value)}
        return next(iter(places.values())) if len(places) == 1 else ()
    box = known.box
    return tuple(
        word
        for row in sheet.rows
        if row.page == box.page
        for word in row.words
        if _is_in(word, box)
    )


def _places_of(sheet: Sheet, value: str) -> Iterator[tuple[Word, ...]]:
    """Yield where a date, an amount or a number that a person typed is printed."""
    for row in sheet.rows:
        for day in dates_of(row, misread=sheet.misread):
            if day.value.isoformat() == value:
                yield day.span.words
        for amount in amounts_of(row, misread=sheet.misread):
            if amount.decimals == 2 and f"{abs(amount.value):.2f}" == value:
                yield amount.words
        for word in row.words:
            if word.text.strip(":.,") == value and not value.isalpha():
                yield (word,)


def _is_in(word: Word, box: Box) -> bool:
    return (
        box.left - 1 <= word.centre <= box.right + 1
        and box.top - 1 <= word.middle <= box.bottom + 1
    )


class Lessons:
    """What was learned of a supplier, applied to one of his invoices."""

    def __init__(self, layout: Layout | None, sheet: Sheet) -> None:
        self.layout = layout
        self._sheet = sheet
        self._around: Surroundings | None = None
        self._sure: dict[str, float] = {}

    def mark(
        self, candidates: Sequence[Candidate[Any]], terms: Mapping[str, Term]
    ) -> None:
        """Let the candidates that stand where the lessons say win their terms.

        Args:
            candidates: Values of one kind.
            terms: Path to the term that the candidates are scored by.
        """
        if self.layout is None:
            return
        for path, term in terms.items():
            anchor = self.layout.anchors.get(path)
            if anchor is None:
                continue
            if self._around is None:
                self._around = Surroundings(self._sheet)
            best, score = remembered(candidates, anchor, self._around)
            if best is None:
                continue
            for each in candidates:
                if term in each.scores and each.value != best.value:
                    each.scores[term] *= 0.6
            best.scores = {term: max(best.scores.get(term, 0.0), 0.9 + 0.1 * score)}
            self._sure[path] = score

    def confidence(self, path: str, usual: float) -> float:
        """Return how sure a field is that stands where it was learned."""
        score = self._sure.get(path)
        return usual if score is None else max(usual, 0.88 + 0.11 * score)

    def corrected(self, fields: Mapping[str, Field]) -> dict[str, Field]:
        """Return the fields with what is the same on all invoices of the supplier.

        What is printed stays; where it differs from what is known, that is a reason to
        look. An account is never filled in.
        """
        known = dict(fields)
        layout = self.layout
        if layout is None:
            return known
        for path in layout.absent & known.keys():
            del known[path]
        for path, value in layout.constants.items():
            read = known.get(path)
            if path == "seller.name":
                known[path] = Field(value, 0.985, read.box if read else None)
            elif read is not None:
                sure = 0.995 if read.value == value else min(read.confidence, 0.6)
                known[path] = Field(read.value, sure, read.box)
            elif path not in ("iban", "bic"):
                known[path] = Field(value, 0.92)
        return known
