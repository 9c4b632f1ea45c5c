"""Groups that the UBL document and its lines share."""

from __future__ import annotations

from collections.abc import Mapping

from odoo.addons.einvoice_base.domain.invoice import Delivery
from odoo.addons.einvoice_base.domain.party import Address, Contact, Identifier, Party

from . import parts
from .converters import (
    amount,
    attribute,
    content,
    from_list,
    identifier,
    indicator,
    iso_date,
    number,
    without_list,
)
from .parts import Reference
from .terms import Group, Scan, Term, Values, made, text

_SCHEMA = "urn:oasis:names:specification:ubl:schema:xsd:"
INVOICE = f"{_SCHEMA}Invoice-2"
CREDIT_NOTE = f"{_SCHEMA}CreditNote-2"
NAMESPACES = {
    "cac": f"{_SCHEMA}CommonAggregateComponents-2",
    "cbc": f"{_SCHEMA}CommonBasicComponents-2",
}
# Scheme by which UBL marks the creditor identifier BT-90 among the seller's.
_CREDITOR = "SEPA"


def address(role: Mapping[str, str], path: str) -> Group:
    """Return the group of a postal address: BG-5, BG-8, BG-12, BG-15."""
    return Group(
        parts.term(role, "address"),
        path,
        "address",
        (
            Term(parts.term(role, "line1"), "cbc:StreetName", "line1", text),
            Term(parts.term(role, "line2"), "cbc:AdditionalStreetName", "line2", text),
            Term(parts.term(role, "line3"), "cac:AddressLine/cbc:Line", "line3", text),
            Term(parts.term(role, "city"), "cbc:CityName", "city", text),
            Term(parts.term(role, "postcode"), "cbc:PostalZone", "postcode", text),
            Term(
                parts.term(role, "subdivision"),
                "cbc:CountrySubentity",
                "subdivision",
                text,
            ),
            Term(
                parts.term(role, "country"),
                "cac:Country/cbc:IdentificationCode",
                "country",
                text,
            ),
        ),
        made(Address),
    )


def _tax_number(scan: Scan, values: Values) -> Identifier | None:
    number = values.get("number")
    return Identifier(number, values.get("scheme")) if number else None


def _party(scan: Scan, values: Values) -> Party:
    numbers: list[Identifier] = values.pop("tax_numbers", [])
    stated: list[Identifier] = values.pop("identifiers", [])
    is_vat = [(each.scheme or "VAT").upper() == "VAT" for each in numbers]
    vat = [n.value for n, vat in zip(numbers, is_vat, strict=True) if vat]
    other = [n.value for n, vat in zip(numbers, is_vat, strict=True) if not vat]
    return Party(
        vat_number=scan.first("BT-31", vat),
        tax_number=scan.first("BT-32", other),
        identifiers=tuple(each for each in stated if each.scheme != _CREDITOR),
        **values,
    )


def _named_party(scan: Scan, values: Values) -> Party:
    """Build payee and tax representative: their name BT-59, BT-62 is PartyName."""
    trading = values.pop("trading_name", None)
    return _party(scan, {**values, "name": trading or values.get("name")})


def party(role: Mapping[str, str], path: str, name: str) -> Group:
    """Return the group of a party in its role."""
    legal = "cac:PartyLegalEntity"
    contact = "cac:Contact"
    return Group(
        role["group"],
        path,
        name,
        (
            Term(
                parts.term(role, "endpoint"), "cbc:EndpointID", "endpoint", identifier()
            ),
            Term(
                parts.term(role, "identifiers"),
                "cac:PartyIdentification/cbc:ID",
                "identifiers",
                identifier(),
                many=True,
            ),
            Term(
                parts.term(role, "trading_name"),
                "cac:PartyName/cbc:Name",
                "trading_name",
                text,
            ),
            address(role, "cac:PostalAddress"),
            Group(
                parts.term(role, "vat_number"),
                "cac:PartyTaxScheme",
                "tax_numbers",
                (
                    Term(
                        parts.term(role, "vat_number"), "cbc:CompanyID", "number", text
                    ),
                    Term("BT-31", "cac:TaxScheme/cbc:ID", "scheme", text),
                ),
                _tax_number,
                many=True,
            ),
            Term(
                parts.term(role, "name"), f"{legal}/cbc:RegistrationName", "name", text
            ),
            Term(
                parts.term(role, "legal_id"),
                f"{legal}/cbc:CompanyID",
                "legal_id",
                identifier(),
            ),
            Term(
                parts.term(role, "legal_form"),
                f"{legal}/cbc:CompanyLegalForm",
                "legal_form",
                text,
            ),
            Group(
                parts.term(role, "contact"),
                contact,
                "contact",
                (
                    Term(parts.term(role, "contact_name"), "cbc:Name", "name", text),
                    Term(parts.term(role, "phone"), "cbc:Telephone", "phone", text),
                    Term(
                        parts.term(role, "email"), "cbc:ElectronicMail", "email", text
                    ),
                ),
                made(Contact),
            ),
        ),
        _party if "trading_name" in role else _named_party,
    )


def creditor(path: str) -> Term:
    """Return BT-90, which UBL hides among the identifiers of seller or payee."""

    def only_creditor(scan: Scan, element: object, term: str) -> str | None:
        found = identifier()(scan, element, term)  # type: ignore[arg-type]
        return found.value if found and found.scheme == _CREDITOR else None

    return Term(
        "BT-90",
        f"{path}/cac:PartyIdentification/cbc:ID",
        "creditors",
        only_creditor,
        True,
    )


DELIVERY = Group(
    "BG-13",
    "cac:Delivery",
    "deliveries",
    (
        Term("BT-72", "cbc:ActualDeliveryDate", "date", iso_date),
        Term("BT-71", "cac:DeliveryLocation/cbc:ID", "location", identifier()),
        address(parts.DELIVERY, "cac:DeliveryLocation/cac:Address"),
        Term("BT-70", "cac:DeliveryParty/cac:PartyName/cbc:Name", "name", text),
    ),
    made(Delivery),
    many=True,
)


def allowance_charge(group: str) -> Group:
    """Return the group of an allowance or charge, of the document or of a line."""
    document = group == "BG-20"
    return Group(
        group,
        "cac:AllowanceCharge",
        "allowances_charges",
        (
            Term(group, "cbc:ChargeIndicator", "is_charge", indicator),
            Term(
                "BT-98" if document else "BT-140",
                "cbc:AllowanceChargeReasonCode",
                "reason_code",
                without_list,
            ),
            Term(
                "BT-105", "cbc:AllowanceChargeReasonCode", "tax_code", from_list("5153")
            ),
            Term(
                "BT-97" if document else "BT-139",
                "cbc:AllowanceChargeReason",
                "reason",
                text,
            ),
            Term(
                "BT-94" if document else "BT-138",
                "cbc:MultiplierFactorNumeric",
                "percent",
                number,
            ),
            Term("BT-92" if document else "BT-136", "cbc:Amount", "amount", amount),
            Term(
                "BT-93" if document else "BT-137",
                "cbc:BaseAmount",
                "base_amount",
                amount,
            ),
            Term("BT-95", "cac:TaxCategory/cbc:ID", "vat_category", text),
            Term("BT-96", "cac:TaxCategory/cbc:Percent", "vat_rate", number),
        ),
        parts.allowance_charge,
        many=True,
    )


def reference(path: str, group: str) -> Group:
    """Return a document reference: BT-11, BT-18, BT-128 or BG-24 by its type code."""
    binary = "cac:Attachment/cbc:EmbeddedDocumentBinaryObject"
    return Group(
        group,
        path,
        "references",
        (
            Term("BT-122", "cbc:ID", "number", text),
            Term("BT-18", "cbc:ID", "scheme", attribute("schemeID")),
            Term(group, "cbc:DocumentTypeCode", "type_code", text),
            Term("BT-123", "cbc:DocumentDescription", "description", text),
            Term("BT-124", "cac:Attachment/cac:ExternalReference/cbc:URI", "uri", text),
            Term("BT-125", binary, "content", content),
            Term("BT-125", binary, "filename", attribute("filename")),
            Term("BT-125", binary, "mimetype", attribute("mimeCode")),
        ),
        made(Reference),
        many=True,
    )
