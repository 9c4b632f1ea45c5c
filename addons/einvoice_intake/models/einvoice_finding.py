from odoo import api, fields, models
from odoo.fields import Domain

# Nobody has to act on what a document of these states says.
SET_ASIDE = ("duplicate", "rejected")


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

    def _place(self):
        return super()._place() or self.document_id

    def _is_passing(self):
        is_read = self.sudo().document_id.state == "reading"
        return super()._is_passing() or is_read

    def _waits(self):
        document = self.sudo().document_id
        set_aside = not self.move_id and document.state in SET_ASIDE
        return super()._waits() and not set_aside

    @api.model
    def _waiting_domain(self):
        set_aside = Domain("move_id", "=", False) & Domain(
            "document_id.state", "in", SET_ASIDE
        )
        return super()._waiting_domain() & ~set_aside

    def _owner(self):
        # Whoever took the document works on it.
        taker = self.document_id.user_id
        if taker and self.owner_role != "manager" and self._may_own(taker):
            return taker
        return super()._owner()

    def _likely_owners(self):
        likely = super()._likely_owners()
        is_manager_s = self.owner_role == "manager"
        return likely if is_manager_s else [*likely, self.document_id.create_uid]

    @api.model
    def _settle_subjects(self, subjects):
        res = super()._settle_subjects(subjects)
        documents = subjects["document_id"]
        documents._settle()
        # What nothing blocks any more goes on by itself.
        documents.filtered(
            lambda each: each.state == "to_fix" and not each._is_stopped()
        )._process()
        return res
