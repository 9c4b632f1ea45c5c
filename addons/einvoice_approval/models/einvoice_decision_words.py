from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.einvoice_base.domain.status_reasons import STATUS_REASONS
from odoo.addons.einvoice_base.models._translation import in_language

from ..domain.planning import SLICED
from ..domain.rounds import BadAnswerError


class EinvoiceDecision(models.Model):
    """What was answered, and what was said of the bill before, in words."""

    _inherit = "einvoice.decision"

    reason_words = fields.Char(string="Reason", compute="_compute_reason_words")
    before_words = fields.Text(
        string="What was said before", compute="_compute_before_words"
    )

    handed_from_id = fields.Many2one(
        "einvoice.decision", readonly=True, index="btree_not_null"
    )
    handed_words = fields.Text(string="Handed over", compute="_compute_handed_words")
    asker_words = fields.Char(string="Who asks", compute="_compute_asker_words")

    @api.depends("handed_from_id")
    @api.depends_context("lang")
    def _compute_handed_words(self):
        for decision in self:
            old = decision.handed_from_id.sudo()
            giver = old.actor_id.name
            decision.handed_words = giver and "\n".join(
                filter(
                    None,
                    [
                        self.env._("Handed over by %(person)s", person=giver),
                        old.comment,
                    ],
                )
            )

    @api.depends("user_id", "asked_id", "state")
    @api.depends_context("lang")
    def _compute_asker_words(self):
        for decision in self:
            decision.asker_words = self.env._(
                "%(person)s asks you:", person=decision.user_id.sudo().name
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

    @api.depends("round_id.notes", "state", "asked_id", "user_id")
    @api.depends_context("uid")
    def _compute_why_words(self):
        res = super()._compute_why_words()
        for decision in self:
            if decision.can_answer:
                decision.why_words = self.env._(
                    "%(person)s asks you a question",
                    person=decision.user_id.sudo().name,
                )
            elif decision.why == "escalated" and decision.in_place_of_id:
                decision.why_words = self.env._(
                    "%(person)s did not answer in time",
                    person=decision.in_place_of_id.sudo().name,
                )
            elif amount := decision._counted_amount():
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

    def _tried(self, function, *arguments):
        def told(*given):
            try:
                return function(*given)
            except BadAnswerError as error:
                total = self._money(error.values["total"])
                raise BadAnswerError(total=total) from error

        return super()._tried(told, *arguments)

    def action_hand_over(self, user_id, comment=None):
        colleague = self._colleague(user_id)
        if not colleague.has_group("einvoice_base.group_approver"):
            raise UserError(
                self.env._(
                    "%(user)s is no approver: have the right given first.",
                    user=colleague.name,
                )
            )
        return super().action_hand_over(user_id, comment)

    def _told(self, user):
        """Return the answer as a headline for a user, in his language."""
        mine = self.with_context(lang=user.lang or "en_US", tz=user.tz or "UTC")
        return " – ".join(filter(None, [mine._outcome(), mine.reason_words]))

    def _page_values(self):
        return {**super()._page_values(), "before": self.sudo().before_words}

    def _shown(self):
        given = self.round_id.decision_ids.filtered(
            lambda each: each.handed_from_id == self
        )
        return {
            **super()._shown(),
            "reason": self.reason_words,
            "question": self.question
            and self.env._(
                "%(person)s: %(question)s",
                person=self.asked_name or "–",
                question=self.question,
            ),
            "to": given.user_id[:1].name,
        }
