"""The Flow Service: deposit, search and fetch flows."""

from __future__ import annotations

import re
import sqlite3
from typing import Any
from urllib.parse import quote

from werkzeug.wrappers import Request, Response

from . import clock, webhook_api
from .call import Call, body_of, read_json
from .deposit import FlowInfo, deposit, poll
from .errors import ApiError, bad_request, json_response, missing_field, not_found
from .flow_search import search
from .flows import SYNTAXES, WORDS, as_json, flow_of, tracking
from .multipart import read_parts
from .readable import readable_view
from .representations import converted

_KINDS = {
    "flowInfo": ("application/json",),
    "file": ("application/pdf", "application/xml"),
}
DOC_TYPES = ("Metadata", "Original", "Converted", "ReadableView")


def answer(call: Call, **keys: str) -> Response:
    """Answer any operation of the Flow Service."""
    if call.operation == "createFlow":
        return create_flow(call)
    if call.operation == "searchFlows":
        return json_response(search(call, body_of(call.request)))
    if call.operation == "getFlow":
        return get_flow(call, keys["flow_id"])
    return webhook_api.answer(call, **keys)


def create_flow(call: Call) -> Response:
    """Take a deposit: 202, and the judgement comes later."""
    settings = call.organisation.settings
    limit = settings.max_bytes
    too_big = ApiError(413, "FILE_SIZE_EXCEEDED", f"a file has {limit} bytes at most")
    # The other part and the boundaries are small.
    if (call.request.content_length or 0) > limit + 100_000:
        raise too_big
    text, body = _parts(call.request, is_strict=settings.strict_parts)
    info = _read_info(read_json(text), call.version)
    if len(body) > limit:
        raise too_big
    flow = deposit(call.sandbox, call.organisation, info, body)
    return json_response(_full_info(call, flow, info), 202)


def _parts(request: Request, *, is_strict: bool) -> tuple[bytes, bytes]:
    """Return the two parts of a deposit: what is said of the file, and the file."""
    parts = read_parts(request)
    for name, kinds in _KINDS.items():
        if name not in parts:
            raise missing_field(name)
        if is_strict and parts[name].mimetype not in kinds:
            kind = parts[name].mimetype or "nothing"
            raise bad_request(f"{name} is {' or '.join(kinds)}, not {kind}")
    return parts["flowInfo"].body, parts["file"].body


def _read_info(said: Any, version: str) -> FlowInfo:
    if not isinstance(said, dict):
        raise bad_request("flowInfo is no JSON object")
    words = WORDS[version]
    known = {
        "flowSyntax": (said.get("flowSyntax"), SYNTAXES),
        "processingRule": (said.get("processingRule"), words.rules),
        "flowProfile": (said.get("flowProfile"), words.profiles),
    }
    for name, (value, values) in known.items():
        if name in said and value not in values:
            raise bad_request(f"{name} is one of {', '.join(values)}")
    needed = ["flowSyntax"] if version == "1.1" else ["flowSyntax", "name"]
    for name in needed:
        if name not in said:
            raise missing_field(name)
    longest = {"name": 255, "trackingId": words.longest_id}
    for name, length in longest.items():
        text = said.get(name, "")
        if not isinstance(text, str) or len(text) > length:
            raise bad_request(f"{name} is a text of {length} characters at most")
    sha256 = said.get("sha256", "")
    if "sha256" in said and not _is_sha256(sha256):
        raise bad_request("sha256 has 64 hexadecimal digits in small letters")
    return FlowInfo(
        syntax=said["flowSyntax"],
        name=said.get("name", ""),
        tracking_id=said.get("trackingId", ""),
        rule=said.get("processingRule", ""),
        profile=said.get("flowProfile", ""),
        sha256=sha256,
    )


def _is_sha256(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch("[a-f0-9]{64}", value))


def _full_info(call: Call, flow: sqlite3.Row, info: FlowInfo) -> dict[str, Any]:
    """Return the resource FullFlowInfo: what was said, and the identity it got."""
    said = {
        "flowSyntax": info.syntax,
        "name": info.name,
        "processingRule": info.rule,
        "flowProfile": info.profile,
        "sha256": flow["sha256"],
        "submittedAt": clock.as_text(flow["submitted_at"]),
        "flowId": flow["flow_id"],
    }
    given = {name: value for name, value in said.items() if value or name == "name"}
    return given | tracking(flow, call.organisation.settings)


def get_flow(call: Call, flow_id: str) -> Response:
    """Answer with a flow, or with one of its files."""
    doc_type = call.request.args.get("docType", "Metadata")
    if doc_type not in DOC_TYPES:
        raise bad_request(f"docType is one of {', '.join(DOC_TYPES)}")
    flow = flow_of(call.sandbox.store, call.organisation.siren, flow_id)
    if flow is None:
        raise not_found()
    if doc_type == "Metadata":
        poll(call.sandbox, flow)
        settings = call.organisation.settings
        return json_response(as_json(flow, call.version, settings))
    name, body = _file(call, flow, doc_type)
    return Response(
        body,
        mimetype="application/octet-stream",
        headers={"Content-Disposition": _attachment(name)},
    )


def _file(call: Call, flow: sqlite3.Row, doc_type: str) -> tuple[str, bytes]:
    settings = call.organisation.settings
    body = call.sandbox.store.content(flow["sha256"])
    if doc_type == "Original":
        return flow["name"], body
    found = None
    if doc_type == "Converted" and settings.has_converted:
        found = converted(flow["syntax"], body)
    if doc_type == "ReadableView" and settings.has_readable:
        found = readable_view(flow["syntax"], body)
    if found is None:
        raise not_found(f"this flow has no {doc_type}")
    stem = flow["name"].rpartition(".")[0] or flow["name"]
    return f"{stem}.{'pdf' if doc_type == 'ReadableView' else 'xml'}", found


def _attachment(name: str) -> str:
    """Return a Content-Disposition in the form of the official file: no space."""
    plain = re.sub(r'[^\x20-\x7e]|["\\]', "_", name)
    text = f'attachment;filename="{plain}"'
    return text if plain == name else f"{text};filename*=UTF-8''{quote(name, safe='')}"
