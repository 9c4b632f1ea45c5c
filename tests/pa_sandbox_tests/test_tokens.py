"""Access: who may call, for whom, and how long."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from tests.pa_sandbox.client import Admin, Client
from tests.pa_sandbox_tests.pair import BUYER, SELLER, STRANGER, invoice

_SEARCH = {"where": {"updatedAfter": "2020-01-01T00:00:00Z"}}


def _ask(sandbox: Admin, **more: Any) -> requests.Response:
    data = {"grant_type": "client_credentials"} | more.pop("data", {})
    return requests.post(f"{sandbox.url}/oauth2/token", data=data, timeout=10, **more)


def _login(sandbox: Admin, siren: str = BUYER) -> tuple[str, str]:
    said = sandbox.call("GET", f"/organisations/{siren}")
    return said["client_id"], said["client_secret"]


def _in_body(sandbox: Admin) -> dict[str, str]:
    client_id, secret = _login(sandbox)
    return {"client_id": client_id, "client_secret": secret}


def test_a_token_is_given(sandbox: Admin) -> None:
    for answer in (
        _ask(sandbox, auth=_login(sandbox)),
        _ask(sandbox, data=_in_body(sandbox)),
    ):
        said = answer.json()
        assert said["token_type"] == "Bearer"
        assert said["expires_in"] == 1800
        assert said["access_token"]
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("style", "basic", "body"), [("basic", 200, 401), ("body", 401, 200)]
)
def test_a_platform_may_take_one_style_only(
    sandbox: Admin, style: str, basic: int, body: int
) -> None:
    sandbox.set(BUYER, auth_style=style)
    assert _ask(sandbox, auth=_login(sandbox)).status_code == basic
    assert _ask(sandbox, data=_in_body(sandbox)).status_code == body


def test_wrong_credentials_are_refused(sandbox: Admin) -> None:
    answer = _ask(sandbox, auth=(_login(sandbox)[0], "guess"))
    assert answer.status_code == 401
    assert answer.json() == {"error": "invalid_client"}
    assert _ask(sandbox).status_code == 401


def test_other_grants_are_refused(sandbox: Admin) -> None:
    answer = _ask(sandbox, auth=_login(sandbox), data={"grant_type": "password"})
    assert answer.status_code == 400
    assert answer.json() == {"error": "unsupported_grant_type"}


def test_a_token_ends(sandbox: Admin) -> None:
    sandbox.set(BUYER, token_seconds=60)
    client = sandbox.client(BUYER)
    sandbox.advance(59)
    assert client.request("POST", "/flows/search", json=_SEARCH).status_code == 200
    sandbox.advance(1)
    answer = client.request("POST", "/flows/search", json=_SEARCH)
    assert answer.status_code == 401
    assert answer.json()["errorCode"] == "EXPIRED_TOKEN"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    client.log_in()
    assert client.request("POST", "/flows/search", json=_SEARCH).status_code == 200


def test_tokens_are_revoked(sandbox: Admin, seller: Client, buyer: Client) -> None:
    sandbox.revoke(BUYER)
    assert buyer.request("GET", "/healthcheck").status_code == 401
    assert seller.request("GET", "/healthcheck").status_code == 200
    token = seller.log_in()["access_token"]
    revoked = requests.post(
        f"{sandbox.url}/oauth2/revoke",
        data={"token": token},
        auth=_login(sandbox, SELLER),
        timeout=10,
    )
    assert revoked.status_code == 200
    assert seller.request("GET", "/healthcheck").status_code == 401


def test_without_a_token_nothing_is_done(sandbox: Admin, buyer: Client) -> None:
    del buyer.session.headers["Authorization"]
    for method, path in (
        ("GET", "/healthcheck"),
        ("POST", "/flows"),
        ("GET", "/flows/x"),
        ("GET", "/webhooks"),
    ):
        answer = buyer.request(method, path)
        assert (answer.status_code, answer.json()["errorCode"]) == (
            401,
            "MISSING_TOKEN",
        )
    # A large body that nobody reads must not lose the answer.
    assert buyer.deposit(b" " * 5_000_000).status_code == 401
    assert [each["operation"] for each in sandbox.calls(BUYER)] == ["token"]


def test_an_integrator_acts_for_several(sandbox: Admin) -> None:
    shared = {"client_id": "integrator", "client_secret": "shared"}
    sandbox.admit(SELLER, organization_id="org-a", **shared)
    sandbox.admit(BUYER, organization_id="org-b", **shared)
    sandbox.admit(STRANGER, organization_id="org-c")
    seller, buyer = sandbox.client(SELLER), sandbox.client(BUYER)
    assert seller.deposit(invoice()).status_code == 202
    assert len(buyer.search(flowType=["SupplierInvoice"])) == 1
    expected = {"org-c": 403, "org-x": 403, None: 400}
    for name, status in expected.items():
        headers = {"Organization-Id": name}
        answer = buyer.request("GET", "/healthcheck", headers=headers)
        assert answer.status_code == status


def test_request_ids_are_uuids_and_kept(sandbox: Admin, buyer: Client) -> None:
    ours = "0f8fad5b-d9cb-469f-a165-70867728950e"
    buyer.request("GET", "/healthcheck", headers={"Request-Id": ours})
    assert sandbox.calls(BUYER, "getHealth")[-1]["requestId"] == ours
    answer = buyer.request("GET", "/healthcheck", headers={"Request-Id": "ours"})
    assert answer.status_code == 400
