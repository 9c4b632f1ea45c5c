"""Elements of UBL that the library cannot say, in the order of the schema (2.1)."""

from __future__ import annotations

from odoo.addons.einvoice_base.domain.invoice import Delivery
from odoo.addons.einvoice_base.domain.party import Address, Contact, Identifier, Party

from .plain import said
from .tree import Made, Maker

_SCHEMA = "urn:oasis:names:specification:ubl:schema:xsd:"
make = Maker(
    {
        "cac": f"{_SCHEMA}CommonAggregateComponents-2",
        "cbc": f"{_SCHEMA}CommonBasicComponents-2",
    }
)

# Scheme by which UBL marks the creditor identifier BT-90 among those of a party.
_CREDITOR = "SEPA"


def party(
    value: Party, *, creditor: str | None = None, named: bool = False
) -> list[Made]:
    """Return all that stands in a party.

    Args:
        value: The party.
        creditor: BT-90, which UBL hides among the identifiers.
        named: Its name is ``PartyName``, as that of payee and tax representative.
    """
    identifiers = list(value.identifiers)
    if said(creditor):
        identifiers.append(Identifier(creditor or "", _CREDITOR))
    trading = said(value.trading_name)
    name = said(value.name)
    parts = [
        _identifier("cbc:EndpointID", value.endpoint),
        *(
            make.some("cac:PartyIdentification", _identifier("cbc:ID", each))
            for each in identifiers
        ),
        make.some("cac:PartyName", make.some("cbc:Name", name if named else trading)),
        address("cac:PostalAddress", value.address),
        _tax_number("VAT", value.vat_number),
        _tax_number("LOC", value.tax_number),
        make.some(
            "cac:PartyLegalEntity",
            make.some("cbc:RegistrationName", None if named else name),
            _identifier("cbc:CompanyID", value.legal_id),
            make.some("cbc:CompanyLegalForm", said(value.legal_form)),
        ),
        _contact(value.contact),
    ]
    return [each for each in parts if each is not None]


def delivery(value: Delivery) -> Made | None:
    """Return a delivery BG-13, of the document or of a line."""
    day = value.date.isoformat() if value.date else None
    return make.some(
        "cac:Delivery",
        make.some("cbc:ActualDeliveryDate", day),
        make.some(
            "cac:DeliveryLocation",
            _identifier("cbc:ID", value.location),
            address("cac:Address", value.address),
        ),
        make.some(
            "cac:DeliveryParty",
            make.some("cac:PartyName", make.some("cbc:Name", said(value.name))),
        ),
    )


def address(name: str, value: Address) -> Made | None:
    """Return a postal address."""
    return make.some(
        name,
        make.some("cbc:StreetName", said(value.line1)),
        make.some("cbc:AdditionalStreetName", said(value.line2)),
        make.some("cbc:CityName", said(value.city)),
        make.some("cbc:PostalZone", said(value.postcode)),
        make.some("cbc:CountrySubentity", said(value.subdivision)),
        make.some("cac:AddressLine", make.some("cbc:Line", said(value.line3))),
        make.some(
            "cac:Country", make.some("cbc:IdentificationCode", said(value.country))
        ),
    )


def _identifier(name: str, value: Identifier | None) -> Made | None:
    if value is None:
        return None
    return make.some(name, said(value.value), schemeID=said(value.scheme))


def _tax_number(scheme: str, value: str | None) -> Made | None:
    if not said(value):
        return None
    return make(
        "cac:PartyTaxScheme",
        make.some("cbc:CompanyID", said(value)),
        make("cac:TaxScheme", make("cbc:ID", scheme)),
    )


def _contact(value: Contact) -> Made | None:
    return make.some(
        "cac:Contact",
        make.some("cbc:Name", said(value.name)),
        make.some("cbc:Telephone", said(value.phone)),
        make.some("cbc:ElectronicMail", said(value.email)),
    )
