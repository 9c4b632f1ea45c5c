"""Creates, copies and drops Odoo databases together with their file stores."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2 import extensions, sql


@contextlib.contextmanager
def _connected(name: str = "postgres") -> Iterator[extensions.cursor]:
    """Give a cursor outside any transaction; the PG* variables name the server."""
    connection = psycopg2.connect(dbname=name, connect_timeout=10)
    connection.autocommit = True
    try:
        yield connection.cursor()
    finally:
        connection.close()


def filestore(name: str) -> Path:
    """Return the folder in which Odoo keeps the attachments of a database."""
    return Path(os.environ["ODOO_DATA_DIR"]) / "filestore" / name


def exists(name: str) -> bool:
    """Tell whether the server has a database of this name."""
    with _connected() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def names(prefix: str) -> list[str]:
    """Return the databases whose name starts with a prefix."""
    with _connected() as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix]
        )
        return [name for (name,) in cursor.fetchall()]


def drop(name: str) -> None:
    """Drop a database, whoever is connected, and its file store."""
    with _connected() as cursor:
        cursor.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(
                sql.Identifier(name)
            )
        )
    shutil.rmtree(filestore(name), ignore_errors=True)


def copy(source: str, target: str) -> None:
    """Copy a database and its file store.

    The files are linked, not copied: Odoo names them by their content and never
    writes into one.
    """
    drop(target)
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
        sql.Identifier(target), sql.Identifier(source)
    )
    # Another run may be copying the same template at this moment.
    for attempt in range(60):
        try:
            with _connected() as cursor:
                cursor.execute(statement)
            break
        except psycopg2.errors.ObjectInUse:
            if attempt == 59:
                raise
            time.sleep(1)
    if filestore(source).is_dir():
        shutil.copytree(filestore(source), filestore(target), copy_function=os.link)


def rename(source: str, target: str) -> None:
    """Rename a database and its file store."""
    drop(target)
    with _connected() as cursor:
        cursor.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(source), sql.Identifier(target)
            )
        )
    if filestore(source).is_dir():
        filestore(source).rename(filestore(target))


def rows(name: str, query: str, *values: object) -> list[tuple[Any, ...]]:
    """Ask a database; return its rows."""
    with _connected(name) as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def parameter(name: str, key: str) -> str | None:
    """Return a system parameter of an Odoo database."""
    with _connected(name) as cursor:
        cursor.execute("SELECT value FROM ir_config_parameter WHERE key = %s", [key])
        row = cursor.fetchone()
        return row[0] if row else None


def set_parameter(name: str, key: str, value: str) -> None:
    """Write a system parameter of an Odoo database that no server has open."""
    with _connected(name) as cursor:
        cursor.execute(
            "INSERT INTO ir_config_parameter (key, value) VALUES (%s, %s)"
            " ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value",
            [key, value],
        )


def main() -> None:
    """Command line: ping, exists NAME, drop NAME, copy SOURCE TARGET."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=["ping", "exists", "drop", "copy"])
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    if options.action == "ping":
        with _connected():
            return
    elif options.action == "exists":
        raise SystemExit(not exists(*options.names))
    elif options.action == "drop":
        drop(*options.names)
    else:
        copy(*options.names)


if __name__ == "__main__":
    main()
