"""The directory (*annuaire*): who receives at which electronic address."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .make_directory import company, line
from .organisations import Organisation
from .store import Store

KEYS = {
    "siren": ("siren",),
    "siret": ("siret",),
    "routing-code": ("siret", "routingIdentifier"),
    "directory-line": ("addressingIdentifier",),
}
Record = dict[str, Any]


class Directory:
    """All records by kind and key, read once and kept in the store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._records: dict[str, dict[str, Record]] = {}
        self.reload()

    def reload(self) -> None:
        """Read the records again; an empty directory gets the default ones."""
        if self._store.row("SELECT 1 FROM directory") is None:
            text = Path(__file__).with_name("directory.json").read_text("utf-8")
            self._records = {kind: {} for kind in KEYS}
            self.load(json.loads(text))
            return
        self._records = {kind: {} for kind in KEYS}
        for row in self._store.rows("SELECT * FROM directory ORDER BY key"):
            self._records[row["kind"]][row["key"]] = json.loads(row["record"])

    def load(self, records: dict[str, list[Record]]) -> None:
        """Add records, or put them in the place of those with the same key.

        Raises:
            ValueError: A kind does not exist, or a record lacks its key.
        """
        with self._store.transaction():
            for kind, rows in records.items():
                if kind not in KEYS:
                    raise ValueError(f"kinds are {', '.join(KEYS)}, not {kind}")
                for record in rows:
                    self._add(kind, record)

    def _add(self, kind: str, record: Record) -> None:
        missing = [name for name in KEYS[kind] if not record.get(name)]
        if missing:
            raise ValueError(f"a {kind} needs {', '.join(missing)}")
        key = "|".join(record[name] for name in KEYS[kind])
        self._records[kind][key] = record
        self._store.execute(
            "INSERT OR REPLACE INTO directory VALUES (?, ?, ?)",
            kind,
            key,
            json.dumps(record),
        )

    def get(self, kind: str, *key: str) -> Record | None:
        """Return one record; keys are case-sensitive."""
        return self._records[kind].get("|".join(key))

    def all(self, kind: str) -> list[Record]:
        """Return the records of a kind."""
        return list(self._records[kind].values())

    def enter(self, organisation: Organisation) -> None:
        """Enter an organisation: company, establishment, addresses."""
        siren = organisation.siren
        records = company(siren, organisation.name, "Exempleville")
        lines = [line(siren)]
        lines += [_line_of(siren, each) for each in organisation.addresses]
        records["directory-line"] = lines
        self.load(records)

    def to_json(self) -> dict[str, list[Record]]:
        """Return everything."""
        return {kind: list(rows.values()) for kind, rows in self._records.items()}


def _line_of(siren: str, address: str) -> Record:
    """Return the line of an address: SIREN_SIRET, SIREN_SIRET_CODE or SIREN_SUFFIX."""
    parts = address.removeprefix(siren).lstrip("_").split("_", 1)
    if len(parts[0]) == 14 and parts[0].isdigit():
        code = {"routingIdentifier": parts[1]} if len(parts) > 1 else {}
        return line(siren, address, siret=parts[0], **code)
    return line(siren, address, addressingSuffix="_".join(parts))
