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
        before = self._einvoice_bills_of()
        res = super().write(vals)
        (before | self._einvoice_bills_of())._einvoice_note_changed()
        return res

    def unlink(self):
        bills = self._einvoice_bills_of()
        res = super().unlink()
        bills._einvoice_note_changed()
        return res

    def _einvoice_note_bills(self):
        self._einvoice_bills_of()._einvoice_note_changed()

    def _einvoice_bills_of(self):
        """Return the entries that these files lie on."""
        keys = {
            each.res_id
            for each in self.sudo()
            if each.res_model == "account.move" and not each.res_field and each.res_id
        }
        return self.env["account.move"].sudo().browse(sorted(keys)).exists()
