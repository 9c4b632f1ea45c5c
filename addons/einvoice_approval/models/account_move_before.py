from odoo import fields, models

from odoo.addons.einvoice_base.domain.gate import Action


class AccountMove(models.Model):
    """Drafts that were there when the company began to approve its bills."""

    _inherit = "account.move"

    einvoice_is_before_approval = fields.Boolean(
        string="Draft from before the approval", readonly=True, copy=False
    )

    def _einvoice_needs_approval(self):
        return not self.einvoice_is_before_approval and (
            super()._einvoice_needs_approval()
        )

    def _einvoice_end_exemption(self):
        """Ask approval like for a new bill of what is no longer the draft of before."""
        changed = self.filtered(
            lambda move: move.einvoice_is_before_approval and move.state == "draft"
        )
        changed._einvoice_mark(einvoice_is_before_approval=False)
        return super()._einvoice_end_exemption()

    def _einvoice_other_blockers(self):
        """Return what stands against these bills beside the approval itself."""
        return [
            each
            for each in self._einvoice_blockers(Action.POST.value)
            if not each.code.startswith("approval_")
        ]

    def _einvoice_submit_fit(self):
        """Send those of these drafts for approval against which nothing stands."""
        drafts = self.sudo().filtered(
            lambda move: (
                move.state == "draft"
                and not move.einvoice_is_submitted
                and move._einvoice_needs_approval()
            )
        )
        drafts._einvoice_check()
        fit = drafts.filtered(
            lambda move: (
                move._einvoice_is_whole() and not move._einvoice_other_blockers()
            )
        )
        fit._einvoice_mark(einvoice_is_submitted=True)
        fit._einvoice_route()

    def _einvoice_is_whole(self):
        """Tell whether it has what Odoo asks for before it posts a bill."""
        return bool(self.partner_id and self.invoice_date and self._einvoice_products())
