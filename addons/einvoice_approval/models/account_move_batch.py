from odoo import models


class AccountMove(models.Model):
    """What routing looks up for many bills at once."""

    _inherit = "account.move"

    def _einvoice_account_requesters(self):
        """Return who asked to confirm the bills' accounts: one query for all.

        Returns:
            Supplier (key) and account number to users.
        """
        moves = self.sudo()
        confirmations = self.env["einvoice.bank.confirmation"].sudo()
        found = {}
        for each in confirmations.search(
            [
                ("company_id", "in", moves.company_id.ids),
                ("partner_id", "in", moves.commercial_partner_id.ids),
            ]
        ):
            key = (each.partner_id.id, each.account_number or "")
            found[key] = found.get(key, self.env["res.users"]) | each.requester_id
        return found

    def _einvoice_preload_analytic(self):
        """Ask once which analytic accounts of these bills exist."""
        keys = {
            int(key)
            for line in self.sudo().invoice_line_ids
            for joined in line.analytic_distribution or {}
            for key in joined.split(",")
        }
        self.env["account.analytic.account"]._einvoice_living(keys)
