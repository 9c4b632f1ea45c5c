from odoo import fields, models


class EinvoiceDecision(models.Model):
    """Who is asked has an activity on the bill."""

    _inherit = "einvoice.decision"

    def _activity_vals(self, kind):
        """Return the activity of this decision, in the words of who is asked."""
        user = self.user_id
        return {
            "activity_type_id": kind.id,
            "user_id": user.id,
            "summary": self.with_context(lang=user.lang).why_words,
            "date_deadline": fields.Date.context_today(user),
            "res_model_id": self.env["ir.model"]._get_id("account.move"),
            "res_id": self.move_id.id,
            "automated": True,
        }


class AccountMove(models.Model):
    _inherit = "account.move"

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        # An activity subscribes its user; a person who is asked is no follower.
        if self.env.context.get("einvoice_asked"):
            return True
        return super().message_subscribe(partner_ids, subtype_ids)
