from odoo import api, models


class IrAttachment(models.Model):
    """A file that becomes, or was, the original of a bill changes what is approved."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._einvoice_note_bills()
        return attachments

    def write(self, vals):
        if not {"datas", "raw", "res_id", "res_model", "mimetype"} & vals.keys():
            return super().write(vals)
        self._einvoice_note_bills()
        res = super().write(vals)
        self._einvoice_note_bills()
        return res

    def unlink(self):
        self._einvoice_note_bills()
        return super().unlink()

    def _einvoice_note_bills(self):
        """Look, when the transaction ends, whether it is still what is approved."""
        keys = {
            each.res_id
            for each in self.sudo()
            if each.res_model == "account.move" and not each.res_field and each.res_id
        }
        if keys:
            moves = self.env["account.move"].sudo().browse(keys)
            moves.exists()._einvoice_note_changed()
