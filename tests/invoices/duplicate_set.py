"""A labelled set of duplicates: genuine books, and in them bills that came twice.

What repeats a bill and how often each way occurs is set by :data:`WAYS`, in per mille
of the duplicates, from what accountants report: mostly the same number again by
another channel or typed otherwise, seldom a slip. Seeds 1 to 9 are for tuning the rule,
the figures that are reported come from others.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from tests.invoices.duplicate_books import (
    COMPANIES,
    Books,
    Entry,
    Supplier,
    cents,
)
from tests.invoices.duplicate_stories import genuine

Draw = random.Random


# --- How people type the number of the same invoice -----------------------------------


def _without_separators(draw: Draw, number: str, day: date) -> str:
    return "".join(c for c in number if c.isalnum())


def _other_separators(draw: Draw, number: str, day: date) -> str:
    other = draw.choice("-/ ._")
    return "".join(c if c.isalnum() else other for c in number)


def _spaced(draw: Draw, number: str, day: date) -> str:
    place = draw.randint(1, max(1, len(number) - 1))
    return f" {number[:place]} {number[place:]}"


def _lower(draw: Draw, number: str, day: date) -> str:
    return number.lower()


def _introduced(draw: Draw, number: str, day: date) -> str:
    words = ("Facture ", "facture n° ", "Fact. ", "N°", "n° ", "Facture n°", "Réf. ")
    return draw.choice(words) + number


def _without_zeros(draw: Draw, number: str, day: date) -> str:
    """Drop the zeros that lead a run of digits after a letter or a separator."""
    made = ""
    for place, c in enumerate(number):
        after = place == 0 or not number[place - 1].isdigit()
        if c == "0" and (after or made[-1:] == "~"):
            made += "~"
            continue
        made += c
    return made.replace("~", "") or number


def _more_zeros(draw: Draw, number: str, day: date) -> str:
    """Pad the last run of digits, as some programs do."""
    start = number.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    place = len(start.rstrip("0123456789"))
    return number[:place] + "0" * draw.randint(1, 3) + number[place:]


def _without_year(draw: Draw, number: str, day: date) -> str:
    year = str(day.year)
    parts = number.replace("/", "-").split("-")
    left = [part for part in parts if part != year]
    if len(left) < len(parts) and left:
        return "-".join(left)
    return number.replace(year, "", 1) if len(number) > 6 else number


def _with_year(draw: Draw, number: str, day: date) -> str:
    if str(day.year) in number:
        return _without_year(draw, number, day)
    return draw.choice((f"{day.year}/{number}", f"{day.year}-{number}"))


FORMS: tuple[tuple[Callable[[Draw, str, date], str], int], ...] = (
    (_without_separators, 20),
    (_other_separators, 18),
    (_spaced, 10),
    (_lower, 10),
    (_introduced, 16),
    (_without_zeros, 14),
    (_more_zeros, 3),
    (_without_year, 7),
    (_with_year, 7),
)


def typed_otherwise(draw: Draw, number: str, day: date) -> str:
    """Return the number as another person would type it, one or two habits at once."""
    forms = [form for form, weight in FORMS for _each in range(weight)]
    made = number
    for _each in range(draw.choice((1, 1, 1, 2))):
        made = draw.choice(forms)(draw, made, day)
    return made


def cut(draw: Draw, number: str, day: date) -> str:
    """Return only the end of the number: without its letters, or its last digits."""
    digits = number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-/ ")
    if draw.random() < 0.6 and digits and digits != number:
        return digits
    groups = re.findall(r"\d+", number.replace(str(day.year), "-", 1))
    last = groups[-1] if groups else number
    return last[-draw.choice((4, 5)) :].lstrip("0") or number


def with_words(draw: Draw, number: str, day: date) -> str:
    """Return the number with what people note beside it."""
    words = ("chantier Nord", "septembre", "reçue par mail", "à payer", "M. Petit")
    return f"{number} {draw.choice(words)}"


def marked(draw: Draw, number: str, day: date) -> str:
    """Return the number of a copy that the supplier sends himself."""
    return number + draw.choice(
        (" DUPLICATA", " BIS", "-BIS", " (copie)", " DUPLICATE")
    )


_ALIKE = {"0": "O86", "1": "I7", "5": "S6", "8": "B3", "2": "Z", "6": "5G", "7": "1"}


def slip(draw: Draw, number: str, day: date) -> str:
    """Return the number with one slip of a finger or of the character recognition."""
    places = [place for place, c in enumerate(number) if c.isdigit()]
    place, kind = draw.choice(places), draw.random()
    before, c, after = number[:place], number[place], number[place + 1 :]
    if kind < 0.25 and after[:1].isdigit() and after[0] != c:
        return before + after[0] + c + after[1:]
    if kind < 0.65:
        return before + draw.choice(_ALIKE.get(c, "O")) + after
    if kind < 0.75:
        return before + draw.choice([d for d in "0123456789" if d != c]) + after
    return before + (c + c if kind < 0.87 else "") + after


# --- How the same invoice comes a second time -----------------------------------------


@dataclass
class Twice:
    """Makes the second entry of an invoice from the first."""

    books: Books

    @property
    def draw(self) -> Draw:
        """Return the source of chance."""
        return self.books.random

    def _number(self, first: Entry, form: Callable[[Draw, str, date], str]) -> Entry:
        if not first.number:
            return first
        return replace(first, number=form(self.draw, first.number, first.day))

    def same(self, first: Entry) -> Entry:
        """Come by another channel, the same in all."""
        return first

    def typed(self, first: Entry) -> Entry:
        """Come with the number typed otherwise."""
        return self._number(first, typed_otherwise)

    def cut(self, first: Entry) -> Entry:
        """Come with a part of the number only."""
        return self._number(first, cut)

    def words(self, first: Entry) -> Entry:
        """Come with words beside the number."""
        return self._number(first, with_words)

    def slip(self, first: Entry) -> Entry:
        """Come with a slip in the number."""
        return self._number(first, slip)

    def marked(self, first: Entry) -> Entry:
        """Come as the supplier's own second copy."""
        return self._number(first, marked)

    def unnumbered(self, first: Entry) -> Entry:
        """Come typed without its number."""
        return replace(self._later(first, 0.2, 5), number=None)

    def other_reference(self, first: Entry) -> Entry:
        """Come with the order, the delivery note or the customer number as number."""
        number = self.draw.randint(1000, 99999)
        return replace(
            first,
            number=first.order
            or self.draw.choice((f"BL{number}", f"BL {number}", f"CLI{number}")),
        )

    def dated(self, first: Entry) -> Entry:
        """Come with the day of reception, of a reminder, or day and month swapped."""
        made = self.typed(first) if self.draw.random() < 0.4 else first
        if self.draw.random() < 0.1 and first.day.day <= 12:
            return replace(
                made, day=date(first.day.year, first.day.day, first.day.month)
            )
        return self._later(made, 1, self.draw.choice((5, 20, 40)))

    def other_record(self, first: Entry) -> Entry:
        """Come for another record of the same supplier."""
        made = self.typed(first) if self.draw.random() < 0.4 else first
        return replace(made, supplier=self._record(first.supplier))

    def other_company(self, first: Entry) -> Entry:
        """Come to another company of the group."""
        made = self.typed(first) if self.draw.random() < 0.4 else first
        others = [each for each in COMPANIES if each != first.company]
        supplier = first.supplier
        if self.draw.random() < 0.5:
            supplier = self._record(supplier)
        return replace(made, company=self.draw.choice(others), supplier=supplier)

    def new_year(self, first: Entry) -> Entry:
        """Come in January, typed with the new year, of a bill of December."""
        january = date(first.day.year + 1, 1, self.draw.randint(2, 15))
        made = replace(first, day=january)
        return self.typed(made) if self.draw.random() < 0.5 else made

    def other_sign(self, first: Entry) -> Entry:
        """Come with the type mistaken: a credit note as a bill."""
        kind = "bill" if first.kind == "credit" else "credit"
        return replace(first, kind=kind, credits=None)

    def other_amount(self, first: Entry) -> Entry:
        """Come with the amount without VAT, or with a slip in the amount."""
        if self.draw.random() < 0.5 and first.net != first.amount:
            return replace(first, amount=first.net)
        return replace(first, amount=_slipped(self.draw, first.amount))

    def expense(self, first: Entry) -> Entry:
        """Come as an expense of the employee who paid it."""
        who = Supplier(self.books.supplier().key, "Camille Petit")
        name = first.supplier.name.title()
        text = self.draw.choice((f"{first.number}", f"{name} {first.number}", name))
        return replace(
            self._later(first, 0.4, 3),
            supplier=who,
            kind="receipt",
            number=text,
            label=f"{who.name}: {text}",
            order=None,
        )

    def after_cancel(self, first: Entry) -> Entry:
        """Come again after its bill was cancelled."""
        return self.typed(first) if self.draw.random() < 0.3 else first

    def _later(self, first: Entry, chance: float, days: int) -> Entry:
        if self.draw.random() > chance:
            return first
        return replace(
            first, day=first.day + timedelta(days=self.draw.randint(1, days))
        )

    def _record(self, known: Supplier) -> Supplier:
        """Make a second record of a supplier, with less known of it."""
        fresh = self.books.supplier()
        name = self.draw.choice(
            (known.name, known.name.upper(), f"Sté {known.name}", known.name + " SAS")
        )
        kept = self.draw.choice(("siren", "vat", "iban", "name"))
        if kept == "siren" and known.siren:
            short = known.name.split()[0]
            return Supplier(fresh.key, f"{short} (2)", siren=known.siren)
        if kept == "vat" and known.vat:
            return Supplier(fresh.key, name.split()[-1], vat=known.vat)
        if kept == "iban":
            return Supplier(fresh.key, name.split()[0], iban=known.iban)
        return Supplier(fresh.key, name)


def _slipped(draw: Draw, amount: Decimal) -> Decimal:
    digits = list(str(amount))
    places = [i for i, c in enumerate(digits) if c.isdigit()]
    place = draw.choice(places[:-1])
    following = place + 1 if digits[place + 1].isdigit() else place + 2
    if digits[place] != digits[following] and draw.random() < 0.6:
        digits[place], digits[following] = digits[following], digits[place]
    else:
        digits[place] = draw.choice([c for c in "123456789" if c != digits[place]])
    return Decimal("".join(digits))


# Per mille of the duplicates; the name of the method of `Twice`.
WAYS: dict[str, int] = {
    "same": 290,
    "typed": 260,
    "cut": 40,
    "words": 25,
    "slip": 50,
    "marked": 20,
    "unnumbered": 45,
    "other_reference": 25,
    "dated": 75,
    "other_record": 55,
    "other_company": 30,
    "new_year": 90,  # only bills of December
    "other_sign": 90,  # only credit notes
    "other_amount": 20,
    "expense": 15,
    "after_cancel": 20,
}
_NEEDS_NUMBER = set(WAYS) - {"same", "other_record", "other_company"}


def _may_come(first: Entry, way: str) -> bool:
    """Tell whether a bill can come twice that way."""
    has_number = bool(first.number and any(c.isdigit() for c in first.number))
    if way in _NEEDS_NUMBER and not has_number:
        return False
    if way == "new_year" and not (first.day.month == 12 and first.day.day > 5):
        return False
    if way == "other_sign":
        return first.kind == "credit"
    return first.kind == "bill" or (first.kind == "credit" and way != "expense")


def _twice(twice: Twice, first: Entry, way: str) -> list[Entry]:
    """Return both entries, in the order in which they are entered."""
    draw = twice.draw
    made: Entry = getattr(twice, way)(first)
    twice.books.keys += 1
    if draw.random() < 0.03 and way != "other_amount":
        # Typed from its lines: the VAT rounds otherwise.
        gap = cents(draw.choice(("0.01", "-0.01", "0.02")))
        made = replace(made, amount=made.amount + gap)
    lag = timedelta(days=draw.choice((0, 0, 1, 2, 5, 9, 20, 40, 60)))
    entered = max(first.entered + lag, made.day)
    made = replace(made, key=twice.books.keys, entered=entered, story=f"twice: {way}")
    if way == "after_cancel":
        return [replace(first, state="cancel"), replace(made, twin=first.key)]
    if way != "marked" and draw.random() < 0.25:
        # The worse of the two came first.
        late = replace(first, entered=entered, twin=made.key, story=made.story)
        return [replace(made, entered=first.entered, story=first.story), late]
    if draw.random() < 0.1:
        first = replace(first, state="draft")
    return [first, replace(made, twin=first.key)]


def labelled(seed: int, suppliers: int = 1000, share: float = 0.08) -> list[Entry]:
    """Return books in the order of entering; some of their bills came twice.

    Args:
        seed: Same seed, same set.
        suppliers: How many stories; about 25 bills each.
        share: How many of the bills come a second time.
    """
    books = Books(seed)
    twice = Twice(books)
    ways = [way for way, weight in WAYS.items() for _each in range(weight)]
    made: list[Entry] = []
    for first in genuine(books, suppliers):
        way = books.random.choice(ways)
        if books.random.random() < share and _may_come(first, way):
            made += _twice(twice, first, way)
        else:
            made.append(first)
    made.sort(key=lambda each: each.entered)
    return made
