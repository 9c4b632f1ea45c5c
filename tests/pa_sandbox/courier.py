"""Callbacks: what webhooks are told, signed, and only on this machine."""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import json
import sqlite3
from typing import Any
from urllib.parse import urlsplit

import requests

from . import clock
from .flows import as_json
from .sandbox import Sandbox

_ATTEMPTS = 5
_PATIENCE = 5.0
# Seconds before the second attempt; each later one waits twice as long.
_PAUSE = 0.2


def is_loopback(url: str) -> bool:
    """Tell whether a URL stays on this machine.

    >>> is_loopback("http://127.0.0.1:8069/x"), is_loopback("https://example.com/")
    (True, False)
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    if parts.scheme not in ("http", "https"):
        return False
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def signature(key: bytes, body: bytes, timestamp: str, style: str = "raw") -> str:
    """Sign a callback as XP Z12-013 says.

    The standard leaves open whether the HMAC is taken over the 32 bytes of the
    fingerprint (``raw``) or over its hexadecimal text (``hex``).
    """
    digest = hashlib.sha256(body + b"@" + timestamp.encode())
    fingerprint = digest.hexdigest().encode() if style == "hex" else digest.digest()
    if style == "wrong":
        fingerprint = b"something else"
    return base64.b64encode(hmac.digest(key, fingerprint, "sha256")).decode()


def notify(sandbox: Sandbox, flow: sqlite3.Row) -> None:
    """Queue a callback to each webhook that wants to know of a flow."""
    store = sandbox.store
    for webhook in store.rows("SELECT * FROM webhooks WHERE siren = ?", flow["siren"]):
        if not _wants(json.loads(webhook["filters"]), flow):
            continue
        settings = sandbox.organisations.party(flow["siren"]).settings
        extras = json.loads(webhook["extras"])
        body = as_json(flow, extras.get("version", "1.3"), settings)
        store.insert(
            "callbacks",
            webhook_id=webhook["webhook_id"],
            siren=flow["siren"],
            flow_id=flow["flow_id"],
            body=json.dumps(body, ensure_ascii=False).encode(),
            due_at=sandbox.clock.now(),
            state="waiting",
        )
        sandbox.news.set()


def _wants(filters: dict[str, Any], flow: sqlite3.Row) -> bool:
    types = filters.get("flowTypes")
    return (
        (not types or flow["flow_type"] in types)
        and filters.get("flowDirection", flow["direction"]) == flow["direction"]
        and filters.get("ackStatus", flow["ack"]) == flow["ack"]
        and filters.get("processingRule", flow["rule"]) == flow["rule"]
    )


class Courier:
    """Takes callbacks where they belong, in a thread of its own."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._session = requests.Session()
        # No proxy and no password file of the machine: loopback only.
        self._session.trust_env = False

    def round(self) -> None:
        """Make one attempt for each callback that is due."""
        store = self._sandbox.store
        due = store.rows(
            "SELECT callbacks.*, url, signing_key, extras FROM callbacks"
            " JOIN webhooks USING (webhook_id)"
            " WHERE state = 'waiting' AND due_at <= ? ORDER BY callbacks.id",
            self._sandbox.clock.now(),
        )
        for row in due:
            if self._sandbox.stopping.is_set():
                return
            self._settle(row, self._post(row))

    def _post(self, row: sqlite3.Row) -> str:
        """Return the HTTP status of one attempt, or what prevented it."""
        if not is_loopback(row["url"]):
            return "not on this machine"
        extras = json.loads(row["extras"])
        basic = extras.get("authentication", {})
        try:
            answer = self._session.post(
                row["url"],
                data=row["body"],
                headers=extras.get("headers", {}) | self._headers(row),
                auth=(basic["userId"], basic["userPassword"])
                if basic.get("authType") == "BASIC"
                else None,
                timeout=_PATIENCE,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            return type(error).__name__
        return str(answer.status_code)

    def _headers(self, row: sqlite3.Row) -> dict[str, str]:
        settings = self._sandbox.organisations.party(row["siren"]).settings
        timestamp = str(self._sandbox.clock.now() // clock.SECOND)
        headers = {
            "Content-Type": "application/json",
            "Afnor-Signature-Timestamp": timestamp,
        }
        if settings.signature != "none":
            headers["Afnor-Signature"] = signature(
                base64.b64decode(row["signing_key"]),
                row["body"],
                timestamp,
                settings.signature,
            )
        return headers

    def _settle(self, row: sqlite3.Row, answer: str) -> None:
        attempts = row["attempts"] + 1
        state = "waiting"
        if answer.startswith("2"):
            state = "done"
        elif attempts >= _ATTEMPTS:
            state = "given up"
        pause = int(_PAUSE * 2 ** (attempts - 1) * clock.SECOND)
        self._sandbox.store.execute(
            "UPDATE callbacks SET attempts = ?, state = ?, answer = ?, due_at = ?"
            " WHERE id = ?",
            attempts,
            state,
            answer,
            self._sandbox.clock.now() + pause,
            row["id"],
        )
