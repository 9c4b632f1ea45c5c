from dataclasses import replace

from odoo import api, fields, models
from odoo.tools import format_date

from ..domain.links import claimed, is_authentic


class EinvoiceDecision(models.Model):
    """What became of a decision whose link does not count any more.

    It is said only to who holds a link that was made for this person.
    """

    _inherit = "einvoice.decision"

    last_mark = fields.Char(readonly=True, groups="base.group_system")

    def write(self, vals):
        if "mark" in vals:
            for decision in self.sudo().filtered("mark"):
                if decision.mark != vals["mark"]:
                    decision.last_mark = decision.mark
        return super().write(vals)

    @api.model
    def _ended_of_token(self, text):
        """Return the decision for which an ended link was made; empty for a wrong one.

        Who left, or holds a link of another company now, is told nothing.
        """
        said = claimed(text)
        decision = self.sudo().browse(said.ticket if said else []).exists()
        if not decision:
            return self.sudo().browse()
        secret, bound = self._link_secret(), decision._bound()
        marks = (decision.mark, decision.last_mark)
        was_made = any(
            is_authentic(secret, said, replace(bound, mark=mark or ""))
            for mark in marks
        )
        user = decision.user_id
        is_there = user.active and decision.company_id in user.company_ids
        return decision if was_made and is_there else self.sudo().browse()

    def _ended_words(self):
        """Say what became of it, to the person who was asked."""
        self.ensure_one()
        asked = self.round_id
        if self.decided_at and self.state not in ("open", "asked"):
            return self._ended_outcome()
        if self.state == "handed":
            given = asked.decision_ids.filtered(
                lambda each: each.handed_from_id == self
            )
            return self.env._(
                "It was handed over to %(person)s.", person=given.user_id[:1].name
            )
        if asked.state == "cancelled" or (asked.state == "open" and asked._is_stale()):
            return self.env._(
                "The bill has changed since: who decides on it is asked again."
            )
        last = (
            asked._last_answer()
            or asked.decision_ids.filtered("decided_at").sorted("decided_at")[-1:]
        )
        if self.state == "not_needed" and last:
            return last._ended_outcome()
        return self.env._(
            "It still waits for you: the link is too old, or a newer mail replaced it."
        )

    def _ended_outcome(self):
        when = fields.Datetime.context_timestamp(self, self.decided_at)
        label = dict(self._fields["state"]._description_selection(self.env))
        return self.env._(
            "It was decided already: %(state)s by %(person)s on %(day)s.",
            state=label[self.state].lower(),
            person=self.actor_id.name or self.user_id.name,
            day=format_date(self.env, when.date()),
        )
