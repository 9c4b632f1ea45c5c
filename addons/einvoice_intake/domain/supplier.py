"""Who sent the invoice: the supplier known to the books, and why it is he.

The evidence is tried in a fixed order and a name never decides: names are copied by
fraudsters and shared in groups of companies. A weaker proof that contradicts a stronger
identifier is no proof.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from odoo.addons.einvoice_base.domain import identifiers
from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.party import Party


class Evidence(Enum):
    """What proves who a party is, strongest first."""

    SIRET = "siret"
    SIREN = "siren"
    VAT = "vat"
    ENDPOINT = "endpoint"
    IBAN = "iban"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A supplier of the books with what is known of it.

    Attributes:
        key: Identity in the books.
        entity: Identity of the legal entity it belongs to (itself, mostly).
        registry: SIRET or SIREN as kept, letters and digits only.
        vat: VAT number, letters and digits only.
        endpoint: Electronic address, ``None`` when unknown.
        ibans: Accounts without spaces.
    """

    key: int
    entity: int
    registry: str = ""
    vat: str = ""
    endpoint: str | None = None
    ibans: frozenset[str] = frozenset()

    @property
    def siren(self) -> str | None:
        """SIREN from the registry number, else from a French VAT number."""
        return identifiers.stated_siren(self.registry) or identifiers.siren_of_vat(
            self.vat
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """The identifiers of the seller that an invoice states."""

    siret: str | None
    siren: str | None
    vats: tuple[str, ...]
    endpoint: str | None
    ibans: tuple[str, ...]

    @classmethod
    def of(cls, invoice: Invoice) -> Wanted:
        """Collect them from an invoice; a VAT number is also made of the SIREN."""
        seller: Party = invoice.seller
        stated = identifiers.compact(seller.vat_number)
        computed = identifiers.vat_of_siren(seller.siren) if seller.siren else None
        return cls(
            siret=seller.siret,
            siren=seller.siren,
            vats=tuple(dict.fromkeys(v for v in (stated, computed) if v)),
            endpoint=seller.endpoint.value if seller.endpoint else None,
            ibans=tuple(
                dict.fromkeys(
                    account.iban for account in invoice.payment.accounts if account.iban
                )
            ),
        )

    @property
    def is_empty(self) -> bool:
        """Tell whether the invoice states nothing that could identify the seller."""
        return not (self.siren or self.vats or self.endpoint or self.ibans)


@dataclass(frozen=True, slots=True)
class Match:
    """Result of the search.

    Attributes:
        key: The supplier; ``None`` when none, or several that differ.
        evidence: What proved it.
        rivals: Suppliers that the same evidence points to, when they differ.
    """

    key: int | None
    evidence: Evidence | None = None
    rivals: tuple[int, ...] = ()


def find(wanted: Wanted, candidates: Iterable[Candidate]) -> Match:
    """Find the one supplier that the strongest evidence points to.

    >>> invoice_siren = Wanted(None, "552008443", (), None, ())
    >>> find(invoice_siren, [Candidate(7, 7, registry="55200844300019")]).key
    7
    """
    known = list(candidates)
    for evidence, holds in _proofs(wanted):
        proved = [each for each in known if holds(each)]
        if evidence in (Evidence.VAT, Evidence.ENDPOINT, Evidence.IBAN):
            proved = [each for each in proved if not _contradicts(wanted, each)]
        if not proved:
            continue
        entities = {each.entity for each in proved}
        if len(entities) > 1:
            return Match(None, evidence, tuple(sorted(each.key for each in proved)))
        best = min(proved, key=lambda each: (each.key != each.entity, each.key))
        return Match(best.key, evidence)
    return Match(None)


def _proofs(
    wanted: Wanted,
) -> tuple[tuple[Evidence, Callable[[Candidate], bool]], ...]:
    """Pair each kind of evidence with the test that a candidate must pass."""
    return (
        (
            Evidence.SIRET,
            lambda each: bool(wanted.siret) and each.registry == wanted.siret,
        ),
        (
            Evidence.SIREN,
            lambda each: bool(wanted.siren) and each.siren == wanted.siren,
        ),
        (Evidence.VAT, lambda each: each.vat != "" and each.vat in wanted.vats),
        (
            Evidence.ENDPOINT,
            lambda each: bool(wanted.endpoint) and each.endpoint == wanted.endpoint,
        ),
        (Evidence.IBAN, lambda each: bool(each.ibans.intersection(wanted.ibans))),
    )


def _contradicts(wanted: Wanted, candidate: Candidate) -> bool:
    """Tell whether a stronger identifier says that it is somebody else."""
    if wanted.siren and candidate.siren and candidate.siren != wanted.siren:
        return True
    return bool(
        wanted.vats
        and candidate.vat
        and candidate.vat not in wanted.vats
        and candidate.vat[:2] == wanted.vats[0][:2]
    )
