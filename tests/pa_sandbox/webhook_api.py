"""Webhooks: five operations in 1.2, three in 1.3, none in 1.1."""

from __future__ import annotations

import base64
import binascii
import json
import secrets
import sqlite3
import uuid
from typing import Any

from werkzeug.wrappers import Response

from . import clock
from .call import Call, body_of
from .courier import is_loopback
from .errors import ApiError, bad_request, json_response, missing_field, not_found
from .flows import ACK_STATUSES, DIRECTIONS, WORDS

_EXTRAS = ("authentication", "signature", "headers")


def answer(call: Call, **keys: str) -> Response:
    """Answer any operation on webhooks."""
    if call.version == "1.1":
        raise not_found("1.1 has no webhooks")
    if call.operation == "listWebhooks":
        return _list(call)
    if call.operation == "createWebhook":
        return _create(call)
    row = _row(call, keys["webhook_id"])
    if call.operation == "deleteWebhook":
        store = call.sandbox.store
        with store.transaction():
            for table in ("webhooks", "callbacks"):
                store.execute(
                    f"DELETE FROM {table} WHERE webhook_id = ?", row["webhook_id"]
                )
        return Response(status=204)
    if call.version == "1.3":
        raise ApiError(405, "METHOD_NOT_ALLOWED", "not in 1.3", Allow="DELETE")
    return _patch(call, row) if call.operation == "updateWebhook" else _get(row)


def _row(call: Call, webhook_id: str) -> sqlite3.Row:
    try:
        uuid.UUID(webhook_id)
    except ValueError:
        raise bad_request("webhookUid is no UUID") from None
    row = call.sandbox.store.row(
        "SELECT * FROM webhooks WHERE webhook_id = ? AND siren = ?",
        webhook_id,
        call.organisation.siren,
    )
    if row is None:
        raise not_found()
    return row


def _rows(call: Call) -> list[sqlite3.Row]:
    return call.sandbox.store.rows(
        "SELECT * FROM webhooks WHERE siren = ? ORDER BY created_at",
        call.organisation.siren,
    )


def _list(call: Call) -> Response:
    rows = _rows(call)
    if call.version == "1.2":
        ids = [row["webhook_id"] for row in rows]
        return json_response({"count": len(ids), "webhookIds": ids})
    hooks = [_identity(row) | _flat(row) for row in rows]
    return json_response({"count": len(hooks), "webhooks": hooks})


def _identity(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "webhookId": row["webhook_id"],
        "signingKey": row["signing_key"],
        "createdAt": clock.as_text(row["created_at"]),
    }


def _flat(row: sqlite3.Row) -> dict[str, Any]:
    filters: dict[str, Any] = json.loads(row["filters"])
    return {"callbackUrl": row["url"]} | filters


def _get(row: sqlite3.Row) -> Response:
    """Answer as 1.2 does: callback and metadata apart, secrets left out."""
    extras = json.loads(row["extras"])
    filters = json.loads(row["filters"])
    types = filters.pop("flowTypes", None)
    callback: dict[str, Any] = {"url": row["url"]}
    if "headers" in extras:
        callback["headers"] = extras["headers"]
    return json_response(
        {
            "webhookId": row["webhook_id"],
            "createdAt": clock.as_text(row["created_at"]),
            "callback": callback,
            "metadata": ({"flowType": types[0]} if types else {}) | filters,
        }
    )


def _create(call: Call) -> Response:
    body = body_of(call.request)
    read = _read_1_2 if call.version == "1.2" else _read_1_3
    url, filters, extras = read(body)
    if not is_loopback(url):
        message = "the sandbox calls this machine only"
        raise bad_request(message, "CALLBACK_NOT_LOOPBACK")
    _check_filters(filters, call.version)
    webhook_id = str(uuid.uuid4())
    key = extras.get("signature", {}).get("key")
    call.sandbox.store.insert(
        "webhooks",
        webhook_id=webhook_id,
        siren=call.organisation.siren,
        url=url,
        signing_key=key or base64.b64encode(secrets.token_bytes(32)).decode(),
        created_at=call.sandbox.clock.now(),
        filters=json.dumps(filters),
        extras=json.dumps(extras | {"version": call.version}),
    )
    return json_response(_identity(_row(call, webhook_id)), 201)


def _read_1_3(body: dict[str, Any]) -> tuple[str, dict[str, Any], dict[str, Any]]:
    if "callbackUrl" not in body:
        raise missing_field("callbackUrl")
    names = ("flowTypes", "flowDirection", "ackStatus")
    return _url(body["callbackUrl"]), {n: body[n] for n in names if n in body}, {}


def _read_1_2(body: dict[str, Any]) -> tuple[str, dict[str, Any], dict[str, Any]]:
    callback, metadata = body.get("callback"), body.get("metadata")
    if not isinstance(callback, dict) or "url" not in callback:
        raise missing_field("callback.url")
    if not isinstance(metadata, dict):
        raise missing_field("metadata")
    for name in ("flowType", "flowDirection"):
        if name not in metadata:
            raise missing_field(f"metadata.{name}")
    filters = {"flowTypes": [metadata["flowType"]]}
    filters |= {n: metadata[n] for n in metadata if n != "flowType"}
    return _url(callback["url"]), filters, _read_extras(callback)


def _url(value: Any) -> str:
    if not isinstance(value, str):
        raise bad_request("the callback is a URL")
    return value


def _read_extras(body: dict[str, Any]) -> dict[str, Any]:
    """Return how 1.2 wants callbacks to be made: authentication, signature, headers."""
    extras = {name: body[name] for name in _EXTRAS if name in body}
    for name, value in extras.items():
        if not isinstance(value, dict):
            raise bad_request(f"{name} is an object")
    login = extras.get("authentication", {})
    if login.get("authType") == "BASIC" and not {"userId", "userPassword"} <= set(
        login
    ):
        raise missing_field("authentication.userId and userPassword")
    try:
        base64.b64decode(extras.get("signature", {}).get("key", ""), validate=True)
    except (TypeError, ValueError, binascii.Error):
        raise bad_request("signature.key is Base64") from None
    return extras


def _check_filters(filters: dict[str, Any], version: str) -> None:
    words = WORDS[version]
    types = filters.get("flowTypes", [])
    if not isinstance(types, list) or any(each not in words.types for each in types):
        raise bad_request(f"flow types are among {', '.join(words.types)}")
    known = {
        "flowDirection": DIRECTIONS,
        "ackStatus": ACK_STATUSES,
        "processingRule": words.rules,
    }
    for name, values in known.items():
        if name in filters and filters[name] not in values:
            raise bad_request(f"{name} is one of {', '.join(values)}")


def _patch(call: Call, row: sqlite3.Row) -> Response:
    """Change how callbacks are made; what they are about stays."""
    changes = _read_extras(body_of(call.request))
    extras = json.loads(row["extras"]) | changes
    key = changes.get("signature", {}).get("key") or row["signing_key"]
    call.sandbox.store.execute(
        "UPDATE webhooks SET extras = ?, signing_key = ? WHERE webhook_id = ?",
        json.dumps(extras),
        key,
        row["webhook_id"],
    )
    return Response(status=204)
