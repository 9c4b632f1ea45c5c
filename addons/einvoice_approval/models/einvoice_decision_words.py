from datetime import datetime

from odoo import api, fields, models
from odoo.tools import format_date

from odoo.addons.einvoice_base.domain.status_reasons import STATUS_REASONS
from odoo.addons.einvoice_base.models._translation import in_language

from ..domain.planning import SLICED


class EinvoiceDecision(models.Model):
    """What was answered, and what was said of the bill before, in words."""

    _inherit = "einvoice.decision"

    reason_words = fields.Char(string="Reason", compute="_compute_reason_words")
    before_words = fields.Text(
        string="What was said before", compute="_compute_before_words"
    )

    @api.depends("reason_code")
    @api.depends_context("lang")
    def _compute_reason_words(self):
        for decision in self:
            decision.reason_words = self._reason_label(decision.reason_code)

    @api.model
    def _reason_label(self, code):
        reason = STATUS_REASONS.get(code)
        return reason and in_language(self.env, "einvoice_base", reason.label)

    @api.depends("round_id.snapshot")
    @api.depends_context("lang", "tz")
    def _compute_before_words(self):
        for decision in self:
            said = (decision.round_id.sudo().snapshot or {}).get("before")
            decision.before_words = said and decision._before_sentence(said)

    def _before_sentence(self, said):
        """Quote the refusal or return that the round was begun after."""
        label = dict(self._fields["state"]._description_selection(self.env))
        when = said["at"] and datetime.fromisoformat(said["at"])
        local = when and fields.Datetime.context_timestamp(self, when)
        head = self.env._(
            "Before: %(state)s by %(person)s on %(day)s",
            state=label[said["state"]].lower(),
            person=said["person"],
            day=local and format_date(self.env, local.date()),
        )
        words = filter(None, [self._reason_label(said["reason"]), said["comment"]])
        return "\n".join([head, *words])

    @api.depends("round_id.notes")
    def _compute_why_words(self):
        res = super()._compute_why_words()
        for decision in self:
            if amount := decision._counted_amount():
                decision.why_words = self.env._(
                    "%(why)s, counted with the bills of this supplier of the last 30 "
                    "days: %(amount)s",
                    why=decision.why_words,
                    amount=amount,
                )
        return res

    def _counted_amount(self):
        """Return the sum that brought the step in, where not the bill alone did."""
        asked = self.round_id.sudo()
        for note in asked.notes or []:
            if note["text"] == SLICED and note["step"] == self.step_name:
                return asked.company_currency_id.format(float(note["amount"]))
        return None

    def _told(self, user):
        """Return the answer as a headline for a user, in his language."""
        mine = self.with_context(lang=user.lang or "en_US", tz=user.tz or "UTC")
        return " – ".join(filter(None, [mine._outcome(), mine.reason_words]))

    def _page_values(self):
        return {**super()._page_values(), "before": self.sudo().before_words}

    def _shown(self):
        return {**super()._shown(), "reason": self.reason_words}
