"""A lock between workers that outlives the commits of an arrival."""

from contextlib import contextmanager

from psycopg2.extensions import TRANSACTION_STATUS_INERROR

from odoo.tools import SQL


@contextmanager
def session_lock(cr, name, key):
    """Keep other workers out while the block runs.

    Args:
        cr: The cursor; the lock stands on its connection.
        name: What is done.
        key: On what, as text.

    Returns:
        Whether this worker is in; ``False`` while another one is.
    """
    pair = SQL("hashtext(%s), hashtext(%s)", name, key)
    cr.execute(SQL("SELECT pg_try_advisory_lock(%s)", pair))
    [mine] = cr.fetchone()
    try:
        yield mine
    finally:
        if mine:
            # A connection goes back to the pool, and would take the lock along.
            if cr.connection.get_transaction_status() == TRANSACTION_STATUS_INERROR:
                cr.rollback()
            cr.execute(SQL("SELECT pg_advisory_unlock(%s)", pair))
