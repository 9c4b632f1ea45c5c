"""Searching: every criterion, strictly after, page by page."""

from __future__ import annotations

from typing import Any

import pytest
from tests.pa_sandbox.client import Admin, Client
from tests.pa_sandbox_tests.pair import BUYER, SELLER, invoice

_EVER = "2020-01-01T00:00:00Z"


def _post(client: Client, **body: Any) -> Any:
    return client.request("POST", "/flows/search", json=body)


def _ids(flows: list[dict[str, Any]]) -> list[str]:
    return [each["flowId"] for each in flows]


@pytest.fixture
def three(seller: Client) -> Client:
    for number in ("F-1", "F-2", "F-3"):
        seller.deposit(invoice(number), trackingId=f"track {number}")
    return seller


@pytest.mark.parametrize(
    ("where", "count"),
    [
        ({"updatedAfter": _EVER}, 12),
        ({"updatedBefore": _EVER}, 0),
        ({"updatedBefore": "2099-01-01T00:00:00+02:00"}, 12),
        ({"flowDirection": ["Out"]}, 3),
        ({"flowDirection": ["In", "Out"]}, 12),
        ({"flowType": ["CustomerInvoiceLC"]}, 9),
        ({"flowType": ["CustomerInvoiceLC", "CustomerInvoice"]}, 12),
        ({"flowType": ["SupplierInvoice"]}, 0),
        ({"flowType": ["CustomerInvoice"], "flowDirection": ["In"]}, 0),
        ({"trackingId": "track F-2"}, 1),
        ({"ackStatus": "Ok"}, 12),
        ({"ackStatus": "Pending"}, 0),
        ({"processingRule": ["B2B"]}, 12),
        ({"processingRule": ["B2C", "B2G"]}, 0),
    ],
)
def test_criteria_are_combined(
    three: Client, where: dict[str, Any], count: int
) -> None:
    said = _post(three, where=where, limit=100).json()
    assert len(said["results"]) == count
    assert said["filters"] == where
    assert said["limit"] == 100
    assert "nextCursor" not in said


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"where": {}},
        {"where": []},
        {"where": {"flowId": "x"}},
        {"where": {"flowDirection": "In"}},
        {"where": {"flowDirection": ["in"]}},
        {"where": {"ackStatus": ["Ok"]}},
        {"where": {"updatedAfter": "2026-11-20"}},
        {"where": {"updatedAfter": "2026-11-20T08:00:00"}},
        {"where": {"updatedAfter": "0001-01-01T00:00:00+23:59"}, "limit": 101},
        {"where": {"updatedAfter": _EVER}, "limit": 0},
        {"where": {"updatedAfter": _EVER}, "limit": True},
        {"where": {"updatedAfter": _EVER}, "cursor": "no cursor"},
        {"where": {"updatedAfter": _EVER}, "cursor": 5},
    ],
)
def test_bad_searches_are_refused(three: Client, body: dict[str, Any]) -> None:
    answer = _post(three, **body)
    assert answer.status_code == 400
    assert set(answer.json()) == {"errorCode", "errorMessage"}


def test_after_is_strict(three: Client) -> None:
    flows = three.search(updatedAfter=_EVER)
    assert flows == sorted(flows, key=lambda each: each["updatedAt"])
    for place, flow in enumerate(flows):
        later = three.search(updatedAfter=flow["updatedAt"])
        assert _ids(later) == _ids(flows[place + 1 :])


def test_twenty_five_where_nothing_is_asked(sandbox: Admin, buyer: Client) -> None:
    sandbox.load(30, SELLER, BUYER)
    said = _post(buyer, where={"updatedAfter": _EVER}).json()
    assert (said["limit"], len(said["results"])) == (25, 25)


def test_cursors_reach_everything_once(sandbox: Admin, buyer: Client) -> None:
    sandbox.load(95, SELLER, BUYER)
    found: list[str] = []
    body: dict[str, Any] = {"where": {"flowDirection": ["In"]}, "limit": 10}
    pages = 0
    while True:
        said = _post(buyer, **body).json()
        found += _ids(said["results"])
        pages += 1
        if "nextCursor" not in said:
            break
        body["cursor"] = said["nextCursor"]
    assert pages == 10
    assert len(set(found)) == len(found) == 95


def test_one_moment_for_several_flows(
    sandbox: Admin, seller: Client, buyer: Client
) -> None:
    sandbox.fault(BUYER, "same_updated_at", "delivery", times=4)
    for number in range(5):
        seller.deposit(invoice(f"F-{number}"))
    flows = buyer.search(updatedAfter=_EVER)
    assert [len({e["updatedAt"] for e in part}) for part in (flows[:4], flows)] == [
        1,
        2,
    ]
    page = buyer.search(updatedAfter=_EVER, limit=2)
    # By date alone two of them are lost; the cursor knows better.
    assert len(buyer.search(updatedAfter=page[-1]["updatedAt"])) == 1
    first = _post(buyer, where={"updatedAfter": _EVER}, limit=2).json()
    rest = _post(buyer, where={"updatedAfter": _EVER}, cursor=first["nextCursor"])
    assert len(rest.json()["results"]) == 3
