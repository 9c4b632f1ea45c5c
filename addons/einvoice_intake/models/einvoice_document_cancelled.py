from odoo import api, fields, models

from ..domain.rules import DUPLICATE_OF_ENDED


class EinvoiceDocument(models.Model):
    """A document whose bill is cancelled waits for nobody, and buries no copy."""

    _inherit = "einvoice.document"

    is_cancelled = fields.Boolean(
        string="Bill cancelled", compute="_compute_is_cancelled"
    )

    @api.depends("move_id.state")
    def _compute_is_cancelled(self):
        for document in self:
            document.is_cancelled = document.sudo().move_id.state == "cancel"

    @api.depends("move_id.state")
    def _compute_waiting_reason(self):
        res = super()._compute_waiting_reason()
        for document in self.filtered(lambda each: each._is_without_bill()):
            document.waiting_reason = document._cancelled_words()
        return res

    def _is_without_bill(self):
        return self.is_cancelled and self.state == "booked"

    def _cancelled_words(self):
        bill = self.move_id.sudo().display_name
        return self.env._("Its bill was cancelled: %(bill)s.", bill=bill)

    def _follow_bill(self):
        """Bring documents in line with their bill, cancelled or taken up again."""
        firsts = self.filtered(lambda each: each.state not in ("duplicate", "rejected"))
        firsts._settle()
        firsts.filtered("is_cancelled")._wake_copies()
        revived = firsts.filtered(lambda each: not each.is_cancelled)
        copies = revived.copy_ids.filtered(
            lambda each: (
                each.state == "to_fix"
                and DUPLICATE_OF_ENDED.code in each._open_findings().mapped("rule")
            )
        )
        copies._record_all_gone(DUPLICATE_OF_ENDED.code)
        copies._process()

    def _record_all_gone(self, code):
        """Close the findings of one rule: their cause is no more."""
        noticed = [(document._finding_subject(), []) for document in self]
        if noticed:
            self.env["einvoice.finding"]._record_all(noticed, {code})

    def _waits_for_somebody(self):
        return not self.is_cancelled and super()._waits_for_somebody()

    def _todo_words(self, first):
        if not self._is_without_bill():
            return super()._todo_words(first)
        return {
            "todo_title": False,
            "todo_text": self._cancelled_words(),
            "todo_advice": self.env._(
                "Nothing to do. To go on with it, set the bill back to draft."
            ),
        }


class AccountMove(models.Model):
    _inherit = "account.move"

    def _einvoice_note_state(self, before, state):
        res = super()._einvoice_note_state(before, state)
        if state in ("cancel", "draft"):
            bills = self.browse(move.id for move, old in before.items() if old != state)
            bills.sudo().einvoice_document_ids._follow_bill()
        return res
