"""Whether one file holds several invoices, and on which pages each stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rapidfuzz.distance import Levenshtein

from .heads import Head
from .page import Page

# Shorter numbers stand on many a page: only a word that is the same says something.
_LONG = 4
# What one misread letter changes.
_LETTERS = 2
_CONFUSED = str.maketrans("OQILSBZ", "0011582")


def proposed_parts(
    pages: Sequence[Page], head_of: Callable[[Page], Head], count: int = 0
) -> tuple[tuple[int, ...], ...]:
    """Return the page numbers of each invoice; empty where there is but one.

    A page begins another invoice where it looks like the first page of one and says
    another number, or another supplier. What looks like none, such as conditions of
    sale, stays with the page before, and so does a page that was not read.

    Args:
        pages: In their order.
        head_of: Reads a page as if it were alone.
        count: Pages of the file, also those that were not read.

    >>> from datetime import date
    >>> def said(number: str) -> Head:
    ...     return Head(True, number=number, day=date(2026, 9, 15), text=number)
    >>> heads = {1: said("F-1"), 2: Head(), 3: said("F-2")}
    >>> def head_of(page: Page) -> Head:
    ...     return heads[page.number]
    >>> proposed_parts([Page(number, 595, 842) for number in heads], head_of)
    ((1, 2), (3,))
    >>> proposed_parts([Page(1, 595, 842), Page(3, 595, 842)], head_of, 4)
    ((1, 2), (3, 4))
    """
    if len(pages) < 2:
        return ()
    parts: list[list[int]] = []
    known: list[Head] = []
    for page in pages:
        head = head_of(page)
        if not parts or _begins(head, known):
            parts.append([])
            known = []
        parts[-1].append(page.number)
        known.append(head)
    return _whole(parts, count) if len(parts) > 1 else ()


def _whole(parts: Sequence[Sequence[int]], count: int) -> tuple[tuple[int, ...], ...]:
    """Add the pages that were not read, each to the part before it."""
    starts = [1, *(part[0] for part in parts[1:])]
    ends = [*starts[1:], max(count, parts[-1][-1]) + 1]
    return tuple(
        tuple(range(start, end)) for start, end in zip(starts, ends, strict=True)
    )


def _begins(head: Head, part: Sequence[Head]) -> bool:
    """Tell whether a page begins another invoice than the pages before it."""
    if not head.is_invoice or not any(each.is_invoice for each in part):
        return False
    if _goes_on(head, part):
        return False
    other_seller = _is_of_another(head, part)
    if _shares_number(head, part):
        # Two suppliers may count alike, but hardly to the same amount on one day.
        differ = _differ(head, part)
        return any(differ) if other_seller else all(differ) and _is_first(head)
    is_numbered = head.number is not None and any(each.number for each in part)
    if head.place is not None and head.place.number > 1:
        return other_seller and is_numbered
    return is_numbered or other_seller or _is_whole(head, part)


def _goes_on(head: Head, part: Sequence[Head]) -> bool:
    """Tell whether a page more likely belongs to what began before.

    It brings the total that is still missing, or it is another paper of a supplier who
    names his invoices.
    """
    if all(each.gross is None for each in part):
        return not (head.is_titled and head.day)
    is_named = any(each.is_titled for each in part)
    is_his = any(each.sellers & head.sellers for each in part)
    return not head.is_titled and is_named and is_his


def _is_of_another(head: Head, part: Sequence[Head]) -> bool:
    """Tell whether it names another supplier; a customer is named by both."""
    before = frozenset[str]().union(*(each.sellers for each in part))
    return bool(head.sellers - before) and bool(before - head.sellers)


def _differ(head: Head, part: Sequence[Head]) -> tuple[bool, bool]:
    """Tell whether total, and day, are others; both must surely print a total."""
    totals = {each.gross for each in part if each.is_proved}
    days = {each.day for each in part} - {None}
    if not (head.is_proved and totals):
        return False, False
    return head.gross not in totals, bool(days and head.day and head.day not in days)


def _is_whole(head: Head, part: Sequence[Head]) -> bool:
    """Tell whether pages that lost a number are invoices all the same.

    Each prints a total of its own, and pages that begin and end say so: "page 1/1".
    """
    other_total, other_day = _differ(head, part)
    if not (head.is_titled and other_total):
        return False
    before = part[-1].place
    if _is_first(head) or (before is not None and before.number == before.last):
        return True
    return other_day


def _is_first(head: Head) -> bool:
    return head.place is not None and head.place.number == 1


def _shares_number(head: Head, part: Sequence[Head]) -> bool:
    """Tell whether a page prints the number of the pages before, or they print its."""
    for each in part:
        if each.number and _is_printed(each.number, head):
            # It may be mentioned: as what is credited, or what was paid before.
            differ = _differ(head, part)
            is_mentioned = head.number not in (None, each.number) and (
                each.number in head.cited
                or all(differ)
                or (any(differ) and _is_first(head))
            )
            if not is_mentioned:
                return True
        is_cited = head.number in each.cited
        if head.number and not is_cited and _is_printed(head.number, each):
            return True
        if head.number and each.number and _is_misread(head, each, part):
            return True
    return False


def _is_printed(number: str, head: Head) -> bool:
    """Tell whether a page prints a number, whatever marks stand in it."""
    if head.number and _folded(number) == _folded(head.number):
        return True
    if len(number) < _LONG:
        return False
    parts = filter(None, re.split(r"[\W_]+", number))
    pattern = r"[ ./_#-]{0,2}".join(map(re.escape, parts))
    before = r"(?<![^\W_])" if number.isdigit() else r"(?<!\d)"
    return bool(re.search(rf"{before}{pattern}(?!\d|[.,]\d)", head.text, re.IGNORECASE))


def _is_misread(head: Head, other: Head, part: Sequence[Head]) -> bool:
    """Tell whether an engine made two numbers of one: nothing else tells them apart."""
    if not (head.misread or other.misread) or any(_differ(head, part)):
        return False
    one, two = _folded(head.number or ""), _folded(other.number or "")
    short, long = sorted((one, two), key=len)
    if short == long or (len(short) >= _LONG and short in long):
        return True
    is_ended = head.gross is None and any(each.gross for each in part)
    return not is_ended and Levenshtein.distance(one, two) < _LETTERS


def _folded(number: str) -> str:
    """Return a number without marks, and letters that engines confuse as digits.

    >>> _folded("FA-2O26/0l")
    'FA202601'
    """
    return re.sub(r"[\W_]", "", number).upper().translate(_CONFUSED)
