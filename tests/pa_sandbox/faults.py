"""What goes wrong on demand: for the next calls of an organisation, or at random."""

from __future__ import annotations

import json
import random
import threading
from dataclasses import dataclass
from typing import Any

from .store import Store

# On calls.
CALL_KINDS = (
    "status",  # options: status, retry_after, code, message
    "html",  # options: status
    "redirect",  # options: location, status
    "cut",  # before anything is accepted
    "hang",  # nothing is accepted; options: seconds
    "accept_then_hang",  # accepted and kept, never answered; options: seconds
    "accept_then_cut",  # accepted and kept, then the connection ends
    "slow_body",  # options: seconds
    "truncate",  # the body ends early
    "missing",  # 404 for what exists
)
# On flows of operation "acknowledge" and on deliveries of operation "delivery".
ACKNOWLEDGE_KINDS = ("ack_error", "stuck", "reject", "routing_error")
DELIVERY_KINDS = ("same_updated_at", "duplicate", "out_of_order")
_FLOW_KINDS = {"acknowledge": ACKNOWLEDGE_KINDS, "delivery": DELIVERY_KINDS}


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong.

    Attributes:
        kind: Which.
        options: Its details.
        times_left: How often it will happen again after this time, None without end.
        fault_id: Its number; 0 of a random one.
    """

    kind: str
    options: dict[str, Any]
    times_left: int | None = None
    fault_id: int = 0


class Faults:
    """The faults that wait for each organisation, in the order they were asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._random: dict[str, _AtRandom] = {}
        self._waits = False
        self.reload()

    def reload(self) -> None:
        """Look again whether any fault waits; random ones are forgotten."""
        self._random = {}
        self._waits = self._store.row("SELECT 1 FROM faults") is not None

    def add(
        self,
        siren: str,
        operation: str,
        kind: str,
        times: int | None,
        options: dict[str, Any],
    ) -> int:
        """Let a fault wait for the next calls.

        Raises:
            ValueError: There is no such fault.
        """
        kinds = _FLOW_KINDS.get(operation.partition(":")[0], CALL_KINDS)
        if kind not in kinds:
            raise ValueError(f"kind of {operation} is one of {', '.join(kinds)}")
        if times is not None and times < 1:
            raise ValueError("times is 1 or more, or null for ever")
        self._waits = True
        return self._store.insert(
            "faults",
            siren=siren,
            operation=operation,
            kind=kind,
            times=times,
            options=json.dumps(options),
        )

    def of_call(self, siren: str, *operations: str) -> Fault | None:
        """Return the fault of a call, which may go by several names, and count it."""
        found = self._take(siren, (*operations, "*")) if self._waits else None
        if found:
            return found
        chance = self._random.get(siren)
        return chance.draw(operations) if chance else None

    def of_flow(self, siren: str, *operations: str) -> Fault | None:
        """Return the fault of an acknowledgement or a delivery, and count it."""
        return self._take(siren, operations) if self._waits else None

    def _take(self, siren: str, operations: tuple[str, ...]) -> Fault | None:
        marks = ", ".join("?" * len(operations))
        with self._store.transaction():
            row = self._store.row(
                f"SELECT * FROM faults WHERE siren = ? AND operation IN ({marks})"
                " AND (times IS NULL OR times > 0) ORDER BY id",
                siren,
                *operations,
            )
            if row is None:
                return None
            left = None if row["times"] is None else row["times"] - 1
            self._store.execute(
                "UPDATE faults SET times = ? WHERE id = ?", left, row["id"]
            )
        return Fault(row["kind"], json.loads(row["options"]), left, row["id"])

    def waiting(self, siren: str) -> list[dict[str, Any]]:
        """Return what waits for an organisation."""
        rows = self._store.rows("SELECT * FROM faults WHERE siren = ?", siren)
        return [
            {
                "id": row["id"],
                "operation": row["operation"],
                "kind": row["kind"],
                "times": row["times"],
                **json.loads(row["options"]),
            }
            for row in rows
        ]

    def clear(self, siren: str) -> None:
        """Let nothing go wrong any more."""
        self._store.execute("DELETE FROM faults WHERE siren = ?", siren)
        self._random.pop(siren, None)

    def at_random(
        self,
        siren: str,
        percent: float,
        seed: int,
        kinds: list[dict[str, Any]],
        operations: list[str],
    ) -> None:
        """Let a share of all calls fail; the same seed gives the same faults.

        Raises:
            ValueError: There is no such fault on calls.
        """
        for each in kinds:
            if each.get("kind") not in CALL_KINDS:
                raise ValueError(f"random kinds are among {', '.join(CALL_KINDS)}")
        self._random[siren] = _AtRandom(percent, seed, kinds, operations)


class _AtRandom:
    def __init__(
        self,
        percent: float,
        seed: int,
        kinds: list[dict[str, Any]],
        operations: list[str],
    ) -> None:
        self._percent = percent
        self._random = random.Random(seed)
        self._kinds = kinds
        self._operations = set(operations)
        self._lock = threading.Lock()

    def draw(self, operations: tuple[str, ...]) -> Fault | None:
        if self._operations and not self._operations & set(operations):
            return None
        with self._lock:
            if self._random.uniform(0, 100) >= self._percent:
                return None
            options = dict(self._random.choice(self._kinds))
        return Fault(options.pop("kind"), options)
