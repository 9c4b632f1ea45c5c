from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.einvoice_base.domain.events import EventKind

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
        bill = self.move_id.sudo()._einvoice_label()
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

    def _become_same_as(self, twin):
        """Become copies of what a person says is the same invoice, with its bill.

        Args:
            twin: A document, or a bill; of another company, nothing is linked to it.
        """
        is_document = twin._name == self._name
        first = twin if is_document else twin.einvoice_document_id
        first = first.copy_of_id or first
        bill = first.move_id if first else twin
        if first in self or twin.company_id != self.company_id:
            return
        # Their own copies stay theirs.
        mine = self.filtered(lambda each: each.copy_of_id not in self)
        self.write({"state": "duplicate", "move_id": bill.id})
        mine.copy_of_id = first
        original = first or bill
        mine._note(
            EventKind.DUPLICATE,
            by_system=False,
            cause="same invoice",
            original=original._einvoice_label(),
        )

    def _rejoin(self, bill):
        """Go on with a bill that was cancelled as the same invoice, and is taken up.

        A first copy that arrived in between keeps its place.
        """
        same = Domain("sha256", "=", self.sha256)
        if self.content_key:
            same |= Domain("content_key", "=", self.content_key)
        others = Domain("company_id", "=", self.company_id.id) & Domain(
            "id", "!=", self.id
        )
        if self.search_count(others & Domain("copy_of_id", "=", False) & same):
            return
        copies = self.copy_ids.filtered(lambda each: each.state == "duplicate")
        self.write({"state": "booked", "copy_of_id": False})
        (self | copies).move_id = bill

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
            for bill in bills.sudo() if state == "draft" else ():
                document = bill.einvoice_document_id
                if document.state == "duplicate" and document.move_id != bill:
                    document._rejoin(bill)
            bills.sudo().einvoice_document_ids._follow_bill()
        return res
