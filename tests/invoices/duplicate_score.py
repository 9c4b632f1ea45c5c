"""How well the duplicate search does on the labelled set.

Every bill is looked at when it is entered, with what was entered before it. A duplicate
that is found is cancelled, as an accountant does. An alarm is right when the bill is a
duplicate and the twin named is the one that it repeats, or one that nothing tells from
it: same supplier, day and amount.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal

from tests.invoices.duplicate_books import Entry
from tests.invoices.duplicate_set import labelled

from odoo.addons.einvoice_base.domain.duplicates import Copy, State, Who
from odoo.addons.einvoice_base.domain.names import words_of
from odoo.addons.einvoice_base.domain.near_duplicates import find_twins

# Seeds of the figures that are reported; the rule was tuned on others.
REPORTED = (11, 12, 13)
DAYS = 45
# As many as the database is asked for.
_RECENT = 8
_MOST = 40
_STATES = {
    "draft": State.DRAFT,
    "posted": State.POSTED,
    "cancel": State.CANCELLED,
}


def copy_of(entry: Entry) -> Copy:
    """Return a bill of the set as the rule sees it."""
    who = entry.supplier
    sign = -1 if entry.kind == "credit" else 1
    is_receipt = entry.kind == "receipt"
    return Copy(
        key=str(entry.key),
        number=entry.number,
        day=entry.day,
        amount=sign * entry.amount,
        net=sign * entry.net,
        currency="EUR",
        supplier=Who(
            who.key,
            who.siren or None,
            who.vat or None,
            frozenset([who.iban] if who.iban else []),
            who.name,
        ),
        company=entry.company,
        state=_STATES[entry.state],
        is_receipt=is_receipt,
        text=f"{entry.number or ''} {entry.label}" if is_receipt else "",
        corrects=(entry.credits,) if entry.credits else (),
    )


def identities(who: Who) -> list[tuple[str, object]]:
    """Return what may lead to another record of a supplier."""
    known: list[tuple[str, object]] = [("entity", who.entity)]
    known += [("siren", who.siren)] if who.siren else []
    known += [("vat", who.vat)] if who.vat else []
    known += [("iban", iban) for iban in who.ibans]
    return [*known, ("name", " ".join(sorted(words_of(who.name))))]


class Ledger:
    """Finds what the database finds, in memory."""

    def __init__(self) -> None:
        self.found: dict[tuple[object, ...], list[Copy]] = defaultdict(list)

    def add(self, copy: Copy) -> None:
        """Enter a bill."""
        amount, key = abs(copy.amount or 0), copy.form.key if copy.form else None
        for who in identities(copy.supplier):
            self.found["amount", who, amount].append(copy)
            self.found["number", who, key].append(copy)
        self.found["both", key, amount].append(copy)
        self.found["receipt" if copy.is_receipt else "bill", amount].append(copy)
        self.found["supplier", copy.supplier.entity].append(copy)

    def others(self, copy: Copy) -> list[Copy]:
        """Return what a bill may repeat."""
        amount, key = abs(copy.amount or 0), copy.form.key if copy.form else None
        amounts = [amount + Decimal(cent) / 100 for cent in range(-2, 3)]
        keys: list[tuple[object, ...]] = []
        for who in identities(copy.supplier):
            keys += [("amount", who, each) for each in amounts]
            keys += [("number", who, key)] if key else []
        if key:
            keys += [("both", key, each) for each in amounts]
        kind = "bill" if copy.is_receipt else "receipt"
        keys += [(kind, each) for each in amounts]
        rows = (each for key in keys for each in self.found.get(key, ())[-_MOST:])
        return list({each.key: each for each in rows}.values())

    def recent(self, copy: Copy) -> list[Copy]:
        """Return the last bills of the supplier."""
        known = self.found.get(("supplier", copy.supplier.entity), ())
        before = [
            (each.day, place, each)
            for place, each in enumerate(known)
            if each.day and copy.day and each.day <= copy.day
        ]
        return [each for _day, _place, each in sorted(before)[-_RECENT:]]


@dataclass
class Score:
    """What was found, missed and alarmed about, by story."""

    right: Counter[str] = field(default_factory=Counter)
    exactly: int = 0
    missed: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    bills: int = 0

    @property
    def duplicates(self) -> int:
        """How many of the bills are duplicates."""
        return self.right.total() + self.missed.total()

    @property
    def precision(self) -> float:
        """How many of the alarms are right."""
        return self.right.total() / (self.right.total() + self.wrong.total())

    @property
    def recall(self) -> float:
        """How many of the duplicates are found."""
        return self.right.total() / self.duplicates

    @property
    def recall_exact(self) -> float:
        """How many are found with the very bill that they repeat."""
        return self.exactly / self.duplicates

    @property
    def false_alarms(self) -> float:
        """Alarms on a thousand genuine bills."""
        return 1000 * self.wrong.total() / (self.bills - self.duplicates)

    def add(self, other: Score) -> None:
        """Take in another score."""
        self.right += other.right
        self.missed += other.missed
        self.wrong += other.wrong
        self.exactly += other.exactly
        self.bills += other.bills


def measured(seed: int, suppliers: int = 1000) -> Score:
    """Search one labelled set."""
    score, ledger = Score(), Ledger()
    known: dict[str, Entry] = {}
    for entry in labelled(seed, suppliers):
        copy = copy_of(entry)
        twins = find_twins(copy, ledger.others(copy), DAYS, ledger.recent(copy))
        named = known[twins[0].copy.key] if twins else None
        known[copy.key] = entry
        score.bills += 1
        if _judge(score, entry, named, known):
            copy = replace(copy, state=State.CANCELLED)
        ledger.add(copy)
    return score


def _judge(
    score: Score, entry: Entry, named: Entry | None, known: dict[str, Entry]
) -> bool:
    """Count one bill; tell whether it was found to be a duplicate."""
    if entry.twin is None:
        if named:
            score.wrong[entry.story] += 1
        return False
    first = known[str(entry.twin)]
    is_it = named is not None and entry.twin in (named.key, named.twin)
    facts = (first.day, first.amount)
    is_like = named is not None and (named.day, named.amount) == facts
    score.exactly += is_it
    if is_it or is_like:
        score.right[entry.story] += 1
        return True
    score.missed[entry.story] += 1
    if named:
        score.wrong["another twin than the right one"] += 1
    return False
