"""The administration of the sandbox: ``/sandbox/…``, JSON in and out, no token."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from . import clock, outside, tokens
from .call import read_json
from .delivery import release
from .deposit import settle
from .errors import bad_request, json_response, not_found
from .identifiers import is_luhn
from .load import load
from .organisations import Organisation, read_settings
from .sandbox import Sandbox

Body = dict[str, Any]
_ONE = "/sandbox/organisations/<siren>"


def answer(sandbox: Sandbox, request: Request) -> Response:
    """Answer a call to the administration."""
    try:
        act, keys = _ROUTES.bind("").match(request.path, request.method)
    except HTTPException:
        raise not_found("no such thing in /sandbox") from None
    body: Any = request.args.to_dict()
    if request.method != "GET":
        body = read_json(request.get_data() or b"{}")
    if not isinstance(body, dict):
        raise bad_request("the body is no JSON object")
    try:
        said = act(sandbox, body, **keys)
    except KeyError as error:
        raise bad_request(f"{error} is missing") from None
    except (TypeError, ValueError) as error:
        raise bad_request(str(error)) from None
    return json_response(said)


def _one(sandbox: Sandbox, siren: str) -> Organisation:
    found = sandbox.organisations.get(siren)
    if found is None:
        raise not_found(f"no organisation {siren}")
    return found


def _health(sandbox: Sandbox, _body: Body) -> Body:
    return {
        "now": clock.as_text(sandbox.clock.now()),
        "organisations": [each.siren for each in sandbox.organisations.all()],
        "flows": _count(sandbox, "flows"),
        "pending": _count(sandbox, "flows WHERE ack = 'Pending'"),
    }


def _count(sandbox: Sandbox, what: str) -> int:
    row = sandbox.store.row(f"SELECT count(*) AS n FROM {what}")
    return int(row["n"]) if row else 0


def _reset(sandbox: Sandbox, body: Body) -> Body:
    sandbox.reset(keep_organisations=bool(body.get("keep_organisations")))
    return {}


def _time(sandbox: Sandbox, body: Body) -> Body:
    sandbox.advance(float(body["advance"]))
    settle(sandbox)
    return {"now": clock.as_text(sandbox.clock.now())}


def _admit(sandbox: Sandbox, body: Body) -> Body:
    said = dict(body)
    if not (isinstance(said["siren"], str) and len(said["siren"]) == 9):
        raise ValueError("siren has nine digits")
    if not is_luhn(said["siren"]):
        raise ValueError(f"{said['siren']} is no SIREN: its check digit is wrong")
    known = sandbox.organisations.get(said["siren"])
    settings = read_settings(
        said.pop("settings", {}), known.settings if known else None
    )
    said["addresses"] = tuple(said.get("addresses", known.addresses if known else ()))
    base = known or Organisation(said["siren"], said.get("name", said["siren"]))
    changed = dataclasses.replace(base, **said, settings=settings)
    return sandbox.admit(changed).as_json()


def _organisation(sandbox: Sandbox, _body: Body, siren: str) -> Body:
    return _one(sandbox, siren).as_json()


def _organisations(sandbox: Sandbox, _body: Body) -> Body:
    return {"organisations": [each.as_json() for each in sandbox.organisations.all()]}


def _settings(sandbox: Sandbox, body: Body, siren: str) -> Body:
    before = _one(sandbox, siren)
    settings = read_settings(body, before.settings)
    changed = dataclasses.replace(before, settings=settings)
    return sandbox.organisations.save(changed).as_json()


def _close(sandbox: Sandbox, _body: Body, siren: str) -> Body:
    sandbox.organisations.remove(siren)
    return {}


def _flows(sandbox: Sandbox, _body: Body, siren: str) -> Body:
    """Return everything that a company holds, an outside one too, with its hashes."""
    settle(sandbox)
    rows = sandbox.store.rows(
        "SELECT flows.*, number, seller, buyer, state FROM flows"
        " LEFT JOIN invoices ON invoices.id = flows.invoice_id"
        " WHERE siren = ? ORDER BY flows.seq",
        siren,
    )
    return {"flows": [_flow(row) for row in rows]}


def _flow(row: Any) -> Body:
    return {
        "flowId": row["flow_id"],
        "flowDirection": row["direction"],
        "flowType": row["flow_type"],
        "flowSyntax": row["syntax"],
        "name": row["name"],
        "trackingId": row["tracking_id"],
        "sha256": row["sha256"],
        "ack": row["ack"],
        "details": json.loads(row["details"]),
        "submittedAt": clock.as_text(row["submitted_at"]),
        "updatedAt": clock.as_text(row["updated_at"]),
        "isHeld": bool(row["is_held"]),
        "status": row["status"],
        "origin": row["origin"],
        "invoice": row["number"],
        "seller": row["seller"],
        "buyer": row["buyer"],
        "invoiceState": row["state"],
    }


def _add_fault(sandbox: Sandbox, body: Body, siren: str) -> Body:
    _one(sandbox, siren)
    known = ("operation", "kind", "times")
    options = {name: value for name, value in body.items() if name not in known}
    times = body.get("times", 1)
    kind = body["kind"]
    if kind == "out_of_order" and times is None:
        raise ValueError("out_of_order needs times: how many flows change places")
    fault_id = sandbox.faults.add(
        siren, body.get("operation", "*"), kind, times, options
    )
    return {"id": fault_id}


def _faults(sandbox: Sandbox, _body: Body, siren: str) -> Body:
    return {"faults": sandbox.faults.waiting(siren)}


def _clear_faults(sandbox: Sandbox, _body: Body, siren: str) -> Body:
    sandbox.faults.clear(siren)
    return {"released": release(sandbox, siren)}


def _random_faults(sandbox: Sandbox, body: Body, siren: str) -> Body:
    _one(sandbox, siren)
    default = [{"kind": "status", "status": each} for each in (429, 500, 503)]
    sandbox.faults.at_random(
        siren,
        float(body["percent"]),
        int(body.get("seed", 1)),
        body.get("kinds", default),
        body.get("operations", []),
    )
    return {}


def _revoke(sandbox: Sandbox, _body: Body, siren: str) -> Body:
    return {"revoked": tokens.revoke_all(sandbox, _one(sandbox, siren).client_id)}


def _calls(sandbox: Sandbox, body: Body, siren: str) -> Body:
    wanted = body.get("operation", "")
    found = [
        each
        for each in list(sandbox.calls)
        if each["siren"] == siren and each["operation"].startswith(wanted)
    ]
    return {"count": len(found), "calls": found}


def _callbacks(sandbox: Sandbox, _body: Body, siren: str) -> Body:
    rows = sandbox.store.rows("SELECT * FROM callbacks WHERE siren = ?", siren)
    names = ("webhook_id", "flow_id", "attempts", "state", "answer")
    return {"callbacks": [{name: row[name] for name in names} for row in rows]}


def _directory(sandbox: Sandbox, _body: Body) -> Body:
    return sandbox.directory.to_json()


def _load_directory(sandbox: Sandbox, body: Body) -> Body:
    sandbox.directory.load(body)
    return {kind: len(rows) for kind, rows in sandbox.directory.to_json().items()}


def _rule(path: str, method: str, act: Callable[..., Body]) -> Rule:
    return Rule(path, methods=[method], endpoint=act)


_ROUTES = Map(
    [
        _rule("/sandbox", "GET", _health),
        _rule("/sandbox/reset", "POST", _reset),
        _rule("/sandbox/time", "POST", _time),
        _rule("/sandbox/organisations", "GET", _organisations),
        _rule("/sandbox/organisations", "POST", _admit),
        _rule(_ONE, "GET", _organisation),
        _rule(_ONE, "DELETE", _close),
        _rule(f"{_ONE}/settings", "PATCH", _settings),
        _rule(f"{_ONE}/flows", "GET", _flows),
        _rule(f"{_ONE}/faults", "GET", _faults),
        _rule(f"{_ONE}/faults", "POST", _add_fault),
        _rule(f"{_ONE}/faults", "DELETE", _clear_faults),
        _rule(f"{_ONE}/faults/random", "PUT", _random_faults),
        _rule(f"{_ONE}/tokens/revoke", "POST", _revoke),
        _rule(f"{_ONE}/calls", "GET", _calls),
        _rule(f"{_ONE}/callbacks", "GET", _callbacks),
        _rule("/sandbox/directory", "GET", _directory),
        _rule("/sandbox/directory", "PUT", _load_directory),
        _rule("/sandbox/invoices", "POST", outside.send_invoice),
        _rule("/sandbox/statuses", "POST", outside.send_status),
        _rule("/sandbox/files/<sha256>", "GET", outside.file),
        _rule("/sandbox/load", "POST", load),
    ]
)
