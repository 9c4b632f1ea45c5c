from odoo import models

from ..domain.identifiers import compact


class MergePartnerAutomatic(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Make accounts new ones that not every supplier among the merged had.

        Otherwise the account of one would be paid for the bills of the other because
        somebody declared both to be one. A contact without bills brings nothing but
        accounts to confirm.
        """
        partners = self.env["res.partner"].sudo().browse(partner_ids).exists()
        billed = partners.filtered(lambda each: each._einvoice_has_bills())
        known = [each._einvoice_known_numbers() for each in billed or partners]
        shared = set.intersection(*known) if known else set()
        res = super()._merge(partner_ids, dst_partner, extra_checks)
        partners.exists().bank_ids.filtered(
            lambda bank: compact(bank.sanitized_acc_number) not in shared
        )._einvoice_begin_again()
        return res
