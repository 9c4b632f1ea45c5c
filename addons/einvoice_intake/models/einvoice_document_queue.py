import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.modules import module as odoo_module
from odoo.tools import SQL, split_every

from ..domain.arrival import DocumentState
from .einvoice_document_receive import ATTEMPTS, BATCH, RETRIABLE

_logger = logging.getLogger(__name__)

# Begun so often without an end, a document is processed alone, then not any more: it
# brings the server down.
ALONE = 2
GIVE_UP = 5


class EinvoiceDocument(models.Model):
    _inherit = "einvoice.document"

    def _process_now(self):
        """Process what can be read at once, in batches that each stand committed."""
        arrived = self.filtered(lambda each: each.state == DocumentState.RECEIVED.value)
        for ids in split_every(BATCH, arrived.ids):
            self.browse(ids)._process_surely()

    def _process_surely(self):
        """Process a batch in one transaction, also where other workers get in the way.

        Then it is begun again, one document at a time: by now the other one has
        finished, and what it did is visible. What still fails goes to the queue.
        """
        for attempt in range(1 if len(self) > 1 else ATTEMPTS):
            try:
                mine = self if attempt else self._begin()
                mine._process()
                self._commit_arrival()
            except RETRIABLE as error:
                if odoo_module.current_test:
                    raise
                _logger.info("Documents %s are processed again: %s", self.ids, error)
                self.env.cr.rollback()
                self.env.transaction.reset()
            else:
                return
        if len(self) > 1:
            for document in self:
                document._process_surely()
        else:
            self._wake_queue(fields.Datetime.now() + timedelta(minutes=1))

    def _begin(self):
        """Count that these documents are begun, also if this process is killed.

        Returns:
            Those that no other worker has, and that did not bring it down each time.
        """
        mine = self.try_lock_for_update()
        if mine:
            self.env.cr.execute(
                SQL(
                    "UPDATE einvoice_document SET tries = tries + 1 WHERE id IN %s",
                    tuple(mine.ids),
                )
            )
            mine.invalidate_recordset(["tries"], flush=False)
        fatal = mine.filtered(lambda each: each.tries > GIVE_UP)
        for document in fatal:
            reason = self.env._("The server stopped each time that it was begun.")
            document._stop(document.step, UserError(reason))
        self._commit_arrival()
        return mine - fatal

    @api.model
    def _wake_queue(self, at=None):
        self.env.ref("einvoice_intake.ir_cron_process").sudo()._trigger(at)
        self._commit_arrival()

    @api.model
    def _cron_process(self):
        """Process what was received and not yet understood, oldest first."""
        cron = self.env["ir.cron"]
        waiting = [("state", "=", DocumentState.RECEIVED.value)]
        cron._commit_progress(remaining=self.search_count(waiting))
        seen = self.browse()
        while batch := self._next_batch(seen):
            seen |= batch
            batch.sudo()._process_surely()
            if not cron._commit_progress(len(batch)):
                break

    @api.model
    def _next_batch(self, seen):
        """Return what the queue takes next; what may bring it down comes last."""
        waiting = Domain("state", "=", DocumentState.RECEIVED.value)
        waiting &= Domain("id", "not in", seen.ids)
        usual = Domain("tries", "<", ALONE)
        return self.search(waiting & usual, order="id", limit=BATCH) or self.search(
            waiting, order="tries, id", limit=1
        )
