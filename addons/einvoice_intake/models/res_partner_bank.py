from odoo import api, models


class ResPartnerBank(models.Model):
    _inherit = "res.partner.bank"

    @api.model_create_multi
    def create(self, vals_list):
        banks = super().create(vals_list)
        # A finding about the account goes when the account is added.
        self.env["einvoice.document"].sudo().search(
            [
                ("partner_id", "child_of", banks.partner_id.commercial_partner_id.ids),
                ("state", "=", "to_check"),
            ]
        )._check_again()
        return banks
