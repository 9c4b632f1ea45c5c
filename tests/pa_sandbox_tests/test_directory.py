"""The directory: who receives where."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from tests.pa_sandbox import make_directory
from tests.pa_sandbox.client import Admin, Client
from tests.pa_sandbox.identifiers import is_luhn, siret_of
from tests.pa_sandbox_tests.pair import BUYER, SELLER, SELLER_ADDRESS

_ATELIER = "300000007"
_SIRET = siret_of(_ATELIER)


def _search(client: Client, kind: str, **body: Any) -> dict[str, Any]:
    answer = client.look_up("POST", f"/{kind}/search", json=body)
    assert answer.status_code == 200, answer.text
    said: dict[str, Any] = answer.json()
    assert said["search"] == body
    return said


def _strict(name: str, value: str) -> dict[str, Any]:
    return {"filters": {name: {"op": "strict", "value": value}}}


def test_the_file_is_what_makes_it() -> None:
    text = make_directory.FILE.read_text(encoding="utf-8")
    import json

    assert json.loads(text) == make_directory.default_directory()
    for each in make_directory.default_directory()["siren"]:
        assert is_luhn(each["siren"])
    assert is_luhn(_SIRET)


def test_organisations_are_entered(buyer: Client) -> None:
    found = _search(buyer, "directory-line", **_strict("siren", SELLER))
    addresses = [each["addressingIdentifier"] for each in found["results"]]
    assert addresses == [SELLER, SELLER_ADDRESS]
    assert found["totalNumberOfResults"] == 2


@pytest.mark.parametrize(
    ("kind", "name", "operator", "value", "count"),
    [
        ("siren", "siren", "strict", _ATELIER, 1),
        ("siren", "siren", "strict", "999999999", 0),
        ("siren", "businessName", "contains", "ATELIER", 1),
        ("siren", "businessName", "startWith", "papeterie", 1),
        ("siren", "businessName", "strict", "papeterie", 0),
        ("siren", "administrativeStatus", "strict", "C", 1),
        ("siren", "entityType", "strict", "Public", 1),
        ("siret", "siren", "strict", _ATELIER, 1),
        ("siret", "locality", "contains", "bourg", 1),
        ("siret", "postalCode", "startWith", "990", 8),
        ("siret", "addressLines", "contains", "exemple", 8),
        ("routing-code", "siret", "strict", _SIRET, 1),
        ("routing-code", "routingIdentifier", "contains", "cha", 1),
        ("directory-line", "addressingIdentifier", "contains", "FRAIS", 1),
        ("directory-line", "addressingIdentifier", "strict", _ATELIER, 1),
        ("directory-line", "siret", "strict", _SIRET, 2),
    ],
)
def test_filters(
    buyer: Client, kind: str, name: str, operator: str, value: str, count: int
) -> None:
    filters = {name: {"op": operator, "value": value}}
    assert len(_search(buyer, kind, filters=filters)["results"]) == count


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("siren", {"filters": {"name": {"op": "strict", "value": "x"}}}),
        ("siren", {"filters": {"siren": {"op": "contains", "value": "1"}}}),
        ("siren", {"filters": {"siren": "1"}}),
        ("siren", {"filters": []}),
        ("siren", {"fields": ["vat"]}),
        ("siren", {"limit": -1}),
        ("siren", {"ignore": "1"}),
        ("siret", {"include": ["siret"]}),
        ("directory-line", {"fields": ["directoryLineStatus"]}),
        ("directory-line", {"sorting": [{"field": "platformType"}]}),
    ],
)
def test_bad_searches_are_refused(
    buyer: Client, kind: str, body: dict[str, Any]
) -> None:
    assert buyer.look_up("POST", f"/{kind}/search", json=body).status_code == 400


def test_pages(sandbox: Admin, buyer: Client) -> None:
    first = _search(buyer, "siren", limit=3)
    second = _search(buyer, "siren", limit=3, ignore=3)
    assert first["totalNumberOfResults"] == second["totalNumberOfResults"] == 8
    names = [each["siren"] for each in first["results"] + second["results"]]
    assert len(set(names)) == 6
    sandbox.set(BUYER, counts_results=False)
    assert _search(buyer, "siren", limit=3)["totalNumberOfResults"] == -1


def test_relations_and_fields(buyer: Client) -> None:
    path = f"/directory-line/code:{_ATELIER}_{_SIRET}_ACHATS"
    said = buyer.look_up("GET", path, params={"include": "siren,siret,routingCode"})
    line = said.json()
    assert line["platformType"] == "WK"
    assert line["legalUnit"]["businessName"] == "Atelier des Adresses SAS"
    assert line["facility"]["siret"] == _SIRET
    assert line["routingCode"]["routingCodeName"] == "Service achats"
    assert line["routingCode"]["managesLegalCommitment"] is False
    fields = {"fields": "siren,routingIdentifier"}
    few = buyer.look_up("GET", path, params=fields).json()
    assert few == {"siren": _ATELIER, "routingIdentifier": "ACHATS"}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/siren/code-insee:{_ATELIER}", 200),
        ("/siren/code-insee:999999998", 404),
        ("/siren/code-insee:12", 400),
        (f"/siret/code-insee:{_SIRET}", 200),
        (f"/siret/code-insee:{_SIRET}?include=siren", 200),
        (f"/siret/code-insee:{_SIRET}?include=siret", 400),
        (f"/routing-code/siret:{_SIRET}/code:ACHATS", 200),
        (f"/routing-code/siret:{_SIRET}/code:achats", 404),
        (f"/directory-line/code:{_ATELIER}_FRAIS", 200),
        (f"/directory-line/code:{_ATELIER}_frais", 404),
        ("/healthcheck", 200),
    ],
)
def test_looking_up(buyer: Client, path: str, status: int) -> None:
    assert buyer.look_up("GET", path).status_code == status


def test_public_bodies_say_what_they_want(buyer: Client) -> None:
    siret = siret_of("700000003")
    facts = buyer.look_up("GET", f"/siret/code-insee:{siret}").json()
    assert facts["b2gAdditionalData"]["managesLegalCommitmentCode"] is True
    query = {"fields": "siret,managesLegalCommitment"}
    few = buyer.look_up("GET", f"/siret/code-insee:{siret}", params=query).json()
    assert few["b2gAdditionalData"] == {"managesLegalCommitmentCode": True}


def test_states_of_lines(buyer: Client) -> None:
    by_search = {}
    for siren in ("400000006", "500000005", "600000004"):
        found = _search(buyer, "directory-line", **_strict("siren", siren))
        by_search[siren] = found["results"][0]["directoryLineStatus"]
    assert list(by_search.values()) == ["Enabled", "Disabled", "Upcoming"]
    one = buyer.look_up("GET", "/directory-line/code:600000004").json()
    assert one["directoryLineStatus"] == "Disabled"


def test_records_are_loaded(sandbox: Admin, buyer: Client) -> None:
    company = make_directory.company("900000001", "Nouvelle SARL", "Exempleville")
    company["directory-line"].append(make_directory.line("900000001"))
    assert sandbox.call("PUT", "/directory", **company)["siren"] == 9
    line = buyer.look_up("GET", "/directory-line/code:900000001").json()
    assert line["siren"] == "900000001"
    with pytest.raises(requests.HTTPError):
        sandbox.call("PUT", "/directory", siren=[{"businessName": "X"}])
    with pytest.raises(requests.HTTPError):
        sandbox.call("PUT", "/directory", vat=[])
