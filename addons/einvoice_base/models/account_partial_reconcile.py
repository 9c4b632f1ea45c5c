from odoo import api, models

from ..domain.gate import Action


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        partials._einvoice_note_paid_while_held()
        return partials

    def _einvoice_note_paid_while_held(self):
        """Note that money which has left paid a stopped bill; it is never refused.

        A payment that named its bills was checked when it was posted; one that names
        none, and a line of a bank statement, meet them only here.
        """
        for bill, other in self._einvoice_pairs():
            has_left = (
                other.statement_line_id
                or other.origin_payment_id
                # An entry typed on the bank's own journal.
                or other.journal_id.type in ("bank", "cash", "credit")
            )
            if not (has_left and bill.is_outbound()):
                continue
            if blockers := bill.sudo()._einvoice_blockers(Action.PAY.value):
                bill._einvoice_paid_while_held(other, blockers)

    def _einvoice_pairs(self):
        for partial in self:
            debit = partial.debit_move_id.move_id
            credit = partial.credit_move_id.move_id
            if credit._einvoice_is_bill():
                yield credit, debit
            elif debit._einvoice_is_bill():
                yield debit, credit
