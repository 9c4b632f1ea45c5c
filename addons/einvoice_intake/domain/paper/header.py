"""Numbers, dates and currency of an invoice, each with the label that announces it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from .dates import PrintedDate, dates_of
from .labels import Term
from .memory import Lessons
from .page import Word
from .pairing import Candidate, best, pair
from .rows import Row
from .sheet import Sheet

_DATE_TERMS = (Term.ISSUE_DATE, Term.DUE_DATE, Term.DELIVERY_DATE, Term.OTHER_DATE)
_NUMBER_TERMS = (Term.NUMBER, Term.ORDER, Term.PRECEDING, Term.OTHER_NUMBER)
_LEARNED_NUMBERS = {
    "number": Term.NUMBER,
    "order_reference": Term.ORDER,
    "preceding_invoice": Term.PRECEDING,
}
_LEARNED_DATES = {
    "issue_date": Term.ISSUE_DATE,
    "due_date": Term.DUE_DATE,
    "delivery_date": Term.DELIVERY_DATE,
}
_TOKEN = re.compile(
    r"(?<![\w/.\-])(?:[A-Za-z]{1,4}[ ]?)?(?=[\w/.\-_]*\d)[A-Za-z0-9#][\w/.\-_]*"
    r"[A-Za-z0-9](?![\w])|(?<![\w/.\-])\d(?![\w/.\-])"
)
_NO_NUMBER = re.compile(
    r"^(?:\d{1,3}(?:[ .]\d{3})*[.,]\d{2}|[+]?\d{2}(?:[ .]\d{2}){4})$"
)
# Five digits are a postcode in front of a town, unless they are announced.
_POSTCODE = re.compile(r"\d{5}")
_TOWN = re.compile(r"\s[A-ZÀ-Þ]")
_ANNOUNCED = re.compile(
    r"(?:n\s?[°o]|n[or]\.|num\.|#|:|facture|invoice|rechnung|avoir)\s?[:.]?\s?$"
)
# Groups of digits up to the end of the column, or to a word.
_GROUPS = re.compile(r"(?: / \d{1,6}|(?: \d{2,6}){1,4})(?=\t|$| [A-Za-zÀ-ÿ(-])(?! %)")
_WORDY = re.compile(r"[a-z]{3}|%|^[a-z]{2,}[.]")
_DECIMALS = re.compile(r"[.,]\d")
_INVOICE_WORD = re.compile(r"facture|invoice|rechnung(?!skorr)")
_GLUED = re.compile(
    r"^(?:invoice|facture|avoir|rechnung|n[°o]|n[or]\.|num\.)(?=[A-Z]{0,5}[\d/])",
    re.IGNORECASE,
)
# What stands in front of a number and is no part of it.
_NO_PREFIX = frozenset("n no nr num du le la de des a au et sur fax tel the of".split())
_CODES = re.compile(
    r"(?<![A-Z])(EUR|USD|GBP|CHF|CAD|DKK|SEK|NOK|PLN|CZK|RON|MAD|TND|XOF|XPF|MYR|SGD|JPY"
    r"|CNY|AUD)(?![A-Z])"
)
_SIGNS = (("€", "EUR"), ("£", "GBP"), ("$", "USD"))
_EURO_WORD = re.compile(r"(?<![a-z])euros?(?![a-z])")


@dataclass(frozen=True, slots=True)
class HeaderFound:
    """Candidates of the head of an invoice, the likeliest first."""

    numbers: tuple[Candidate[str], ...] = ()
    orders: tuple[Candidate[str], ...] = ()
    preceding: tuple[Candidate[str], ...] = ()
    issued: tuple[Candidate[date], ...] = ()
    due: tuple[Candidate[date], ...] = ()
    delivered: tuple[Candidate[date], ...] = ()


def find_header(
    sheet: Sheet, lessons: Lessons, *, is_credit: bool = False
) -> HeaderFound:
    """Find numbers and dates of an invoice.

    Args:
        sheet: What the pages print.
        lessons: What was learned of the supplier.
        is_credit: It is a credit note: what is labelled as an invoice is another one.
    """
    dates = _dates([row for row in sheet.rows if not sheet.is_line(row)], sheet.misread)
    barred = sheet.barred | {id(word) for each in dates for word in each.words}
    tokens = [
        each
        for row in sheet.rows
        if not sheet.is_line(row)
        for each in _tokens(row)
        if not any(id(word) in barred for word in each.words)
    ]
    for page in sheet.pages:
        heads = [each for each in sheet.labels if each.span.row.page == page.number]
        here = [each for each in tokens if each.box.page == page.number]
        pair(heads, here, _NUMBER_TERMS)
        days = [each for each in dates if each.box.page == page.number]
        pair(heads, days, _DATE_TERMS)
    _unlabelled(dates, sheet.rows)
    _weigh(tokens, sheet, is_credit)
    lessons.mark(tokens, _LEARNED_NUMBERS)
    lessons.mark(dates, _LEARNED_DATES)
    return HeaderFound(
        numbers=tuple(best(tokens, Term.NUMBER)),
        orders=tuple(best(tokens, Term.ORDER)),
        preceding=tuple(best(tokens, Term.PRECEDING)),
        issued=tuple(best(dates, Term.ISSUE_DATE)),
        due=tuple(best(dates, Term.DUE_DATE)),
        delivered=tuple(best(dates, Term.DELIVERY_DATE)),
    )


def _weigh(tokens: Sequence[Candidate[str]], sheet: Sheet, is_credit: bool) -> None:
    """Trust short numbers less, and those far down; tell a credit note's own number."""
    first = sheet.pages[0]
    for each in tokens:
        score = each.scores.get(Term.NUMBER)
        if score is None:
            continue
        if len(each.value) < 4:
            score *= 0.4 if len(each.value) == 1 else 0.75
        box = each.box
        if box.page != first.number or box.top > 0.6 * first.height:
            score *= 0.8
        label = each.labels[Term.NUMBER].span
        if len(label.row.text) > 90:
            score *= 0.6
        if is_credit and _INVOICE_WORD.search(label.text.lower()):
            each.scores[Term.PRECEDING] = max(
                each.scores.get(Term.PRECEDING, 0.0), 0.8 * score
            )
            each.labels.setdefault(Term.PRECEDING, each.labels[Term.NUMBER])
            score *= 0.4
        each.scores[Term.NUMBER] = score


def _dates(rows: Sequence[Row], misread: bool) -> list[Candidate[date]]:
    printed = [each for row in rows for each in dates_of(row, misread=misread)]
    american = any(each.is_american for each in printed)
    return [
        Candidate(_meant(each, american), each.span.words, each.span.text,
                  min(word.confidence for word in each.span.words))
        for each in printed
    ]  # fmt: skip


def _meant(printed: PrintedDate, american: bool) -> date:
    return printed.other if american and printed.other else printed.value


def _unlabelled(dates: Sequence[Candidate[date]], rows: Sequence[Row]) -> None:
    """Let a date in the head that nothing announces be that of the invoice, weakly."""
    if not rows:
        return
    first = rows[0].page
    for place, each in enumerate(d for d in dates if d.box.page == first):
        if place < 3 and not each.scores and each.box.top < 330:
            each.scores[Term.ISSUE_DATE] = 0.25 - 0.05 * place


def _tokens(row: Row) -> Iterator[Candidate[str]]:
    for match in _TOKEN.finditer(row.text):
        text = match[0]
        start = match.start()
        prefix, blank, rest = text.partition(" ")
        if blank and (
            prefix.lower() in _NO_PREFIX
            or not prefix.isupper()
            or not rest[:1].isdigit()
        ):
            start += len(prefix) + 1
            text = rest
        if glued := _GLUED.match(text):
            start += glued.end()
            text = text[glued.end() :]
        if _DECIMALS.match(row.text, match.end()):
            continue
        if _NO_NUMBER.match(text) or _WORDY.search(text):
            continue
        if _is_postcode(row, text, start, match.end()):
            continue
        if f"({text})" in row.text and len(text) <= 3:
            continue
        end = match.end()
        if more := _more_groups(text, row.text[end:]):
            text += more
            end += len(more)
        span = row.span(start, end)
        confidence = min(word.confidence for word in span.words)
        yield Candidate(text.strip("-./_#"), span.words, text, confidence)


def _is_postcode(row: Row, text: str, start: int, end: int) -> bool:
    return bool(
        _POSTCODE.fullmatch(text)
        and _TOWN.match(row.text, end)
        and not _ANNOUNCED.search(row.plain[:start])
    )


def _more_groups(text: str, rest: str) -> str:
    """Return the groups that a number goes on with: "F 26 0098", "10 482 337 915"."""
    if sum(map(str.isdigit, text)) > 6 or not text[-1].isdigit():
        return ""
    match = _GROUPS.match(rest)
    return match[0] if match else ""


def issue_and_due(
    header: HeaderFound,
) -> tuple[Candidate[date] | None, Candidate[date] | None]:
    """Return the likeliest pair; nobody has to pay before the invoice is written."""
    issued: list[Candidate[date] | None] = [*header.issued[:5]] or [None]
    due: list[Candidate[date] | None] = [*header.due[:5], None]
    pairs = [
        (_pair_score(first, second), first, second)
        for first in issued
        for second in due
    ]
    _score, first, second = max(pairs, key=lambda each: each[0])
    if first is not None and first.score(Term.ISSUE_DATE) < 0.1:
        first = None
    return first, second


def _pair_score(first: Candidate[date] | None, second: Candidate[date] | None) -> float:
    score = first.score(Term.ISSUE_DATE) if first else 0.0
    if second is None:
        return score
    score += second.score(Term.DUE_DATE)
    if first is None:
        return score
    days = (second.value - first.value).days
    if days < 0:
        score -= 0.7
    if days > 400:
        score -= 0.4
    if first is second:
        score -= 0.8
    return score


def currency_of(
    rows: Iterable[Row], near: Sequence[Word] = ()
) -> tuple[str | None, float]:
    """Return the currency and how sure that is.

    Args:
        rows: Rows of all pages.
        near: Words of the total: a sign beside it decides between two currencies.
    """
    counted: Counter[str] = Counter()
    level = {id(word) for word in near}
    for row in rows:
        weight = 5 if any(id(word) in level for word in row.words) else 1
        for sign, code in _SIGNS:
            counted[code] += weight * row.text.count(sign)
        for code in _CODES.findall(row.text):
            counted[code] += weight
        counted["EUR"] += len(_EURO_WORD.findall(row.plain))
    ranked = counted.most_common(2)
    if not ranked or not ranked[0][1]:
        return None, 0.0
    if len(ranked) == 1 or ranked[1][1] == 0:
        return ranked[0][0], 0.99
    return ranked[0][0], 0.6 + 0.35 * ranked[0][1] / (ranked[0][1] + ranked[1][1])
