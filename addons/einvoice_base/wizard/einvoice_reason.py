from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class EinvoiceReason(models.TransientModel):
    _name = "einvoice.reason"
    _description = "Decision with a reason"

    decision = fields.Selection(
        [
            ("decide", "Decide"),
            ("hand_over", "Hand over"),
            ("release", "Release"),
            ("hold", "Hold"),
            ("post", "Confirm the bill"),
        ],
        readonly=True,
    )
    finding_ids = fields.Many2many("einvoice.finding", readonly=True)
    left_out = fields.Integer(
        readonly=True, help="Chosen findings that somebody else decides on."
    )
    hold_ids = fields.Many2many("einvoice.hold", readonly=True)
    move_id = fields.Many2one("account.move", string="Bill", readonly=True)
    user_id = fields.Many2one("res.users", string="Colleague")
    able_user_ids = fields.Many2many("res.users", compute="_compute_able_user_ids")
    reason = fields.Text()

    @api.model_create_multi
    def create(self, vals_list):
        wizards = super().create(vals_list)
        wizards.finding_ids.check_access("read")
        wizards.hold_ids.check_access("read")
        wizards.move_id.check_access("read")
        return wizards

    @api.depends("finding_ids")
    def _compute_able_user_ids(self):
        """Offer those who can act on every one of the findings."""
        for wizard in self:
            wizard.able_user_ids = wizard.finding_ids._able_users()

    @api.model
    def _open_for(
        self, findings=None, holds=None, move=None, decision=None, left_out=0
    ):
        if decision is None:
            decision = "decide" if findings else "release" if holds else "hold"
        wizard = self.create(
            {
                "decision": decision,
                "finding_ids": [fields.Command.set(findings.ids if findings else [])],
                "left_out": left_out,
                "hold_ids": [fields.Command.set(holds.ids if holds else [])],
                "move_id": move.id if move else False,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self._name_of(decision),
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.model
    def _name_of(self, decision):
        if decision == "hand_over":
            return self.env._("Hand over")
        if decision == "post":
            return self.env._("Findings to review")
        return self.env._("Give a reason")

    def action_lift(self):
        """Lift the findings; their method checks the right."""
        self.finding_ids.action_lift(self.reason)
        return self._done()

    def action_confirm(self):
        """Confirm the findings; their method checks the right."""
        self.finding_ids.action_confirm(self.reason)
        return self._done()

    def action_post(self):
        """Lift the findings, whose method checks the right, and post the bill."""
        self.ensure_one()
        self.finding_ids.action_lift(self.reason)
        bill = self.move_id.with_context(
            validate_analytic=True, disable_abnormal_invoice_detection=False
        )
        return bill.action_post() or self._done()

    def action_hand_over(self):
        """Hand the findings over; their method checks the right."""
        self.finding_ids.action_hand_over(self.user_id.id, self.reason)
        return self._done()

    def action_release(self):
        """Release the holds; their method checks the right."""
        self.hold_ids.action_release(self.reason)
        return self._done()

    def action_hold(self):
        """Hold the payment of the bill: a processor or a manager."""
        self.ensure_one()
        if not self.env.user.has_group("einvoice_base.group_processor"):
            raise AccessError(
                self.env._("A processor of supplier invoices holds a payment.")
            )
        if not (self.reason or "").strip():
            raise UserError(self.env._("Give a reason: it is kept in the journal."))
        self.move_id.check_access("read")
        self.move_id._einvoice_bills()._einvoice_hold(self.reason.strip())
        return self._done()

    def _done(self):
        return {"type": "ir.actions.client", "tag": "soft_reload"}
