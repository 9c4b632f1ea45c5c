from odoo import Command, models


class AccountPaymentRegister(models.TransientModel):
    _inherit = "account.payment.register"

    def _create_payments(self):
        # Before core leaves out the batches whose account is not trusted.
        outgoing = self.line_ids.filtered(lambda line: line.balance < 0)
        outgoing.move_id._einvoice_gate("pay")
        return super()._create_payments()

    # A payment that names its bills is stopped by their holds, and not by those of the
    # supplier's other bills. It has to name them from the start: some are posted while
    # they are created.

    def _create_payment_vals_from_wizard(self, batch_result):
        return self._einvoice_named(
            super()._create_payment_vals_from_wizard(batch_result), batch_result
        )

    def _create_payment_vals_from_batch(self, batch_result):
        return self._einvoice_named(
            super()._create_payment_vals_from_batch(batch_result), batch_result
        )

    def _einvoice_named(self, vals, batch_result):
        if vals["payment_type"] == "outbound":
            bills = batch_result["lines"].move_id
            vals = {**vals, "invoice_ids": [Command.set(bills.ids)]}
        return vals
