from datetime import UTC

from odoo import api, models

from ..domain.links import Wish
from .einvoice_decision_time import _naive

_MOST_ROWS = 30


class EinvoiceDecision(models.Model):
    """One mail a day of all that waits, when a person begins to work."""

    _inherit = "einvoice.decision"

    @api.model
    def _remind(self, now):
        """Send each person who is due his mail of the day, unless he had it."""
        due = self.search([("state", "=", "open"), ("remind_at", "<=", now)])
        for user, decisions in due.grouped("user_id").items():
            decisions._kept_apart(decisions._remind_one, user, now)

    def _remind_one(self, user, now):
        working = self[:1]._working_time()
        local = now.replace(tzinfo=UTC).astimezone(working.zone)
        begin = working.begins(local.date())
        if begin is None or local < begin or user.einvoice_reminded_on == local.date():
            return
        # What is due later today waits for tomorrow morning.
        if not self.filtered(lambda each: each.remind_at <= _naive(begin)):
            return
        waiting = self.search(
            [("state", "=", "open"), ("user_id", "=", user.id)], order="id"
        )
        if user.email and user.active:
            waiting._mail_digest(user)
        user.einvoice_reminded_on = local.date()
        for decision in self:
            hours = decision._limits().remind
            later = decision._working_time().later(now.replace(tzinfo=UTC), hours)
            decision.write(
                {"reminders": decision.reminders + 1, "remind_at": _naive(later)}
            )

    def _mail_digest(self, user):
        """Queue the mail of all that waits; the oldest first."""
        mine = self.with_context(lang=user.lang or "en_US", tz=user.tz or "UTC")
        rows = []
        for decision in mine[:_MOST_ROWS]:
            links = decision._renew_links()
            rows.append(
                {
                    **decision._page_values(),
                    "url": links[Wish.APPROVE],
                    "due_words": decision.due_words,
                    "asked_since": decision.asked_since,
                    "finding_words": decision.finding_words,
                }
            )
        count = len(self)
        subject = (
            mine.env._("%(count)s bills wait for you", count=count)
            if count > 1
            else mine.env._("A bill waits for you")
        )
        values = {"rows": rows, "more": max(0, count - _MOST_ROWS), "days": 7}
        values["screen_url"] = f"{self[:1].get_base_url()}/odoo/my-approvals"
        template = "einvoice_approval.mail_digest"
        mine._queue_mails(
            [mine._mail_vals(user.email_formatted, subject, template, values)]
        )
