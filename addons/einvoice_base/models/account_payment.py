from odoo import api, models
from odoo.exceptions import UserError

# Past these states the money is on its way.
ON_ITS_WAY = ("in_process", "paid")


class AccountPayment(models.Model):
    _inherit = "account.payment"

    @api.model_create_multi
    def create(self, vals_list):
        payments = super().create(vals_list)
        payments.filtered(
            lambda payment: payment.state in ON_ITS_WAY
        )._einvoice_check_holds()
        return payments

    def write(self, vals):
        # `action_post` and `action_validate` come through here, and so does a client
        # that writes the state itself.
        if vals.get("state") in ON_ITS_WAY:
            self.filtered(
                lambda payment: payment.state not in ON_ITS_WAY
            )._einvoice_check_holds()
        return super().write(vals)

    def _einvoice_check_holds(self):
        """Refuse outgoing payments that a hold or a blocked bill stops."""
        outgoing = self.filtered(lambda payment: payment.payment_type == "outbound")
        outgoing.invoice_ids._einvoice_gate("pay")
        refused = []
        outgoing = outgoing.sudo()
        standing = self.env["einvoice.hold"]._standing(
            outgoing.partner_id, outgoing.invoice_ids
        )
        for payment in outgoing:
            holds = standing._that_stop(
                payment.company_id,
                payment.partner_id,
                payment.invoice_ids,
                payment.partner_bank_id.sanitized_acc_number,
            )
            refused += [
                f"{payment.partner_id.display_name}: {blocker.sentence}\n"
                f"→ {blocker.advice}"
                for blocker in (hold._blocker() for hold in holds)
            ]
        if refused:
            raise UserError("\n".join(dict.fromkeys(refused)))
