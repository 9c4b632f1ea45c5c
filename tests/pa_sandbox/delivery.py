"""What platforms bring to organisations: invoices, statuses of companies, their own."""

from __future__ import annotations

import sqlite3
from typing import Any

from .cdar import Message, Reason, write_cdar
from .courier import notify
from .flows import new_flow
from .invoices import Invoice
from .sandbox import Sandbox


def deliver(sandbox: Sandbox, siren: str, flow_type: str, **values: Any) -> None:
    """Let a flow arrive at an organisation; what its faults ask for happens to it."""
    fault = sandbox.faults.of_flow(siren, f"delivery:{flow_type}", "delivery")
    kind = fault.kind if fault else ""
    flow = values | {"siren": siren, "direction": "In", "flow_type": flow_type}
    if fault and kind == "same_updated_at":
        flow["moment"] = _shared_moment(sandbox, fault.fault_id)
    if kind == "out_of_order":
        flow["is_held"] = 1
    arrived = [_arrive(sandbox, flow) for _ in range(2 if kind == "duplicate" else 1)]
    if fault and kind == "out_of_order" and fault.times_left == 0:
        release(sandbox, siren)
    elif kind != "out_of_order":
        for each in arrived:
            notify(sandbox, each)


def _arrive(sandbox: Sandbox, values: dict[str, Any]) -> sqlite3.Row:
    return new_flow(sandbox.store, sandbox.clock, **values)


def _shared_moment(sandbox: Sandbox, fault_id: int) -> int:
    """Return the moment at which all flows of one fault arrive."""
    name = f"moment of fault {fault_id}"
    known = sandbox.store.meta(name)
    moment = int(known) if known else sandbox.clock.stamp()
    sandbox.store.set_meta(name, str(moment))
    return moment


def release(sandbox: Sandbox, siren: str) -> int:
    """Let flows that were held arrive, the last one first; return how many."""
    store = sandbox.store
    with store.transaction():
        held = store.rows(
            "SELECT * FROM flows WHERE siren = ? AND is_held = 1 ORDER BY seq DESC",
            siren,
        )
        for flow in held:
            moment = sandbox.clock.stamp()
            store.execute(
                "UPDATE flows SET is_held = 0, updated_at = ?, submitted_at = ?"
                " WHERE seq = ?",
                moment,
                moment,
                flow["seq"],
            )
    for flow in held:
        now = store.row("SELECT * FROM flows WHERE seq = ?", flow["seq"])
        if now is not None:
            notify(sandbox, now)
    return len(held)


def emit(
    sandbox: Sandbox,
    invoice_id: int | None,
    invoice: Invoice,
    status: str,
    reasons: tuple[Reason, ...] = (),
    *,
    received_at: int,
    to_buyer: bool = False,
    to_seller: bool = True,
) -> None:
    """Let a platform send a status of its own."""
    message = Message(
        status=status,
        invoice=invoice,
        set_at=sandbox.clock.now(),
        received_at=received_at,
        to_seller=to_seller,
        to_buyer=to_buyer,
        reasons=reasons,
    )
    sha256 = sandbox.store.keep(write_cdar(message))
    if to_seller:
        bring_status(
            sandbox, invoice.seller.siren, "seller", message, invoice_id, sha256
        )
    if to_buyer:
        bring_status(sandbox, invoice.buyer.siren, "buyer", message, invoice_id, sha256)


def bring_status(
    sandbox: Sandbox,
    siren: str,
    role: str,
    message: Message,
    invoice_id: int | None,
    sha256: str,
) -> None:
    """Let a life-cycle message arrive at the seller or the buyer."""
    deliver(
        sandbox,
        siren,
        status_type(role),
        syntax="CDAR",
        profile="Undefined",
        name=message.name,
        sha256=sha256,
        invoice_id=invoice_id,
        status=message.status,
    )


def status_type(role: str) -> str:
    """Return the flowType of life-cycle messages of a seller or a buyer."""
    return "CustomerInvoiceLC" if role == "seller" else "SupplierInvoiceLC"


def invoice_type(role: str) -> str:
    """Return the flowType of an invoice as its seller or its buyer sees it."""
    return "CustomerInvoice" if role == "seller" else "SupplierInvoice"
