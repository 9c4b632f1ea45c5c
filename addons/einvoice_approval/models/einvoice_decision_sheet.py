from odoo import models
from odoo.exceptions import AccessError

from odoo.addons.einvoice_base.domain.status_reasons import STATUS_REASONS
from odoo.addons.einvoice_base.models._translation import in_language, translated

from ..domain.reasons import WHY_RECORDED
from ..domain.sheet.content import (
    Fact,
    Sheet,
    SheetDecision,
    SheetFinding,
    SheetRound,
    Tone,
)
from ..domain.sheet.drawing import drawn
from .einvoice_round_sheet import TONES

_ADDON = "einvoice_approval"


class EinvoiceDecision(models.Model):
    """The approval sheet for a person who decided and reads no bills."""

    _inherit = "einvoice.decision"

    def action_approval_sheet(self):
        """Open the approval sheet in a page of its own."""
        self.ensure_one()
        self._check_sheet()
        return {
            "type": "ir.actions.act_url",
            "url": f"/einvoice/decision/{self.id}/approval-sheet",
            "target": "new",
        }

    def _check_sheet(self):
        self.check_access("read")
        if not self.is_ended:
            raise AccessError(
                self.env._("The approval sheet is there once the approval is ended.")
            )

    def _einvoice_sheet_file(self):
        """Return the name and the bytes of the sheet that this person may see.

        Who decided on the whole bill sees the answers of its round. Others who were
        asked see their own part: what the page of their decision shows.
        """
        self.ensure_one()
        self._check_sheet()
        decision = self.sudo()
        is_whole = decision.actor_id == self.env.user and not decision.line_keys
        sheet = decision._round_sheet() if is_whole else decision._own_sheet()
        return decision.round_id._sheet_name(), drawn(sheet)

    def _round_sheet(self):
        """Return the sheet of the round in which this was decided."""
        asked = self.round_id
        rounds = (asked.move_id.einvoice_round_ids or asked).sorted("id")
        warnings = ()
        if len(rounds) > 1:
            # It must not pass for the sheet of the bill.
            words = self.env._(
                "Extract: only the round in which %(person)s decided.",
                person=self.actor_id.name,
            )
            warnings = (words,)
        number = rounds.ids.index(asked.id) + 1
        return asked._sheet(self._sheet_findings(), warnings, number)

    def _own_sheet(self):
        """Return what the page of this decision shows, and nothing of the others."""
        asked, answer = self.round_id, self._on_sheet()
        mine = SheetRound(
            title=self.env._("What was asked and answered"),
            period="",
            decisions=(answer,),
            proof=asked._sheet_proof(),
        )
        return Sheet(
            language=(self.env.lang or "en_US").replace("_", "-"),
            labels=asked._sheet_labels(),
            company=asked.company_id.name,
            bill=self.label or "",
            result=answer.answer,
            tone=answer.tone,
            facts=tuple(self._own_facts()),
            rounds=(mine,),
            findings=tuple(self._sheet_findings()),
            notes=(asked._sheet_note(),),
            warnings=(self._extract_words(),),
        )

    def _extract_words(self):
        person = self.user_id.name
        if self.line_keys:
            return self.env._(
                "Extract: only what %(person)s was asked. The amounts are those of"
                " these lines.",
                person=person,
            )
        return self.env._("Extract: only what %(person)s was asked.", person=person)

    def _own_facts(self):
        asked = self.round_id
        yield Fact(self.env._("Supplier"), self.supplier or "–")
        yield Fact(self.env._("Supplier’s number"), self.label or "–")
        yield Fact(self.env._("Invoice date"), asked._day(self.invoice_date))
        yield Fact(self.env._("Due date"), asked._day(self.due_date))
        yield Fact(self.env._("Without VAT"), asked._sheet_money(self.net))
        yield Fact(self.env._("With VAT"), asked._sheet_money(self.gross))

    def _sheet_findings(self):
        """Return the findings that the bill had when this was asked."""
        return [
            SheetFinding(
                title=f"{each['label']} · {each['title']}",
                message=each["message"] or "",
                outcome=self.env._("Stood when the approval was asked for"),
            )
            for each in self._readable_findings()
        ]

    def _on_sheet(self):
        """Return the decision as the sheet says it."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        return SheetDecision(
            step=self.step_name or "–",
            person=self.user_id.name,
            answer=labels[self.state],
            tone=TONES.get(self.state, Tone.NEUTRAL),
            notes=tuple(self._sheet_notes()),
            answered=tuple(self._sheet_answered()),
            when=tuple(self._sheet_when()),
            words=tuple(self._sheet_words()),
        )

    def _sheet_notes(self):
        """Yield in whose place, and what made that person the one."""
        if self.in_place_of_id:
            yield self.env._("in place of %(person)s", person=self.in_place_of_id.name)
        text = WHY_RECORDED.get(self.why) or WHY_RECORDED["person"]
        yield translated(self.env, _ADDON, text, {"of": self.why_of or "–"})
        if self.is_single:
            yield self.env._("single approver")

    def _sheet_answered(self):
        if self.state == "partly":
            yield self.round_id._sheet_money(self.amount_approved)
        if self.actor_id and self.actor_id != self.user_id:
            yield self.env._("answered by %(person)s", person=self.actor_id.name)

    def _sheet_when(self):
        origins = dict(self._fields["decided_from"]._description_selection(self.env))
        moment = self.round_id._moment
        if self.decided_at:
            yield moment(self.decided_at)
        if self.decided_from:
            yield origins[self.decided_from]
        if self.opened_at:
            asked = moment(self.opened_at)
            yield self.env._("asked %(moment)s", moment=asked)

    def _sheet_words(self):
        """Yield what was said, and on which lines."""
        if self.line_keys:
            lines = "; ".join(each["text"] or "–" for each in self._my_lines())
            yield Fact(self.env._("Only these lines"), lines)
        reason = STATUS_REASONS.get(self.reason_code)
        if reason:
            words = in_language(self.env, "einvoice_base", reason.label)
            yield Fact(self.env._("Reason"), f"{words} ({self.reason_code})")
        if self.question:
            label = self.env._(
                "Question to %(person)s, %(moment)s",
                person=self.asked_name or "–",
                moment=self.round_id._moment(self.asked_at),
            )
            yield Fact(label, self.question)
        if self.answer:
            yield Fact(self.env._("Answer"), self.answer)
        if self.comment:
            yield Fact(self.env._("Comment"), self.comment)
