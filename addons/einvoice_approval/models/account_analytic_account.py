from odoo import api, fields, models
from odoo.exceptions import AccessError

# Key in the cursor, which lives as long as the transaction and no client reaches.
LIVING = "einvoice_approval_living"


class AccountAnalyticAccount(models.Model):
    _inherit = "account.analytic.account"

    einvoice_owner_id = fields.Many2one(
        "res.users",
        string="Approves its bills",
        copy=False,
        help="Decides on the lines of supplier bills that bear this account.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("einvoice_owner_id") for vals in vals_list):
            self._einvoice_check_owner()
        return super().create(vals_list)

    def write(self, vals):
        if "einvoice_owner_id" in vals:
            owner = vals["einvoice_owner_id"] or False
            if any(each.einvoice_owner_id.id != owner for each in self.sudo()):
                self._einvoice_check_owner()
        return super().write(vals)

    def _einvoice_check_owner(self):
        """Refuse that somebody makes himself, or others, an approver."""
        if self.env.su or self.env.user.has_group("einvoice_base.group_manager"):
            return
        raise AccessError(
            self.env._(
                "Who approves the bills of an analytic account is set by a manager of "
                "supplier invoices. Ask one of them."
            )
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
