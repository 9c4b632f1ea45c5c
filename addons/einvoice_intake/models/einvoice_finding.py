from odoo import api, fields, models


class EinvoiceFinding(models.Model):
    _inherit = "einvoice.finding"

    document_id = fields.Many2one(
        "einvoice.document",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )

    @api.model
    def _subject_fields(self):
        return ("document_id", *super()._subject_fields())

    def _event_subjects(self):
        return {**super()._event_subjects(), "document": self.document_id}

    def _event_payload(self):
        payload = super()._event_payload()
        if self.document_id and not self.move_id:
            payload |= self.document_id._event_facts("amount", "supplier")
        return payload

    def _decide(self, state, kind, reason):
        result = super()._decide(state, kind, reason)
        documents = self.sudo().document_id
        documents._settle()
        # What nothing blocks any more goes on by itself.
        documents.filtered(
            lambda each: (
                each.state == "to_fix"
                and "block" not in each._open_findings().mapped("severity")
            )
        )._process()
        return result
