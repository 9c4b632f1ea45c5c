"""The Directory Service: search and look up companies, establishments and addresses."""

from __future__ import annotations

import re

from werkzeug.wrappers import Response

from .call import Call, body_of
from .directory import Directory, Record
from .directory_search import B2G, FIELDS, count_of, filtered, names_of, ordered
from .errors import ApiError, bad_request, json_response, not_found

_INCLUDES = {
    "siren": (),
    "siret": ("siren",),
    "routing-code": ("siren", "siret"),
    "directory-line": ("siren", "siret", "routingCode"),
}
_OPERATIONS = {
    "searchCompanyBySiren": ("search", "siren"),
    "getCompanyBySiren": ("get", "siren"),
    "searchFacilityBySiret": ("search", "siret"),
    "getFacilityBySiret": ("get", "siret"),
    "searchRoutingCode": ("search", "routing-code"),
    "getRoutingCodeBySiretAndId": ("get", "routing-code"),
    "searchDirectoryLine": ("search", "directory-line"),
    "getDirectoryLineById": ("get", "directory-line"),
}


def answer(call: Call, **keys: str) -> Response:
    """Answer any operation of the Directory Service."""
    if call.operation not in _OPERATIONS:
        raise not_found()
    verb, kind = _OPERATIONS[call.operation]
    return _search(call, kind) if verb == "search" else _get(call, kind, **keys)


def _search(call: Call, kind: str) -> Response:
    body = body_of(call.request)
    directory = call.sandbox.directory
    found = filtered(directory.all(kind), kind, body.get("filters", {}))
    found = ordered(found, kind, call.version, body.get("sorting", []))
    fields = names_of(body.get("fields", []), "fields", FIELDS[kind])
    include = names_of(body.get("include", []), "include", _INCLUDES[kind])
    start = count_of(body, "ignore", 0)
    end = start + count_of(body, "limit", 50)
    counts = call.organisation.settings.counts_results
    return json_response(
        {
            "search": body,
            "totalNumberOfResults": len(found) if counts else -1,
            "results": [
                _shown(directory, kind, each, fields, include)
                for each in found[start:end]
            ],
        }
    )


def _get(call: Call, kind: str, **keys: str) -> Response:
    for name, digits in (("siren", 9), ("siret", 14)):
        if name in keys and not re.fullmatch(rf"[0-9]{{{digits}}}", keys[name]):
            raise bad_request(f"{name} has {digits} digits")
    arguments = call.request.args
    asked = {
        name: [text for text in arguments.get(name, "").split(",") if text]
        for name in ("fields", "include")
    }
    fields = names_of(asked["fields"], "fields", FIELDS[kind])
    include = names_of(asked["include"], "include", _INCLUDES[kind])
    directory = call.sandbox.directory
    found = directory.get(kind, *keys.values())
    if found is None:
        raise ApiError(404, "NOT_FOUND", f"no {kind} {' '.join(keys.values())}")
    shown = _shown(directory, kind, found, fields, include)
    if shown.get("directoryLineStatus") == "Upcoming":
        # Of one line the service tells the state of today only.
        shown["directoryLineStatus"] = "Disabled"
    return json_response(shown)


def _shown(
    directory: Directory,
    kind: str,
    record: Record,
    fields: list[str],
    include: list[str],
) -> Record:
    shown = dict(record)
    if fields:
        shown = {name: value for name, value in record.items() if name in fields}
        wanted = [B2G[name] for name in fields if name in B2G]
        facts = record.get("b2gAdditionalData", {})
        if wanted and facts:
            shown["b2gAdditionalData"] = {name: facts[name] for name in wanted}
    siret = record.get("siret", "")
    related = {
        "siren": ("legalUnit", directory.get("siren", _siren_of(record))),
        "siret": ("facility", directory.get("siret", siret)),
        "routingCode": (
            "routingCode",
            _routing_code(directory, siret, record.get("routingIdentifier", "")),
        ),
    }
    for each in include:
        name, value = related[each]
        if value is not None:
            shown[name] = value
    return shown


def _siren_of(record: Record) -> str:
    return str(record.get("siren") or record.get("siret", "")[:9])


def _routing_code(directory: Directory, siret: str, identifier: str) -> Record | None:
    found = directory.get("routing-code", siret, identifier)
    if found is None:
        return None
    # Inside a line one name differs, and siret stands beside it.
    code = {name: value for name, value in found.items() if name != "siret"}
    code["managesLegalCommitment"] = code.pop("managesLegalCommitmentCode", False)
    return code
