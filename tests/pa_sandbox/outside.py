"""What happens without a call of the Flow Service: others send something."""

from __future__ import annotations

import base64
import json
import sqlite3
from typing import Any

from .cdar import Message, Payment, Reason, write_cdar
from .delivery import emit
from .deposit import FlowInfo, deposit
from .errors import not_found
from .invoices import FileError, Invoice, Party, read_invoice
from .make_invoice import draft_from_json, write_invoice
from .sandbox import Sandbox
from .statuses import STATUSES

Body = dict[str, Any]
_ENDINGS = {"Factur-X": "pdf"}


def send_invoice(sandbox: Sandbox, body: Body) -> Body:
    """Let a company deposit a file, be it an organisation or not.

    The file is given (``content``, Base64) or made (``invoice``: number, seller,
    buyer and what ``make_invoice.Draft`` has). It is deposited by ``sender``, or else
    by who issued the invoice.
    """
    syntax = body.get("syntax", "CII")
    if "content" in body:
        content = base64.b64decode(body["content"], validate=True)
    else:
        content = write_invoice(draft_from_json(body["invoice"]), syntax)
    sender, stem = Party(body.get("sender", "")), "file"
    if not sender.siren:
        sender, stem = _issuer(syntax, content)
    info = FlowInfo(
        syntax=syntax,
        name=body.get("name", f"{stem}.{_ENDINGS.get(syntax, 'xml')}"),
        tracking_id=body.get("trackingId", ""),
        rule=body.get("processingRule", ""),
    )
    party = sandbox.organisations.party(sender.siren, sender.name)
    return _fate(sandbox, deposit(sandbox, party, info, content))


def _issuer(syntax: str, content: bytes) -> tuple[Party, str]:
    """Return who issued an invoice, and its number as a file may be called."""
    try:
        invoice, _root = read_invoice(syntax, content)
    except FileError as error:
        raise ValueError(f"say who the sender is: {error}") from None
    issuer = invoice.buyer if invoice.is_self_billed else invoice.seller
    return issuer, invoice.number.replace("/", "-")


def _fate(sandbox: Sandbox, flow: sqlite3.Row) -> Body:
    """Return what became of a deposit so far."""
    now = sandbox.store.row("SELECT * FROM flows WHERE seq = ?", flow["seq"])
    assert now is not None
    arrived = sandbox.store.rows(
        "SELECT siren, flow_id FROM flows WHERE origin = ?", now["flow_id"]
    )
    invoice = sandbox.store.row(
        "SELECT state FROM invoices WHERE id = ?", now["invoice_id"]
    )
    return {
        "flowId": now["flow_id"],
        "sha256": now["sha256"],
        "ack": now["ack"],
        "details": json.loads(now["details"]),
        "state": invoice["state"] if invoice else None,
        "delivered": [
            {"siren": each["siren"], "flowId": each["flow_id"]} for each in arrived
        ],
    }


def send_status(sandbox: Sandbox, body: Body) -> Body:
    """Let a status be sent about an invoice that the sandbox knows.

    ``by`` is seller, buyer or platform; a platform's goes to those in ``to``. A
    company deposits it at its own platform, where it is judged as any other.
    """
    row = _find(sandbox, body["invoice"])
    invoice = Invoice.from_json(json.loads(row["facts"]))
    code = str(body["code"])
    if code not in STATUSES:
        raise ValueError(f"there is no status {code}")
    by = body.get("by", STATUSES[code].by)
    reasons = tuple(Reason(**each) for each in body.get("reasons", []))
    if by == "platform":
        to = body.get("to", ["seller"])
        emit(
            sandbox,
            row["id"],
            invoice,
            code,
            reasons,
            received_at=row["received_at"],
            to_seller="seller" in to,
            to_buyer="buyer" in to,
        )
        return {}
    message = Message(
        status=code,
        invoice=invoice,
        set_at=sandbox.clock.now(),
        received_at=row["received_at"],
        to_seller=by == "buyer",
        to_buyer=by == "seller",
        reasons=reasons,
        payments=tuple(Payment(**each) for each in body.get("payments", [])),
    )
    party = invoice.buyer if by == "buyer" else invoice.seller
    sender = sandbox.organisations.party(party.siren, party.name)
    info = FlowInfo(syntax="CDAR", name=message.name)
    return _fate(sandbox, deposit(sandbox, sender, info, write_cdar(message)))


def _find(sandbox: Sandbox, key: Body) -> sqlite3.Row:
    """Find an invoice by seller and number, the accepted one first."""
    row = sandbox.store.row(
        "SELECT * FROM invoices WHERE number = ? AND seller = ?"
        " ORDER BY state = '213', id DESC",
        key["number"],
        key["seller"],
    )
    if row is None:
        raise not_found(f"no invoice {key['number']} of {key['seller']}")
    return row


def file(sandbox: Sandbox, _body: Body, sha256: str) -> Body:
    """Return a file by its hash."""
    content = sandbox.store.content(sha256)
    if not content:
        raise not_found("no file has this hash")
    return {"content": base64.b64encode(content).decode()}
