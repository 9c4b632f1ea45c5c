"""What organisations send: kept at once, judged later."""

from __future__ import annotations

import json
import sqlite3
import traceback
from dataclasses import dataclass

from lxml import etree

from . import clock
from .acknowledge_invoice import acknowledge_invoice
from .acknowledge_status import acknowledge_status
from .cdar_read import read_cdar
from .courier import notify
from .delivery import invoice_type, status_type
from .flows import Detail, new_flow
from .invoices import FileError, parse_xml, read_invoice
from .organisations import Organisation
from .sandbox import Sandbox

_INVOICES = ("CII", "UBL", "Factur-X")
_DUE = "FROM flows WHERE ack = 'Pending' AND due_at <= ? AND polls_left <= 0"


@dataclass(frozen=True)
class FlowInfo:
    """What the sender says of a file; empty where he says nothing."""

    syntax: str
    name: str = ""
    tracking_id: str = ""
    rule: str = ""
    profile: str = ""
    sha256: str = ""


def deposit(
    sandbox: Sandbox, sender: Organisation, info: FlowInfo, body: bytes
) -> sqlite3.Row:
    """Keep a file; without any delay to wait for it is judged at once."""
    store, settings = sandbox.store, sender.settings
    flow_type, profile = _guess(sender, info.syntax, body)
    with store.transaction():
        moment = sandbox.clock.stamp()
        flow = new_flow(
            store,
            sandbox.clock,
            moment=moment,
            siren=sender.siren,
            direction="Out",
            flow_type=flow_type,
            syntax=info.syntax,
            profile=info.profile or profile,
            name=info.name,
            tracking_id=info.tracking_id or None,
            rule=info.rule or ("NotApplicable" if info.syntax == "CDAR" else "B2B"),
            rule_source="Input" if info.rule else "Computed",
            sha256=store.keep(body),
            claimed_sha256=info.sha256 or None,
            ack="Pending",
            due_at=moment + int(settings.acknowledge_seconds * clock.SECOND),
            polls_left=settings.acknowledge_polls,
        )
        notify(sandbox, flow)
        if not settings.acknowledge_seconds and not settings.acknowledge_polls:
            acknowledge(sandbox, flow)
    return flow


def settle(sandbox: Sandbox) -> None:
    """Judge what waited long enough."""
    store, now = sandbox.store, sandbox.clock.now()
    for due in store.rows(f"SELECT seq {_DUE} ORDER BY seq", now):
        try:
            with store.transaction():
                # Another thread may have been faster.
                flow = store.row(f"SELECT * {_DUE} AND seq = ?", now, due["seq"])
                if flow is not None:
                    acknowledge(sandbox, flow)
        except Exception:  # noqa: BLE001 – one bad flow must not stop the others
            traceback.print_exc()
            message = "a defect of the sandbox, see its output"
            _answer(sandbox, due, [Detail("OtherTechnicalError", "file", message)])


def poll(sandbox: Sandbox, flow: sqlite3.Row) -> None:
    """Count a Metadata query about a flow that is Pending."""
    if flow["ack"] == "Pending" and flow["polls_left"] > 0:
        sandbox.store.execute(
            "UPDATE flows SET polls_left = polls_left - 1 WHERE seq = ?", flow["seq"]
        )


def acknowledge(sandbox: Sandbox, flow: sqlite3.Row) -> None:
    """Judge a deposited flow, and carry it on when it is good."""
    store = sandbox.store
    fault = sandbox.faults.of_flow(flow["siren"], "acknowledge")
    if fault and fault.kind == "stuck":
        store.execute("UPDATE flows SET due_at = NULL WHERE seq = ?", flow["seq"])
        return
    body = store.content(flow["sha256"])
    if fault and fault.kind == "ack_error":
        details = [
            Detail(
                fault.options.get("reason", "OtherTechnicalError"),
                fault.options.get("item", "file"),
                fault.options.get("message", "asked for by a fault"),
            )
        ]
    else:
        details = _technical(sandbox, flow, body)
    _answer(sandbox, flow, details)
    if details:
        return
    if flow["syntax"] == "CDAR":
        details = acknowledge_status(sandbox, flow, body)
    elif flow["syntax"] in _INVOICES:
        details = acknowledge_invoice(sandbox, flow, body, fault)
    else:
        details = _check_report(body)
    if details:
        _answer(sandbox, flow, details)
    final = store.row("SELECT * FROM flows WHERE seq = ?", flow["seq"])
    if final is not None:
        notify(sandbox, final)


def _answer(sandbox: Sandbox, flow: sqlite3.Row, details: list[Detail]) -> None:
    is_error = any(each.level == "Error" for each in details)
    sandbox.store.execute(
        "UPDATE flows SET ack = ?, details = ?, updated_at = ? WHERE seq = ?",
        "Error" if is_error else "Ok",
        json.dumps([each.as_json() for each in details], ensure_ascii=False),
        sandbox.clock.stamp(),
        flow["seq"],
    )


def _technical(sandbox: Sandbox, flow: sqlite3.Row, body: bytes) -> list[Detail]:
    """Return what is wrong with a file, whatever it says."""
    if not body:
        return [Detail("EmptyFlow", "file", "the file is empty")]
    claimed = flow["claimed_sha256"]
    if claimed and claimed != flow["sha256"]:
        return [Detail("ChecksumMismatch", "sha256", "another SHA-256 was computed")]
    same = sandbox.store.row(
        "SELECT flow_id FROM flows WHERE siren = ? AND sha256 = ? AND direction = 'Out'"
        " AND seq < ? AND ack != 'Error'",
        flow["siren"],
        flow["sha256"],
        flow["seq"],
    )
    if same:
        message = f"the same file was received as flow {same['flow_id']}"
        return [Detail("AlreadyExistingFlow", "file", message)]
    return []


def _guess(sender: Organisation, syntax: str, body: bytes) -> tuple[str, str]:
    """Return flowType and flowProfile, Undefined where the file does not tell."""
    try:
        if syntax in _INVOICES:
            invoice, _root = read_invoice(syntax, body)
            # The buyer deposits what he wrote himself, for his supplier.
            role = "buyer" if invoice.is_self_billed else "seller"
            return invoice_type(role), invoice.profile
        if syntax == "CDAR":
            is_seller = read_cdar(body).seller == sender.siren
            return status_type("seller" if is_seller else "buyer"), "Undefined"
        return _report_type(parse_xml(body)), "Undefined"
    except FileError:
        return "Undefined", "Undefined"


def _check_report(body: bytes) -> list[Detail]:
    try:
        root = parse_xml(body)
    except FileError as error:
        return [Detail(error.reason, error.item, str(error))]
    if etree.QName(root).localname != "Report":
        return [Detail("FlowTypeError", "file", f"{root.tag} is no e-reporting")]
    return []


def _report_type(root: etree._Element) -> str:
    """Return the flowType of an e-reporting file (flux 10)."""
    has = {
        f"{etree.QName(part).localname}/{etree.QName(child).localname}"
        for part in root
        if isinstance(part.tag, str)
        for child in part
        if isinstance(child.tag, str)
    }
    found = {
        "UnitaryCustomerTransactionReport": "TransactionsReport/Invoice",
        "AggregatedCustomerTransactionReport": "TransactionsReport/Transactions",
        "UnitaryCustomerPaymentReport": "PaymentsReport/Invoice",
        "AggregatedCustomerPaymentReport": "PaymentsReport/Transactions",
    }
    types = [name for name, path in found.items() if path in has]
    if len(types) != 1:
        return "MultiFlowReport" if types else "Undefined"
    issuer = root.findtext("ReportDocument/Issuer/RoleCode")
    is_purchase = issuer == "BY" and types == ["UnitaryCustomerTransactionReport"]
    return "UnitarySupplierTransactionReport" if is_purchase else types[0]
