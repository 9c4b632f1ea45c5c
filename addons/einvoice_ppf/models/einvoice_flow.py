from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.einvoice_base.models._translation import in_language

from ..domain.ledger import FlowState
from ..domain.platform.flows import WORDS

STATES = [
    (FlowState.NEW.value, "New"),
    (FlowState.DOWNLOADED.value, "Downloaded"),
    (FlowState.PROCESSED.value, "Processed"),
    (FlowState.READY.value, "To send"),
    (FlowState.SENT.value, "Sent"),
    (FlowState.ACKNOWLEDGED.value, "Accepted by the platform"),
    (FlowState.ERROR.value, "Error"),
    (FlowState.PARKED.value, "Set aside"),
]
# What a person may send on its way again.
_STUCK = (FlowState.NEW, FlowState.DOWNLOADED, FlowState.READY, FlowState.ERROR)


class EinvoiceFlow(models.Model):
    """The ledger: every exchange with a platform, whatever became of it."""

    _name = "einvoice.flow"
    _description = "Exchange with a platform"
    _inherit = ["einvoice.made.here"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    connection_id = fields.Many2one(
        "einvoice.pa.connection",
        string="Connection",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    direction = fields.Selection(
        [("in", "Received"), ("out", "Sent")], required=True, readonly=True
    )
    kind = fields.Char(
        string="Flow type", readonly=True, help="“flowType” of the platform."
    )
    kind_words = fields.Char(string="Kind", compute="_compute_kind_words")
    syntax = fields.Char(readonly=True)
    state = fields.Selection(
        STATES, required=True, readonly=True, default=FlowState.NEW.value, index=True
    )
    flow_id = fields.Char(
        string="Number at the platform", readonly=True, index="btree_not_null"
    )
    tracking_id = fields.Char(
        string="Our number", readonly=True, index="btree_not_null"
    )
    updated_at = fields.Datetime(string="Changed at the platform", readonly=True)
    attempts = fields.Integer(readonly=True)
    next_at = fields.Datetime(string="Next attempt", readonly=True)
    problem = fields.Text(string="What does not work", readonly=True)
    said = fields.Json(string="Answer of the platform", readonly=True)
    attachment_id = fields.Many2one("ir.attachment", string="File", readonly=True)
    readable_id = fields.Many2one(
        "ir.attachment", string="Readable page", readonly=True
    )
    sha256 = fields.Char(readonly=True)
    document_id = fields.Many2one(
        "einvoice.document",
        string="Received document",
        readonly=True,
        index="btree_not_null",
    )
    move_id = fields.Many2one(
        "account.move",
        string="Bill",
        related="document_id.move_id",
    )

    _one_a_flow = models.UniqueIndex(
        "(connection_id, flow_id) WHERE flow_id IS NOT NULL",
        "The platform gave this flow before.",
    )
    _due_idx = models.Index(
        "(next_at, id) WHERE state IN ('new', 'downloaded', 'ready', 'sent')"
    )

    def _made_here_words(self):
        return self.env._("Only exchanges with the platform write the ledger of flows.")

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_kind_words(self):
        for flow in self:
            words = WORDS.get(flow.kind)
            flow.kind_words = (
                in_language(self.env, "einvoice_ppf", words) if words else flow.kind
            )

    @api.depends("name", "kind")
    def _compute_display_name(self):
        for flow in self:
            flow.display_name = flow.name or flow.flow_id or flow.kind or "–"

    @api.model
    def _mark(self, connection, flow_id):
        """Return how the document of a flow is known at the one door."""
        return f"pa:{connection.id}:{flow_id}"

    def _check_processor(self):
        self.check_access("read")
        if not self.env.user.has_group("einvoice_base.group_processor"):
            raise AccessError(
                self.env._("Only people who process supplier invoices may do this.")
            )

    def action_retry(self):
        """Try again now what failed or waits for its next attempt."""
        self._check_processor()
        states = {each.value for each in _STUCK}
        flows = self.sudo().filtered(lambda each: each.state in states)
        for flow in flows:
            flow.write(
                {
                    "state": flow._state_to_retry(),
                    "next_at": False,
                    "attempts": 0,
                    "problem": False,
                }
            )
        flows._take_in()
        return True

    def action_park(self):
        """Set aside what nobody wants to try any more; nothing is deleted."""
        self._check_processor()
        done = self.filtered(lambda each: each.state in ("processed", "acknowledged"))
        if done:
            raise UserError(
                self.env._(
                    "%(flow)s is done: there is nothing to set aside.",
                    flow=done[0].display_name,
                )
            )
        self.sudo().write({"state": FlowState.PARKED.value, "next_at": False})
        return True

    def action_unpark(self):
        """Take up again what was set aside."""
        self._check_processor()
        parked = self.sudo().filtered(lambda each: each.state == "parked")
        for flow in parked:
            flow.write({"state": flow._state_to_retry(), "attempts": 0})
        parked._take_in()
        return True

    def _state_to_retry(self):
        """Return where a flow goes on: what was downloaded is not fetched again."""
        if self.direction == "out":
            return FlowState.READY.value
        kept = self.attachment_id
        return FlowState.DOWNLOADED.value if kept else FlowState.NEW.value
