from odoo import fields, models

from odoo.addons.einvoice_base.domain.gate import Action, Blocker


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

    def _einvoice_submit_blockers(self):
        """Return what stands against asking for an approval of this bill."""
        return self._einvoice_gaps() + [
            each
            for each in self._einvoice_blockers(Action.POST.value)
            if not each.code.startswith("approval_")
        ]

    def _einvoice_gaps(self):
        """Return what Odoo will miss at the posting: nobody is asked before that."""
        move = self.sudo()
        gaps = []
        if not move.partner_id:
            gaps.append(self.env._("It has no supplier."))
        if not move.invoice_date:
            gaps.append(self.env._("It has no invoice date."))
        if not move._einvoice_products():
            gaps.append(self.env._("It has no lines."))
        advice = self.env._("Complete it, then send it for approval.")
        return [Blocker("incomplete", sentence, advice) for sentence in gaps]

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
        fit = drafts.filtered(lambda move: not move._einvoice_submit_blockers())
        fit._einvoice_mark(einvoice_is_submitted=True)
        fit._einvoice_route()
