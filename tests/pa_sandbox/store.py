"""What the sandbox keeps, in one SQLite file: a kill loses nothing answered."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_TABLES = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS organisations (
    siren TEXT PRIMARY KEY, client_id TEXT NOT NULL, record TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS tokens (
    token TEXT PRIMARY KEY, client_id TEXT NOT NULL, ends_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS contents (sha256 TEXT PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS flows (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    flow_id TEXT NOT NULL UNIQUE,
    siren TEXT NOT NULL,
    direction TEXT NOT NULL,
    flow_type TEXT NOT NULL,
    syntax TEXT NOT NULL,
    profile TEXT NOT NULL,
    name TEXT NOT NULL,
    tracking_id TEXT,
    rule TEXT NOT NULL,
    rule_source TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    claimed_sha256 TEXT,
    submitted_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    ack TEXT NOT NULL,
    details TEXT NOT NULL DEFAULT '[]',
    due_at INTEGER,
    polls_left INTEGER NOT NULL DEFAULT 0,
    is_held INTEGER NOT NULL DEFAULT 0,
    invoice_id INTEGER,
    status TEXT,
    origin TEXT);
CREATE INDEX IF NOT EXISTS flows_of ON flows (siren, updated_at, seq);
CREATE INDEX IF NOT EXISTS flows_same ON flows (siren, sha256);
CREATE INDEX IF NOT EXISTS flows_invoice ON flows (invoice_id);
CREATE INDEX IF NOT EXISTS flows_tracking ON flows (siren, tracking_id);
CREATE INDEX IF NOT EXISTS flows_pending ON flows (due_at) WHERE ack = 'Pending';
CREATE TABLE IF NOT EXISTS invoices (
    id INTEGER PRIMARY KEY,
    seller TEXT NOT NULL,
    number TEXT NOT NULL,
    year TEXT NOT NULL,
    buyer TEXT NOT NULL,
    facts TEXT NOT NULL,
    state TEXT NOT NULL,
    received_at INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS invoices_key ON invoices (seller, number, year);
CREATE TABLE IF NOT EXISTS faults (
    id INTEGER PRIMARY KEY, siren TEXT NOT NULL, operation TEXT NOT NULL,
    kind TEXT NOT NULL, times INTEGER, options TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS webhooks (
    webhook_id TEXT PRIMARY KEY, siren TEXT NOT NULL, url TEXT NOT NULL,
    signing_key TEXT NOT NULL, created_at INTEGER NOT NULL, filters TEXT NOT NULL,
    extras TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS callbacks (
    id INTEGER PRIMARY KEY, webhook_id TEXT NOT NULL, siren TEXT NOT NULL,
    flow_id TEXT NOT NULL, body BLOB NOT NULL, due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL, answer TEXT);
CREATE INDEX IF NOT EXISTS callbacks_due ON callbacks (due_at)
    WHERE state = 'waiting';
CREATE TABLE IF NOT EXISTS directory (
    kind TEXT NOT NULL, key TEXT NOT NULL, record TEXT NOT NULL,
    PRIMARY KEY (kind, key));
"""


class Store:
    """One database, one connection, one thread at a time.

    Attributes:
        lock: Held while anything is read or written; it may be taken twice.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Open the file, or keep everything in memory without one."""
        self.lock = threading.RLock()
        self._depth = 0
        self._db = sqlite3.connect(
            path or ":memory:", isolation_level=None, check_same_thread=False
        )
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode = WAL")
        # A killed process loses nothing; a machine that loses its power may.
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.executescript(_TABLES)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep everything that happens inside, or nothing of it."""
        with self.lock:
            if not self._depth:
                self._db.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if not self._depth:
                    self._db.execute("ROLLBACK")
                raise
            self._depth -= 1
            if not self._depth:
                self._db.execute("COMMIT")

    def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        """Run one statement."""
        with self.lock:
            return self._db.execute(statement, values)

    def execute_many(self, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Run one statement for each row."""
        with self.transaction():
            self._db.executemany(statement, rows)

    def rows(self, query: str, *values: Any) -> list[sqlite3.Row]:
        """Return what a query finds."""
        with self.lock:
            return self._db.execute(query, values).fetchall()

    def row(self, query: str, *values: Any) -> sqlite3.Row | None:
        """Return the first row that a query finds."""
        with self.lock:
            found: sqlite3.Row | None = self._db.execute(query, values).fetchone()
            return found

    def insert(self, table: str, **values: Any) -> int:
        """Add a row and return its number."""
        names = ", ".join(values)
        marks = ", ".join("?" * len(values))
        cursor = self.execute(
            f"INSERT INTO {table} ({names}) VALUES ({marks})", *values.values()
        )
        return cursor.lastrowid or 0

    def keep(self, body: bytes) -> str:
        """Keep a file and return its SHA-256."""
        sha256 = hashlib.sha256(body).hexdigest()
        self.execute("INSERT OR IGNORE INTO contents VALUES (?, ?)", sha256, body)
        return sha256

    def content(self, sha256: str) -> bytes:
        """Return a file that was kept."""
        row = self.row("SELECT body FROM contents WHERE sha256 = ?", sha256)
        return bytes(row["body"]) if row else b""

    def meta(self, name: str, default: str = "") -> str:
        """Return a fact about the sandbox as a whole."""
        row = self.row("SELECT value FROM meta WHERE name = ?", name)
        return row["value"] if row else default

    def set_meta(self, name: str, value: str) -> None:
        """Keep a fact about the sandbox as a whole."""
        self.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", name, value)

    def clear(self, *tables: str) -> None:
        """Forget all rows of tables."""
        with self.transaction():
            for table in tables:
                self.execute(f"DELETE FROM {table}")

    def close(self) -> None:
        """Close the file."""
        with self.lock:
            self._db.close()
