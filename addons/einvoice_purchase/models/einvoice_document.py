from odoo import api, models

from .einvoice_rule import ORDER_CODES


class EinvoiceDocument(models.Model):
    _inherit = "einvoice.document"

    @api.model
    def _pipeline(self):
        return (*super()._pipeline(), "match")

    def _step_match(self):
        """Compare the new bills with the orders, and record what differs."""
        bills = self.move_id._einvoice_drafts()
        bills._einvoice_match()
        noticed = self.env["einvoice.rule"].sudo()._check_orders(self._cases())
        self.env["einvoice.finding"]._record_all(noticed, ORDER_CODES)
        bills._einvoice_note_matches()

    def _apply_rules(self):
        bills = self.move_id._einvoice_drafts()
        bills._einvoice_match()
        res = super()._apply_rules()
        bills._einvoice_note_matches()
        return res
