from odoo import models


class AccountPaymentRegister(models.TransientModel):
    _inherit = "account.payment.register"

    def _create_payments(self):
        # Before core leaves out the batches whose account is not trusted.
        outgoing = self.line_ids.filtered(lambda line: line.balance < 0)
        outgoing.move_id._einvoice_gate("pay")
        return super()._create_payments()

    def _init_payments(self, to_process, edit_mode=False):
        # A payment that names its bills is stopped by their holds and not by those of
        # the supplier's other bills.
        payments = super()._init_payments(to_process, edit_mode=edit_mode)
        for vals in to_process:
            if vals["payment"].payment_type == "outbound":
                vals["payment"].invoice_ids |= vals["to_reconcile"].move_id
        return payments
