"""A year of bills as people code them: habits, changes, and the odd slip.

Drawn with a seed, so that the same year comes out every time. Each supplier has one of
these habits:

* ``one``: one account whatever the line says (rent, fibre, accountant);
* ``text``: the account by what the line is (a wholesaler's articles, delivery charges);
* ``amount``: the same words go to an expense or to fixed assets by their amount;
* ``changing``: like ``text``, and in the middle of the year the accountant moves some
  articles to another account for good;
* ``seasonal``: other articles in winter than in summer;
* ``new``: like ``text``, the first bill comes in the second half of the year.

The person does not always repeat himself: each line is coded on the account of its
habit with the stated probability (the *repetition rate*), else on another that the
supplier's lines have. No prediction can be better than that rate, which is the ceiling;
and nothing announces the first line of a habit, which is why the lines that came before
are counted apart. The year begins without any history.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

_ARTICLES = {
    606300: "Gants nitrile|Ruban adhésif|Peinture blanche mate|Sac poubelle 110 L|"
    "Ampoule LED E27|Chiffon microfibre|Boîte de vis inox|Pile alcaline AA",
    606400: "Ramette papier A4 80 g|Stylo bille bleu|Classeur à levier|"
    "Toner noir HP 305A|Enveloppe kraft C4|Agrafeuse de bureau",
    607000: "Abattant bois massif|Robinet mitigeur chromé|Radiateur fonte 8 éléments|"
    "Carrelage grès 45x45|Parquet chêne huilé",
    613500: "Location copieur couleur|Location véhicule utilitaire|"
    "Location nacelle élévatrice",
    615500: "Entretien chaudière|Réparation portail|Maintenance ascenseur|"
    "Révision véhicule",
    622600: "Honoraires comptables|Conseil juridique|Mission commissariat aux comptes",
    624100: "Frais de port|Transport express|Participation livraison",
    625100: "Billet de train|Chambre d'hôtel|Location de voiture",
    625700: "Déjeuner d'affaires|Plateau repas|Réception clients",
    626000: "Abonnement fibre|Communications mobiles|Forfait 4G illimité",
    606110: "Consommation électricité|Abonnement électricité|Gaz naturel",
    651000: "Licence logiciel de paie|Abonnement sauvegarde en ligne",
}
_WINTER = frozenset({606110, 615500})
_ASSET = 218300
_DEVICES = "Ordinateur portable|Écran 27 pouces|Imprimante laser|Fauteuil de bureau"
_MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre "
    "décembre"
).split()
# Days between two bills: rent and fibre come monthly, a wholesaler's bills more often.
_GAPS_ONE = (30, 30, 30, 60, 90)
_GAPS = (7, 7, 15, 15, 30, 30)
# What a supplier calls his own: half of his articles carry it, so that no other
# supplier has the same text.
_OWN = (
    "Altéo Brévis Cordial Dumex Ecolia Forteo Galbro Héliox Isarn Jovial Kertys Lumen "
    "Marlec Novatis Orbis Prélac Quadro Rivéa Sorgex Tavéro"
).split()
_RATES = {625100: "10", 625700: "10"}


@dataclass(frozen=True)
class YearLine:
    """One line of the year, and where the person booked it.

    Attributes:
        text: As the supplier writes it this time.
        item: His item number, empty for those who have none.
        net: Amount without VAT.
        rate: VAT in percent.
        account: Where the person booked it.
        habit: Where his habit would have it; what he meant when he slipped.
        is_first: No line of this habit came before.
    """

    text: str
    item: str
    net: Decimal
    rate: Decimal
    account: int
    habit: int
    is_first: bool


@dataclass(frozen=True)
class YearBill:
    """One bill."""

    number: int
    supplier: int
    kind: str
    day: date
    lines: tuple[YearLine, ...]


@dataclass
class _Supplier:
    key: int
    kind: str
    has_items: bool
    articles: list[tuple[str, int, Decimal]]
    changes: dict[str, int] = field(default_factory=dict)
    seen: set[tuple[str, int]] = field(default_factory=set)

    @property
    def accounts(self) -> list[int]:
        """Accounts of the supplier's articles, among which a person slips."""
        return sorted({account for _text, account, _price in self.articles})


class Year:
    """Draws a year of bills."""

    def __init__(
        self, seed: int = 2026, suppliers: int = 60, repetition: float = 0.97
    ) -> None:
        self.random = random.Random(seed)
        self.repetition = repetition
        kinds = ["one"] * 40 + ["text"] * 25 + ["amount"] * 8 + ["changing"] * 10
        kinds += ["seasonal"] * 7 + ["new"] * 10
        self.suppliers = [
            self._supplier(key, self.random.choice(kinds)) for key in range(suppliers)
        ]

    def bills(self) -> list[YearBill]:
        """Return the bills in the order of their dates."""
        dated = sorted(
            (day, supplier.key)
            for supplier in self.suppliers
            for day in self._days(supplier)
        )
        return [
            YearBill(
                number=number,
                supplier=key,
                kind=self.suppliers[key].kind,
                day=day,
                lines=tuple(self._lines(self.suppliers[key], day)),
            )
            for number, (day, key) in enumerate(dated)
        ]

    def _supplier(self, key: int, kind: str) -> _Supplier:
        draw = self.random
        accounts = draw.sample(sorted(_ARTICLES), 1 if kind == "one" else 3)
        if kind == "seasonal":
            accounts = [606300, *sorted(_WINTER)]
        articles = [
            (self._own(text), account, Decimal(draw.randint(8, 400)))
            for account in accounts
            for text in draw.sample(
                _ARTICLES[account].split("|"),
                min(3, len(_ARTICLES[account].split("|"))),
            )
        ]
        supplier = _Supplier(key, kind, draw.random() < 0.4, articles)
        if kind == "amount":
            supplier.articles = [
                (text, 606300, Decimal(draw.randint(90, 1500)))
                for text in _DEVICES.split("|")
            ]
        if kind == "changing":
            moved = draw.sample(articles, max(1, len(articles) // 3))
            supplier.changes = {text: draw.choice(accounts) for text, _a, _p in moved}
        return supplier

    def _own(self, text: str) -> str:
        is_own = self.random.random() < 0.5
        return f"{text} {self.random.choice(_OWN)}" if is_own else text

    def _days(self, supplier: _Supplier) -> Iterator[date]:
        start = date(2026, 7, 1) if supplier.kind == "new" else date(2026, 1, 1)
        gap = self.random.choice(_GAPS_ONE if supplier.kind == "one" else _GAPS)
        day = start + timedelta(days=self.random.randrange(gap))
        while day.year == 2026:
            yield day
            day += timedelta(days=max(1, gap + self.random.randint(-3, 3)))

    def _lines(self, supplier: _Supplier, day: date) -> Iterator[YearLine]:
        articles = supplier.articles
        if supplier.kind == "seasonal":
            is_winter = day.month in (1, 2, 3, 11, 12)
            articles = [each for each in articles if (each[1] in _WINTER) == is_winter]
        size = 1 if supplier.kind == "one" else self.random.randint(1, 6)
        for text, account, price in self.random.sample(
            articles, min(size, len(articles))
        ):
            net = price * Decimal(self.random.choice(["0.5", "1", "1", "1.1", "3"]))
            habit = self._habit(supplier, text, account, net, day)
            yield self._line(supplier, text, net.quantize(Decimal("0.01")), habit, day)

    def _habit(
        self, supplier: _Supplier, text: str, account: int, net: Decimal, day: date
    ) -> int:
        if supplier.kind == "amount":
            return _ASSET if net > 500 else account
        if day.month > 6:
            return supplier.changes.get(text, account)
        return account

    def _line(
        self, supplier: _Supplier, text: str, net: Decimal, habit: int, day: date
    ) -> YearLine:
        is_first = (text, habit) not in supplier.seen
        supplier.seen.add((text, habit))
        others = [each for each in supplier.accounts if each != habit] or [606300]
        slips = self.random.random() >= self.repetition
        return YearLine(
            text=self._wording(text, day),
            item=f"A{abs(hash_of(text)) % 90000 + 10000}" if supplier.has_items else "",
            net=net,
            rate=Decimal(_RATES.get(habit, "20")),
            account=self.random.choice(others) if slips else habit,
            habit=habit,
            is_first=is_first,
        )

    def _wording(self, text: str, day: date) -> str:
        """Return a text as it stands this time: a month, capitals, a word cut off."""
        draw = self.random.random()
        if draw < 0.3:
            return f"{text} {_MONTHS[day.month - 1]} {day.year}"
        if draw < 0.4:
            return f"{text} du {day:%d/%m/%Y}"
        if draw < 0.5:
            return text.upper()
        if draw < 0.55 and len(text.split()) > 2:
            return " ".join(text.split()[:-1])
        return text


def hash_of(text: str) -> int:
    """Return the same number for a text in every run."""
    return sum(ord(each) * 31**place for place, each in enumerate(text))
