"""The companies that the sandbox serves, and how it treats each."""

from __future__ import annotations

import dataclasses
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from .store import Store

VERSIONS = ("1.1", "1.2", "1.3")


@dataclass(frozen=True)
class Settings:
    """How the platform treats one organisation.

    Attributes:
        version: Edition of XP Z12-013 where the path names none: 1.1, 1.2 or 1.3.
        acknowledge_seconds: How long a deposited flow stays Pending.
        acknowledge_polls: How many Metadata queries answer Pending before.
        token_seconds: Lifetime of an access token.
        auth_style: Where the token endpoint takes credentials: any, basic or body.
        signature: Of callbacks: HMAC over the raw or the hex fingerprint, none, wrong.
        strict_parts: Whether the parts of a deposit must have their content types.
        max_bytes: Largest file; beyond it a deposit is answered 413.
        tracking: The trackingId given back: same, absent, flow_id or null.
        emits: Statuses that platforms send to the seller of an accepted invoice.
        rejects_to_buyer: Whether the buyer hears of a 213 too.
        undefined_while_pending: Whether a Pending flow has the type Undefined (1.3).
        has_converted: Whether docType Converted exists.
        has_readable: Whether docType ReadableView exists.
        checks_schema: Whether deposited invoices are checked with their XSD.
        counts_results: Whether the directory counts, or answers -1.
    """

    version: str = "1.3"
    acknowledge_seconds: float = 0.0
    acknowledge_polls: int = 0
    token_seconds: float = 1800.0
    auth_style: str = "any"
    signature: str = "raw"
    strict_parts: bool = True
    max_bytes: int = 100_000_000
    tracking: str = "same"
    emits: tuple[str, ...] = ("200", "202", "203")
    rejects_to_buyer: bool = False
    undefined_while_pending: bool = False
    has_converted: bool = True
    has_readable: bool = True
    checks_schema: bool = True
    counts_results: bool = True


_CHOICES = {
    "version": VERSIONS,
    "auth_style": ("any", "basic", "body"),
    "signature": ("raw", "hex", "none", "wrong"),
    "tracking": ("same", "absent", "flow_id", "null"),
}
_DEFAULTS = {each.name: each.default for each in dataclasses.fields(Settings)}


def read_settings(values: dict[str, Any], before: Settings | None = None) -> Settings:
    """Read settings, those not named as they were before.

    Raises:
        ValueError: A setting has no such name or value.
    """
    for name, value in values.items():
        if name not in _DEFAULTS:
            raise ValueError(f"there is no setting {name}; there are {set(_DEFAULTS)}")
        if name in _CHOICES and value not in _CHOICES[name]:
            raise ValueError(f"{name} is one of {_CHOICES[name]}, not {value!r}")
        if name not in _CHOICES and not _is_like(value, _DEFAULTS[name]):
            raise ValueError(f"{name} cannot be {value!r}")
    if "emits" in values:
        values = values | {"emits": tuple(map(str, values["emits"]))}
    return dataclasses.replace(before or Settings(), **values)


def _is_like(value: Any, default: Any) -> bool:
    if isinstance(default, tuple):
        return isinstance(value, list | tuple)
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(value, bool) and isinstance(default, bool)
    if isinstance(default, float):
        return isinstance(value, int | float)
    return isinstance(value, type(default))


@dataclass(frozen=True)
class Organisation:
    """A company, the platform that it chose and its credentials there.

    Attributes:
        siren: Its identifier.
        name: Its name.
        platform: Name of its platform.
        client_id: Of its credentials; organisations of one integrator share them.
        client_secret: The other half.
        organization_id: What the header Organization-Id says of it; empty without.
        addresses: Its electronic addresses beside its SIREN.
        is_outside: Whether it has no account here, only dealings with those who have.
        settings: How it is treated.
    """

    siren: str
    name: str
    platform: str = "PA-E"
    client_id: str = ""
    client_secret: str = ""
    organization_id: str = ""
    addresses: tuple[str, ...] = ()
    is_outside: bool = False
    settings: Settings = field(default_factory=Settings)

    def as_json(self) -> dict[str, Any]:
        """Return everything of it."""
        return dataclasses.asdict(self)


class Organisations:
    """All organisations, read once and kept in the store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, Organisation] = {}
        self.reload()

    def reload(self) -> None:
        """Read them again from the store."""
        rows = self._store.rows("SELECT record FROM organisations")
        found = [_from_record(json.loads(row["record"])) for row in rows]
        self._known = {each.siren: each for each in found}

    def all(self) -> list[Organisation]:
        """Return all of them."""
        return list(self._known.values())

    def get(self, siren: str) -> Organisation | None:
        """Return one that has an account."""
        return self._known.get(siren)

    def party(self, siren: str, name: str = "") -> Organisation:
        """Return one, or a stranger who deals with organisations from outside."""
        known = self._known.get(siren)
        return known or Organisation(
            siren, name or siren, platform="outside", is_outside=True
        )

    def of_client(self, client_id: str) -> list[Organisation]:
        """Return those that act under the same credentials."""
        return [each for each in self._known.values() if each.client_id == client_id]

    def save(self, organisation: Organisation) -> Organisation:
        """Keep an organisation; credentials are made up where they are missing."""
        if not organisation.client_id:
            organisation = dataclasses.replace(
                organisation,
                client_id=f"client-{organisation.siren}",
                client_secret=secrets.token_urlsafe(24),
            )
        self._store.execute(
            "INSERT OR REPLACE INTO organisations VALUES (?, ?, ?)",
            organisation.siren,
            organisation.client_id,
            json.dumps(organisation.as_json()),
        )
        self._known[organisation.siren] = organisation
        return organisation

    def remove(self, siren: str) -> None:
        """Close an account; what it holds stays."""
        self._store.execute("DELETE FROM organisations WHERE siren = ?", siren)
        self._known.pop(siren, None)


def _from_record(record: dict[str, Any]) -> Organisation:
    settings = read_settings(record.pop("settings"))
    addresses = tuple(record.pop("addresses"))
    return Organisation(**record, addresses=addresses, settings=settings)
