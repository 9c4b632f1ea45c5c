"""Whatever goes wrong at a platform goes wrong here on demand."""

from __future__ import annotations

import time
from typing import Any

import pytest
import requests
from tests.pa_sandbox.cdar_read import read_cdar
from tests.pa_sandbox.client import Admin, Client
from tests.pa_sandbox_tests.messages import cdar
from tests.pa_sandbox_tests.pair import BUYER, SELLER, invoice, wait_until

_SEARCH = {"where": {"updatedAfter": "2020-01-01T00:00:00Z"}}


def _search(client: Client, **more: Any) -> requests.Response:
    return client.request("POST", "/flows/search", json=_SEARCH, **more)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, "INVALID_TOKEN"),
        (413, "FILE_SIZE_EXCEEDED"),
        (429, "TOO_MANY_REQUESTS"),
        (500, "INTERNAL_ERROR"),
        (503, "RESOURCE_ERROR"),
    ],
)
def test_a_status_for_the_next_calls(
    sandbox: Admin, buyer: Client, status: int, code: str
) -> None:
    sandbox.fault(BUYER, "status", times=2, status=status)
    found = [_search(buyer) for _ in range(3)]
    assert [each.status_code for each in found] == [status, status, 200]
    assert found[0].json()["errorCode"] == code
    assert "Retry-After" not in found[0].headers


def test_retry_after(sandbox: Admin, buyer: Client) -> None:
    sandbox.fault(BUYER, "status", status=429, retry_after=7)
    assert _search(buyer).headers["Retry-After"] == "7"


def test_only_the_operation_that_was_named(
    sandbox: Admin, seller: Client, buyer: Client
) -> None:
    sandbox.fault(BUYER, "status", "searchFlows", status=503)
    assert buyer.request("GET", "/healthcheck").status_code == 200
    assert _search(seller).status_code == 200
    assert _search(buyer).status_code == 503


def test_a_fault_may_stay(sandbox: Admin, buyer: Client) -> None:
    sandbox.fault(BUYER, "status", times=None, status=503)
    assert {_search(buyer).status_code for _ in range(5)} == {503}
    sandbox.clear_faults(BUYER)
    assert _search(buyer).status_code == 200


def test_faults_come_in_order(sandbox: Admin, buyer: Client) -> None:
    for status in (500, 503, 429):
        sandbox.fault(BUYER, "status", status=status)
    found = [_search(buyer).status_code for _ in range(4)]
    assert found == [500, 503, 429, 200]


def test_cut_before_anything_is_accepted(sandbox: Admin, seller: Client) -> None:
    sandbox.fault(SELLER, "cut", "createFlow")
    with pytest.raises(requests.ConnectionError):
        seller.deposit(invoice())
    assert sandbox.flows(SELLER) == []
    assert seller.deposit(invoice()).status_code == 202


@pytest.mark.parametrize("kind", ["accept_then_hang", "accept_then_cut"])
def test_accepted_but_never_answered(sandbox: Admin, seller: Client, kind: str) -> None:
    sandbox.fault(SELLER, kind, "createFlow")
    before = time.monotonic()
    with pytest.raises((requests.ConnectionError, requests.Timeout)):
        seller.deposit(invoice(), trackingId="ours", timeout=0.5)
    assert time.monotonic() - before < 5
    # The client may have given up before the platform was done.
    wait_until(lambda: len(sandbox.flows(BUYER, flowType="SupplierInvoice")) == 1)
    # It can be found by what the sender called it.
    (found,) = seller.search(trackingId="ours")
    assert found["acknowledgement"]["status"] == "Ok"


def test_a_silent_platform(sandbox: Admin, seller: Client) -> None:
    sandbox.fault(SELLER, "hang", "createFlow")
    with pytest.raises(requests.Timeout):
        seller.deposit(invoice(), timeout=0.3)
    assert sandbox.flows(SELLER) == []


def test_no_original_but_a_converted_form(
    sandbox: Admin, seller: Client, buyer: Client
) -> None:
    seller.deposit(invoice())
    flow_id = buyer.search(flowType=["SupplierInvoice"])[0]["flowId"]
    sandbox.fault(BUYER, "missing", "getFlow:Original", times=None)
    answer = buyer.request("GET", f"/flows/{flow_id}?docType=Original")
    assert answer.status_code == 404
    assert b"F-1" in buyer.file(flow_id, "Converted")
    assert buyer.metadata(flow_id)["name"] == "facture.xml"


def test_a_flow_under_two_names(sandbox: Admin, seller: Client, buyer: Client) -> None:
    sandbox.fault(BUYER, "duplicate", "delivery:SupplierInvoice")
    seller.deposit(invoice())
    first, second = buyer.search(flowType=["SupplierInvoice"])
    assert first["flowId"] != second["flowId"]
    assert buyer.file(first["flowId"]) == buyer.file(second["flowId"])


def test_statuses_out_of_order(sandbox: Admin, seller: Client) -> None:
    sandbox.fault(SELLER, "out_of_order", "delivery", times=3)
    seller.deposit(invoice())
    flows = seller.search(flowType=["CustomerInvoiceLC"])
    codes = [read_cdar(seller.file(each["flowId"])).status for each in flows]
    assert codes == ["203", "202", "200"]


def test_held_flows_arrive_in_the_end(
    sandbox: Admin, seller: Client, buyer: Client
) -> None:
    sandbox.fault(SELLER, "out_of_order", "delivery", times=9)
    seller.deposit(invoice())
    buyer.deposit(cdar("204"), "CDAR")
    assert seller.search(flowType=["CustomerInvoiceLC"]) == []
    sandbox.clear_faults(SELLER)
    assert len(seller.search(flowType=["CustomerInvoiceLC"])) == 4


def test_a_slow_body(sandbox: Admin, buyer: Client) -> None:
    sandbox.fault(BUYER, "slow_body", seconds=0.5)
    before = time.monotonic()
    assert _search(buyer).json()["results"] == []
    assert time.monotonic() - before > 0.4


def test_a_body_that_ends_early(sandbox: Admin, buyer: Client) -> None:
    sandbox.fault(BUYER, "truncate", times=2)
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        _search(buyer)


def test_a_page_instead_of_json(sandbox: Admin, buyer: Client) -> None:
    sandbox.fault(BUYER, "html")
    answer = _search(buyer)
    assert (answer.status_code, answer.text[:6]) == (200, "<html>")
    assert answer.headers["Content-Type"].startswith("text/html")


def test_a_redirect_elsewhere(sandbox: Admin, buyer: Client) -> None:
    sandbox.fault(BUYER, "redirect")
    answer = _search(buyer)
    assert answer.status_code == 307
    assert answer.headers["Location"] == "http://elsewhere.invalid/v1/flows"


def test_the_token_endpoint_fails_too(sandbox: Admin, buyer: Client) -> None:
    sandbox.fault(BUYER, "status", "token", status=503)
    with pytest.raises(requests.HTTPError):
        buyer.log_in()
    buyer.log_in()


def test_faults_at_random_are_repeatable(sandbox: Admin, buyer: Client) -> None:
    def run(seed: int) -> list[int]:
        sandbox.random_faults(BUYER, percent=30, seed=seed)
        return [_search(buyer).status_code for _ in range(60)]

    first = run(1)
    assert run(1) == first
    assert run(2) != first
    failed = sum(status != 200 for status in first)
    assert 5 < failed < 30
    sandbox.clear_faults(BUYER)
    assert _search(buyer).status_code == 200


def test_calls_are_remembered(sandbox: Admin, buyer: Client) -> None:
    sandbox.fault(BUYER, "status", status=503)
    _search(buyer)
    _search(buyer)
    found = sandbox.calls(BUYER, "searchFlows")
    assert [(each["status"], each["fault"]) for each in found] == [
        (503, "status"),
        (200, ""),
    ]


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "flood"},
        {"kind": "duplicate", "operation": "getFlow"},
        {"kind": "status", "operation": "delivery"},
        {"kind": "status", "times": 0},
        {"kind": "out_of_order", "operation": "delivery", "times": None},
    ],
)
def test_a_fault_that_cannot_be(sandbox: Admin, said: dict[str, Any]) -> None:
    with pytest.raises(requests.HTTPError):
        sandbox.fault(BUYER, **said)
