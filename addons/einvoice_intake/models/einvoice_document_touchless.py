import logging
from decimal import Decimal

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.einvoice_base.domain.touchless import STRUCTURED, PolicyMode

from ..domain.arrival import DocumentState
from ..domain.paper.review_fields import least_confidence
from .einvoice_document_receive import BATCH, RETRIABLE

_logger = logging.getLogger(__name__)


class EinvoiceDocument(models.Model):
    """The last step: a bill that needs no person is posted without one."""

    _inherit = "einvoice.document"

    touchless_due = fields.Boolean(readonly=True, copy=False)
    touchless_verdict = fields.Text(related="move_id.einvoice_touchless_verdict")
    touchless = fields.Selection(related="move_id.einvoice_touchless")

    _touchless_due_idx = models.Index("(id) WHERE touchless_due")

    def _step_touchless(self):
        """Post what the policy lets pass; whatever happens, the bills stay made."""
        try:
            with self.env.cr.savepoint():
                self._try_touchless()
        except RETRIABLE as error:
            _logger.info("Documents %s are posted later: %s", self.ids, error)
            self._wake_touchless()

    def _try_touchless(self):
        """Post the draft bills of these documents that need no person."""
        self.touchless_due = False
        self._with_own_draft().move_id._einvoice_straight_through()
        self._settle()

    def _with_own_draft(self):
        """Return the documents that made a bill which is still a draft."""
        return self.filtered(
            lambda each: each.is_binding and each.move_id.state == "draft"
        )

    def _settle(self):
        waited = self.filtered(lambda each: each.state == DocumentState.TO_CHECK.value)
        res = super()._settle()
        # A finding went by itself, or a person decided: which of them, is asked later,
        # when what is being done now is finished.
        waited.filtered(
            lambda each: each.state == DocumentState.BOOKED.value
        )._wake_touchless()
        return res

    def _wake_touchless(self):
        """Let the policy decide about these documents, in a transaction of its own."""
        due = self._with_own_draft().filtered(
            lambda each: (
                each.company_id.sudo()._einvoice_policy().mode is not PolicyMode.OFF
            )
        )
        if due:
            due.sudo().touchless_due = True
            self.env.ref("einvoice_intake.ir_cron_touchless").sudo()._trigger()

    @api.model
    def _cron_touchless(self):
        """Decide about the bills whose last finding went, oldest first."""
        cron = self.env["ir.cron"]
        due = Domain("touchless_due", "=", True)
        cron._commit_progress(remaining=self.search_count(due))
        seen = self.browse()
        while batch := self.search(
            due & Domain("id", "not in", seen.ids), order="id", limit=BATCH
        ):
            seen |= batch
            batch._try_touchless_alone()
            if not cron._commit_progress(len(batch)):
                break

    def _try_touchless_alone(self):
        """Decide about those that nobody else has in hand at this moment."""
        mine = self.try_lock_for_update()
        bills = mine.move_id.try_lock_for_update()
        free = mine.filtered(lambda each: each.move_id in bills)
        try:
            with self.env.cr.savepoint():
                free._try_touchless()
        except RETRIABLE as error:
            _logger.info("Documents %s are posted later: %s", free.ids, error)

    def _confidence(self):
        """Return how sure the least sure field of the reading is, a ratio.

        Returns:
            One for data; ``None`` when the reader did not say.
        """
        self.ensure_one()
        if self.format in STRUCTURED:
            return Decimal(1)
        if not self.attachment_id:
            return None
        least = least_confidence(self._reading())
        return None if least is None else Decimal(str(round(least, 4)))
