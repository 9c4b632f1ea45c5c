"""How the Directory Service filters and sorts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .directory import Record
from .errors import bad_request

_STRICT = ("strict",)
_CONTAINS_STRICT = ("contains", "strict")
_ANY = ("contains", "strict", "startWith")
_START = ("contains", "startWith")
_PLACE = {"addressLines": _START, "postalCode": ("startWith", "strict")}
# Criteria with the operators that each has.
FILTERS = {
    "siren": {
        "siren": _STRICT,
        "businessName": _ANY,
        "entityType": _STRICT,
        "administrativeStatus": _STRICT,
    },
    "siret": {
        "siret": _STRICT,
        "siren": _STRICT,
        "facilityType": _STRICT,
        "name": _ANY,
        **_PLACE,
        "countrySubdivision": _STRICT,
        "locality": _ANY,
        "administrativeStatus": _STRICT,
    },
    "routing-code": {
        "routingIdentifier": _CONTAINS_STRICT,
        "siret": _STRICT,
        "routingCodeName": _CONTAINS_STRICT,
        "administrativeStatus": _STRICT,
        **_PLACE,
        "locality": _ANY,
    },
    "directory-line": {
        "addressingIdentifier": _CONTAINS_STRICT,
        "siren": _STRICT,
        "siret": _STRICT,
        "routingIdentifier": _CONTAINS_STRICT,
        "addressingSuffix": _CONTAINS_STRICT,
    },
}
B2G = {
    "pmStatus": "pm",
    "pmOnly": "pmOnly",
    "managesPaymentStatus": "managesPaymentStatus",
    "managesLegalCommitment": "managesLegalCommitmentCode",
    "managesLegalCommitmentOrService": "managesLegalCommitmentOrServiceCode",
    "serviceCodeStatus": "serviceCodeStatus",
}
FIELDS = {
    "siren": (
        "siren",
        "businessName",
        "entityType",
        "administrativeStatus",
        "instructions",
    ),
    "siret": (
        "siret",
        "siren",
        "name",
        "facilityType",
        "administrativeStatus",
        "siretInstructions",
        "address",
        *B2G,
    ),
    "routing-code": (
        "siret",
        "routingIdentifierType",
        "routingCodeName",
        "routingIdentifier",
        "managesLegalCommitmentCode",
        "administrativeStatus",
        "address",
    ),
    "directory-line": (
        "addressingIdentifier",
        "siren",
        "siret",
        "routingIdentifier",
        "addressingSuffix",
    ),
}


def count_of(body: Record, name: str, default: int) -> int:
    """Return a number from 0 of a search."""
    value = body.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise bad_request(f"{name} is a number from 0")
    return value


def names_of(values: Any, what: str, known: Iterable[str]) -> list[str]:
    """Return a list of names, each of which must be known."""
    known = tuple(known)
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        raise bad_request(f"{what} is a list of names")
    wrong = [each for each in values if each not in known]
    if wrong:
        raise bad_request(f"{what}: {wrong[0]} is not one of {', '.join(known)}")
    return values


def filtered(records: list[Record], kind: str, filters: Any) -> list[Record]:
    """Return the records that meet all criteria."""
    if not isinstance(filters, dict):
        raise bad_request("filters is an object")
    for name, criterion in filters.items():
        operators = FILTERS[kind].get(name)
        if operators is None:
            raise bad_request(f"filters: there is no {name}")
        if not isinstance(criterion, dict):
            raise bad_request(f"filters: {name} is an object with op and value")
        operator, value = criterion.get("op", operators[0]), criterion.get("value", "")
        if operator not in operators:
            raise bad_request(f"filters: op of {name} is one of {', '.join(operators)}")
        if not isinstance(value, str):
            raise bad_request(f"filters: value of {name} is a text")
        records = [e for e in records if _meets(_value(e, name), operator, value)]
    return records


def _value(record: Record, name: str) -> str:
    address = record.get("address", {})
    if name == "addressLines":
        return " - ".join(text for key, text in address.items() if "Line" in key)
    if name in ("postalCode", "countrySubdivision", "locality"):
        return str(address.get(name, ""))
    return str(record.get(name, ""))


def _meets(text: str, operator: str, value: str) -> bool:
    if operator == "strict":
        return text == value
    if operator == "startWith":
        return text.casefold().startswith(value.casefold())
    return value.casefold() in text.casefold()


def ordered(
    records: list[Record], kind: str, version: str, sorting: Any
) -> list[Record]:
    """Return records in the order asked for; its key differs between editions."""
    if not isinstance(sorting, list):
        raise bad_request("sorting is a list")
    is_new = version == "1.3" or kind == "routing-code"
    key, other = ("order", "sortingOrder") if is_new else ("sortingOrder", "order")
    for each in reversed(sorting):
        if not isinstance(each, dict) or other in each:
            raise bad_request(f"sorting: an object with field and {key}")
        name = names_of([each.get("field", FIELDS[kind][0])], "sorting", FIELDS[kind])
        order = each.get(key, "ascending")
        if order not in ("ascending", "descending"):
            raise bad_request(f"sorting: {key} is ascending or descending")
        records = sorted(
            records,
            key=lambda record, name=name[0]: _value(record, name),  # type: ignore[misc]
            reverse=order == "descending",
        )
    return records
