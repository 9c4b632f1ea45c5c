"""Stored keys of tables that may hold millions of rows, filled without the ORM."""

from psycopg2.extras import execute_values

from odoo.tools import SQL
from odoo.tools.sql import column_exists

_CHUNK = 20_000


def add_key_columns(cr, table, columns, sources, make, where="TRUE"):
    """Add columns that do not exist yet and fill them, once, in chunks.

    The keys are made by the same function as later on: two ways of making them, one in
    SQL, would part sooner or later.

    Args:
        cr: Cursor.
        table: Name of the table.
        columns: Names of the new columns, of type varchar.
        sources: SQL expressions that the keys are made of.
        make: Takes the values of the sources, returns those of the columns.
        where: SQL condition on the rows that have keys.
    """
    if all(column_exists(cr, table, column) for column in columns):
        return
    for column in columns:
        cr.execute(
            SQL(
                "ALTER TABLE %s ADD COLUMN IF NOT EXISTS %s varchar",
                SQL.identifier(table),
                SQL.identifier(column),
            )
        )
    last = 0
    while True:
        cr.execute(
            SQL(
                "SELECT id, %(sources)s FROM %(table)s"
                " WHERE id > %(last)s AND %(where)s ORDER BY id LIMIT %(limit)s",
                sources=SQL(", ").join(SQL(source) for source in sources),
                table=SQL.identifier(table),
                last=last,
                where=SQL(where),
                limit=_CHUNK,
            )
        )
        rows = cr.fetchall()
        if not rows:
            return
        last = rows[-1][0]
        _write(cr, table, columns, [(key, *make(*values)) for key, *values in rows])


def _write(cr, table, columns, rows):
    kept = [row for row in rows if any(row[1:])]
    if not kept:
        return
    pairs = ", ".join(f'"{column}" = made.k{i}' for i, column in enumerate(columns))
    names = ", ".join(f"k{i}" for i in range(len(columns)))
    # Names of our own columns, no values.
    execute_values(
        cr._obj,
        f'UPDATE "{table}" AS row SET {pairs} FROM (VALUES %s) AS made (id, {names})'
        " WHERE row.id = made.id",
        kept,
        template="(%s" + ", %s::varchar" * len(columns) + ")",
        page_size=_CHUNK,
    )
