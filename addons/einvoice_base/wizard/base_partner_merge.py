from itertools import groupby

from odoo import models

from ..domain.identifiers import compact
from ..models.res_partner import MERGING

# Of two confirmations of one account the stricter one stays.
_STRICTEST = ("refused", "to_call", "called", "dropped", "confirmed")


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
        if len(partners) > 1:
            self._einvoice_join_confirmations(partners)
        res = super()._merge(partner_ids, dst_partner, extra_checks)
        partners.exists().bank_ids.filtered(
            lambda bank: compact(bank.sanitized_acc_number) not in shared
        )._einvoice_begin_again()
        return res

    def _update_values(self, src_partners, dst_partner):
        cache = self.env.cr.cache
        cache[MERGING] = True
        try:
            return super()._update_values(src_partners, dst_partner)
        finally:
            cache.pop(MERGING, None)

    def _einvoice_join_confirmations(self, partners):
        """Leave in force one confirmation of each account, as a supplier has it."""
        confirmations = self.env["einvoice.bank.confirmation"].sudo()
        found = confirmations.search([("partner_id", "in", partners.ids)])

        def account(each):
            return each.company_id.id, each.account_number

        for _account, group in groupby(found.sorted(account), account):
            ranked = sorted(group, key=lambda each: _STRICTEST.index(each.state))
            first, others = (
                ranked[0],
                confirmations.browse(each.id for each in ranked[1:]),
            )
            if others:
                first.finding_ids |= others.finding_ids
                first.hold_id = first.hold_id or others.hold_id[:1]
                others.active = False
