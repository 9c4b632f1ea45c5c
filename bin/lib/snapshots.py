"""What a database holds at one moment, row by row, so that two moments compare."""

from __future__ import annotations

import hashlib
from typing import Any

import psycopg2
from psycopg2 import sql

# What the suite works on, beside its own tables.
_CORE = (
    "account_journal",
    "account_move",
    "account_move_line",
    "account_move_line_account_tax_rel",
    "account_partial_reconcile",
    "account_payment",
    "mail_activity",
    "mail_alias",
    "res_company",
    "res_groups_users_rel",
    "res_partner",
    "res_partner_bank",
)
# Who wrote a row last says nothing about what it holds.
_PASSING = frozenset({"write_date", "write_uid"})
_FILES = (
    "SELECT * FROM ir_attachment"
    " WHERE res_model IN ('einvoice.document', 'account.move')"
)

Row = dict[str, Any]
Snapshot = dict[str, dict[str, Row]]


def take(database: str) -> Snapshot:
    """Read our tables and those they hang on.

    Returns:
        Table to rows by their key, values as text.
    """
    connection = psycopg2.connect(dbname=database, connect_timeout=10)
    try:
        with connection.cursor() as cursor:
            return {name: _rows(cursor, name) for name in _tables(cursor)}
    finally:
        connection.close()


def _tables(cursor: psycopg2.extensions.cursor) -> list[str]:
    """Return the tables, without those of wizards."""
    cursor.execute(
        "SELECT table_name FROM information_schema.tables"
        " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        " AND table_name LIKE 'einvoice\\_%'"
        " AND table_name NOT IN"
        " (SELECT replace(model, '.', '_') FROM ir_model WHERE transient)"
        " AND EXISTS (SELECT FROM ir_model WHERE replace(model, '.', '_') = table_name)"
    )
    return sorted([*_CORE, "ir_attachment", *(name for (name,) in cursor)])


def _rows(cursor: psycopg2.extensions.cursor, table: str) -> dict[str, Row]:
    query = sql.SQL("SELECT * FROM {}").format(sql.Identifier(table))
    cursor.execute(_FILES if table == "ir_attachment" else query)
    names = [column.name for column in cursor.description or ()]
    rows: dict[str, Row] = {}
    for values in cursor:
        row = {
            name: _text(value)
            for name, value in zip(names, values, strict=True)
            if name not in _PASSING
        }
        key = row.get("id") or "/".join(str(value) for value in values)
        rows[key] = row
    return rows


def _text(value: Any) -> str | None:
    if isinstance(value, memoryview):
        return hashlib.sha256(value).hexdigest()
    return None if value is None else str(value)


def changes(before: Snapshot, after: Snapshot, table: str) -> list[str]:
    """Name what a table no longer holds, or holds otherwise, in words.

    Rows and columns that came since are no change.

    >>> was = {"t": {"1": {"id": "1", "a": "x"}, "2": {"id": "2", "a": "y"}}}
    >>> now = {"t": {"1": {"id": "1", "a": "z", "b": None}, "3": {"id": "3"}}}
    >>> changes(was, now, "t")
    ["t 1: a was 'x', is 'z'", 't 2: gone']
    """
    found = []
    rows = after.get(table, {})
    for key, row in before[table].items():
        if key not in rows:
            found.append(f"{table} {key}: gone")
            continue
        for name, value in row.items():
            now = rows[key].get(name, "no column")
            if now != value:
                found.append(f"{table} {key}: {name} was {value!r}, is {now!r}")
    return found


def arrivals(before: Snapshot, after: Snapshot, table: str) -> list[str]:
    """Return the keys of the rows that came since."""
    return sorted(after.get(table, {}).keys() - before.get(table, {}).keys())
