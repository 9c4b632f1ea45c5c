from odoo import models


class EinvoiceRound(models.Model):
    """Who is asked gets a mail, and does not follow the bill because of it."""

    _inherit = "einvoice.round"

    def _tell(self, user, decision, kind):
        followers = self.move_id.message_partner_ids
        res = super()._tell(user, decision, kind)
        # An activity subscribes its user; a person who is asked is no follower.
        added = self.move_id.message_partner_ids - followers
        self.move_id.message_unsubscribe(added.ids)
        return res
