from odoo import models
from odoo.exceptions import UserError

ORIGINAL = "einvoice.document"


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _postprocess_contents(self, values):
        # An original keeps its bytes: an image over 1920 pixels is not made smaller.
        if values.get("res_model") == ORIGINAL:
            values["mimetype"] = self._compute_mimetype(values)
            return values
        return super()._postprocess_contents(values)

    def write(self, vals):
        kept = {
            "raw",
            "datas",
            "store_fname",
            "db_datas",
            "res_model",
            "res_id",
            "type",
        }
        if kept & vals.keys():
            self._einvoice_refuse_originals()
        return super().write(vals)

    def unlink(self):
        self._einvoice_refuse_originals()
        return super().unlink()

    def _einvoice_refuse_originals(self):
        originals = self.sudo().filtered(lambda each: each.res_model == ORIGINAL)
        if not originals:
            return
        kept = (
            self.env[ORIGINAL]
            .sudo()
            .search([("attachment_id", "in", originals.ids)], limit=1)
        )
        if kept:
            raise UserError(
                self.env._(
                    "“%(file)s” is the original of a received document: it is neither "
                    "changed nor deleted.",
                    file=kept.name,
                )
            )
