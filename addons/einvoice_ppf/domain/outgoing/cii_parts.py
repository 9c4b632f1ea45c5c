"""Elements of CII that the library cannot say, in the order of the schema (D22B)."""

from __future__ import annotations

from odoo.addons.einvoice_base.domain.invoice import Delivery
from odoo.addons.einvoice_base.domain.party import Address, Contact, Identifier, Party

from .plain import said
from .tree import Made, Maker

make = Maker(
    {
        "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
        "ram": (
            "urn:un:unece:uncefact:data:standard:"
            "ReusableAggregateBusinessInformationEntity:100"
        ),
        "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
        "qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
    }
)


def party(value: Party) -> list[Made]:
    """Return all that stands in a party."""
    stated = [each for each in value.identifiers if said(each.value)]
    legal = make.some(
        "ram:SpecifiedLegalOrganization",
        _identifier("ram:ID", value.legal_id),
        make.some("ram:TradingBusinessName", said(value.trading_name)),
    )
    parts = [
        *(_identifier("ram:ID", each) for each in stated if not said(each.scheme)),
        *(_identifier("ram:GlobalID", each) for each in stated if said(each.scheme)),
        make.some("ram:Name", said(value.name)),
        make.some("ram:Description", said(value.legal_form)),
        legal,
        _contact(value.contact),
        _address(value.address),
        make.some(
            "ram:URIUniversalCommunication", _identifier("ram:URIID", value.endpoint)
        ),
        _tax_number("VA", value.vat_number),
        _tax_number("FC", value.tax_number),
    ]
    return [each for each in parts if each is not None]


def place(value: Delivery) -> list[Made]:
    """Return all that stands in a place of delivery."""
    where = (value.location,) if value.location else ()
    return party(Party(name=value.name, identifiers=where, address=value.address))


def _identifier(name: str, value: Identifier | None) -> Made | None:
    if value is None:
        return None
    return make.some(name, said(value.value), schemeID=said(value.scheme))


def _contact(value: Contact) -> Made | None:
    return make.some(
        "ram:DefinedTradeContact",
        make.some("ram:PersonName", said(value.name)),
        make.some(
            "ram:TelephoneUniversalCommunication",
            make.some("ram:CompleteNumber", said(value.phone)),
        ),
        make.some(
            "ram:EmailURIUniversalCommunication",
            make.some("ram:URIID", said(value.email)),
        ),
    )


def _address(value: Address) -> Made | None:
    return make.some(
        "ram:PostalTradeAddress",
        make.some("ram:PostcodeCode", said(value.postcode)),
        make.some("ram:LineOne", said(value.line1)),
        make.some("ram:LineTwo", said(value.line2)),
        make.some("ram:LineThree", said(value.line3)),
        make.some("ram:CityName", said(value.city)),
        make.some("ram:CountryID", said(value.country)),
        make.some("ram:CountrySubDivisionName", said(value.subdivision)),
    )


def _tax_number(scheme: str, value: str | None) -> Made | None:
    return make.some(
        "ram:SpecifiedTaxRegistration",
        make.some("ram:ID", said(value), schemeID=scheme),
    )
