"""The parties of an invoice and how they are identified (EN 16931-1)."""

from __future__ import annotations

from dataclasses import dataclass, field

from . import identifiers


@dataclass(frozen=True, slots=True)
class Identifier:
    """A value with the scheme that gives it meaning (ISO 6523 ICD, EAS or UNTDID)."""

    value: str
    scheme: str | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """Postal address: BG-5, BG-8, BG-12, BG-15."""

    line1: str | None = None
    line2: str | None = None
    line3: str | None = None
    city: str | None = None
    postcode: str | None = None
    subdivision: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Contact: BG-6, BG-9."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """Seller BG-4, buyer BG-7, payee BG-10 or tax representative BG-11.

    Attributes:
        name: BT-27, BT-44, BT-59, BT-62.
        trading_name: BT-28, BT-45.
        identifiers: BT-29, BT-46, BT-60; several, each with its scheme.
        legal_id: BT-30, BT-47, BT-61.
        vat_number: BT-31, BT-48, BT-63.
        tax_number: BT-32.
        legal_form: BT-33.
        endpoint: BT-34, BT-49, the electronic address.
    """

    name: str | None = None
    trading_name: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    legal_id: Identifier | None = None
    vat_number: str | None = None
    tax_number: str | None = None
    legal_form: str | None = None
    endpoint: Identifier | None = None
    address: Address = field(default_factory=Address)
    contact: Contact = field(default_factory=Contact)

    @property
    def siret(self) -> str | None:
        """SIRET with a right check digit, where the party states one.

        >>> Party(identifiers=(Identifier("73282932000074", "0009"),)).siret
        '73282932000074'
        """
        stated = filter(None, (*self.identifiers, self.legal_id))
        numbers = (
            identifiers.siret_of(each.value)
            for each in stated
            if each.scheme in (identifiers.SCHEME_SIRET, None)
        )
        return next(filter(None, numbers), None)

    @property
    def siren(self) -> str | None:
        """SIREN as declared (BT-30, BT-29), else from the VAT number or address.

        >>> Party(vat_number="FR40303265045").siren
        '303265045'
        """
        declared = (identifiers.SCHEME_SIREN, identifiers.SCHEME_SIRET)
        stated = [
            identifiers.stated_siren(each.value)
            for each in filter(None, (self.legal_id, *self.identifiers))
            if each.scheme in declared
        ]
        if self.legal_id and self.legal_id.scheme is None:
            stated.append(identifiers.siren_of(self.legal_id.value))
        stated.append(identifiers.siren_of_vat(self.vat_number))
        address = self.endpoint
        if address and address.scheme in (*declared, identifiers.SCHEME_FR_ADDRESS):
            stated.append(identifiers.siren_of(address.value[:9]))
        return next(filter(None, stated), None)
