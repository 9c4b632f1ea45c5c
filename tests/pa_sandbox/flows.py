"""Flows: what is exchanged with a platform, and how the API shows it."""

from __future__ import annotations

import json
import sqlite3
import uuid
from dataclasses import dataclass
from typing import Any

from . import clock
from .clock import Clock
from .organisations import Settings
from .store import Store

SYNTAXES = ("CII", "UBL", "Factur-X", "CDAR", "FRR")
DIRECTIONS = ("In", "Out")
ACK_STATUSES = ("Pending", "Ok", "Error")
_PROFILES = ("Basic", "CIUS", "Extended-CTC-FR")
_RULES = ("B2B", "B2BInt", "B2C", "OutOfScope", "ArchiveOnly", "NotApplicable")
_RULES_1_2 = (*_RULES, "B2G", "B2GInt", "B2GOutOfScope")
_TYPES = (
    "CustomerInvoice",
    "SupplierInvoice",
    "CustomerInvoiceLC",
    "SupplierInvoiceLC",
    "StateCustomerInvoiceLC",
    "StateSupplierInvoiceLC",
    "AggregatedCustomerTransactionReport",
    "UnitaryCustomerTransactionReport",
    "AggregatedCustomerPaymentReport",
    "UnitaryCustomerPaymentReport",
    "UnitarySupplierTransactionReport",
    "MultiFlowReport",
)
_STATE_TYPES_1_3 = (
    "StateCustomerInvoice",
    "StateSupplierInvoice",
    "StateTransactionReport",
    "StateTransactionReportLC",
    "StatePaymentReport",
    "StatePaymentReportLC",
)


@dataclass(frozen=True)
class Words:
    """What one edition of the Flow Service lets a flow be called."""

    profiles: tuple[str, ...]
    rules: tuple[str, ...]
    types: tuple[str, ...]
    longest_id: int


WORDS = {
    "1.1": Words(_PROFILES, _RULES, (*_TYPES, "StateInvoice"), 36),
    "1.2": Words(_PROFILES, _RULES_1_2, (*_TYPES, "StateInvoice"), 36),
    "1.3": Words(
        (*_PROFILES, "Undefined"),
        (*_RULES_1_2, "Undefined"),
        (*_TYPES, *_STATE_TYPES_1_3, "Undefined"),
        64,
    ),
}


@dataclass(frozen=True)
class Detail:
    """One reason of an acknowledgement."""

    reason: str
    item: str
    message: str
    level: str = "Error"

    def as_json(self) -> dict[str, str]:
        """Return it as the API has it."""
        return {
            "level": self.level,
            "item": self.item,
            "reasonCode": self.reason,
            "reasonMessage": self.message,
        }


def new_flow(store: Store, clock: Clock, **values: Any) -> sqlite3.Row:
    """Add a flow, stamped now unless values say otherwise, and return it."""
    moment = values.pop("moment", None) or clock.stamp()
    defaults = {
        "flow_id": str(uuid.uuid4()),
        "rule": "B2B",
        "rule_source": "Computed",
        "submitted_at": moment,
        "updated_at": moment,
        "ack": "Ok",
    }
    seq = store.insert("flows", **(defaults | values))
    found = store.row("SELECT * FROM flows WHERE seq = ?", seq)
    assert found is not None
    return found


def flow_of(store: Store, siren: str, flow_id: str) -> sqlite3.Row | None:
    """Return a flow that an organisation may see."""
    return store.row(
        "SELECT * FROM flows WHERE flow_id = ? AND siren = ? AND is_held = 0",
        flow_id,
        siren,
    )


def as_json(flow: sqlite3.Row, version: str, settings: Settings) -> dict[str, Any]:
    """Return the resource Flow: of a search, of Metadata and of callbacks."""
    hides_type = flow["ack"] == "Pending" and settings.undefined_while_pending
    acknowledgement: dict[str, Any] = {"status": flow["ack"]}
    details = json.loads(flow["details"])
    if details:
        acknowledgement["details"] = details
    said = {
        "flowId": flow["flow_id"],
        "submittedAt": clock.as_text(flow["submitted_at"]),
        "updatedAt": clock.as_text(flow["updated_at"]),
        "name": flow["name"],
        "flowSyntax": flow["syntax"],
        "flowProfile": "Undefined" if hides_type else flow["profile"],
        "flowType": "Undefined" if hides_type else flow["flow_type"],
        "flowDirection": flow["direction"],
        "processingRule": flow["rule"],
        "processingRuleSource": flow["rule_source"],
        "acknowledgement": acknowledgement,
    }
    return _in_version(said, version) | tracking(flow, settings)


def _in_version(said: dict[str, Any], version: str) -> dict[str, Any]:
    """Leave out what an older edition has no word for."""
    words = WORDS[version]
    if version == "1.1":
        said.pop("name")
    for name, known in (
        ("flowProfile", words.profiles),
        ("flowType", words.types),
        ("processingRule", words.rules),
    ):
        if said[name] not in known:
            said.pop(name)
    return said


def tracking(flow: sqlite3.Row, settings: Settings) -> dict[str, Any]:
    """Return the trackingId as this platform gives it back."""
    style = settings.tracking
    if flow["direction"] == "In" or style == "absent":
        return {}
    if style == "null":
        return {"trackingId": None}
    value = flow["flow_id"] if style == "flow_id" else flow["tracking_id"]
    return {"trackingId": value} if value else {}
