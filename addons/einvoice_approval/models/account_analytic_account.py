from odoo import api, fields, models

# Key in the cursor, which lives as long as the transaction and no client reaches.
LIVING = "einvoice_approval_living"


class AccountAnalyticAccount(models.Model):
    _inherit = "account.analytic.account"

    einvoice_owner_id = fields.Many2one(
        "res.users",
        string="Approves its bills",
        help="Decides on the lines of supplier bills that bear this account.",
    )

    @api.model
    def _einvoice_living(self, keys):
        """Return those of these accounts that exist: a distribution outlives them.

        What one bill asked is known for the next of the same transaction.
        """
        known = self.env.cr.cache.setdefault(LIVING, {})
        keys = sorted(keys)
        unseen = [key for key in keys if key not in known]
        if unseen:
            living = set(self.sudo().browse(unseen).exists().ids)
            known.update((key, key in living) for key in unseen)
        return self.browse(key for key in keys if known[key])

    def unlink(self):
        self.env.cr.cache.pop(LIVING, None)
        return super().unlink()
