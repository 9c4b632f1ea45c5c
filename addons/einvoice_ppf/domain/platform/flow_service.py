"""The Flow Service of a platform: flows out, flows in, webhooks.

Source: AFNOR XP Z12-013, Flow Service 1.1.0 to 1.3.0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from enum import Enum
from urllib.parse import quote, unquote

from . import errors
from .flows import FILE_SIZE, Acknowledged, Direction, Flow, FlowInfo, flow_of
from .session import Session

# Largest page that the standard allows.
PAGE = 100


class DocumentType(Enum):
    """Which file of a flow."""

    ORIGINAL = "Original"
    CONVERTED = "Converted"
    READABLE = "ReadableView"


@dataclass(frozen=True, slots=True)
class Search:
    """What flows are looked for; at least one criterion.

    Attributes:
        updated_after: Changed later than this.
        updated_before: Changed earlier than this.
        kinds: Flow types.
        direction: In or out.
        tracking_id: Our own identifier.
        acknowledged: What the platform made of them.
    """

    updated_after: datetime | None = None
    updated_before: datetime | None = None
    kinds: Sequence[str] = ()
    direction: Direction | None = None
    tracking_id: str = ""
    acknowledged: Acknowledged | None = None

    def as_json(self) -> dict[str, object]:
        """Return the criteria as the service takes them.

        >>> Search(kinds=("SupplierInvoice",), direction=Direction.IN).as_json()
        {'flowType': ['SupplierInvoice'], 'flowDirection': ['In']}
        """
        said = {
            "updatedAfter": self.updated_after and stamp(self.updated_after),
            "updatedBefore": self.updated_before and stamp(self.updated_before),
            "flowType": list(self.kinds),
            "flowDirection": [self.direction.value] if self.direction else [],
            "trackingId": self.tracking_id,
            "ackStatus": self.acknowledged.value if self.acknowledged else None,
        }
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a search.

    Attributes:
        flows: Those that could be understood.
        size: How many the platform gave.
        cursor: Where the next page begins; empty on the last.
    """

    flows: tuple[Flow, ...]
    size: int
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file of a flow."""

    content: bytes = field(repr=False)
    name: str = ""
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class Webhook:
    """A call back that the platform was asked for."""

    webhook_id: str
    signing_key: str = field(default="", repr=False)


class FlowService:
    """The operations of the service."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.platform = session.platform

    def send(self, info: FlowInfo, content: bytes) -> Flow:
        """Hand over a file.

        Returns:
            The flow, not acknowledged yet.

        Raises:
            PlatformError: With ``is_uncertain`` where it may have arrived all the same.
        """
        if len(content) > FILE_SIZE:
            raise errors.TooLargeError(platform=self.platform.name)
        said = info.as_json(
            content, takes_processing_rule=self.platform.takes_processing_rule
        )
        media = "application/pdf" if info.syntax.is_pdf else "application/xml"
        answer = self._session.call(
            "POST",
            self.platform.flow("flows"),
            files={
                "flowInfo": (None, said, "application/json"),
                "file": (info.name, content, media),
            },
        )
        flow = flow_of(answer.json(self.platform))
        if flow is None:
            raise errors.UnreadableAnswerError(
                platform=self.platform.name, detail="flowId"
            )
        return flow

    def search(self, search: Search, *, cursor: str = "", limit: int = PAGE) -> Page:
        """Return one page of the flows that meet all criteria."""
        said: dict[str, object] = {"limit": limit, "where": search.as_json()}
        if cursor:
            said["cursor"] = cursor
        answer = self._session.call(
            "POST", self.platform.flow("flows/search"), json=said
        )
        told = answer.json(self.platform)
        results = told.get("results") if isinstance(told, Mapping) else None
        if not isinstance(results, list):
            raise errors.UnreadableAnswerError(
                platform=self.platform.name, detail="results"
            )
        following = told.get("nextCursor")
        return Page(
            tuple(filter(None, map(flow_of, results))),
            len(results),
            following if isinstance(following, str) else "",
        )

    def described(self, flow_id: str) -> Flow:
        """Return what the platform says of a flow now."""
        answer = self._session.call(
            "GET", self._flow_url(flow_id), params={"docType": "Metadata"}
        )
        flow = flow_of(answer.json(self.platform))
        if flow is None:
            raise errors.UnreadableAnswerError(
                platform=self.platform.name, detail="flowId"
            )
        return flow

    def file(self, flow_id: str, kind: DocumentType) -> File | None:
        """Fetch a file of a flow; ``None`` where it has no such file."""
        url = self._flow_url(flow_id)
        try:
            answer = self._session.file(url, params={"docType": kind.value})
        except errors.NotThereError:
            return None
        if not answer.content:
            return None
        return File(answer.content, file_name(answer.disposition), answer.content_type)

    def content(self, flow_id: str) -> File | None:
        """Fetch what the supplier sent: the original, else what was made of it."""
        return self.file(flow_id, DocumentType.ORIGINAL) or self.file(
            flow_id, DocumentType.CONVERTED
        )

    def is_healthy(self) -> bool:
        """Tell whether the service says that it is well."""
        return self._session.call("GET", self.platform.flow("healthcheck")).status < 300

    def add_webhook(self, url: str, kinds: Sequence[str]) -> Webhook:
        """Ask the platform to call an address when flows arrive."""
        answer = self._session.call(
            "POST",
            self.platform.flow("webhooks"),
            json={
                "callbackUrl": url,
                "flowTypes": list(kinds),
                "flowDirection": Direction.IN.value,
            },
        )
        told = answer.json(self.platform)
        key = told.get("webhookId") if isinstance(told, Mapping) else None
        if not isinstance(key, str):
            raise errors.UnreadableAnswerError(
                platform=self.platform.name, detail="webhookId"
            )
        return Webhook(key, str(told.get("signingKey") or ""))

    def remove_webhook(self, webhook_id: str) -> None:
        """Ask the platform to call no more; one that is gone already is fine."""
        url = self.platform.flow(f"webhooks/{quote(webhook_id, safe='')}")
        try:
            self._session.call("DELETE", url)
        except errors.NotThereError:
            return

    def _flow_url(self, flow_id: str) -> str:
        return self.platform.flow(f"flows/{quote(flow_id, safe='')}")


def stamp(moment: datetime) -> str:
    """Write a time as the services take it: UTC, milliseconds.

    >>> stamp(datetime(2026, 11, 20, 8, tzinfo=timezone.utc))
    '2026-11-20T08:00:00.000Z'
    """
    text = moment.astimezone(timezone.utc).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


_NAME = re.compile(r"filename\*?=(?:UTF-8'')?\"?([^\";]+)", re.IGNORECASE)


def file_name(disposition: str) -> str:
    """Return the name that a platform gives a file, without folders.

    >>> file_name('attachment;filename="../FA-1.xml"'), file_name("attachment")
    ('FA-1.xml', '')
    """
    found = _NAME.search(disposition)
    name = unquote(found[1]).replace("\\\\", "/").rpartition("/")[2] if found else ""
    return "".join(each for each in name if each.isprintable()).strip()
