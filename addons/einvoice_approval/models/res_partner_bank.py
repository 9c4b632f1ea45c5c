from odoo import models


class ResPartnerBank(models.Model):
    _inherit = "res.partner.bank"

    def write(self, vals):
        res = super().write(vals)
        if {"acc_number", "sanitized_acc_number"} & vals.keys():
            self._einvoice_note_renumbered()
        return res

    def _einvoice_note_renumbered(self):
        """Another number is another account: bills that ask for it are looked at."""
        bills = self.env["account.move"].sudo()
        asking = bills.search(
            [
                ("partner_bank_id", "in", self.ids),
                ("state", "=", "draft"),
                ("einvoice_approval_state", "in", ("open", "approved", "partly")),
            ]
        )
        asking._einvoice_note_changed()
