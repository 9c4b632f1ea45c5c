"""Groups that the CII header and its lines share."""

from __future__ import annotations

from collections.abc import Mapping

from odoo.addons.einvoice_base.domain.invoice import Delivery
from odoo.addons.einvoice_base.domain.party import Address, Contact, Identifier, Party

from . import parts
from .converters import (
    amount,
    attribute,
    cii_date,
    content,
    from_list,
    identifier,
    indicator,
    number,
    without_list,
)
from .parts import Reference
from .terms import Build, Group, Scan, Term, Values, made, text

NAMESPACES = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": (
        "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity"
        ":100"
    ),
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
    "qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
}


def address(role: Mapping[str, str]) -> Group:
    """Return the group of a postal address: BG-5, BG-8, BG-12, BG-15."""
    return Group(
        parts.term(role, "address"),
        "ram:PostalTradeAddress",
        "address",
        (
            Term(parts.term(role, "line1"), "ram:LineOne", "line1", text),
            Term(parts.term(role, "line2"), "ram:LineTwo", "line2", text),
            Term(parts.term(role, "line3"), "ram:LineThree", "line3", text),
            Term(parts.term(role, "city"), "ram:CityName", "city", text),
            Term(parts.term(role, "postcode"), "ram:PostcodeCode", "postcode", text),
            Term(
                parts.term(role, "subdivision"),
                "ram:CountrySubDivisionName",
                "subdivision",
                text,
            ),
            Term(parts.term(role, "country"), "ram:CountryID", "country", text),
        ),
        made(Address),
    )


def _contact(scan: Scan, values: Values) -> Contact:
    department = values.pop("department", None)
    return Contact(**{"name": department, **values})


def contact(role: Mapping[str, str]) -> Group:
    """Return the group of a contact, BG-6 and BG-9; EXTENDED allows several."""
    name = parts.term(role, "contact_name")
    return Group(
        parts.term(role, "contact"),
        "ram:DefinedTradeContact",
        "contacts",
        (
            Term(name, "ram:PersonName", "name", text),
            Term(name, "ram:DepartmentName", "department", text),
            Term(
                parts.term(role, "phone"),
                "ram:TelephoneUniversalCommunication/ram:CompleteNumber",
                "phone",
                text,
            ),
            Term(
                parts.term(role, "email"),
                "ram:EmailURIUniversalCommunication/ram:URIID",
                "email",
                text,
            ),
        ),
        _contact,
        many=True,
    )


def _party(scan: Scan, values: Values) -> Party:
    numbers: list[Identifier] = values.pop("tax_numbers", [])
    contacts: list[Contact] = values.pop("contacts", [])
    values["identifiers"] = tuple(values.get("identifiers", ()))
    vat = [number.value for number in numbers if number.scheme in ("VA", "VAT")]
    other = [number.value for number in numbers if number.scheme not in ("VA", "VAT")]
    return Party(
        vat_number=scan.first("BT-31", vat),
        tax_number=scan.first("BT-32", other),
        contact=contacts[0] if contacts else Contact(),
        **values,
    )


def party(role: Mapping[str, str], path: str, name: str) -> Group:
    """Return the group of a party in its role."""
    identifiers = parts.term(role, "identifiers")
    return Group(
        role["group"],
        path,
        name,
        (
            Term(identifiers, "ram:ID", "identifiers", identifier(), many=True),
            Term(identifiers, "ram:GlobalID", "identifiers", identifier(), many=True),
            Term(parts.term(role, "name"), "ram:Name", "name", text),
            Term(parts.term(role, "legal_form"), "ram:Description", "legal_form", text),
            Term(
                parts.term(role, "legal_id"),
                "ram:SpecifiedLegalOrganization/ram:ID",
                "legal_id",
                identifier(),
            ),
            Term(
                parts.term(role, "trading_name"),
                "ram:SpecifiedLegalOrganization/ram:TradingBusinessName",
                "trading_name",
                text,
            ),
            Term(
                parts.term(role, "endpoint"),
                "ram:URIUniversalCommunication/ram:URIID",
                "endpoint",
                identifier(),
            ),
            Term(
                parts.term(role, "vat_number"),
                "ram:SpecifiedTaxRegistration/ram:ID",
                "tax_numbers",
                identifier(),
                many=True,
            ),
            contact(role),
            address(role),
        ),
        _party,
    )


def delivery(receiver: Party | None, values: Values) -> Delivery | None:
    """Make a delivery BG-13 of its party and its date BT-72."""
    day = values.pop("delivery_date", None)
    if receiver is None and day is None:
        return None
    receiver = receiver or Party()
    return Delivery(
        name=receiver.name,
        location=next(iter(receiver.identifiers), None),
        date=day,
        address=receiver.address,
    )


def delivery_terms(path: str) -> tuple[Term | Group, ...]:
    """Return who is delivered (BT-70, BG-15) and when (BT-72)."""
    return (
        party(parts.DELIVERY, f"{path}/ram:ShipToTradeParty", "receiver"),
        Term(
            "BT-72",
            f"{path}/ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime",
            "delivery_date",
            cii_date,
        ),
    )


def allowance_charge(path: str, name: str, group: str) -> Group:
    """Return the group of an allowance or charge, of the document or of a line."""
    document = group == "BG-20"
    return Group(
        group,
        path,
        name,
        (
            Term(group, "ram:ChargeIndicator/udt:Indicator", "is_charge", indicator),
            Term(
                "BT-94" if document else "BT-138",
                "ram:CalculationPercent",
                "percent",
                number,
            ),
            Term(
                "BT-93" if document else "BT-137",
                "ram:BasisAmount",
                "base_amount",
                amount,
            ),
            Term(
                "BT-92" if document else "BT-136", "ram:ActualAmount", "amount", amount
            ),
            Term(
                "BT-98" if document else "BT-140",
                "ram:ReasonCode",
                "reason_code",
                without_list,
            ),
            Term("BT-105", "ram:ReasonCode", "tax_code", from_list("5153")),
            Term("BT-97" if document else "BT-139", "ram:Reason", "reason", text),
            Term(
                "BT-95", "ram:CategoryTradeTax/ram:CategoryCode", "vat_category", text
            ),
            Term(
                "BT-96",
                "ram:CategoryTradeTax/ram:RateApplicablePercent",
                "vat_rate",
                number,
            ),
        ),
        parts.allowance_charge,
        many=True,
    )


def reference(path: str, name: str, group: str) -> Group:
    """Return a document reference: BT-17, BT-18, BT-128 or BG-24 by its type code."""
    binary = "ram:AttachmentBinaryObject"
    build: Build = made(Reference)
    return Group(
        group,
        path,
        name,
        (
            Term("BT-122", "ram:IssuerAssignedID", "number", text),
            Term(group, "ram:TypeCode", "type_code", text),
            Term("BT-18", "ram:ReferenceTypeCode", "scheme", text),
            Term("BT-123", "ram:Name", "description", text),
            Term("BT-124", "ram:URIID", "uri", text),
            Term("BT-125", binary, "content", content),
            Term("BT-125", binary, "filename", attribute("filename")),
            Term("BT-125", binary, "mimetype", attribute("mimeCode")),
        ),
        build,
        many=True,
    )
