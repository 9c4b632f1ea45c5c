"""Calls and answers are compared with the official files by a judge of others."""

from __future__ import annotations

from typing import Any

import pytest
from tests.pa_sandbox.client import Admin, Client
from tests.pa_sandbox.identifiers import siret_of
from tests.pa_sandbox.make_invoice import Company
from tests.pa_sandbox_tests.messages import cdar
from tests.pa_sandbox_tests.official import JudgedSession, needs_standards
from tests.pa_sandbox_tests.pair import BUYER, SELLER, STRANGER, invoice

pytestmark = [pytest.mark.slow, needs_standards]

_EVER = {"updatedAfter": "2020-01-01T00:00:00Z"}
_DOC_TYPES = ("Metadata", "Original", "Converted", "ReadableView")


def _judged(client: Client, service: str) -> JudgedSession:
    base = client.flow if service == "flow" else client.directory
    session = JudgedSession(service, base)
    session.headers.update(client.session.headers)
    client.session = session
    return session


@pytest.fixture
def judge(seller: Client) -> JudgedSession:
    return _judged(seller, "flow")


@pytest.fixture
def buyers_judge(buyer: Client) -> JudgedSession:
    return _judged(buyer, "flow")


def test_deposits_conform(seller: Client, judge: JudgedSession) -> None:
    full = {
        "trackingId": "ours",
        "processingRule": "B2B",
        "flowProfile": "CIUS",
    }
    assert seller.deposit(invoice("F-1"), **full).status_code == 202
    assert seller.deposit(invoice("F-2", "UBL"), "UBL").status_code == 202
    pdf = invoice("F-3", "Factur-X")
    assert seller.deposit(pdf, "Factur-X").status_code == 202
    assert seller.deposit(bytes(range(256)), "CII").status_code == 202
    status = cdar("212", by="seller")
    assert seller.deposit(status, "CDAR").status_code == 202
    assert judge.judged == 5
    assert judge.findings == []


def test_acknowledgements_conform(
    sandbox: Admin, seller: Client, judge: JudgedSession
) -> None:
    sandbox.set(SELLER, acknowledge_polls=1, undefined_while_pending=True)
    bad = [
        seller.deposit(b""),
        seller.deposit(b"<a/>"),
        seller.deposit(invoice(), sha256="ab" * 32),
        seller.deposit(cdar("212", by="seller", payments=()), "CDAR"),
        seller.deposit(invoice(buyer=Company(STRANGER))),
    ]
    for answer in bad:
        for _ in range(2):
            seller.metadata(answer.json()["flowId"])
    assert judge.judged == 15
    assert judge.findings == []


def test_searches_conform(
    sandbox: Admin, buyer: Client, buyers_judge: JudgedSession
) -> None:
    sandbox.load(120, SELLER, BUYER)
    where: dict[str, Any] = {
        **_EVER,
        "updatedBefore": "2099-01-01T00:00:00.5+01:00",
        "processingRule": ["B2B", "B2G"],
        "flowType": ["SupplierInvoice", "SupplierInvoiceLC"],
        "flowDirection": ["In"],
        "ackStatus": "Ok",
    }
    first = buyer.request("POST", "/flows/search", json={"where": where, "limit": 50})
    cursor = first.json()["nextCursor"]
    body = {"where": where, "cursor": cursor, "limit": 100}
    second = buyer.request("POST", "/flows/search", json=body)
    assert len(first.json()["results"]) + len(second.json()["results"]) == 120
    assert buyers_judge.findings == []


def test_files_conform(
    seller: Client, buyer: Client, buyers_judge: JudgedSession
) -> None:
    seller.deposit(invoice(), name='été "1".xml')
    seller.deposit(invoice("F-2", "Factur-X"), "Factur-X")
    for flow in buyer.search(flowType=["SupplierInvoice"]):
        for doc_type in _DOC_TYPES:
            path = f"/flows/{flow['flowId']}?docType={doc_type}"
            assert buyer.request("GET", path).status_code == 200
    assert buyer.request("GET", "/flows/unknown").status_code == 404
    assert buyer.request("GET", "/healthcheck").status_code == 200
    assert buyers_judge.findings == []


def test_webhooks_conform(buyer: Client, buyers_judge: JudgedSession) -> None:
    body = {
        "callbackUrl": "http://127.0.0.1:9/x",
        "flowTypes": ["SupplierInvoice"],
        "flowDirection": "In",
        "ackStatus": "Ok",
    }
    hook = buyer.request("POST", "/webhooks", json=body).json()
    assert buyer.request("GET", "/webhooks").json()["count"] == 1
    path = f"/webhooks/{hook['webhookId']}"
    assert buyer.request("DELETE", path).status_code == 204
    assert buyer.request("DELETE", path).status_code == 404
    assert buyers_judge.findings == []


@pytest.mark.parametrize("status", [400, 401, 403, 413, 422, 429, 500, 503])
def test_refusals_conform(
    sandbox: Admin, seller: Client, judge: JudgedSession, status: int
) -> None:
    sandbox.fault(SELLER, "status", status=status, retry_after=1)
    assert seller.deposit(invoice()).status_code == status
    assert judge.findings == []


_PART = ("f.xml", b"<a/>", "application/xml")
_INFO = (None, '{"flowSyntax": "CII", "name": "f"}', "application/json")
_BAD_CALLS: list[tuple[str, dict[str, Any]]] = [
    ("/flows", {"files": {"flowInfo": _INFO}}),
    ("/flows", {"files": {"file": _PART}}),
    ("/flows", {"files": {"flowInfo": (None, "{}", _INFO[2]), "file": _PART}}),
    (
        "/flows",
        {
            "files": {
                "flowInfo": (None, '{"flowSyntax": "FacturX", "name": "f"}', _INFO[2]),
                "file": _PART,
            }
        },
    ),
    ("/flows", {"json": {"flowSyntax": "CII", "name": "f"}}),
    ("/flows/search", {}),
    ("/flows/search", {"json": {"where": {}}}),
    ("/flows/search", {"json": {"where": {"flowDirection": "In"}}}),
    ("/flows/search", {"json": {"where": {"updatedAfter": "yesterday"}}}),
    ("/flows/search", {"json": {"where": _EVER, "limit": 101}}),
    ("/webhooks", {"json": {"flowDirection": "In"}}),
    (
        "/flows/search",
        {"json": {"where": _EVER}, "headers": {"Request-Id": "not a uuid"}},
    ),
]


@pytest.mark.parametrize(("path", "more"), _BAD_CALLS)
def test_what_the_judge_refuses_is_refused(
    seller: Client, judge: JudgedSession, path: str, more: dict[str, Any]
) -> None:
    assert seller.request("POST", path, **more).status_code == 400
    assert judge.findings
    assert all(" request: " in each for each in judge.findings)


def test_the_judge_sees_what_is_wrong(
    sandbox: Admin, seller: Client, judge: JudgedSession
) -> None:
    sandbox.set(SELLER, tracking="null")
    seller.deposit(invoice(), trackingId="ours")
    sandbox.fault(SELLER, "html")
    seller.request("POST", "/flows/search", json={"where": _EVER})
    sandbox.fault(SELLER, "status", status=418)
    seller.request("POST", "/flows/search", json={"where": _EVER})
    assert all(" answer: " in each for each in judge.findings)
    calls = {each.partition(" answer")[0] for each in judge.findings}
    assert calls == {
        "POST /v1/flows 202",
        "POST /v1/flows/search 200",
        "POST /v1/flows/search 418",
    }


_ATELIER = "300000007"
_SIRET = siret_of(_ATELIER)
_LINE = f"/directory-line/code:{_ATELIER}_{_SIRET}_ACHATS"
_LOOK_UPS: list[tuple[str, str, dict[str, Any]]] = [
    ("POST", "/siren/search", {"filters": {"siren": {"op": "strict", "value": "3"}}}),
    (
        "POST",
        "/siren/search",
        {
            "filters": {"businessName": {"op": "contains", "value": "a"}},
            "sorting": [{"field": "siren", "order": "descending"}],
            "fields": ["siren", "businessName"],
            "limit": 5,
            "ignore": 1,
        },
    ),
    ("POST", "/siret/search", {"include": ["siren"]}),
    ("POST", "/routing-code/search", {"include": ["siren", "siret"]}),
    (
        "POST",
        "/directory-line/search",
        {"include": ["siren", "siret", "routingCode"], "limit": 100},
    ),
    ("GET", f"/siren/code-insee:{_ATELIER}", {}),
    ("GET", "/siren/code-insee:999999998", {}),
    ("GET", f"/siret/code-insee:{_SIRET}?include=siren&fields=siret,pmOnly", {}),
    ("GET", f"/siret/code-insee:{siret_of('700000003')}", {}),
    ("GET", f"/routing-code/siret:{_SIRET}/code:ACHATS?include=siren,siret", {}),
    ("GET", _LINE, {}),
    (
        "GET",
        f"{_LINE}?include=siren,siret,routingCode",
        {},
    ),
    ("GET", "/directory-line/code:600000004", {}),
]


@pytest.mark.parametrize(("method", "path", "body"), _LOOK_UPS)
def test_the_directory_conforms(
    buyer: Client, method: str, path: str, body: dict[str, Any]
) -> None:
    judge = _judged(buyer, "directory")
    more = {"json": body} if method == "POST" else {}
    answer = buyer.look_up(method, path, **more)
    assert answer.status_code == (404 if "999999998" in path else 200)
    assert judge.judged == 1
    assert judge.findings == []
