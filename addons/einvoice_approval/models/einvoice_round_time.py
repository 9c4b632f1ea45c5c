from odoo import models


class EinvoiceRound(models.Model):
    """The clocks of its decisions."""

    _inherit = "einvoice.round"

    def _begin_clocks(self, decisions):
        res = super()._begin_clocks(decisions)
        asked = decisions.filtered(lambda each: each.state == "open")
        asked._set_clock()
        asked._mail_asked()
        return res

    def _follow(self, decision, was):
        if was == "asked":
            decision._end_pause()
        res = super()._follow(decision, was)
        if decision.state == "asked":
            decision._pause_clock()
            decision._mail_question()
        elif decision.state != "open":
            decision._stop_clock()
        return res

    def _remark(self, text, decision):
        """Tell the managers something about a step and its person, once."""
        note = {
            "text": text,
            "step": decision.step_name or "",
            "person": decision.user_id.id,
        }
        if note not in (self.notes or []):
            self.notes = [*(self.notes or []), note]
