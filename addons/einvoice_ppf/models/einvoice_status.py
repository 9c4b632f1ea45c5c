from datetime import timezone

from odoo import api, fields, models

from odoo.addons.einvoice_base.models._translation import in_language

from ..domain.life_cycle.reasons import REASONS
from ..domain.life_cycle.standing import Passed
from ..domain.life_cycle.statuses import label_of

ADDON = "einvoice_ppf"
# What the platform did not take was never said.
_UNSAID = ("error", "parked")


class EinvoiceStatus(models.Model):
    """One status of the life cycle of an invoice, sent or received."""

    _name = "einvoice.status"
    _description = "Life-cycle status of an invoice"
    _inherit = ["einvoice.made.here"]
    _order = "set_at, id"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    document_id = fields.Many2one(
        "einvoice.document",
        string="Received document",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    move_id = fields.Many2one(
        "account.move",
        string="Bill",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    side = fields.Selection(
        [("buyer", "We buy"), ("seller", "We sell")], required=True, readonly=True
    )
    direction = fields.Selection(
        [("in", "Received"), ("out", "Sent")], required=True, readonly=True
    )
    code = fields.Char(required=True, readonly=True)
    name = fields.Char(string="Life-cycle status", compute="_compute_name")
    set_at = fields.Datetime(string="Date", required=True, readonly=True)
    reasons = fields.Json(readonly=True)
    reason_words = fields.Char(string="Reason", compute="_compute_name")
    comment = fields.Text(readonly=True)
    mark = fields.Char(readonly=True)
    amount = fields.Char(readonly=True)
    issuer = fields.Char(string="Said by", readonly=True)
    person_id = fields.Many2one("res.users", string="Person", readonly=True)
    flow_id = fields.Many2one("einvoice.flow", string="Exchange", readonly=True)
    flow_state = fields.Selection(related="flow_id.state", string="At the platform")
    problem = fields.Text(related="flow_id.problem")

    def _made_here_words(self):
        return self.env._("Only exchanges with the platform write statuses.")

    @api.depends("code", "reasons")
    @api.depends_context("lang")
    def _compute_name(self):
        for status in self:
            label = label_of(status.code or "")
            words = in_language(self.env, ADDON, label) if label else ""
            status.name = " ".join(filter(None, (status.code, words)))
            status.reason_words = ", ".join(map(self._reason, status.reasons or ()))

    @api.model
    def _reason(self, code):
        known = REASONS.get(code)
        return in_language(self.env, known.addon, known.label) if known else code

    @api.depends("name")
    def _compute_display_name(self):
        for status in self:
            status.display_name = status.name

    def _passed(self):
        """Return what was said, as values of the domain."""
        return [
            Passed(
                each.code,
                each.set_at.replace(tzinfo=timezone.utc),
                tuple(each.reasons or ()),
                each.mark or "",
            )
            for each in self
            if not (each.direction == "out" and each.flow_state in _UNSAID)
        ]
