from odoo import api, fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    einvoice_origin = fields.Char(compute="_compute_einvoice_origin")

    @api.depends("einvoice_document_id")
    @api.depends_context("lang", "tz")
    def _compute_einvoice_origin(self):
        for move in self:
            document = move.sudo().einvoice_document_id
            move.einvoice_origin = document._origin_words() if document else False

    def action_einvoice_check(self):
        self.check_access("write")
        self.sudo().einvoice_document_id._verify_anew()
        return super().action_einvoice_check()

    def action_einvoice_original(self):
        """Open the document that the bill was made from."""
        self.ensure_one()
        return self.einvoice_document_id._open_form()
