from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..domain.gate import Blocker
from ..domain.iban import grouped
from .account_move import READERS


class EinvoiceHold(models.Model):
    """The hold on an account that two people have not confirmed."""

    _inherit = "einvoice.hold"

    def action_release(self, reason=None):
        # Whoever releases it alone would pay an account that one person stands for.
        if self.env.uid != SUPERUSER_ID and self._confirmations():
            raise UserError(
                self.env._(
                    "These payments go when two people have confirmed the account: see "
                    "“Bank Accounts to Confirm”."
                )
            )
        return super().action_release(reason)

    def _blocker(self):
        blocker = super()._blocker()
        if not self._confirmations():
            return blocker
        return Blocker(
            blocker.code,
            self.env._(
                "Payments to %(account)s are held: two people have not confirmed this "
                "account.",
                account=grouped(self.account_number),
            ),
            self.env._(
                "One calls the supplier, another one confirms: see “Bank Accounts to "
                "Confirm”."
            ),
        )

    def _confirmations(self):
        """Return the confirmations that these holds wait for, or that were refused."""
        return (
            self.env["einvoice.bank.confirmation"]
            .sudo()
            .search(
                [
                    ("hold_id", "in", self.ids),
                    ("state", "in", ("to_call", "called", "refused")),
                ]
            )
        )

    def _bills_domain(self):
        bills = super()._bills_domain()
        if not self.account_number:
            return bills
        # The invoice asks for the account, and the bill does not say where to pay.
        asking = Domain("einvoice_finding_ids.confirmation_ids.hold_id", "in", self.ids)
        return bills | (asking & Domain("partner_bank_id", "=", False))


class AccountMove(models.Model):
    _inherit = "account.move"

    einvoice_confirmation_id = fields.Many2one(
        "einvoice.bank.confirmation",
        string="Bank account to confirm",
        compute="_compute_einvoice_confirmation_id",
        compute_sudo=True,
        groups=READERS,
    )

    @api.depends("einvoice_finding_ids.confirmation_ids.is_open")
    def _compute_einvoice_confirmation_id(self):
        for move in self:
            asked = move.einvoice_finding_ids.confirmation_ids
            move.einvoice_confirmation_id = asked.filtered("is_open")[:1]

    @api.depends("einvoice_finding_ids.confirmation_ids.hold_id.state")
    def _compute_einvoice_stopping_hold_ids(self):
        res = super()._compute_einvoice_stopping_hold_ids()
        for move in self.filtered(lambda each: not each.partner_bank_id):
            asked = move.einvoice_finding_ids.confirmation_ids.hold_id
            move.einvoice_stopping_hold_ids |= asked.filtered(
                lambda hold: hold.state == "held"
            )
        return res

    def write(self, vals):
        res = super().write(vals)
        if {"partner_id", "partner_bank_id"} & vals.keys():
            # A corrected bill needs no confirmation any more.
            self.sudo().einvoice_finding_ids.filtered(
                lambda each: each.state != "lifted"
            )._check_accounts_again()
        return res

    def unlink(self):
        confirmations = self.sudo().einvoice_finding_ids.confirmation_ids
        res = super().unlink()
        confirmations._drop_idle()
        return res

    def action_einvoice_release(self):
        holds = self._einvoice_holds()
        bound = holds.filtered(lambda hold: hold._confirmations())
        if bound and bound == holds:
            return bound[:1]._confirmations()[:1].sudo(False)._open_form()
        if bound:
            return self.env["einvoice.reason"]._open_for(holds=holds - bound)
        return super().action_einvoice_release()

    def action_einvoice_confirmation(self):
        """Open the confirmation of the account that the bill asks for."""
        self.ensure_one()
        self.check_access("read")
        asked = self.einvoice_confirmation_id
        return asked.sudo(False)._open_form() if asked else True
