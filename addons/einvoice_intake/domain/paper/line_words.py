"""The words of a line: its description, the supplier's item number and the unit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .line_header import segments_of
from .line_labels import Column, is_carried, is_total
from .line_table import Entry, Table
from .page import Word
from .rows import Row

_CODE = re.compile(
    r"^[\[*(]?(?=[^\s]*\d)[A-Z0-9][A-Z0-9./_-]{2,}[\])*]?$"
    r"|^\[[A-Z0-9._-]{3,}\]$"
)
_NUMBERING = re.compile(r"^\d{1,3}[.)]?$")
_SIGNS = re.compile(r"^[€$£%x×X*@=|.,:;-]+$")
_TAX = re.compile(r"^(?:t\.?v\.?a|vat|mwst|ust|tax)\.?$", re.IGNORECASE)
_UNIT = re.compile(r"^[^\W\d_]{1,6}\d?\.?$|^[A-Z]\d{2}$|^m[²³]$")
_TEXT_COLUMNS = ("name", "item", "position", "unit", "other")
# Letter heights between two rows of one description.
_SAME_TEXT = 1.9


def text_rows(table: Table) -> list[list[Row]]:
    """Return for each entry the other rows that go on with its description."""
    entries = [id(entry.row) for entry in table.entries]
    texts: list[list[Row]] = [[] for _ in entries]
    is_above = _begins_above(table)
    places = {key: number for number, key in enumerate(entries)}
    rows = table.rows[::-1] if is_above else table.rows
    current: int | None = None
    last: Row | None = None
    for row in rows:
        if id(row) in places:
            current, last = places[id(row)], row
        elif current is not None and last is not None and _goes_on(table, last, row):
            texts[current].append(row)
            last = row
        else:
            current = None
    return [each[::-1] for each in texts] if is_above else texts


def _begins_above(table: Table) -> bool:
    """Every amount has its own text above, and none follows the last."""
    if not table.entries or table.rows[-1] is not table.entries[-1].row:
        return False
    amounts = {id(entry.row) for entry in table.entries}
    return all(
        id(before) not in amounts and not is_carried(before)
        for before, row in zip((None, *table.rows), table.rows, strict=False)
        if id(row) in amounts and before is not None
    ) and (id(table.rows[0]) not in amounts)


def _goes_on(table: Table, last: Row, row: Row) -> bool:
    size = max(word.height for word in row.words)
    gap = abs(row.words[0].middle - last.words[0].middle)
    if gap > _SAME_TEXT * size or is_carried(row) or is_total(row):
        return False
    numeric = [
        column.left for column in table.columns if column.kind not in _TEXT_COLUMNS
    ]
    names = [column for column in table.columns if column.kind == "name"]
    if not names or not numeric:
        return True
    limit = min((left for left in numeric if left > names[0].left), default=1e9)
    return row.left < limit


def words_of(
    entry: Entry, table: Table, taken: Sequence[Word]
) -> dict[str, tuple[Word, ...]]:
    """Return the words of ``name``, ``seller_item`` and ``unit`` in a row.

    Args:
        entry: The row.
        table: Where it stands.
        taken: Words that are numbers of the line or its VAT rate.
    """
    places = {(word.left, word.top) for word in taken}
    segments = [
        tuple(word for word in words if (word.left, word.top) not in places)
        for words in segments_of(entry.row)
    ]
    segments = [words for words in segments if words]
    found: dict[str, tuple[Word, ...]] = {}
    unit = _unit(entry, table.columns, segments)
    if unit is not None:
        found["unit"] = (unit,)
    left = [
        tuple(word for word in words if word is not unit and not _is_sign(word))
        for words in segments
    ]
    texts = [words for words in left if words and _is_text(words, table.columns, entry)]
    return {**found, **_named(texts, table.columns)}


def _is_sign(word: Word) -> bool:
    return bool(_SIGNS.match(word.text))


def _is_text(words: tuple[Word, ...], columns: Sequence[Column], entry: Entry) -> bool:
    left, right = words[0].left, words[-1].right
    if all(_TAX.match(word.text) for word in words):
        return False
    if columns:
        near = min(columns, key=lambda column: column.gap(left, right))
        if near.kind in ("name", "item", "position"):
            return True
        if near.kind == "other":
            return any(char.isalpha() or char == "/" for w in words for char in w.text)
        names = [column for column in columns if column.kind == "name"]
        return bool(names) and names[0].left <= left < near.left
    net = entry.solution.net.token
    return right <= net.left and any(map(str.isalpha, "".join(w.text for w in words)))


def _named(
    texts: list[tuple[Word, ...]], columns: Sequence[Column]
) -> dict[str, tuple[Word, ...]]:
    kinds = [column.kind for column in columns]
    has_item = "item" in kinds and (
        "name" not in kinds or kinds.index("item") < kinds.index("name")
    )
    if "position" in kinds and texts and _NUMBERING.match(texts[0][0].text):
        texts = [texts[0][1:], *texts[1:]] if len(texts[0]) > 1 else texts[1:]
    item: tuple[Word, ...] = ()
    if has_item and len(texts) > 1:
        item, texts = texts[0], texts[1:]
    elif texts and len(texts[0]) > 1 and _is_code(texts[0][0], has_item):
        item, texts = texts[0][:1], [texts[0][1:], *texts[1:]]
    name = tuple(word for words in texts for word in words)
    named = {"seller_item": item, "name": name}
    return {key: words for key, words in named.items() if words}


def _is_code(word: Word, has_item: bool) -> bool:
    """Brackets say so themselves; without them the table must have such a column."""
    return bool(_CODE.match(word.text)) and (has_item or word.text[:1] in "[*")


def _unit(
    entry: Entry, columns: Sequence[Column], segments: list[tuple[Word, ...]]
) -> Word | None:
    column = next((each for each in columns if each.kind == "unit"), None)
    words = [word for segment in segments for word in segment]
    if column is not None:
        for word in words:
            gap = column.gap(word.left, word.right)
            if (
                gap < 8
                and not _is_sign(word)
                and all(gap <= other.gap(word.left, word.right) for other in columns)
            ):
                return word
    quantity = entry.solution.parts.get("quantity")
    if quantity is None:
        return None
    right, size = quantity.token.right, quantity.token.words[-1].height
    after = [word for word in words if 0 <= word.left - right < 0.9 * size]
    if after and _UNIT.match(after[0].text) and after[0].text.lower() not in ("x",):
        return after[0]
    return None
