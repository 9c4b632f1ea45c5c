"""What differs between the editions 1.1, 1.2 and 1.3 of XP Z12-013."""

from __future__ import annotations

import pytest
from tests.pa_sandbox.client import Admin, Client
from tests.pa_sandbox_tests.pair import BUYER, SELLER, invoice

_EVER = {"updatedAfter": "2020-01-01T00:00:00Z"}


@pytest.mark.parametrize("version", ["1.1", "1.2", "1.3"])
def test_the_path_chooses_the_edition(sandbox: Admin, version: str) -> None:
    sandbox.load(3, SELLER, BUYER)
    client = sandbox.client(BUYER, version)
    body = {"where": _EVER, "limit": 2}
    said = client.request("POST", "/flows/search", json=body).json()
    assert ("nextCursor" in said) is (version == "1.3")
    assert ("name" in said["results"][0]) is (version != "1.1")


def test_the_organisation_has_an_edition(sandbox: Admin) -> None:
    sandbox.set(BUYER, version="1.2")
    sandbox.load(3, SELLER, BUYER)
    client = sandbox.client(BUYER)
    body = {"where": _EVER, "limit": 2, "cursor": "ignored"}
    said = client.request("POST", "/flows/search", json=body).json()
    assert "nextCursor" not in said
    client.flow = client.flow.replace("/flow-service", "/1.3.0/afnor-flow")
    body.pop("cursor")
    said = client.request("POST", "/flows/search", json=body).json()
    assert "nextCursor" in said


def test_undefined_is_a_word_of_1_3_only(sandbox: Admin, seller: Client) -> None:
    flow_id = seller.deposit(b"<a/>", "UBL").json()["flowId"]
    assert seller.metadata(flow_id)["flowType"] == "Undefined"
    old = sandbox.client(SELLER, "1.2")
    assert "flowType" not in old.metadata(flow_id)
    for version, word, status in (
        ("1.2", "StateInvoice", 200),
        ("1.3", "StateInvoice", 400),
        ("1.2", "StateCustomerInvoice", 400),
        ("1.3", "StateCustomerInvoice", 200),
    ):
        client = sandbox.client(SELLER, version)
        body = {"where": {"flowType": [word]}}
        answer = client.request("POST", "/flows/search", json=body)
        assert answer.status_code == status


@pytest.mark.parametrize(("version", "status"), [("1.2", 400), ("1.3", 202)])
def test_tracking_ids_have_grown(sandbox: Admin, version: str, status: int) -> None:
    client = sandbox.client(SELLER, version)
    assert client.deposit(invoice(), trackingId="x" * 64).status_code == status
    assert client.deposit(invoice("F-2"), trackingId="x" * 36).status_code == 202


@pytest.mark.parametrize(
    ("version", "statuses"),
    [
        ("1.1", {"GET": 404, "POST": 404}),
        ("1.2", {"GET": 200, "POST": 201}),
        ("1.3", {"GET": 200, "POST": 400}),
    ],
)
def test_webhooks_came_with_1_2(
    sandbox: Admin, version: str, statuses: dict[str, int]
) -> None:
    client = sandbox.client(BUYER, version)
    body = {
        "callback": {"url": "http://127.0.0.1:9/x"},
        "metadata": {"flowType": "SupplierInvoice", "flowDirection": "In"},
    }
    for method, status in statuses.items():
        answer = client.request(method, "/webhooks", json=body)
        assert answer.status_code == status


@pytest.mark.parametrize(
    ("version", "path", "key"),
    [
        ("1.1", "/siren/search", "sortingOrder"),
        ("1.2", "/directory-line/search", "sortingOrder"),
        ("1.2", "/routing-code/search", "order"),
        ("1.3", "/siren/search", "order"),
    ],
)
def test_the_directory_sorts_by_another_key(
    sandbox: Admin, version: str, path: str, key: str
) -> None:
    client = sandbox.client(BUYER, version)
    field = "siret" if "routing" in path else "siren"
    wrong = {"order": "sortingOrder", "sortingOrder": "order"}[key]
    for name, status in ((key, 200), (wrong, 400)):
        body = {"sorting": [{"field": field, name: "descending"}]}
        answer = client.look_up("POST", path, json=body)
        assert answer.status_code == status
    found = client.look_up(
        "POST", path, json={"sorting": [{"field": field, key: "descending"}]}
    ).json()["results"]
    values = [each[field] for each in found]
    assert values == sorted(values, reverse=True)


def test_there_is_no_other_edition(sandbox: Admin) -> None:
    client = sandbox.client(BUYER, "1.4")
    assert client.request("GET", "/healthcheck").status_code == 404
    del client
    client = sandbox.client(BUYER)
    assert client.request("PUT", "/flows").status_code == 405


def test_the_old_name_of_the_request_id(sandbox: Admin, seller: Client) -> None:
    answer = seller.request("GET", "/healthcheck", headers={"X-Request-Id": "x"})
    assert answer.status_code == 400
    assert sandbox.calls(SELLER, "getHealth") == []
