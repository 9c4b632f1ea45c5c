"""What the platform of the sender does with an invoice, and that of the addressee."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from .cdar import Reason
from .delivery import deliver, emit, invoice_type
from .faults import Fault
from .flows import Detail
from .invoices import FileError, Invoice, read_invoice
from .sandbox import Sandbox
from .schemas import schema_error

# Of these nothing goes to an addressee.
_NOT_CARRIED = ("B2BInt", "B2C", "ArchiveOnly", "NotApplicable")


@dataclass(frozen=True)
class _Route:
    """Where an invoice goes: the addressee, or why it goes nowhere."""

    siren: str = ""
    rejection: Reason | None = None
    is_inactive: bool = False


def acknowledge_invoice(
    sandbox: Sandbox, flow: sqlite3.Row, body: bytes, fault: Fault | None
) -> list[Detail]:
    """Judge an invoice and carry it; return what is technically wrong with it."""
    try:
        invoice, root = read_invoice(flow["syntax"], body)
    except FileError as error:
        return [Detail(error.reason, error.item, str(error))]
    details = _identity_details(flow, invoice)
    if details:
        return details
    if sandbox.organisations.party(flow["siren"]).settings.checks_schema:
        wrong = schema_error(root)
        if wrong:
            _reject(sandbox, flow, invoice, Reason("REJ_SEMAN", comment=wrong))
            return [Detail("InvalidSchema", "file", wrong)]
    if fault and fault.kind == "reject":
        asked = fault.options
        reason = Reason(
            asked.get("reason", "REJ_COH"), comment=asked.get("comment", "")
        )
        _reject(sandbox, flow, invoice, reason)
    elif _is_known(sandbox, invoice):
        comment = f"{invoice.number} de {invoice.year} est déjà connue"
        _reject(sandbox, flow, invoice, Reason("DOUBLON", comment=comment))
    else:
        _carry(sandbox, flow, invoice, has_routing_error=bool(fault))
    return []


def _identity_details(flow: sqlite3.Row, invoice: Invoice) -> list[Detail]:
    """Return what is missing or wrong about who sends which invoice."""
    facts = {
        "BT-1": invoice.number,
        "BT-2": invoice.issue_date,
        "BT-3": invoice.type_code,
        "BT-30": invoice.seller.siren,
    }
    missing = [term for term, text in facts.items() if not text]
    if missing:
        return [Detail("InvalidSchema", term, f"{term} is missing") for term in missing]
    sender = invoice.buyer.siren if invoice.is_self_billed else invoice.seller.siren
    if sender != flow["siren"]:
        message = f"the invoice is issued by {sender}, not by the sender"
        return [Detail("OtherTechnicalError", "BT-30", message)]
    if flow["profile"] != invoice.profile:
        message = f"flowProfile {flow['profile']} is not that of BT-24"
        return [Detail("FlowTypeError", "flowProfile", message)]
    return []


def _is_known(sandbox: Sandbox, invoice: Invoice) -> bool:
    return bool(
        sandbox.store.row(
            "SELECT 1 FROM invoices WHERE seller = ? AND number = ? AND year = ?"
            " AND state != '213'",
            invoice.seller.siren,
            invoice.number,
            invoice.year,
        )
    )


def register(sandbox: Sandbox, invoice: Invoice, state: str, received_at: int) -> int:
    """Keep the facts of an invoice and return its number here."""
    return sandbox.store.insert(
        "invoices",
        seller=invoice.seller.siren,
        number=invoice.number,
        year=invoice.year,
        buyer=invoice.buyer.siren,
        facts=json.dumps(invoice.as_json(), ensure_ascii=False),
        state=state,
        received_at=received_at,
    )


def _link(sandbox: Sandbox, flow: sqlite3.Row, invoice_id: int) -> None:
    sandbox.store.execute(
        "UPDATE flows SET invoice_id = ? WHERE seq = ?", invoice_id, flow["seq"]
    )


def _reject(
    sandbox: Sandbox, flow: sqlite3.Row, invoice: Invoice, reason: Reason
) -> None:
    """Send 213 to the sender, and to the buyer where his platform tells him too."""
    at = flow["submitted_at"]
    invoice_id = register(sandbox, invoice, "213", at)
    _link(sandbox, flow, invoice_id)
    buyer = sandbox.organisations.get(invoice.buyer.siren)
    emit(
        sandbox,
        invoice_id,
        invoice,
        "213",
        (reason,),
        received_at=at,
        to_buyer=buyer is not None and buyer.settings.rejects_to_buyer,
    )


def _carry(
    sandbox: Sandbox, flow: sqlite3.Row, invoice: Invoice, *, has_routing_error: bool
) -> None:
    """Register an invoice, tell its seller, and bring it to its addressee."""
    at = flow["submitted_at"]
    is_carried = flow["rule"] not in _NOT_CARRIED
    route = _route(sandbox, invoice) if is_carried else _Route(is_inactive=True)
    if route.rejection:
        _reject(sandbox, flow, invoice, route.rejection)
        return
    invoice_id = register(sandbox, invoice, "200", at)
    _link(sandbox, flow, invoice_id)
    settings = sandbox.organisations.party(flow["siren"]).settings
    steps = list(settings.emits)
    if "200" in steps:
        is_stopped = is_carried and route.is_inactive
        reasons = (Reason("NON_TRANSMISE"),) if is_stopped else ()
        emit(sandbox, invoice_id, invoice, "200", reasons, received_at=at)
    if has_routing_error:
        reason = Reason("ROUTAGE_ERR")
        emit(sandbox, invoice_id, invoice, "221", (reason,), received_at=at)
        return
    if route.is_inactive:
        return
    _bring(sandbox, flow, invoice, invoice_id, route.siren)
    for status in steps:
        if status != "200":
            emit(sandbox, invoice_id, invoice, status, received_at=at)


def _bring(
    sandbox: Sandbox, flow: sqlite3.Row, invoice: Invoice, invoice_id: int, siren: str
) -> None:
    deliver(
        sandbox,
        siren,
        invoice_type("seller" if invoice.is_self_billed else "buyer"),
        syntax=flow["syntax"],
        profile=invoice.profile,
        name=flow["name"],
        rule=flow["rule"],
        rule_source=flow["rule_source"],
        sha256=flow["sha256"],
        invoice_id=invoice_id,
        origin=flow["flow_id"],
    )
    sandbox.store.execute("UPDATE invoices SET state = '203' WHERE id = ?", invoice_id)


def _route(sandbox: Sandbox, invoice: Invoice) -> _Route:
    """Find the addressee: BT-49 (BT-34 of a self-billed invoice), or else his SIREN."""
    party = invoice.seller if invoice.is_self_billed else invoice.buyer
    directory = sandbox.directory
    address = party.address if party.scheme == "0225" else ""
    line = directory.get("directory-line", address or party.siren)
    if line is None and directory.get("siren", party.siren) is None:
        comment = f"SIREN {party.siren or '(absent)'} inconnu de l'annuaire"
        return _Route(rejection=Reason("DEST_INC", comment=comment))
    if line is None and address:
        comment = f"adresse {address} inconnue de l'annuaire"
        return _Route(rejection=Reason("ADR_ERR", comment=comment))
    if line is None or line.get("directoryLineStatus") != "Enabled":
        return _Route(is_inactive=True)
    return _Route(siren=line["siren"])
