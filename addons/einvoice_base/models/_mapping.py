"""From records to values of the domain."""

from decimal import Decimal

from odoo.tools import float_repr

from ..domain.identifiers import (
    SCHEME_SIREN,
    SCHEME_SIRET,
    siren_of,
    siret_of,
)
from ..domain.party import Address, Contact, Identifier, Party


def amount(value, currency):
    """Return an amount of a record with the decimals of its currency."""
    return Decimal(float_repr(currency.round(value), currency.decimal_places))


def number(value, digits=6):
    """Return a quantity, price or rate without the noise of binary fractions."""
    return Decimal(float_repr(value, digits)).normalize() + Decimal(0)


def party(partner):
    """Return a partner as a party of an invoice."""
    return Party(
        name=partner.name or None,
        legal_id=_legal_id(partner.company_registry),
        vat_number=partner.vat or None,
        endpoint=Identifier(partner.peppol_endpoint, partner.peppol_eas or None)
        if partner.peppol_endpoint
        else None,
        address=Address(
            line1=partner.street or None,
            line2=partner.street2 or None,
            city=partner.city or None,
            postcode=partner.zip or None,
            subdivision=partner.state_id.name or None,
            country=partner.country_id.code or None,
        ),
        contact=Contact(phone=partner.phone or None, email=partner.email or None),
    )


def _legal_id(registry):
    if siret := siret_of(registry):
        return Identifier(siret, SCHEME_SIRET)
    if siren := siren_of(registry):
        return Identifier(siren, SCHEME_SIREN)
    return Identifier(registry) if registry else None
