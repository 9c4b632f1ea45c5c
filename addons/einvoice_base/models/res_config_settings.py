from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    einvoice_tolerance_total = fields.Float(
        related="company_id.einvoice_tolerance_total", readonly=False
    )
    einvoice_tolerance_line = fields.Float(
        related="company_id.einvoice_tolerance_line", readonly=False
    )
    einvoice_has_receipts = fields.Boolean(
        related="company_id.einvoice_has_receipts", readonly=False
    )
    einvoice_processor_id = fields.Many2one(
        related="company_id.einvoice_processor_id", readonly=False
    )
    einvoice_manager_id = fields.Many2one(
        related="company_id.einvoice_manager_id", readonly=False
    )
    einvoice_exempt_count = fields.Integer(
        string="Drafts not checked", compute="_compute_einvoice_exempt_count"
    )

    @api.depends("company_id")
    def _compute_einvoice_exempt_count(self):
        for settings in self:
            count = settings.company_id._einvoice_exempt_count()
            settings.einvoice_exempt_count = count

    def action_einvoice_route_drafts(self):
        """Put the drafts that existed at installation under the gate."""
        self.ensure_one()
        return self.company_id._einvoice_route_drafts_shown()
