from odoo import api, models


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        partials._einvoice_note_paid_while_held()
        return partials

    def _einvoice_note_paid_while_held(self):
        """Note that money which has left paid a held bill; it is never refused."""
        for bill, other in self._einvoice_pairs():
            if bill.sudo()._einvoice_holds() and (
                other.statement_line_id or other.origin_payment_id
            ):
                bill._einvoice_paid_while_held(other)

    def _einvoice_pairs(self):
        for partial in self:
            debit = partial.debit_move_id.move_id
            credit = partial.credit_move_id.move_id
            if credit._einvoice_is_bill():
                yield credit, debit
            elif debit._einvoice_is_bill():
                yield debit, credit
