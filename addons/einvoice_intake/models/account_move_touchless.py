from odoo import models

from odoo.addons.einvoice_base.domain.codes import TypeCode

# Nothing was delivered for them yet that they could agree with.
_PREPAYMENTS = frozenset(code.value for code in TypeCode if code.is_prepayment)


class AccountMove(models.Model):
    """What a received bill adds to the question whether it needs a person."""

    _inherit = "account.move"

    def _einvoice_facts(self):
        facts = super()._einvoice_facts()
        document = self.sudo().einvoice_document_id
        if document:
            facts |= {"channel": document.channel, "format": document.format}
            facts["is_prepayment"] = document.type_code in _PREPAYMENTS or None
            confidence = document._confidence()
            if confidence is not None:
                facts["confidence"] = confidence
        return {name: value for name, value in facts.items() if value is not None}

    def _einvoice_rechecked(self):
        res = super()._einvoice_rechecked()
        # Those on their way are settled at the end of it.
        documents = self.sudo().einvoice_document_id
        documents.filtered(lambda each: each.state in ("to_check", "booked"))._settle()
        return res

    def _einvoice_wake_touchless(self):
        res = super()._einvoice_wake_touchless()
        self.sudo().einvoice_document_id._wake_touchless()
        return res

    def _einvoice_people(self):
        people = super()._einvoice_people()
        for move in self:
            # Who took the document has it in hand, though he did nothing yet.
            if move.sudo().einvoice_document_id.user_id:
                people[move]["is_touched"] = True
        return people

    def _einvoice_by_subject(self):
        documents = {
            ("document_id", document.id): move
            for move in self
            for document in move.sudo().einvoice_document_id
        }
        return {**super()._einvoice_by_subject(), **documents}

    def _einvoice_event_subjects(self):
        subjects = super()._einvoice_event_subjects()
        return {**subjects, "document": self.sudo().einvoice_document_id}
