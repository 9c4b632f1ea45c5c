from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain

from ..domain.events import EventKind
from .account_move import READERS


class AccountMove(models.Model):
    _inherit = "account.move"

    einvoice_hold_ids = fields.One2many(
        "einvoice.hold",
        "move_id",
        string="Payment holds",
        readonly=True,
        copy=False,
        groups=READERS,
    )
    einvoice_stopping_hold_ids = fields.Many2many(
        "einvoice.hold",
        string="Holds that stop the payment",
        compute="_compute_einvoice_stopping_hold_ids",
        compute_sudo=True,
        groups=READERS,
    )
    einvoice_is_held = fields.Boolean(
        string="Payment held",
        compute="_compute_einvoice_is_held",
        search="_search_einvoice_is_held",
        compute_sudo=True,
    )

    @api.depends("einvoice_hold_ids.state", "partner_id", "partner_bank_id")
    def _compute_einvoice_stopping_hold_ids(self):
        standing = self.env["einvoice.hold"]._standing(self.partner_id, self)
        for move in self:
            move.einvoice_stopping_hold_ids = standing._that_stop(
                move.company_id,
                move.partner_id,
                move,
                move.partner_bank_id.sanitized_acc_number,
            )

    @api.depends("einvoice_stopping_hold_ids")
    def _compute_einvoice_is_held(self):
        for move in self:
            move.einvoice_is_held = bool(move.einvoice_stopping_hold_ids)

    def _search_einvoice_is_held(self, operator, value):
        if operator != "in":
            return NotImplemented
        held = Domain("einvoice_hold_ids.state", "=", "held")
        wider = Domain("account_number", "!=", False) | Domain("move_id", "=", False)
        standing = self.env["einvoice.hold"].sudo()
        for hold in standing.search(Domain("state", "=", "held") & wider):
            held |= hold._bills_domain()
        return held if True in value else ~held

    def _einvoice_holds(self):
        """Return the holds that stop this bill: its own, of its supplier or account."""
        return self.sudo().einvoice_stopping_hold_ids

    def _einvoice_hold(self, cause, account_number=None):
        """Stop the money of these bills; the cause is a sentence for people."""
        holds = self.env["einvoice.hold"]
        for bill in self:
            holds |= holds._place(
                cause, bill.company_id, bill.partner_id, bill, account_number
            )
        return holds

    def action_einvoice_hold(self):
        """Open the wizard that asks for the cause of a hold."""
        return self.env["einvoice.reason"]._open_for(move=self)

    def action_einvoice_release(self):
        """Open the wizard that releases the holds of this bill."""
        return self.env["einvoice.reason"]._open_for(holds=self._einvoice_holds())

    def _einvoice_paid_while_held(self, payment_move, blockers):
        """Note it and call the managers; a payment that left is not undone."""
        self.ensure_one()
        cause = " ".join(blocker.sentence for blocker in blockers)
        self._einvoice_emit(
            EventKind.PAID_WHILE_HELD, cause=cause, payment=payment_move.sudo().name
        )
        for user in self._einvoice_managers():
            self.sudo().activity_schedule(
                "mail.mail_activity_data_warning",
                user_id=user.id,
                summary=self.env._("Paid while held"),
                note=Markup("<p>%s</p>")
                % self.env._("The bill was paid although: %(cause)s", cause=cause),
            )

    def _einvoice_managers(self):
        group = self.env.ref("einvoice_base.group_manager").sudo()
        return group.all_user_ids.filtered(
            lambda user: (
                user.active
                and user.id != SUPERUSER_ID
                and self.company_id in user.company_ids
            )
        )
