import logging
from datetime import datetime, timedelta, timezone

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.modules import module as odoo_module

from odoo.addons.einvoice_intake.models._session_lock import session_lock

from ..domain.ledger import wait_after
from ..domain.platform.arrivals import Look, arrivals, end_of_look
from ..domain.platform.errors import PlatformError
from ..domain.platform.flows import INVOICES, STATUSES

_logger = logging.getLogger(__name__)

_LOCK = "einvoice_pa_look"


class EinvoicePaConnection(models.Model):
    """Looking for what arrived at the platform."""

    _inherit = "einvoice.pa.connection"

    looked_at = fields.Datetime(string="Looked last", readonly=True, copy=False)
    looked_until = fields.Datetime(readonly=True, copy=False)
    look_again_at = fields.Datetime(readonly=True, copy=False)
    failures = fields.Integer(readonly=True, copy=False)

    @api.model
    def _cron_look(self):
        """List what arrived for each company, then take it in."""
        now = fields.Datetime.now()
        due = Domain("is_receiving", "=", True) & (
            Domain("look_again_at", "=", False) | Domain("look_again_at", "<=", now)
        )
        for connection in self.search(due):
            connection._look()
        self.env["einvoice.flow"]._take_in()

    def action_look(self):
        """Look now, for a person who does not want to wait."""
        self.ensure_one()
        self._check_manager()
        self.sudo()._look()
        self.env["einvoice.flow"].sudo()._take_in()
        return True

    def _look(self):
        """Enter every flow that is not in the ledger yet; one worker at a time.

        The end of the look is kept only when it got to the end: a look that is cut
        short begins again, and finds what it entered already.
        """
        self.ensure_one()
        with session_lock(self.env.cr, _LOCK, str(self.id)) as mine:
            if not mine:
                return
            try:
                self._enter_arrivals()
            except PlatformError as error:
                _logger.info("Connection %s: %s", self.id, error)
                self._look_later(error)
            else:
                self._works()
                self.write({"failures": 0, "look_again_at": False})
            self._commit_step()

    def _enter_arrivals(self):
        service = self._flow_service()
        now = datetime.now(timezone.utc)
        before = self.looked_until and self.looked_until.replace(tzinfo=timezone.utc)
        look = Look(
            since=before or None,
            kinds=(*INVOICES, *STATUSES),
            has_cursor=service.platform.version.has_cursor,
            platform=service.platform.name,
        )
        until = before or None
        pages = arrivals(
            look, lambda search, cursor: service.search(search, cursor=cursor)
        )
        for page in pages:
            self.env["einvoice.flow"]._enter(self, page)
            until = end_of_look(until, page, now)
            self._commit_step()
        self.write(
            {
                "looked_at": fields.Datetime.now(),
                "looked_until": until and until.replace(tzinfo=None, microsecond=0),
            }
        )

    def _look_later(self, error):
        failures = self.failures + 1
        wait = wait_after(failures, error.retry_after)
        self._fails(error)
        self.write(
            {
                "failures": failures,
                "look_again_at": fields.Datetime.now() + timedelta(seconds=wait),
            }
        )

    @api.model
    def _commit_step(self):
        # What the platform gave, or was given, must be known after a crash. Tests keep
        # their transaction.
        if not odoo_module.current_test:
            self.env.cr.commit()  # pylint: disable=invalid-commit
