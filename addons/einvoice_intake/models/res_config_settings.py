from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .einvoice_document_official import FOLDER


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    einvoice_size_limit = fields.Integer(
        related="company_id.einvoice_size_limit", readonly=False
    )
    einvoice_review_confidence = fields.Float(
        related="company_id.einvoice_review_confidence", readonly=False
    )
    einvoice_prepayment_account_id = fields.Many2one(
        related="company_id.einvoice_prepayment_account_id", readonly=False
    )
    einvoice_mail_senders = fields.Text(
        related="company_id.einvoice_mail_senders", readonly=False
    )
    einvoice_folder = fields.Char(related="company_id.einvoice_folder", readonly=False)
    einvoice_has_roots = fields.Boolean(compute="_compute_einvoice_has_roots")
    # Stylesheets are programs: only an administrator says where they lie.
    einvoice_editions_folder = fields.Char(
        string="Folder of official editions",
        config_parameter=FOLDER,
        groups="base.group_system",
    )

    @api.constrains("einvoice_editions_folder")
    def _check_einvoice_editions_folder(self):
        for settings in self.filtered("einvoice_editions_folder"):
            folder = Path(settings.einvoice_editions_folder)
            if not (folder.is_absolute() and folder.is_dir()):
                raise ValidationError(
                    self.env._(
                        "%(folder)s is no folder of this server; give its full path.",
                        folder=folder,
                    )
                )

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
