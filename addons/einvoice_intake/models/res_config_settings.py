from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    einvoice_size_limit = fields.Integer(
        related="company_id.einvoice_size_limit", readonly=False
    )
    einvoice_prepayment_account_id = fields.Many2one(
        related="company_id.einvoice_prepayment_account_id", readonly=False
    )
    einvoice_mail_senders = fields.Text(
        related="company_id.einvoice_mail_senders", readonly=False
    )
    einvoice_folder = fields.Char(related="company_id.einvoice_folder", readonly=False)
    einvoice_has_roots = fields.Boolean(compute="_compute_einvoice_has_roots")

    def _compute_einvoice_has_roots(self):
        roots = self.env["einvoice.document"]._folder_roots()
        self.einvoice_has_roots = bool(roots)

    def action_einvoice_check_folder(self):
        """Look into the watched folder now, and say what was found."""
        self.ensure_one()
        sentence = self.env["einvoice.document"]._check_folder_now(self.company_id)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "info", "message": sentence, "sticky": True},
        }
