import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import split_every

from odoo.addons.einvoice_base.models._translation import told
from odoo.addons.einvoice_intake.domain.arrival import Channel, ReceivedFile
from odoo.addons.einvoice_intake.models._session_lock import session_lock

from ..domain.ledger import MOST_ATTEMPTS, FlowState, wait_after
from ..domain.platform.errors import PlatformError

_logger = logging.getLogger(__name__)

# Handed to the one door together: they are booked in one transaction.
BATCH = 40

_LOCK = "einvoice_flow_in"


class EinvoiceFlow(models.Model):
    """Flows on their way in: entered, downloaded, handed to the one door."""

    _inherit = "einvoice.flow"

    @api.model
    def _enter(self, connection, flows):
        """Enter flows that are not in the ledger yet."""
        ids = [each.flow_id for each in flows]
        known = set(
            self.search(
                [("connection_id", "=", connection.id), ("flow_id", "in", ids)]
            ).mapped("flow_id")
        )
        return self.create(
            [
                self._arrival_vals(connection, each)
                for each in flows
                if each.flow_id not in known
            ]
        )

    @api.model
    def _arrival_vals(self, connection, flow):
        return {
            "name": flow.name or flow.flow_id,
            "company_id": connection.company_id.id,
            "connection_id": connection.id,
            "direction": "in",
            "kind": flow.kind,
            "syntax": flow.syntax,
            "flow_id": flow.flow_id,
            "tracking_id": flow.tracking_id or False,
            "updated_at": flow.updated_at and flow.updated_at.replace(tzinfo=None),
            "said": dict(flow.raw or {}),
        }

    @api.model
    def _due_domain(self):
        now = fields.Datetime.now()
        return Domain("direction", "=", "in") & (
            Domain("next_at", "=", False) | Domain("next_at", "<=", now)
        )

    @api.model
    def _take_in(self):
        """Download what is new, batch by batch, and hand it on.

        One worker at a time: what is committed in between is locked no longer.
        """
        with session_lock(self.env.cr, _LOCK, "") as mine:
            if mine:
                self._take_in_all()

    @api.model
    def _take_in_all(self):
        waiting = Domain("state", "in", ("new", "downloaded")) & self._due_domain()
        for ids in split_every(BATCH, self.search(waiting, order="id").ids):
            batch = self.browse(ids)
            for flow in batch.filtered(lambda each: each.state == "new"):
                flow._download_surely()
            batch._hand_on()

    def _download_surely(self):
        """Download one flow; what fails is written on it, and the others go on."""
        flow = self.try_lock_for_update()
        if not flow or flow.state != FlowState.NEW.value:
            return
        try:
            flow._download()
        except PlatformError as error:
            flow._fails(error)
        flow.connection_id._commit_step()

    def _fails(self, error):
        """Keep what went wrong; a person is asked when trying again does not help."""
        attempts = self.attempts + 1
        again = error.is_temporary and attempts < MOST_ATTEMPTS
        wait = wait_after(attempts, error.retry_after)
        _logger.info("Flow %s of connection %s: %s", self.id, self.connection_id, error)
        self.write(
            {
                "attempts": attempts,
                "problem": told(self.env, error),
                "next_at": again and fields.Datetime.now() + timedelta(seconds=wait),
                **({} if again else {"state": FlowState.ERROR.value}),
            }
        )

    def _hand_on(self):
        """Hand downloaded flows to what takes them, by kind and company."""
        mine = self.try_lock_for_update().filtered(
            lambda each: each.state == FlowState.DOWNLOADED.value
        )
        invoices = mine.filtered(lambda each: each._is_invoice())
        for flows in invoices.grouped("company_id").values():
            flows._receive_invoices()
        (mine - invoices)._receive_others()
        self.env["einvoice.pa.connection"]._commit_step()

    def _is_invoice(self):
        return not (self.kind or "").endswith("LC") and self.syntax != "CDAR"

    def _receive_others(self):
        """Take what is no invoice; addons of the life cycle do."""

    def _receive_invoices(self):
        """Hand invoices of one company to the one door, each once.

        A worker that was killed in between has perhaps handed some over: they are
        known at the door by the mark of their flow.
        """
        company = self.company_id
        documents = self.env["einvoice.document"].sudo()
        marks = {flow: self._mark(flow.connection_id, flow.flow_id) for flow in self}
        known = documents.search(
            [("company_id", "=", company.id), ("request", "in", list(marks.values()))]
        ).grouped("request")
        fresh = self.filtered(lambda flow: marks[flow] not in known)
        received = documents._receive(
            [flow._as_file(marks[flow]) for flow in fresh], Channel.PLATFORM, company
        )
        found = {**known, **received.grouped("request")}
        for flow in self:
            document = found.get(marks[flow])
            flow.write(
                {
                    "state": FlowState.PROCESSED.value,
                    "document_id": document and document[:1].id,
                    "problem": False,
                    "next_at": False,
                }
            )
            flow._show_readable()
        self.document_id._say_in_process()

    def _as_file(self, mark):
        return ReceivedFile(
            name=self.name or self.flow_id,
            content=self.attachment_id.raw or b"",
            sender=self.connection_id.platform_id.name,
            request=mark,
        )

    def _show_readable(self):
        """Put the platform's page beside the bill; the supplier's own comes first."""
        bill = self.document_id.move_id
        if not self.readable_id or not bill:
            return
        page = self.readable_id.copy(
            {
                "res_model": bill._name,
                "res_id": bill.id,
                "company_id": bill.company_id.id,
            }
        )
        if not bill.message_main_attachment_id:
            bill.message_main_attachment_id = page
