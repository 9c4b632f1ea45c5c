from odoo import api, fields, models

from ..domain.rules import BUYER_STRANGER


class EinvoiceFinding(models.Model):
    _inherit = "einvoice.finding"

    is_decidable = fields.Boolean(compute="_compute_is_decidable")

    @api.depends("can_lift", "severity", "document_id.state")
    @api.depends_context("uid")
    def _compute_is_decidable(self):
        """Offer a decision where one helps.

        What stops a document without a bill is mended, not lifted; only for whom it is
        made out is a matter of opinion.
        """
        for finding in self:
            is_open_question = (
                finding.document_id.sudo().state != "to_fix"
                or finding.rule == BUYER_STRANGER.code
            )
            finding.is_decidable = (
                finding.can_lift and finding.severity != "inform" and is_open_question
            )
