from odoo import api, fields, models


class EinvoiceComparison(models.TransientModel):
    """Documents that wait without a bill are compared too, and rejected."""

    _inherit = "einvoice.comparison"

    document_id = fields.Many2one(related="finding_id.document_id", related_sudo=False)
    can_reject = fields.Boolean(compute="_compute_can_reject")

    @api.depends("finding_id")
    def _compute_can_reject(self):
        may = self.env.user.has_group("einvoice_base.group_processor")
        for wizard in self:
            document = wizard.document_id
            wizard.can_reject = may and document.state == "to_fix"

    def _subject(self):
        finding = self.finding_id.sudo()
        return finding.move_id or finding.document_id

    @api.model
    def _invoice_of(self, record):
        if record._name != "einvoice.document":
            return super()._invoice_of(record)
        return record._reading().invoice if record.attachment_id else None

    @api.model
    def _side(self, role, record):
        if record._name != "einvoice.document":
            return super()._side(role, record)
        return record._side(role, self._invoice_of(record))

    @api.model
    def _type_words(self, code):
        return self.env["einvoice.document"]._type_words(code)

    def _cancel_as_same(self, bill):
        twin = self.finding_id._twin()
        if twin:
            bill.sudo().einvoice_document_ids._become_same_as(twin)
        return super()._cancel_as_same(bill)

    def action_reject(self):
        """It is the same invoice: reject the document; its method checks the right."""
        self.ensure_one()
        self.document_id.action_reject(self.message)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
