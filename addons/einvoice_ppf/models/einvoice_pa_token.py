from odoo import fields, models
from odoo.fields import NO_ACCESS
from odoo.tools import SQL

from ..domain.platform.session import Token


class EinvoicePaToken(models.Model):
    """The access token of a connection, for all workers; one renews it at a time."""

    _name = "einvoice.pa.token"
    _description = "Access token of a platform"

    connection_id = fields.Many2one(
        "einvoice.pa.connection",
        required=True,
        index=True,
        ondelete="cascade",
        groups=NO_ACCESS,
    )
    value = fields.Char(groups=NO_ACCESS)
    ends_at = fields.Float(digits=(16, 3), groups=NO_ACCESS)

    _one_a_connection = models.Constraint(
        "UNIQUE (connection_id)", "A connection has one token."
    )


class TokenStore:
    """Keeps the token of a connection in a transaction of its own.

    The row is locked while the platform is asked, so that no two workers ask at once;
    and what was got is kept though the work that needed it fails.
    """

    def __init__(self, connection):
        self._connection = connection
        self._registry = connection.env.registry
        self._known = None

    def current(self):
        """Return the token that is kept."""
        if self._known is None:
            with self._registry.cursor() as cr:
                self._known = self._read(cr, SQL())
        return self._known

    def renew(self, ask, stale):
        """Ask for a new one, unless somebody did since the stale one was read."""
        with self._registry.cursor() as cr:
            cr.execute(
                SQL(
                    "INSERT INTO einvoice_pa_token (connection_id) VALUES (%s)"
                    " ON CONFLICT DO NOTHING",
                    self._connection.id,
                )
            )
            kept = self._read(cr, SQL("FOR UPDATE"))
            if kept and (stale is None or kept.value != stale.value):
                self._known = kept
            else:
                self._known = ask()
                self._write(cr, self._known)
        return self._known

    def _read(self, cr, lock):
        cr.execute(
            SQL(
                "SELECT value, ends_at FROM einvoice_pa_token"
                " WHERE connection_id = %s %s",
                self._connection.id,
                lock,
            )
        )
        row = cr.fetchone()
        return Token(row[0], row[1] or 0.0) if row and row[0] else None

    def _write(self, cr, token):
        cr.execute(
            SQL(
                "UPDATE einvoice_pa_token SET value = %s, ends_at = %s"
                " WHERE connection_id = %s",
                token.value,
                token.ends_at,
                self._connection.id,
            )
        )
