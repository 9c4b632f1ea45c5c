from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    """The policy in words; it is changed by a rehearsal, which shows what it does."""

    _inherit = "res.config.settings"

    einvoice_touchless_mode = fields.Selection(
        related="company_id.einvoice_touchless_mode", string="Straight through"
    )
    einvoice_touchless_words = fields.Text(
        string="Bills posted without a person",
        compute="_compute_einvoice_touchless_words",
    )

    @api.depends("company_id")
    @api.depends_context("lang")
    def _compute_einvoice_touchless_words(self):
        for settings in self:
            words = settings.company_id._einvoice_policy_words()
            settings.einvoice_touchless_words = words

    def action_einvoice_rehearse(self):
        """Open a rehearsal that starts from the policy in force."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "einvoice_base.einvoice_rehearsal_action"
        )
        return {
            **action,
            "context": {
                "default_company_id": self.company_id.id,
                "default_tries_policy": True,
                "default_einvoice_touchless_mode": "on",
            },
        }

    def action_einvoice_touchless_off(self):
        """Let a person post every bill again, from now on."""
        self.ensure_one()
        self.company_id.sudo().einvoice_touchless_mode = "off"
        return {"type": "ir.actions.client", "tag": "reload"}
