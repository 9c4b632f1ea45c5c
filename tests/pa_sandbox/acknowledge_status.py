"""What platforms check of a company's status, and to whom they bring it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from .cdar_read import Cdar, read_cdar
from .delivery import deliver, status_type
from .flows import Detail
from .invoices import CREDIT_NOTES, FileError, Invoice
from .sandbox import Sandbox
from .statuses import ALSO_ALLOWED, COMPANY, FINAL, STATUSES


@dataclass(frozen=True)
class _Case:
    """A status beside the invoice that it is about."""

    cdar: Cdar
    invoice: Invoice
    state: str
    role: str


def acknowledge_status(
    sandbox: Sandbox, flow: sqlite3.Row, body: bytes
) -> list[Detail]:
    """Judge a life-cycle message and carry it; return what is wrong with it."""
    try:
        cdar = read_cdar(body)
    except FileError as error:
        return [Detail(error.reason, error.item, str(error))]
    details = list(_alone(cdar))
    if details:
        return details
    row = _invoice_of(sandbox, cdar)
    if row is None:
        return [Detail("InvoiceLCRuleError", "MDT-87", "no matching invoices found")]
    invoice = Invoice.from_json(json.loads(row["facts"]))
    role = _role(invoice, flow["siren"])
    if not role:
        message = "the sender is neither seller nor buyer of this invoice"
        return [Detail("InvoiceLCAccessDenied", "MDT-38", message)]
    case = _Case(cdar, invoice, row["state"], role)
    details = [each for check in _CHECKS for each in check(case)]
    if not details:
        _carry(sandbox, flow, case, row["id"])
    return details


def _alone(cdar: Cdar) -> Iterator[Detail]:
    """Return what is wrong with a message, whatever the invoice."""
    status = STATUSES.get(cdar.status)
    if status is None:
        yield Detail("InvoiceLCStatusError", "MDT-105", f"no status {cdar.status}")
    elif status.by == "platform" or cdar.phase != COMPANY:
        message = f"{cdar.status} in phase {cdar.phase} is set by platforms only"
        yield Detail("InvoiceLCStatusError", "MDT-105", message)


def _invoice_of(sandbox: Sandbox, cdar: Cdar) -> sqlite3.Row | None:
    """Find the invoice: number, seller, date and type must all be repeated exactly."""
    rows = sandbox.store.rows(
        "SELECT * FROM invoices WHERE seller = ? AND number = ? AND year = ?"
        " ORDER BY state = '213', id DESC",
        cdar.seller,
        cdar.number,
        cdar.issue_date[:4],
    )
    for row in rows:
        facts = json.loads(row["facts"])
        if (facts["issue_date"], facts["type_code"]) == (
            cdar.issue_date,
            cdar.type_code,
        ):
            return row
    return None


def _role(invoice: Invoice, siren: str) -> str:
    if siren == invoice.buyer.siren:
        return "buyer"
    return "seller" if siren == invoice.seller.siren else ""


def _check_issuer(case: _Case) -> Iterator[Detail]:
    party = case.invoice.buyer if case.role == "buyer" else case.invoice.seller
    if case.cdar.issuer != party.siren:
        message = f"issuer {case.cdar.issuer or '(absent)'} is not the sender"
        yield Detail("InvoiceLCAccessDenied", "MDT-38", message)


def _check_sender(case: _Case) -> Iterator[Detail]:
    status = STATUSES[case.cdar.status]
    is_paid_back = status.code == "211" and case.invoice.type_code in CREDIT_NOTES
    if status.by != case.role and not is_paid_back:
        message = f"{status.code} is not set by the {case.role}"
        yield Detail("InvoiceLCStatusError", "MDT-105", message)


def _check_order(case: _Case) -> Iterator[Detail]:
    status = STATUSES[case.cdar.status]
    is_cancelled = status.code == "220" and case.state != "220"
    if case.state in FINAL and not is_cancelled:
        message = f"no {status.code} after {case.state}, which is final"
        yield Detail("InvoiceLCInvalidStatus", "MDT-105", message)
    right = {status.document_status, *ALSO_ALLOWED.get(status.code, ())}
    if case.cdar.document_status not in right | {""}:
        message = f"MDT-88 is {case.cdar.document_status}, not that of {status.code}"
        yield Detail("InvoiceLCInvalidStatus", "MDT-88", message)


def _check_reasons(case: _Case) -> Iterator[Detail]:
    status, details = STATUSES[case.cdar.status], case.cdar.details
    codes = [each.reason for each in details if each.reason]
    if status.needs_reason and not codes:
        yield Detail("InvoiceLCRuleError", "MDT-113", "BR-FR-CDV-15: no reason")
    for code in codes:
        if status.reasons and code not in status.reasons:
            message = f"BR-FR-CDV-CL-09: {code} is no reason of {status.code}"
            yield Detail("InvoiceLCRuleError", "MDT-113", message)
    if status.needs_comment and not any(each.comment for each in details):
        message = f"{status.code} needs a comment"
        yield Detail("InvoiceLCRuleError", "MDT-126", message)
    if not all(each.is_numbered for each in details):
        message = "BR-FR-CDV-16: SequenceNumeric is missing"
        yield Detail("InvoiceLCRuleError", "MDT-124-2", message)


def _check_address(case: _Case) -> Iterator[Detail]:
    """The status goes to the address that the invoice names, of the other side."""
    invoice = case.invoice
    party = invoice.seller if case.role == "buyer" else invoice.buyer
    expected = party.address or party.siren
    sides = [e for e in case.cdar.recipients if e.role not in ("WK", "DFH")]
    if not sides:
        yield Detail("InvoiceLCRuleError", "MDT-59", "the other side is no recipient")
    for each in sides:
        if each.siren == party.siren and each.address != expected:
            message = f"Electronic address (MDT-73) is invalid: {each.address}"
            yield Detail("InvoiceLCRuleError", "MDT-73", message)


def _check_amounts(case: _Case) -> Iterator[Detail]:
    if case.cdar.status != "212":
        return
    received = [each for each in case.cdar.amounts if each.kind == "MEN"]
    if not received:
        yield Detail("InvoiceLCAmountError", "MDT-207", "BR-FR-CDV-14: no MEN")
    rates = {_number(rate) for rate in case.invoice.rates}
    for each in received:
        if _number(each.amount) is None or not each.currency or not each.percent:
            message = "BR-FR-CDV-14: MEN needs amount, currency and rate"
            yield Detail("InvoiceLCAmountError", "MDT-215", message)
        elif _number(each.percent) not in rates:
            message = f"{each.percent} % is no VAT rate of the invoice"
            yield Detail("InvoiceLCAmountError", "MDT-224", message)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


_CHECKS: tuple[Callable[[_Case], Iterator[Detail]], ...] = (
    _check_issuer,
    _check_sender,
    _check_order,
    _check_reasons,
    _check_address,
    _check_amounts,
)


def _carry(sandbox: Sandbox, flow: sqlite3.Row, case: _Case, invoice_id: int) -> None:
    status = case.cdar.status
    sandbox.store.execute(
        "UPDATE invoices SET state = ? WHERE id = ?", status, invoice_id
    )
    sandbox.store.execute(
        "UPDATE flows SET invoice_id = ?, status = ? WHERE seq = ?",
        invoice_id,
        status,
        flow["seq"],
    )
    other = "seller" if case.role == "buyer" else "buyer"
    party = case.invoice.seller if other == "seller" else case.invoice.buyer
    deliver(
        sandbox,
        party.siren,
        status_type(other),
        syntax="CDAR",
        profile="Undefined",
        name=flow["name"],
        rule=flow["rule"],
        rule_source=flow["rule_source"],
        sha256=flow["sha256"],
        invoice_id=invoice_id,
        status=status,
        origin=flow["flow_id"],
    )
