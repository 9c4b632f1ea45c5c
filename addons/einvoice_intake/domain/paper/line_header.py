"""Where tables of lines begin: their headings, over one row or several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .amounts import amounts_of
from .line_labels import Column, labelled_share, labels_of, longest_label
from .page import Page, Word
from .rows import COLUMN, Row, rows_of

_DETAIL = {"quantity", "price", "gross_price"}
_CERTAIN = 0.97
# Columns that say what an amount is for, as date, place and weight do.
_MANY = 3
_AMOUNT = {"net", "gross"}
_TEXTS = ("name", "item", "position", "other")


@dataclass(frozen=True, slots=True)
class Header:
    """The heading of a table.

    Attributes:
        first, last: Places of its rows among the rows of the page.
        columns: From left to right.
        is_certain: All its words were understood, so no other column exists.
    """

    page: int
    first: int
    last: int
    columns: tuple[Column, ...]
    is_certain: bool = False

    @property
    def kinds(self) -> frozenset[str]:
        """Kinds of its columns."""
        return frozenset(column.kind for column in self.columns)

    @property
    def is_gross(self) -> bool:
        """Only amounts with VAT are printed."""
        return "gross" in self.kinds and "net" not in self.kinds


def with_names(columns: Sequence[Column], rows: Sequence[Row]) -> Sequence[Column]:
    """Return the columns with that of the descriptions, if it has no heading."""
    first = min((column.left for column in columns), default=0.0)
    if any(column.kind in _TEXTS for column in columns):
        return columns
    texts = [
        segments_of(row)[0] for row in rows if row.left < first and has_amount(row)
    ]
    ends = sorted(words[-1].right for words in texts if words[-1].right < first)
    if not ends:
        return columns
    return (Column("name", min(words[0].left for words in texts), ends[-1]), *columns)


def headers_of(rows: Sequence[Row]) -> list[Header]:
    """Return the headings of tables of lines among the rows of one page."""
    found: list[Header] = []
    for place, row in enumerate(rows):
        if found and place <= found[-1].last:
            continue
        header = _header_at(rows, place, row)
        if header is not None:
            found.append(header)
    return found


def _header_at(rows: Sequence[Row], place: int, row: Row) -> Header | None:
    seed = labels_of(row)
    if len({column.kind for column in seed}) < 2 or has_amount(row):
        return None
    share = labelled_share(row)
    if share < 0.6:
        return None
    first, last = _extent(rows, place)
    row = max(rows[first : last + 1], key=lambda each: len(labels_of(each)))
    seed, share = labels_of(row), labelled_share(row)
    columns = _divided(_stacked(rows[first : last + 1], seed, row), row)
    kinds = frozenset(column.kind for column in columns)
    columns = _named(_widened(columns, row), row)
    is_wide = len(kinds) >= 3 and "net" in kinds
    if is_wide:
        kinds = frozenset(column.kind for column in columns)
    others = [column for column in columns if column.kind == "other"]
    is_list = "net" in kinds and len(others) >= _MANY
    if "base" in kinds or not (is_list or _is_complete(kinds)):
        return None
    return Header(row.page, first, last, tuple(columns), share > _CERTAIN)


def _widened(columns: Sequence[Column], row: Row) -> list[Column]:
    """``Qté / Temps`` is one heading, of which only some words are known."""
    segments = [(words[0].left, words[-1].right) for words in segments_of(row)]
    wide = []
    for column in columns:
        around = [each for each in segments if column.gap(*each) == 0]
        alone = len(around) == 1 and [
            each for each in columns if each.gap(*around[0]) == 0
        ] == [column]
        left, right = around[0] if alone else (column.left, column.right)
        wide.append(
            Column(column.kind, min(left, column.left), max(right, column.right))
        )
    return wide


def _named(columns: list[Column], row: Row) -> list[Column]:
    """The first heading is of the descriptions where no known word says so."""
    left, right = segments_of(row)[0][0].left, segments_of(row)[0][-1].right
    is_free = all(each.left > right and each.kind != "name" for each in columns)
    return [Column("name", left, right), *columns] if is_free else columns


def _is_complete(kinds: frozenset[str]) -> bool:
    """An amount with what it is for, or a quantity with a price."""
    if kinds & _AMOUNT:
        return bool(kinds & _DETAIL) or "name" in kinds
    return "quantity" in kinds and bool(kinds & {"price", "gross_price"})


def has_amount(row: Row) -> bool:
    """Tell whether a row prints an amount with cents."""
    return any(each.decimals == 2 and not each.is_percent for each in amounts_of(row))


def _extent(rows: Sequence[Row], place: int) -> tuple[int, int]:
    """Rows above and below that belong to the heading: close, and without amounts."""
    size = max(word.height for word in rows[place].words)
    first = last = place
    while first > 0 and _is_close(rows[first - 1], rows[first], size):
        first -= 1
    while last + 1 < len(rows) and _is_close(rows[last], rows[last + 1], size):
        last += 1
    return first, last


def _is_close(upper: Row, lower: Row, size: float) -> bool:
    distance = lower.words[0].middle - upper.words[0].middle
    if distance > 1.45 * size:
        return False
    return all(not has_amount(row) and _is_label_row(row) for row in (upper, lower))


def _is_label_row(row: Row) -> bool:
    text = row.text
    if any(map(str.isdigit, text)) or len(text) > 120:
        return False
    return len(text) <= 16 or labelled_share(row) >= 0.3


def _stacked(rows: Sequence[Row], seed: list[Column], row: Row) -> list[Column]:
    """Add and correct columns whose label is spread over the rows of the heading."""
    columns = list(seed)
    for words in _stacks(rows):
        left = min(word.left for word in words)
        right = max(word.right for word in words)
        over = [column for column in columns if column.gap(left, right) == 0]
        label = longest_label(" ".join(word.text for word in words).replace("- ", ""))
        if label is None or len(over) > 1:
            continue
        if not over:
            columns.append(Column(label[0], left, right))
            continue
        own = [word.text for word in words if word in row.words]
        short = longest_label(" ".join(own))
        if len(own) < len(words) and (short is None or label[1] > short[1]):
            columns[columns.index(over[0])] = Column(label[0], left, right)
    return _amount_as_quantity(sorted(columns, key=lambda column: column.left))


def _divided(columns: list[Column], row: Row) -> list[Column]:
    """``TVA Montant`` and ``Tax Amount`` may be two headings side by side."""
    kinds = {column.kind for column in columns}
    if kinds & _AMOUNT or "vat_amount" not in kinds:
        return columns
    place = next(n for n, each in enumerate(columns) if each.kind == "vat_amount")
    wide = columns[place]
    words = [word for word in row.words if wide.left <= word.left < wide.right]
    if len(words) < 2 or place + 1 < len(columns):
        return columns
    parts = [
        Column("vat_rate", words[0].left, words[0].right),
        Column("net", words[1].left, words[-1].right),
    ]
    return columns[:place] + parts


def _amount_as_quantity(columns: list[Column]) -> list[Column]:
    """Take ``Amount`` in front of the price of a unit for how many, not how much."""
    kinds = [column.kind for column in columns]
    if kinds.count("net") < 2 or "quantity" in kinds:
        return columns
    place = kinds.index("net")
    if "price" not in kinds[place:]:
        return columns
    first = columns[place]
    columns[place] = Column("quantity", first.left, first.right)
    return columns


def _stacks(rows: Sequence[Row]) -> list[list[Word]]:
    """Words that stand over each other, from top to bottom."""
    stacks: list[list[Word]] = []
    for row in rows:
        for words in _pieces(row):
            left, right = words[0].left, words[-1].right
            over = [
                each
                for each in stacks
                if min(right, max(word.right for word in each))
                > max(left, min(word.left for word in each))
            ]
            if len(over) == 1:
                over[0].extend(words)
            else:
                stacks.append(list(words))
    return stacks


def _pieces(row: Row) -> list[list[Word]]:
    """Words of a row by heading; words that say nothing stay with the one before."""
    labels = labels_of(row)
    pieces: list[list[Word]] = []
    for segment in segments_of(row):
        last: Column | None = None
        for place, word in enumerate(segment):
            label = next(
                (each for each in labels if each.gap(word.left, word.right) == 0), last
            )
            if place and label is last:
                pieces[-1].append(word)
            else:
                pieces.append([word])
            last = label
    return pieces


def segments_of(row: Row) -> list[tuple[Word, ...]]:
    """Return the words of a row, divided where a column begins."""
    parts: list[tuple[Word, ...]] = []
    begun: list[Word] = []
    for word, start in zip(row.words, row.starts, strict=True):
        if begun and row.text[start - 1] == COLUMN:
            parts.append(tuple(begun))
            begun = []
        begun.append(word)
    parts.append(tuple(begun))
    return parts


def page_rows(pages: Sequence[Page]) -> dict[int, list[Row]]:
    """Return the rows of each page by its number."""
    return {page.number: rows_of(page) for page in pages}
