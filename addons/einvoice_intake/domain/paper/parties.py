"""Who sells and who buys: names and addresses from blocks of text, never a pattern.

A name is a line above an address, beside "au capital de", in the largest letters of the
head of the page, or in a mail address; what several places say wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from .blocks import Block
from .page import Page
from .party_names import (
    NameFound,
    agreed,
    cleaned,
    height_of,
    is_name,
    is_one_of,
    plain_of,
    whole,
)
from .party_words import (
    ADDRESS,
    BUYER,
    CAPITAL,
    CONTACT,
    FORM,
    HOLDER,
    NAME_LABEL,
    NO_NAME,
    SELLER,
)
from .rows import Row, Span
from .sheet import Sheet


@dataclass(frozen=True)
class PartiesFound:
    """The parties of a page.

    Attributes:
        sellers: Names of the seller, the likeliest first.
        buyers: Names of the buyer, the likeliest first.
        buyer_blocks: Blocks that are the buyer's; identifiers in them are his.
    """

    sellers: tuple[NameFound, ...] = ()
    buyers: tuple[NameFound, ...] = ()
    buyer_blocks: tuple[Block, ...] = ()


def find_parties(sheet: Sheet, own_names: Sequence[str] = ()) -> PartiesFound:
    """Find the parties on the pages.

    Args:
        sheet: What the pages print.
        own_names: Names of our own companies: they buy, whatever the page looks like.
    """
    pages, rows = sheet.pages, sheet.rows
    outside = [each for each in sheet.blocks if not sheet.is_line(each.lines[0].row)]
    blocks = _without_labels(outside, sheet.labelled)
    first = pages[0]
    printed = next(page for page in pages if page.words)
    usual = median([word.height for word in printed.words])
    buyer_blocks = _labelled(blocks, BUYER)
    seller_blocks = _labelled(blocks, SELLER)
    proved = [
        name.value
        for name in (
            *(name for _row, name in _sender_line(rows)),
            *_beside_capital(rows),
            *(each for block in seller_blocks for each in _names(block, 0.95, usual)),
        )
    ]
    for block in blocks:
        if block in buyer_blocks or block in seller_blocks:
            continue
        if any(is_one_of(line.text, proved) for line in block.lines[:2]):
            continue
        ours = any(is_one_of(line.text, own_names) for line in block.lines[:2])
        if ours or (not buyer_blocks and _is_window(block, first)):
            buyer_blocks.append(block)
    for row, _name in _sender_line(rows):
        if row.page == first.number and row.top < 0.35 * first.height:
            buyer_blocks += _beneath(row, blocks, buyer_blocks)
    buyers = [each for block in buyer_blocks for each in _names(block, 0.9, usual)][:4]
    found = list(_sellers(first, rows, blocks, seller_blocks, buyer_blocks, usual))
    barred = [*own_names, *(each.value for each in buyers)]
    kept = whole(each for each in found if not is_one_of(each.value, barred))
    return PartiesFound(tuple(agreed(kept, rows)), tuple(buyers), tuple(buyer_blocks))


def _without_labels(blocks: Sequence[Block], labelled: frozenset[int]) -> list[Block]:
    """Leave out lines that are only labels, unless they say whose block it is."""
    kept = []
    for block in blocks:
        lines = tuple(
            line
            for line in block.lines
            if not all(id(word) in labelled for word in line.words)
            or BUYER.search(plain_of(line))
            or SELLER.search(plain_of(line))
        )
        if lines:
            kept.append(Block(lines))
    return kept


def _labelled(blocks: Sequence[Block], pattern: re.Pattern[str]) -> list[Block]:
    """Return the blocks under a label, or that begin with it."""
    found = []
    for block in blocks:
        for place, line in enumerate(block.lines):
            if not pattern.search(plain_of(line)):
                continue
            rest = Block(block.lines[place + 1 :])
            if rest.lines:
                found.append(rest)
            else:
                found += _under(block, blocks)
            break
    return found


def _under(label: Block, blocks: Sequence[Block]) -> list[Block]:
    area = label.box
    below = [
        each
        for each in blocks
        if each.box.page == area.page
        and -2 <= each.box.top - area.bottom <= 30
        and (
            abs(each.box.left - area.left) < 25
            or each.box.left <= area.left <= each.box.right
        )
    ]
    return sorted(below, key=lambda each: each.box.top)[:1]


def _beneath(row: Row, blocks: Sequence[Block], known: Sequence[Block]) -> list[Block]:
    """Return the address in the window under the line of the sender."""
    found = [
        each
        for each in blocks
        if each.box.page == row.page
        and 0 <= each.box.top - row.bottom <= 45
        and abs(each.box.left - row.left) < 40
        and each not in known
    ]
    return sorted(found, key=lambda each: each.box.top)[:1]


def _is_window(block: Block, page: Page) -> bool:
    """An address on the right, where French envelopes have their window."""
    box = block.box
    is_placed = (
        box.page == 1
        and box.left > 0.42 * page.width
        and 0.09 * page.height < box.top < 0.36 * page.height
    )
    return (
        is_placed
        and len(block.lines) >= 2
        and any(ADDRESS.search(plain_of(line)) for line in block.lines[1:])
        and not any(CONTACT.search(plain_of(line)) for line in block.lines)
        and not NO_NAME.search(plain_of(block.lines[0]))
    )


def _names(block: Block, score: float, usual: float) -> Iterator[NameFound]:
    """Yield the name at the head of a block; two lines in large letters are one."""
    lines = [each for each in block.lines if each.words]
    for place, line in enumerate(lines[:4]):
        plain = plain_of(line)
        if label := NAME_LABEL.search(plain):
            yield from _named(line, label.end(), score)
            return
        if not is_name(plain):
            continue
        wrapped = [line]
        for following in lines[place + 1 : place + 3]:
            if not _goes_on(wrapped[-1], following, usual):
                break
            wrapped.append(following)
        if len(wrapped) == 1:
            wrapped = _until_form(lines[place : place + 4])
        if len(wrapped) > 1:
            words = tuple(word for each in wrapped for word in each.words)
            yield NameFound(
                " ".join(cleaned(each.text) for each in wrapped), words, score
            )
            score -= 0.3
        yield NameFound(cleaned(line.text), line.words, score)
        return


def _until_form(lines: Sequence[Span]) -> list[Span]:
    """Return the lines of a name in usual letters: its legal form ends it."""
    for count, line in enumerate(lines, start=1):
        plain = plain_of(line)
        if not is_name(plain, short=True):
            break
        if FORM.search(plain):
            return list(lines[:count])
    return list(lines[:1])


def _named(line: Span, start: int, score: float) -> Iterator[NameFound]:
    """Yield what stands behind "Name:", in the same column or the next one."""
    value = cleaned(line.text[start:])
    words = line.words
    if not value:
        words = tuple(
            word for word in line.row.words if word.left > line.words[-1].right
        )
        value = cleaned(" ".join(word.text for word in words))
    if value and words:
        yield NameFound(value, words, score)


def _goes_on(line: Span, following: Span, usual: float) -> bool:
    """Tell whether a name is wrapped: same large letters in the next line."""
    plain = plain_of(following)
    if not is_name(plain, short=True) or BUYER.search(plain):
        return False
    first, second = height_of(line), height_of(following)
    return abs(first - second) <= 0.2 * first and first >= 1.25 * usual


def _sellers(
    page: Page,
    rows: Sequence[Row],
    blocks: Sequence[Block],
    seller_blocks: Sequence[Block],
    buyer_blocks: Sequence[Block],
    usual: float,
) -> Iterator[NameFound]:
    for block in seller_blocks:
        yield from _names(block, 0.95, usual)
    yield from _beside_capital(rows)
    yield from (name for _row, name in _sender_line(rows))
    yield from _holders(rows)
    others = [
        each for each in blocks
        if not any(_inside(each, buyer) for buyer in buyer_blocks)
    ]  # fmt: skip
    for block in others:
        if block.box.page != 1 or block.box.top > 0.45 * page.height:
            continue
        has_contact = any(CONTACT.search(plain_of(line)) for line in block.lines)
        has_address = any(ADDRESS.search(plain_of(line)) for line in block.lines[1:])
        score = 0.35 + 0.25 * has_contact + 0.2 * has_address
        if block.box.top < 0.12 * page.height:
            score += 0.1
        yield from _names(block, score, usual)
    yield from _largest(page, others)


def _inside(block: Block, other: Block) -> bool:
    mine = {id(word) for line in block.lines for word in line.words}
    return any(id(word) in mine for line in other.lines for word in line.words)


def _sender_line(rows: Sequence[Row]) -> Iterator[tuple[Row, NameFound]]:
    """Yield the small line above an address window: name, street and town."""
    for row in rows:
        for start, piece in (*_pieces(row), (0, row.text)):
            parts = [
                part
                for part in re.split(r"\s?[●•·|⋅∙\t]\s?|\s[-–—]\s|,\s", piece)
                if part
            ]
            if not 3 <= len(parts) <= 7 or len(piece) > 170:
                continue
            plain = row.plain[start : start + len(parts[0])]
            town = row.plain[start + len(parts[0]) : start + len(piece)]
            if is_name(plain) and re.search(r"(?<!\d)\d{4,5}\s+[a-z]", town):
                words = row.span(start, start + len(parts[0])).words
                yield row, NameFound(cleaned(parts[0]), words, 0.8)


def _holders(rows: Sequence[Row]) -> Iterator[NameFound]:
    """Yield the holder of the account, and to whom a cheque is made out."""
    for row in rows:
        for match in HOLDER.finditer(row.plain):
            end = row.plain.find("\t", match.end())
            end = len(row.plain) if end < 0 else end
            name = re.split(r"\s[-–—|•]\s|\siban|\sbic", row.plain[match.end() : end])[
                0
            ]
            if is_name(name.strip()):
                words = row.span(match.end(), match.end() + len(name)).words
                text = row.text[match.end() : match.end() + len(name)]
                yield NameFound(cleaned(text), words, 0.6)


def _beside_capital(rows: Sequence[Row]) -> Iterator[NameFound]:
    """Yield the name in front of capital, register or number in a footer."""
    for row in rows:
        for start, piece in _pieces(row):
            match = CAPITAL.search(row.plain, start, start + len(piece))
            if match is None or match.start() - start < 3:
                continue
            before = row.text[start : match.start()]
            name = re.split(r"\s[-–—|•·]\s|, |\s\d", before)[0]
            plain = row.plain[start : start + len(name)]
            if is_name(plain) and len(name.split()) <= 8:
                words = row.span(start, start + max(len(name), 1)).words
                yield NameFound(cleaned(name), words, 0.78)


def _pieces(row: Row) -> Iterator[tuple[int, str]]:
    start = 0
    for piece in row.text.split("\t"):
        yield start, piece
        start += len(piece) + 1


def _largest(page: Page, blocks: Sequence[Block]) -> Iterator[NameFound]:
    """Yield the largest letters in the head of the page."""
    lines = [
        line
        for block in blocks
        for line in block.lines
        if block.box.page == 1
        and line.words[0].top < 0.3 * page.height
        and is_name(plain_of(line))
    ]
    for line in sorted(lines, key=lambda each: -height_of(each))[:2]:
        yield NameFound(cleaned(line.text), line.words, 0.38)
