from odoo import models


class ResPartnerBank(models.Model):
    _inherit = "res.partner.bank"

    def write(self, vals):
        res = super().write(vals)
        if {"acc_number", "sanitized_acc_number"} & vals.keys():
            # Another number is another account for the bills that ask for it.
            moves = self.env["account.move"]
            moves._einvoice_note_changed_where("partner_bank_id", self.ids)
        return res
