"""Whose invoice it is: ours, another company's of the group, or a stranger's."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from odoo.addons.einvoice_base.domain import identifiers
from odoo.addons.einvoice_base.domain.party import Party


class Addressee(Enum):
    """Whom the invoice is made out to."""

    OURS = "ours"
    OTHER_COMPANY = "other_company"
    STRANGER = "stranger"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class OwnCompany:
    """A company of this database.

    Attributes:
        key: Identity in the database.
        name: Its name.
        registry: SIRET or SIREN, letters and digits only.
        vat: VAT number, letters and digits only.
        endpoints: Electronic addresses.
    """

    key: int
    name: str
    registry: str = ""
    vat: str = ""
    endpoints: frozenset[str] = frozenset()

    @property
    def siren(self) -> str | None:
        """SIREN from the registry number, else from a French VAT number."""
        return identifiers.stated_siren(self.registry) or identifiers.siren_of_vat(
            self.vat
        )

    @property
    def has_identifier(self) -> bool:
        """Tell whether anything but its name could identify it."""
        return bool(self.siren or self.vat or self.endpoints)

    def is_named_by(self, party: Party) -> bool:
        """Tell whether an identifier of the party is one of this company."""
        if self.siren and party.siren:
            return self.siren == party.siren
        vat = identifiers.compact(party.vat_number)
        if self.vat and vat and self.vat[:2] == vat[:2]:
            return self.vat == vat
        return bool(party.endpoint and party.endpoint.value in self.endpoints)


def addressee(
    party: Party, companies: Iterable[OwnCompany], receiving: int
) -> tuple[Addressee, int | None]:
    """Tell whom an invoice is for, and the company's identity when it is ours.

    A buyer without any identifier (frequent from abroad, on paper, and in MINIMUM) is
    the company that has its name; with another name it is a stranger.

    >>> us = OwnCompany(1, "Ma Société", registry="200000008")
    >>> addressee(Party(name="MA SOCIETE", vat_number=None), [us], 1)
    (<Addressee.OURS: 'ours'>, 1)
    """
    known = sorted(companies, key=lambda each: each.key != receiving)
    for company in known:
        if company.is_named_by(party):
            return _of_company(company, receiving)
    if _states_identifier(party) and any(each.has_identifier for each in known):
        return Addressee.STRANGER, None
    if not party.name:
        return Addressee.UNSAID, None
    for company in known:
        if _plain_name(company.name) == _plain_name(party.name):
            return _of_company(company, receiving)
    return Addressee.STRANGER, None


def _of_company(company: OwnCompany, receiving: int) -> tuple[Addressee, int]:
    is_here = company.key == receiving
    return Addressee.OURS if is_here else Addressee.OTHER_COMPANY, company.key


def _states_identifier(party: Party) -> bool:
    return bool(party.siren or identifiers.vat_of(party.vat_number))


def _plain_name(name: str) -> str:
    """Compare names without case, accents, punctuation and legal form.

    >>> _plain_name("Société Été, S.A.R.L.") == _plain_name("SOCIETE ETE")
    True
    """
    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = "".join(c if c.isalnum() else " " for c in text.replace(".", "")).split()
    forms = {"sa", "sas", "sasu", "sarl", "eurl", "snc", "sci", "scop", "gmbh", "ltd"}
    kept = [word.lower() for word in words if word.lower() not in forms]
    return " ".join(kept or [word.lower() for word in words])
