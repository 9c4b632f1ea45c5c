from odoo import models

from ..domain.life_cycle import statuses
from ..domain.life_cycle_rules import (
    PAYEE_CHANGED,
    PLATFORM_REJECTED,
    SUPPLIER_CANCELLED,
)

_PAYEE = {
    statuses.FACTORED,
    statuses.FACTORED_DISCREETLY,
    statuses.ACCOUNT_CHANGED,
}


class EinvoiceDocument(models.Model):
    """What a status of the supplier or of a platform does to a received invoice."""

    _inherit = "einvoice.document"

    def _answer_status(self, status, message):
        """Do what a status that arrived asks."""
        self.ensure_one()
        code = status.code
        if code == statuses.REJECTED:
            self._answer_rejection(message)
        elif code == statuses.CANCELLED:
            self._stand_against(
                SUPPLIER_CANCELLED.finding(reasons=message.comment or "–")
            )
        elif code in _PAYEE:
            self._answer_new_payee(status)
        elif code == statuses.COMPLETED:
            self._answer_completion(status, message)

    def _answer_rejection(self, message):
        # A second delivery was refused because the platform has the first: the good
        # invoice stays good.
        if "DOUBLON" in message.reasons:
            return
        words = list(map(self.env["einvoice.status"]._reason, message.reasons))
        self._stand_against(PLATFORM_REJECTED.finding(reasons=words or ["–"]))

    def _stand_against(self, finding):
        """Let a finding stop the bill."""
        self._record_findings([finding], {finding.code})
        if self.move_id:
            self._settle()

    def _answer_new_payee(self, status):
        """Stop the money until somebody called the supplier."""
        self._stand_against(PAYEE_CHANGED.finding(status=status.name))
        partner = self.partner_id
        if partner:
            self.env["einvoice.hold"]._place(
                self.env._("The platform names another payee: %s", status.name),
                self.company_id,
                partner,
                move=self.move_id or None,
            )

    def _answer_completion(self, status, message):
        """Add the files that the supplier sends after a suspension."""
        target = self.move_id or self
        for file in message.attachments:
            self.env["ir.attachment"].with_context(image_no_postprocess=True).create(
                {
                    "name": file.name or self.env._("Enclosure"),
                    "raw": file.content,
                    "res_model": target._name,
                    "res_id": target.id,
                    "company_id": self.company_id.id,
                }
            )
        target.sudo().message_post(
            body=self.env._(
                "The supplier completed the invoice: %s", status.comment or "–"
            )
        )
