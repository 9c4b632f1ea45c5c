"""Callbacks: signed, repeated until somebody takes them, and only on this machine."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from tests.pa_sandbox.client import Admin, Client
from tests.pa_sandbox_tests.messages import cdar
from tests.pa_sandbox_tests.pair import BUYER, SELLER, invoice, wait_until


@dataclass
class Listener:
    """Takes callbacks; answers with the statuses it was told, then 200."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def flows(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _headers, body in self.heard]


@pytest.fixture
def listener() -> Iterator[Listener]:
    found = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.heard.append((dict(self.headers), body))
            self.send_response(found.statuses.pop(0) if found.statuses else 200)
            self.end_headers()

        def log_message(self, *_words: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.url = f"http://127.0.0.1:{server.server_port}/heard"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


def _subscribe(client: Client, url: str, **filters: Any) -> dict[str, Any]:
    body = {"callbackUrl": url} | filters
    answer = client.request("POST", "/webhooks", json=body)
    assert answer.status_code == 201, answer.text
    said: dict[str, Any] = answer.json()
    return said


@pytest.mark.parametrize("style", ["raw", "hex"])
def test_a_callback_is_signed(
    sandbox: Admin, seller: Client, buyer: Client, listener: Listener, style: str
) -> None:
    sandbox.set(BUYER, signature=style)
    hook = _subscribe(buyer, listener.url)
    seller.deposit(invoice())
    headers, body = wait_until(lambda: listener.heard)[0]
    timestamp = headers["Afnor-Signature-Timestamp"]
    fingerprint = hashlib.sha256(body + b"@" + timestamp.encode())
    signed = {"raw": fingerprint.digest(), "hex": fingerprint.hexdigest().encode()}
    key = base64.b64decode(hook["signingKey"])
    assert len(key) == 32
    expected = hmac.new(key, signed[style], hashlib.sha256).digest()
    assert base64.b64decode(headers["Afnor-Signature"]) == expected
    assert headers["Content-Type"] == "application/json"
    flow = json.loads(body)
    assert flow == buyer.metadata(flow["flowId"])


def test_a_signature_may_be_wrong_or_missing(
    sandbox: Admin, seller: Client, buyer: Client, listener: Listener
) -> None:
    _subscribe(buyer, listener.url)
    for number, style in enumerate(("wrong", "none")):
        sandbox.set(BUYER, signature=style)
        seller.deposit(invoice(f"F-{number}"))
        wait_until(lambda count=number: len(listener.heard) == count + 1)
    wrong, missing = (headers for headers, _body in listener.heard)
    assert len(base64.b64decode(wrong["Afnor-Signature"])) == 32
    assert "Afnor-Signature" not in missing
    assert "Afnor-Signature-Timestamp" in missing


def test_only_what_was_asked_for(
    sandbox: Admin, seller: Client, buyer: Client, listener: Listener
) -> None:
    sandbox.set(SELLER, acknowledge_polls=1)
    _subscribe(seller, listener.url, flowTypes=["CustomerInvoice"], ackStatus="Ok")
    _subscribe(
        seller, listener.url, flowTypes=["CustomerInvoiceLC"], flowDirection="In"
    )
    flow_id = seller.deposit(invoice()).json()["flowId"]
    seller.metadata(flow_id)
    wait_until(lambda: len(listener.heard) == 4)
    buyer.deposit(cdar("205"), "CDAR")
    wait_until(lambda: len(listener.heard) == 5)
    types = sorted(flow["flowType"] for flow in listener.flows())
    assert types == ["CustomerInvoice"] + ["CustomerInvoiceLC"] * 4


def test_a_callback_is_repeated(
    sandbox: Admin, seller: Client, buyer: Client, listener: Listener
) -> None:
    listener.statuses = [500, 503]
    _subscribe(buyer, listener.url)
    seller.deposit(invoice())
    wait_until(lambda: sandbox.callbacks(BUYER)[0]["state"] == "done")
    assert sandbox.callbacks(BUYER)[0]["attempts"] == 3
    bodies = {body for _headers, body in listener.heard}
    assert (len(listener.heard), len(bodies)) == (3, 1)


def test_nobody_there(sandbox: Admin, seller: Client, buyer: Client) -> None:
    _subscribe(buyer, "http://127.0.0.1:9/nobody")
    seller.deposit(invoice())
    said = wait_until(lambda: sandbox.callbacks(BUYER)[0]["answer"])
    assert said == "ConnectionError"


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/x",
        "http://127.0.0.1.example.com/x",
        "http://10.0.0.1/x",
        "file:///etc/passwd",
        "http://user@example.com@127.0.0.1.example.com/",
        "http://127.0.0.1:99999/",
        "http://[::1",
        "",
    ],
)
def test_other_machines_are_never_called(buyer: Client, url: str) -> None:
    answer = buyer.request("POST", "/webhooks", json={"callbackUrl": url})
    assert answer.status_code == 400
    assert answer.json()["errorCode"] == "CALLBACK_NOT_LOOPBACK"


def test_webhooks_of_1_3(seller: Client, buyer: Client) -> None:
    hook = _subscribe(buyer, "http://localhost:9/x", flowDirection="In")
    said = buyer.request("GET", "/webhooks").json()
    assert said["count"] == 1
    expected = {"callbackUrl": "http://localhost:9/x", "flowDirection": "In"}
    assert said["webhooks"] == [hook | expected]
    path = f"/webhooks/{hook['webhookId']}"
    assert buyer.request("GET", path).status_code == 405
    assert buyer.request("PATCH", path, json={}).status_code == 405
    assert seller.request("DELETE", path).status_code == 404
    assert seller.request("GET", "/webhooks").json()["count"] == 0
    assert buyer.request("DELETE", path).status_code == 204
    assert buyer.request("DELETE", path).status_code == 404
    assert buyer.request("DELETE", "/webhooks/x").status_code == 400
    for bad in ({"flowTypes": ["Bill"]}, {"flowDirection": "in"}, {"ackStatus": "ok"}):
        body = {"callbackUrl": "http://localhost:9/x"} | bad
        assert buyer.request("POST", "/webhooks", json=body).status_code == 400


def test_webhooks_of_1_2(sandbox: Admin, seller: Client, listener: Listener) -> None:
    buyer = sandbox.client(BUYER, "1.2")
    metadata = {"flowType": "SupplierInvoice", "flowDirection": "In"}
    body = {
        "callback": {
            "url": listener.url,
            "headers": {"X-Ours": "yes"},
            "authentication": {
                "authType": "BASIC",
                "userId": "us",
                "userPassword": "them",
            },
        },
        "metadata": metadata,
    }
    webhook_id = buyer.request("POST", "/webhooks", json=body).json()["webhookId"]
    listed = buyer.request("GET", "/webhooks").json()
    assert listed == {"count": 1, "webhookIds": [webhook_id]}
    one = buyer.request("GET", f"/webhooks/{webhook_id}").json()
    assert one["metadata"] == metadata
    assert one["callback"] == {"url": listener.url, "headers": {"X-Ours": "yes"}}
    key = base64.b64encode(b"k" * 32).decode()
    change = {"signature": {"algo": "HS256", "key": key}}
    path = f"/webhooks/{webhook_id}"
    assert buyer.request("PATCH", path, json=change).status_code == 204
    seller.deposit(invoice())
    headers, content = wait_until(lambda: listener.heard)[0]
    login = base64.b64encode(b"us:them").decode()
    assert headers["Authorization"] == f"Basic {login}"
    assert headers["X-Ours"] == "yes"
    fingerprint = hashlib.sha256(
        content + b"@" + headers["Afnor-Signature-Timestamp"].encode()
    ).digest()
    expected = hmac.new(b"k" * 32, fingerprint, hashlib.sha256).digest()
    assert base64.b64decode(headers["Afnor-Signature"]) == expected
    for missing in ("callback", "metadata"):
        bad = {name: body[name] for name in body if name != missing}
        assert buyer.request("POST", "/webhooks", json=bad).status_code == 400
    assert buyer.request("GET", f"/webhooks/{uuid.uuid4()}").status_code == 404
