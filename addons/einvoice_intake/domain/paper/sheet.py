"""Everything that the pages print, found once: rows, labels, amounts, identifiers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .amounts import Amount, amounts_of
from .blocks import Block, blocks_of, segments_of
from .identifiers_found import IdentifierFound, identifiers_of
from .labels import Label, Term, labels_of
from .page import Page
from .pairing import Candidate, pair
from .rows import Row, rows_of
from .tax_table import TaxRow, tax_rows

_AMOUNT_TERMS = (
    Term.NET, Term.VAT, Term.GROSS, Term.PREPAID, Term.PAYABLE, Term.SUM,
    Term.ALLOWANCE, Term.CHARGE, Term.BASE, Term.OTHER_AMOUNT,
)  # fmt: skip
_SUM_ROW = re.compile(r"\W*(?:total|totaux|totale|totaal|summe|gesamt|suma)")
# A part of a page: page, upper and lower edge in points.
Region = tuple[int, float, float]


@dataclass(frozen=True)
class Sheet:
    """What the pages print.

    Attributes:
        misread: Some page was read by OCR.
        lines: Where the lines of the invoice stand.
        amounts: Amounts outside of the lines, with the scores of their labels.
        taxes: Rows that a table of VAT may consist of.
    """

    pages: tuple[Page, ...]
    rows: tuple[Row, ...]
    labels: tuple[Label, ...]
    amounts: tuple[Candidate[Amount], ...]
    taxes: tuple[TaxRow, ...]
    identifiers: tuple[IdentifierFound, ...]
    blocks: tuple[Block, ...]
    misread: bool
    lines: tuple[Region, ...] = ()

    def is_line(self, row: Row) -> bool:
        """Tell whether a row stands among the lines of the invoice."""
        return _is_inside(row, self.lines)

    @property
    def labelled(self) -> frozenset[int]:
        """Identities of the words that are labels."""
        return frozenset(id(word) for each in self.labels for word in each.span.words)

    @property
    def barred(self) -> frozenset[int]:
        """Identities of the words that are identifiers."""
        return frozenset(id(word) for each in self.identifiers for word in each.words)


def sheet_of(pages: Sequence[Page], lines: Sequence[Region] = ()) -> Sheet:
    """Find all that the pages print.

    Args:
        pages: In their order.
        lines: Where the lines of the invoice stand; amounts there are no totals.
    """
    rows: list[Row] = []
    labels: list[Label] = []
    amounts: list[Candidate[Amount]] = []
    taxes: list[TaxRow] = []
    identifiers: list[IdentifierFound] = []
    blocks: list[Block] = []
    for page in pages:
        misread = page.source == "ocr"
        here = rows_of(page)
        marked = [(row, labels_of(row)) for row in here]
        known = identifiers_of(here, misread=misread)
        barred = {id(word) for each in known for word in each.words}
        found: list[Candidate[Amount]] = []
        for row, heads in marked:
            if _is_inside(row, lines):
                continue
            numbers = [
                each
                for each in amounts_of(row, misread=misread)
                if not any(id(word) in barred for word in each.words)
            ]
            taxes += tax_rows(row, numbers, heads)
            found += [
                Candidate(each, each.words, each.text, each.confidence)
                for each in numbers
                if not each.is_percent and (each.decimals == 2 or each.has_currency)
            ]
        heads = [each for _row, own in marked for each in own]
        pair(heads, found, _AMOUNT_TERMS)
        for row in here:
            _mark_sum(row, found)
        rows += here
        labels += heads
        amounts += found
        identifiers += known
        blocks += blocks_of(segments_of(here))
    return Sheet(
        tuple(pages), tuple(rows), tuple(labels), tuple(amounts), tuple(taxes),
        tuple(identifiers), tuple(blocks), any(each.source == "ocr" for each in pages),
        tuple(lines),
    )  # fmt: skip


def _mark_sum(row: Row, amounts: Sequence[Candidate[Amount]]) -> None:
    """Know the last row of a table, "Total 261,50 27,10 288,60", by what adds up."""
    if not _SUM_ROW.match(row.plain):
        return
    own = {id(word) for word in row.words}
    here = [each for each in amounts if id(each.words[0]) in own]
    if len(here) < 3:
        return
    net, vat, gross = here[-3:]
    if net.value.value + vat.value.value == gross.value.value and gross.value.value:
        for each, term in ((net, Term.NET), (vat, Term.VAT), (gross, Term.GROSS)):
            each.scores = {term: max(each.scores.get(term, 0.0), 0.9)}


def _is_inside(row: Row, regions: Sequence[Region]) -> bool:
    middle = (row.top + row.bottom) / 2
    return any(
        page == row.page and top <= middle <= bottom for page, top, bottom in regions
    )
