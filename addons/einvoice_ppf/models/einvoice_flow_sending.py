import hashlib
import logging
import uuid
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.einvoice_base.models._translation import told
from odoo.addons.einvoice_intake.models._session_lock import session_lock

from ..domain.ledger import MOST_ATTEMPTS, FlowState, wait_after
from ..domain.platform.errors import PlatformError
from ..domain.platform.flow_service import Search
from ..domain.platform.flows import Acknowledged, FlowInfo, Syntax

_logger = logging.getLogger(__name__)

_BATCH = 100
_LOCK = "einvoice_flow_out"
# How often the platform is asked what became of a flow, longer each time.
_ASK_AGAIN = (1, 2, 5, 10, 30, 60)


class EinvoiceFlow(models.Model):
    """Flows on their way out: each is at the platform once, whatever fails between."""

    _inherit = "einvoice.flow"

    processing_rule = fields.Char(readonly=True)
    profile = fields.Char(readonly=True)
    asked = fields.Integer(readonly=True)

    _one_of_ours = models.UniqueIndex(
        "(connection_id, tracking_id) WHERE direction = 'out'",
        "This flow is on its way already.",
    )

    @api.model
    def _prepare_out(self, connection, name, content, syntax, **said):
        """Put a file on its way; it leaves when the transaction stands.

        Args:
            connection: Of the company.
            name: File name.
            content: The bytes.
            syntax: A :class:`~.domain.platform.flows.Syntax`.
            said: ``kind``, ``processing_rule``, ``profile``.
        """
        flow = self.sudo().create(
            {
                "name": name,
                "company_id": connection.company_id.id,
                "connection_id": connection.id,
                "direction": "out",
                "syntax": syntax.value,
                "state": FlowState.READY.value,
                "tracking_id": uuid.uuid4().hex,
                "sha256": hashlib.sha256(content).hexdigest(),
                **said,
            }
        )
        flow.attachment_id = flow._kept(name, content)
        self.env.ref("einvoice_ppf.ir_cron_send").sudo()._trigger()
        return flow

    @api.model
    def _cron_send(self):
        """Send what is ready, then ask what became of what was sent."""
        with session_lock(self.env.cr, _LOCK, "") as mine:
            if mine:
                self._send_ready()
                self._ask_sent()

    @api.model
    def _due_out(self, state):
        now = fields.Datetime.now()
        due = Domain("next_at", "=", False) | Domain("next_at", "<=", now)
        waiting = Domain("direction", "=", "out") & Domain("state", "=", state) & due
        waiting &= Domain("connection_id.active", "=", True)
        return self.search(waiting, order="id", limit=_BATCH)

    @api.model
    def _send_ready(self):
        for flow in self._due_out(FlowState.READY.value):
            flow._send_surely()

    def _send_surely(self):
        """Send one flow; what fails is written on it, and the others go on."""
        flow = self.try_lock_for_update()
        if not flow or flow.state != FlowState.READY.value:
            return
        was_tried = flow.attempts > 0
        # A kill between the answer and our note of it must not send it twice.
        flow.attempts += 1
        flow.connection_id._commit_step()
        try:
            flow._send(was_tried)
        except PlatformError as error:
            flow._fails_to_leave(error)
        flow.connection_id._commit_step()

    def _send(self, was_tried):
        """Hand the file over, unless an earlier attempt did."""
        service = self.connection_id._flow_service()
        there = self._found_there(service) if was_tried else None
        flow = there or service.send(self._info(), self.attachment_id.raw)
        self.write(
            {
                "state": FlowState.SENT.value,
                "flow_id": flow.flow_id,
                "kind": flow.kind or self.kind,
                "said": dict(flow.raw or {}),
                "problem": False,
                "next_at": fields.Datetime.now() + timedelta(minutes=_ASK_AGAIN[0]),
                "asked": 0,
            }
        )

    def _info(self):
        return FlowInfo(
            syntax=Syntax(self.syntax),
            name=self.name,
            tracking_id=self.tracking_id,
            processing_rule=self.processing_rule or "",
            profile=self.profile or "",
        )

    def _found_there(self, service):
        """Return the flow where an attempt without an answer arrived all the same."""
        page = service.search(Search(tracking_id=self.tracking_id))
        return next(
            (each for each in page.flows if each.tracking_id == self.tracking_id), None
        )

    def _fails_to_leave(self, error):
        again = error.is_temporary and self.attempts < MOST_ATTEMPTS
        wait = wait_after(self.attempts, error.retry_after)
        _logger.info("Flow %s does not leave: %s", self.id, error)
        self.write(
            {
                "problem": told(self.env, error),
                "next_at": again and fields.Datetime.now() + timedelta(seconds=wait),
                **({} if again else {"state": FlowState.ERROR.value}),
            }
        )
        if not again:
            self._settled_out()

    @api.model
    def _ask_sent(self):
        for flow in self._due_out(FlowState.SENT.value):
            flow._ask_surely()

    def _ask_surely(self):
        """Ask what the platform made of one flow."""
        flow = self.try_lock_for_update()
        if not flow or flow.state != FlowState.SENT.value:
            return
        try:
            described = flow.connection_id._flow_service().described(flow.flow_id)
        except PlatformError as error:
            flow._ask_later(told(self.env, error) if not error.is_temporary else None)
        else:
            flow._take_answer(described)
        flow.connection_id._commit_step()

    def _ask_later(self, problem=None):
        step = min(self.asked + 1, len(_ASK_AGAIN) - 1)
        later = fields.Datetime.now() + timedelta(minutes=_ASK_AGAIN[step])
        vals = {"asked": self.asked + 1, "next_at": later}
        self.write(vals | ({"problem": problem} if problem else {}))

    def _take_answer(self, described):
        """Keep what the platform made of a flow."""
        if described.acknowledged is Acknowledged.PENDING:
            self._ask_later()
            return
        is_good = described.acknowledged is Acknowledged.OK
        state = FlowState.ACKNOWLEDGED if is_good else FlowState.ERROR
        self.write(
            {
                "state": state.value,
                "kind": described.kind or self.kind,
                "said": dict(described.raw or {}),
                "problem": False if is_good else self._remarks_of(described),
                "next_at": False,
            }
        )
        self._settled_out()

    def _remarks_of(self, described):
        """Say why the platform refused it, in its own words."""
        told = [
            " – ".join(filter(None, (each.code, each.item, each.text)))
            for each in described.remarks
            if each.is_error
        ]
        reasons = "\n".join(told) or self.env._("no reason given")
        return self.env._("The platform refused it: %(reasons)s", reasons=reasons)

    def _settled_out(self):
        """Answer that the platform accepted or refused; who prepared it extends it."""
