from odoo import SUPERUSER_ID, api, models
from odoo.fields import Domain


class EinvoiceDecision(models.Model):
    """The clock also brings back what would wait for ever."""

    _inherit = "einvoice.decision"

    @api.model
    def _cron_keep_time(self):
        system = self.with_user(SUPERUSER_ID)
        system._reopen_unanswered()
        res = super()._cron_keep_time()
        system._restore_activities()
        return res

    @api.model
    def _reopen_unanswered(self):
        """Put questions back to who asked them of a person who is gone."""
        asked = Domain("state", "=", "asked") & Domain("round_id.state", "=", "open")
        gone = Domain("asked_id.active", "=", False) & Domain("asked_id", "!=", False)
        for decision in self.search(asked & gone):
            decision._kept_apart(decision._reopen_unanswered_one)

    def _reopen_unanswered_one(self):
        lang = self.user_id.lang or "en_US"
        self._answered(
            self.with_context(lang=lang).env._(
                "%(person)s does not use the software any more: the question was not "
                "answered.",
                person=self.asked_id.name,
            )
        )

    @api.model
    def _restore_activities(self):
        """Give back the activity that somebody deleted to who is still asked."""
        asked = self.env["einvoice.round"].search([("state", "=", "open")])
        self._kept_apart(asked._keep_activities)
