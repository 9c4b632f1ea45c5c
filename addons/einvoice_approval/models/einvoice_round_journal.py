from odoo import SUPERUSER_ID, fields, models

from odoo.addons.einvoice_base.domain.events import EventKind
from odoo.addons.einvoice_base.models._mapping import amount

from ..domain.rounds import AGREED, Answer

_AGREED = tuple(each.value for each in AGREED)


class EinvoiceRound(models.Model):
    """The journal of what changed hands, and of answers that count again."""

    _inherit = "einvoice.round"

    def _follow(self, decision, was):
        res = super()._follow(decision, was)
        if decision.state in _AGREED and not decision.decided_at:
            decision._note_given_before()
        return res

    def _begin(self):
        for circuit, rounds in self.grouped("circuit_id").items():
            rounds.move_id._einvoice_emit(EventKind.ROUTED, cause=circuit.name)
        self._note_kept()
        return super()._begin()

    def _note_kept(self):
        """Note the answers of the round before that these begin with."""
        kept = self.decision_ids.filtered(lambda each: each.state in _AGREED)
        kept._note_given_before()

    def _store(self, after, actor):
        before = self.decision_ids
        handed = before.filtered(lambda each: each.state == "handed")
        res = super()._store(after, actor)
        given = before.filtered(lambda each: each.state == "handed") - handed
        for old, new in zip(given, self.decision_ids - before, strict=False):
            new.handed_from_id = old
            self.move_id._einvoice_emit(
                EventKind.REASSIGNED,
                cause=new.why,
                before=old.user_id.name,
                after=new.user_id.name,
                step=old.step_name,
                comment=old.comment or None,
            )
        return res


class EinvoiceDecision(models.Model):
    """The journal has each answer: whose, for whom, from where, and to what."""

    _inherit = "einvoice.decision"

    def _note_decided(self, answer):
        """Write the answer that was just taken into the journal.

        The actor is who answers; what the system concludes is emitted as the system.
        """
        decision = self.sudo()
        is_part = answer is Answer.PARTLY
        part = amount(decision.amount_approved, decision.currency_id)
        decision.move_id._einvoice_emit(
            EventKind.DECIDED,
            cause=decision.reason_code or None,
            answer=answer.value,
            step=decision.step_name or None,
            person=decision.user_id.name,
            in_place_of=decision.in_place_of_id.name or None,
            origin=decision.decided_from or None,
            fingerprint=decision.round_id.fingerprint,
            comment=decision.comment or None,
            asked_at=decision.opened_at or None,
            is_single=decision.is_single,
            **({"amounts": {"approved": part}} if is_part else {}),
        )

    def _note_given_before(self):
        """Note that a person who agreed already is not asked the same again."""
        for decision in self.with_user(SUPERUSER_ID):
            decision.write(
                {"decided_at": fields.Datetime.now(), "decided_from": "before"}
            )
            decision._note_decided(Answer(decision.state))

    def _note_question(self, kind, text):
        """Write a question, or its answer, into the journal."""
        decision = self.sudo()
        decision.move_id._einvoice_emit(
            kind,
            step=decision.step_name or None,
            person=decision.asked_name or None,
            comment=text,
        )
