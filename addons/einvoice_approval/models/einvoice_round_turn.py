from odoo import models


class EinvoiceRound(models.Model):
    """Whose turn comes may have left, or be away, since the round was frozen."""

    _inherit = "einvoice.round"

    def _store(self, after, actor):
        waiting = self.decision_ids.filtered(lambda each: each.state == "waiting")
        res = super()._store(after, actor)
        opened = waiting.filtered(lambda each: each.state == "open")
        if opened:
            self.env["einvoice.decision"].sudo()._hand_on(opened.user_id)
        return res
