"""Searching flows: criteria, order, pages."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from . import clock
from .call import Call
from .errors import bad_request, missing_field
from .flows import ACK_STATUSES, DIRECTIONS, WORDS, as_json

_DEFAULT_LIMIT = 25
_MOST = 100
_COLUMNS = {
    "processingRule": "rule",
    "flowType": "flow_type",
    "flowDirection": "direction",
    "trackingId": "tracking_id",
    "ackStatus": "ack",
}


def search(call: Call, body: dict[str, Any]) -> dict[str, Any]:
    """Return the resource SearchFlowContent, oldest update first."""
    limit = body.get("limit", _DEFAULT_LIMIT)
    if isinstance(limit, bool) or not isinstance(limit, int) or not 0 < limit <= _MOST:
        raise bad_request(f"limit is a number from 1 to {_MOST}")
    where = body.get("where")
    if where is None:
        raise missing_field("where")
    conditions, values = _criteria(where, call.version)
    has_cursor = call.version == "1.3"
    if has_cursor and body.get("cursor") is not None:
        conditions.append("(updated_at, seq) > (?, ?)")
        values += _read_cursor(body["cursor"])
    rows = call.sandbox.store.rows(
        "SELECT * FROM flows WHERE siren = ? AND is_held = 0"
        + "".join(f" AND {each}" for each in conditions)
        + " ORDER BY updated_at, seq LIMIT ?",
        call.organisation.siren,
        *values,
        limit + 1,
    )
    settings = call.organisation.settings
    page = rows[:limit]
    found: dict[str, Any] = {
        "limit": limit,
        "filters": {name: where[name] for name in where if name in _KNOWN},
        "results": [as_json(row, call.version, settings) for row in page],
    }
    if has_cursor and len(rows) > limit:
        found["nextCursor"] = _write_cursor(page[-1]["updated_at"], page[-1]["seq"])
    return found


def _criteria(where: Any, version: str) -> tuple[list[str], list[Any]]:
    if not isinstance(where, dict):
        raise bad_request("where is an object")
    words = WORDS[version]
    lists = {
        "processingRule": words.rules,
        "flowType": words.types,
        "flowDirection": DIRECTIONS,
    }
    conditions: list[str] = []
    values: list[Any] = []
    for name, value in where.items():
        if name in ("updatedAfter", "updatedBefore"):
            conditions.append(f"updated_at {'>' if name == 'updatedAfter' else '<'} ?")
            values.append(_moment(name, value))
        elif name in lists:
            texts = _texts(name, value, lists[name])
            marks = ", ".join("?" * len(texts))
            conditions.append(f"{_COLUMNS[name]} IN ({marks})" if texts else "1")
            values += texts
        elif name in _COLUMNS:
            known = ACK_STATUSES if name == "ackStatus" else None
            conditions.append(f"{_COLUMNS[name]} = ?")
            values.append(_text(name, value, known, words.longest_id))
    if not conditions:
        raise bad_request("where needs at least one criterion", "MISSING_CRITERION")
    return conditions, values


_KNOWN = ("updatedAfter", "updatedBefore", *_COLUMNS)


def _moment(name: str, value: Any) -> int:
    try:
        return clock.as_moment(value)
    except (TypeError, ValueError, OverflowError):
        raise bad_request(f"{name} is a date-time of RFC 3339") from None


def _texts(name: str, value: Any, known: tuple[str, ...]) -> list[str]:
    if not isinstance(value, list) or any(each not in known for each in value):
        raise bad_request(f"{name} is a list of {', '.join(known)}")
    return value


def _text(name: str, value: Any, known: tuple[str, ...] | None, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest:
        raise bad_request(f"{name} is a text of {longest} characters at most")
    if known and value not in known:
        raise bad_request(f"{name} is one of {', '.join(known)}")
    return value


def _write_cursor(updated_at: int, seq: int) -> str:
    return base64.urlsafe_b64encode(f"{updated_at}/{seq}".encode()).decode()


def _read_cursor(text: Any) -> list[int]:
    try:
        plain = base64.urlsafe_b64decode(text).decode()
        updated_at, _, seq = plain.partition("/")
        place = [int(updated_at), int(seq)]
    except (TypeError, ValueError, binascii.Error):
        raise bad_request("cursor is none that was given", "INVALID_CURSOR") from None
    if any(abs(each) >= 2**63 for each in place):
        raise bad_request("cursor is none that was given", "INVALID_CURSOR")
    return place
