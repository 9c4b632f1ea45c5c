"""Suppliers whose name resembles that of a seller.

A name proves nothing: what comes out of here is only ever shown to a person, who
decides.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

# Legal forms say nothing about who it is.
_FORMS = frozenset(
    "sa sas sasu sarl eurl snc sci scop ste societe ets gmbh ag kg ltd limited bv nv "
    "srl spa inc llc".split()
)
# Ratio 0 to 1 under which two names are strangers to a human reader.
LIKELY = 0.8


@dataclass(frozen=True, slots=True)
class Resemblance:
    """A supplier that the seller may be.

    Attributes:
        key: Identity in the books.
        ratio: Likeness of the names, 0 to 1.
        has_same_town: The postcode or the town is the same.
        has_same_mail: The mail addresses are of the same domain.
    """

    key: int
    ratio: float
    has_same_town: bool = False
    has_same_mail: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """A seller, or a supplier of the books, as far as a person would recognise him."""

    key: int
    name: str
    postcode: str = ""
    city: str = ""
    mail: str = ""


def words_of(name: str) -> tuple[str, ...]:
    """Return the words that make a name, without accents and legal form.

    >>> words_of("Société Générale d'Été, S.A.S.")
    ('generale', 'd', 'ete')
    """
    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = "".join(c if c.isalnum() else " " for c in text.lower().replace(".", ""))
    words = tuple(word for word in plain.split() if word not in _FORMS)
    return words or tuple(plain.split())


def likeness(first: str, second: str) -> float:
    """Return how alike two names are, 0 to 1, whatever the order of their words.

    >>> likeness("LE VENDEUR SAS", "Le vendeur") == 1.0
    True
    >>> likeness("LE VENDEUR", "Imprimerie Rapide") < 0.5
    True
    """
    one, two = " ".join(words_of(first)), " ".join(words_of(second))
    if not (one and two):
        return 0.0
    return float(fuzz.token_sort_ratio(one, two)) / 100


def rank(
    seller: Known, suppliers: Iterable[Known], limit: int = 5
) -> list[Resemblance]:
    """Return the suppliers that the seller may be, likeliest first.

    >>> books = [Known(1, "Le Vendeur"), Known(2, "Imprimerie Rapide")]
    >>> [each.key for each in rank(Known(0, "LE VENDEUR SARL"), books)]
    [1]
    """
    alike = []
    for each in suppliers:
        found = Resemblance(
            key=each.key,
            ratio=likeness(seller.name, each.name),
            has_same_town=_is_same(seller.postcode, each.postcode)
            or _is_same(seller.city, each.city),
            has_same_mail=_is_same(_domain(seller.mail), _domain(each.mail)),
        )
        if found.ratio >= LIKELY or found.has_same_mail:
            alike.append(found)
    alike.sort(
        key=lambda r: (-r.ratio, not r.has_same_mail, not r.has_same_town, r.key)
    )
    return alike[:limit]


def _is_same(first: str, second: str) -> bool:
    return bool(first) and first.strip().lower() == second.strip().lower()


# Where everybody has an address, the same domain means nothing.
_FREE_MAIL = frozenset(
    "gmail.com outlook.com outlook.fr hotmail.com hotmail.fr yahoo.com yahoo.fr "
    "orange.fr wanadoo.fr free.fr sfr.fr laposte.net icloud.com".split()
)


def _domain(mail: str) -> str:
    domain = mail.rpartition("@")[2].lower() if "@" in mail else ""
    return "" if domain in _FREE_MAIL else domain
