"""What a line is booked on: as the supplier's last lines like it.

Nothing is trained. The lines asked are, in this order: those with the same item number,
those with the same text, those with a text alike. Where there are none, the supplier's
usual account; and where he has no usual one, what other suppliers' lines with the same
text have. The first of these groups that has a line decides by a vote, in which a line
weighs less

* the more bills came after it;
* when the software proposed its account and nobody looked (:class:`Authority`);
* when its VAT rate or its amount is another.

What a person corrected outweighs what was booked before, at once, unless he also
corrected it back: then lines like this are coded now so, now so, and all are counted.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from .history import History
from .values import Authority, Coded, Kind, Reason, Subject, Suggestion

_Key = TypeVar("_Key")

# A bill weighs this much of the one after it.
_FADING = 0.8
_AUTHORITY = {
    Authority.CORRECTED: 1.5,
    Authority.PERSON: 1.0,
    Authority.SEEN: 0.8,
    Authority.UNSEEN: 0.1,
}
# What was booked before a correction, in comparison with it.
_BEFORE_CORRECTION = 0.2
_OTHER_RATE = 0.3
# The farthest amount still weighs this much.
_OTHER_AMOUNT = 0.25
# So many lines are told in a reason, and counted in a vote.
_TOLD = 15
_COUNTED = 60
# How often a group is right before anything is counted, and what that is worth in
# bills. Measured on a year of bills, see the benchmark “coding”.
_TRUST = {
    Kind.CORRECTION: (0.4, 12.0),
    Kind.ITEM: (0.9, 1.0),
    Kind.TEXT: (0.9, 1.0),
    Kind.SIMILAR: (0.75, 2.0),
    Kind.SUPPLIER: (0.5, 3.0),
    Kind.OTHERS: (0.7, 2.0),
}
# What nobody looked at is never surer than this.
_UNSEEN_AT_MOST = 0.5
_MOST = 0.99


@dataclass(frozen=True, slots=True)
class _Vote:
    """A line that counts, and how much."""

    line: Coded
    weight: float


def predict(
    subject: Subject, history: History, others: Callable[[], History] | None = None
) -> Suggestion | None:
    """Propose how a line is booked.

    Args:
        subject: The line.
        history: Lines of its supplier, only with accounts that may be used.
        others: Gives the lines of all suppliers; called only where his own do not say.

    Returns:
        The suggestion, ``None`` where nothing like it was ever booked: nothing is
        made up.

    >>> from datetime import date
    >>> booked = [Coded(n, date(2026, n, 5), 613500, "Location copieur")
    ...           for n in (1, 2, 3)]
    >>> found = predict(Subject("Location copieur avril"), History(booked))
    >>> found.account, found.reason.count, found.reason.of, found.reason.kind.value
    (613500, 3, 3, 'text')
    >>> predict(Subject("Location copieur"), History([])) is None
    True
    """
    kind, found = _group(subject, history, others)
    if not found:
        return None
    return _decided(subject, kind, found)


def _group(
    subject: Subject, history: History, others: Callable[[], History] | None
) -> tuple[Kind, list[tuple[Coded, float]]]:
    """Return the nearest lines there are, newest first, with how near they are."""
    for kind, own in (
        (Kind.ITEM, history.of_item(subject.item)),
        (Kind.TEXT, history.of_text(subject.text)),
    ):
        if own:
            return kind, _counted([(line, 1.0) for line in own])
    if alike := history.like(subject.text):
        return Kind.SIMILAR, _counted([(line, near**3) for line, near in alike])
    last = [line for line, _near in _counted([(line, 1.0) for line in history.lines])]
    is_open = len({line.account for line in last}) != 1 and bool(subject.text)
    if is_open and others and (same := others().of_text(subject.text)):
        # He has no usual account, and what it is was booked elsewhere.
        return Kind.OTHERS, _counted([(line, 1.0) for line in same])
    return Kind.SUPPLIER, [(line, 1.0) for line in last]


def _counted(found: list[tuple[Coded, float]]) -> list[tuple[Coded, float]]:
    """Return the newest lines, those that people looked at before all others.

    What posts itself follows their example; it must not crowd the example out.
    """
    if len(found) <= _COUNTED:
        return found
    places = sorted(
        range(len(found)), key=lambda at: found[at][0].authority is Authority.UNSEEN
    )
    return [found[at] for at in sorted(places[:_COUNTED])]


def _decided(
    subject: Subject, kind: Kind, found: list[tuple[Coded, float]]
) -> Suggestion:
    lines = [line for line, _near in found]
    correction = _standing_correction(lines) if kind is not Kind.SUPPLIER else None
    votes = _votes(subject, kind, found, correction)
    shares = _shares((vote.line.account, vote.weight) for vote in votes)
    account = next(iter(shares))
    mine = [vote for vote in votes if vote.line.account == account]
    is_corrected = correction is not None and correction.account == account
    reason = _reason(kind, lines, account)
    if is_corrected and reason.count < reason.of:
        kind = Kind.CORRECTION
    return Suggestion(
        account=account,
        reason=replace(reason, kind=kind),
        confidence=_confidence(kind, votes, mine, shares[account]),
        taxes=tuple(
            _shares((tax, vote.weight) for vote in mine for tax in vote.line.taxes)
        ),
        analytic=dict(
            _most(
                (tuple(sorted(vote.line.analytic.items())), vote.weight)
                for vote in mine
            )
            or ()
        ),
        product=_most((vote.line.product, vote.weight) for vote in mine),
    )


def _standing_correction(lines: Sequence[Coded]) -> Coded | None:
    """Return the newest line that a person corrected, if he did not change his mind."""
    corrected = [line for line in lines if line.authority is Authority.CORRECTED]
    if not corrected or len({line.account for line in corrected}) > 1:
        return None
    return corrected[0]


def _votes(
    subject: Subject,
    kind: Kind,
    found: list[tuple[Coded, float]],
    correction: Coded | None,
) -> list[_Vote]:
    """Weigh lines; a correction speaks for lines like it, not for all of a supplier."""
    ranks: dict[int, int] = {}
    lines_of: dict[int, int] = defaultdict(int)
    for line, _near in found:
        ranks.setdefault(line.bill, len(ranks))
        lines_of[line.bill] += 1
    votes = []
    for line, near in found:
        weight = near * _FADING ** ranks[line.bill]
        if kind is not Kind.SUPPLIER:
            weight *= _AUTHORITY[line.authority]
        weight *= _fit(subject, line) * _worth(line.times) / lines_of[line.bill]
        if correction is not None and (line.day, line.bill) < (
            correction.day,
            correction.bill,
        ):
            weight *= _BEFORE_CORRECTION
        votes.append(_Vote(line, weight))
    return votes


def _worth(count: int) -> float:
    """Return what a memory of so many lines weighs: as much as one after the other.

    >>> _worth(1), _worth(40) < 5
    (1.0, True)
    """
    return (1 - _FADING**count) / (1 - _FADING) if count > 1 else 1.0


def _fit(subject: Subject, line: Coded) -> float:
    """Return how well rate and amount fit, 0 to 1."""
    fit = 1.0
    if None not in (subject.rate, line.rate) and subject.rate != line.rate:
        fit *= _OTHER_RATE
    return fit * _same_amount(subject.net, line.net)


def _same_amount(first: Decimal | None, second: Decimal | None) -> float:
    """Return 1 for amounts of one size, less for another.

    >>> _same_amount(Decimal(100), Decimal(90)) > _same_amount(Decimal(100), Decimal(9))
    True
    """
    if not first or not second or (first < 0) != (second < 0):
        return 1.0 if first == second else _OTHER_AMOUNT * 2
    distance = abs(math.log10(float(first / second)))
    return max(_OTHER_AMOUNT, 1.0 - distance)


def _shares(weighed: Iterable[tuple[_Key, float]]) -> dict[_Key, float]:
    """Return the share of each key, the largest first; among equals the newest."""
    totals: dict[_Key, float] = {}
    for key, weight in weighed:
        totals[key] = totals.get(key, 0.0) + weight
    total = sum(totals.values()) or 1.0
    ordered = sorted(totals, key=totals.__getitem__, reverse=True)
    return {key: totals[key] / total for key in ordered}


def _most(weighed: Iterable[tuple[_Key, float]]) -> _Key | None:
    return next(iter(_shares(weighed)), None)


def _reason(kind: Kind, lines: Sequence[Coded], account: int) -> Reason:
    """Count how many of the last lines have the account; of all where none has."""
    mine = [line for line in lines if line.account == account]
    told = lines[:_TOLD] if mine[0] in lines[:_TOLD] else lines
    count = sum(line.times for line in told if line.account == account)
    return Reason(count, sum(line.times for line in told), kind, mine[0].day)


def _confidence(
    kind: Kind, votes: list[_Vote], mine: list[_Vote], share: float
) -> float:
    """Return how sure a suggestion is, 0 to 1: the share of the votes and their number.

    A vote of few bills is drawn towards how often such groups are right.
    """
    prior, worth = _TRUST[kind]
    bills = float(len({vote.line.bill for vote in votes}))
    # What is long ago weighs little in the vote, but tells how steady the hand is.
    steady = (share + len(mine) / len(votes)) / 2
    found = (steady * bills + prior * worth) / (bills + worth)
    if all(vote.line.authority is Authority.UNSEEN for vote in mine):
        found = min(found, _UNSEEN_AT_MOST)
    return min(found, _MOST)
