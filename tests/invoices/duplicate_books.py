"""Purchase books: suppliers, how they number, and their bills as they stand there.

Everything is drawn from one ``random.Random``: the same seed gives the same books.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

FIRST_DAY = date(2025, 1, 6)
LAST_DAY = date(2027, 3, 31)
COMPANIES = (1, 2, 3)


@dataclass(frozen=True)
class Supplier:
    """A record of the books; two records may be one supplier."""

    key: int
    name: str
    siren: str = ""
    vat: str = ""
    iban: str = ""


@dataclass(frozen=True)
class Entry:
    """One bill as it stands in the books.

    Attributes:
        kind: ``bill``, ``credit`` or ``receipt`` (an expense of the staff).
        number: As somebody typed it.
        amount: With VAT, without sign.
        label: Text of its line.
        order: Order number that it names.
        credits: Number of the bill that a credit note names.
        entered: Day on which it came into the books.
        state: ``draft``, ``posted`` or ``cancel``.
        twin: Key of the entry that it repeats; ``None`` for a genuine one.
        story: What it is an example of.
    """

    key: int
    supplier: Supplier
    company: int
    kind: str
    number: str | None
    day: date
    amount: Decimal
    net: Decimal
    label: str
    entered: date
    order: str | None = None
    credits: str | None = None
    state: str = "posted"
    twin: int | None = None
    story: str = ""


_NAMES = (
    "Boulangerie Imprimerie Transports Menuiserie Plomberie Garage Papeterie "
    "Electricite Traiteur Nettoyage Securite Conseil Logistique Maintenance Verrerie "
    "Cartonnage Informatique Interim Peinture Chaudronnerie"
).split()
PLACES = (
    "Dupont Martin Bernard Durand Leroy Moreau Girard Rhone Atlantique Alsace Midi "
    "Lyonnais Bretagne Provence Nord Vexin Vercors Loire Adour Garonne"
).split()
_FORMS = ("SARL", "SAS", "SA", "EURL", "")
_RATES = (Decimal("1.2"),) * 8 + (Decimal("1.1"), Decimal("1.055"))


def vat_number(siren: str) -> str:
    return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"


def cents(value: Decimal | float | str) -> Decimal:
    """Round to the cent."""
    return Decimal(str(value)).quantize(Decimal("0.01"))


# How suppliers number: each gets the running number and the day.
NUMBERINGS: tuple[Callable[[int, date], str], ...] = (
    lambda n, d: f"F-{n:03d}",
    lambda n, d: f"FA{d.year}-{n:04d}",
    lambda n, d: f"FA-{d.year}-{n:05d}",
    lambda n, d: f"{d.year}/{n}",
    lambda n, d: f"{d.year}{n:05d}",
    lambda n, d: f"INV-{n:06d}",
    lambda n, d: f"{48_000_000 + 37 * n}",
    lambda n, d: f"FC{d:%y%m}-{n:03d}",
    lambda n, d: f"{d.year}-{d.month:02d}-{n:03d}",
    lambda n, d: f"F{d:%y}-{n:04d}",
    lambda n, d: f"{n}/{d.year}",
    lambda n, d: f"{n}",
    lambda n, d: f"AB{n:06d}K",
    lambda n, d: f"FACT {n}",
    lambda n, d: f"LYO/{d:%y}/{n:05d}",
    lambda n, d: f"1-{n:06d}",
    lambda n, d: f"VF{n:07d}",
)


@dataclass
class Numbers:
    """The numbers that one supplier gives out, ours among those of his others.

    Attributes:
        start: The number of the first day.
        pace: Invoices that he makes a day.
        restarts: He begins again each year.
    """

    random: random.Random
    form: Callable[[int, date], str]
    start: int
    pace: float
    restarts: bool
    last: dict[int, int] = field(default_factory=dict)

    def next(self, day: date, step: int | None = None) -> str:
        """Return the next number that comes to us, or so many after our last one."""
        year = day.year if self.restarts else 0
        before = self.last.get(year, 0)
        first = date(year, 1, 1) if year else FIRST_DAY
        reached = int(self.pace * (day - first).days)
        reached += self.random.randint(1, max(1, int(self.pace)))
        if step is None or not before:
            made = max(before + 1, reached + (0 if year else self.start))
        else:
            made = before + step
        self.last[year] = made
        return self.form(made, day)


class Books:
    """Draws suppliers and their bills."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.keys = 0
        self.supplier_keys = 0

    def supplier(self, name: str | None = None) -> Supplier:
        """Draw a supplier; nine of ten are known with their identifiers."""
        draw = self.random
        self.supplier_keys += 1
        siren = f"{draw.randint(300_000_000, 999_999_999)}"
        form = draw.choice(_FORMS)
        first = f"{draw.choice(_NAMES)} {draw.choice(PLACES)}"
        name = name or f"{first} {draw.choice(PLACES)} {form}".strip()
        known = draw.random() < 0.9
        return Supplier(
            self.supplier_keys,
            name,
            siren=siren if known else "",
            vat=vat_number(siren) if known and draw.random() < 0.8 else "",
            iban=f"FR76{draw.randint(10**22, 10**23 - 1)}",
        )

    def numbers(self) -> Numbers:
        """Draw how a supplier numbers."""
        draw = self.random
        form = draw.choice(NUMBERINGS)
        pace = draw.choice((0.1, 0.5, 2, 8, 40, 120))
        restarts = draw.random() < 0.4
        return Numbers(draw, form, draw.randint(0, 4000), pace, restarts)

    def amount(self) -> tuple[Decimal, Decimal]:
        """Draw amounts with and without VAT; a third are round without VAT."""
        draw = self.random
        net = cents(min(max(draw.lognormvariate(6, 1.3), 8), 90_000))
        if draw.random() < 0.33:
            net = cents(round(float(net) / 50) * 50 or 50)
        return cents(net * draw.choice(_RATES)), net

    def days(self, start: date, least: int, most: int) -> Iterator[date]:
        """Draw working days from a start to the end of the books."""
        day = start
        while day <= LAST_DAY:
            yield day
            day += timedelta(days=self.random.randint(least, most))

    def entry(
        self,
        supplier: Supplier,
        number: str | None,
        day: date,
        amounts: tuple[Decimal, Decimal],
        story: str,
        **more: object,
    ) -> Entry:
        """Make one bill, entered a few days after its date."""
        self.keys += 1
        made = Entry(
            key=self.keys,
            supplier=supplier,
            company=self.random.choice((1, 1, 1, 2)),
            kind="bill",
            number=number,
            day=day,
            amount=amounts[0],
            net=amounts[1],
            label=self.random.choice(("Marchandises", "Prestation", "Fournitures")),
            entered=day + timedelta(days=self.random.randint(0, 12)),
            story=story,
        )
        return replace(made, **more)  # type: ignore[arg-type]
