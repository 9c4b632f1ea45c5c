"""A flow: one exchange with the platform, as it describes it.

Source: XP Z12-013, Flow Service 1.3.0, schemas ``FlowInfo`` and ``Flow``. What a
platform leaves out or adds is accepted; only the identifier is needed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from enum import Enum
from typing import TypeVar

from odoo.addons.einvoice_base.domain.messages import mark as _

_Member = TypeVar("_Member", bound=Enum)

# Name of a flow and tracking id, longest that the standard allows.
NAME_LENGTH = 255
TRACKING_LENGTH = 64
# Bytes of a file, largest that the standard allows.
FILE_SIZE = 100 * 1024 * 1024

INVOICES = ("SupplierInvoice", "CustomerInvoice")
STATUSES = ("SupplierInvoiceLC", "CustomerInvoiceLC")
# Words for a flow type; one that is not here is shown as the platform says it.
WORDS = {
    "SupplierInvoice": _("Supplier invoice"),
    "CustomerInvoice": _("Customer invoice"),
    "SupplierInvoiceLC": _("Status of a supplier invoice"),
    "CustomerInvoiceLC": _("Status of a customer invoice"),
}


class Syntax(Enum):
    """Syntax of the file of a flow."""

    CII = "CII"
    UBL = "UBL"
    FACTUR_X = "Factur-X"
    CDAR = "CDAR"
    FRR = "FRR"

    @property
    def is_pdf(self) -> bool:
        """The file is a PDF; all others are XML."""
        return self is Syntax.FACTUR_X


class Direction(Enum):
    """Seen from us."""

    IN = "In"
    OUT = "Out"


class Acknowledged(Enum):
    """What the platform made of a flow so far."""

    PENDING = "Pending"
    OK = "Ok"
    ERROR = "Error"


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark of an acknowledgement.

    Attributes:
        is_error: An error; else a warning.
        item: Where.
        code: Reason, of an open list.
        text: In the platform's words.
    """

    is_error: bool
    item: str = ""
    code: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class FlowInfo:
    """What we say of a flow that we send.

    Attributes:
        syntax: Syntax of the file.
        name: File name.
        tracking_id: Our own identifier, 64 characters at most.
        processing_rule: Kind of exchange, such as ``B2B``; empty lets the platform say.
        profile: Profile of the invoice; empty leaves it out.
    """

    syntax: Syntax
    name: str
    tracking_id: str
    processing_rule: str = ""
    profile: str = ""

    def as_json(self, content: bytes, *, takes_processing_rule: bool = True) -> str:
        """Return the part ``flowInfo`` of the request, with the checksum of the file.

        >>> info = FlowInfo(Syntax.CDAR, "cdar_204.xml", "42")
        >>> sorted(json.loads(info.as_json(b"<x/>")))
        ['flowSyntax', 'name', 'sha256', 'trackingId']
        """
        said = {
            "flowSyntax": self.syntax.value,
            "name": self.name[:NAME_LENGTH],
            "trackingId": self.tracking_id[:TRACKING_LENGTH],
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        if self.processing_rule and takes_processing_rule:
            said["processingRule"] = self.processing_rule
        if self.profile:
            said["flowProfile"] = self.profile
        return json.dumps(said)


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow as the platform describes it.

    Attributes:
        flow_id: The platform's identifier.
        kind: ``flowType``, such as ``SupplierInvoice``; kept as it is said.
        direction: From the platform to us, or the other way; ``None`` if not said.
        syntax: As it is said; may be one that we do not know.
        name: File name.
        tracking_id: The sender's identifier.
        updated_at: Last change, UTC; ``None`` if not said.
        acknowledged: What the platform made of it.
        remarks: Why.
        raw: The whole description.
    """

    flow_id: str
    kind: str = ""
    direction: Direction | None = None
    syntax: str = ""
    name: str = ""
    tracking_id: str = ""
    updated_at: datetime | None = None
    acknowledged: Acknowledged = Acknowledged.PENDING
    remarks: tuple[Remark, ...] = ()
    raw: Mapping[str, object] | None = None

    @property
    def is_invoice(self) -> bool:
        """An invoice, not a status and not a report."""
        return self.kind in INVOICES

    @property
    def is_status(self) -> bool:
        """A life-cycle status of an invoice."""
        return self.kind in STATUSES


def flow_of(said: object) -> Flow | None:
    """Read the description of a flow; ``None`` where it has no identifier.

    >>> flow = flow_of({"flowId": "7", "updatedAt": "2026-11-20T08:00:00.5Z",
    ...                 "acknowledgement": {"status": "Error", "details": [
    ...                     {"level": "Error", "reasonCode": "VirusFound"}]}})
    >>> flow.updated_at.microsecond, flow.acknowledged.value, flow.remarks[0].code
    (500000, 'Error', 'VirusFound')
    >>> flow_of({"name": "x"}) is None
    True
    """
    if not isinstance(said, Mapping) or not _text(said, "flowId"):
        return None
    told = said.get("acknowledgement")
    acknowledgement = told if isinstance(told, Mapping) else {}
    details = acknowledgement.get("details")
    return Flow(
        flow_id=_text(said, "flowId"),
        kind=_text(said, "flowType"),
        direction=_member(Direction, said.get("flowDirection")),
        syntax=_text(said, "flowSyntax"),
        name=_text(said, "name"),
        tracking_id=_text(said, "trackingId"),
        updated_at=time_of(said.get("updatedAt")),
        acknowledged=_member(Acknowledged, acknowledgement.get("status"))
        or Acknowledged.PENDING,
        remarks=tuple(
            _remark(each)
            for each in (details if isinstance(details, list) else [])
            if isinstance(each, Mapping)
        ),
        raw=said,
    )


def _remark(said: Mapping[str, object]) -> Remark:
    return Remark(
        is_error=said.get("level") != "Warning",
        item=_text(said, "item"),
        code=_text(said, "reasonCode"),
        text=_text(said, "reasonMessage"),
    )


def _text(said: Mapping[str, object], name: str) -> str:
    value = said.get(name)
    return value if isinstance(value, str) else ""


def _member(kind: type[_Member], value: object) -> _Member | None:
    return next((each for each in kind if each.value == value), None)


def time_of(text: object) -> datetime | None:
    """Read a time of the platform, UTC where it names no zone.

    >>> time_of("2026-11-20T09:00:00+01:00").isoformat()
    '2026-11-20T08:00:00+00:00'
    >>> time_of("yesterday") is None
    True
    """
    if not isinstance(text, str):
        return None
    head, dot, tail = text.strip().replace("Z", "+00:00").partition(".")
    if dot:
        digits = tail[: len(tail) - len(tail.lstrip("0123456789"))]
        text = f"{head}.{digits[:6]:0<6}{tail[len(digits) :]}"
    else:
        text = head
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is None:
            return found.replace(tzinfo=timezone.utc)
        return found.astimezone(timezone.utc)
    except (ValueError, OverflowError):
        return None
