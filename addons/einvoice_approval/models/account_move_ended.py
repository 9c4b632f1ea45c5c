from odoo import SUPERUSER_ID, models

from odoo.addons.einvoice_base.domain.events import EventKind


class AccountMove(models.Model):
    """A bill that is cancelled, or goes to another company, asks nobody any more."""

    _inherit = "account.move"

    def write(self, vals):
        companies = {}
        if {"journal_id", "company_id"} & vals.keys():
            companies = {move: move.company_id for move in self}
        res = super().write(vals)
        if vals.get("state") == "cancel":
            self._einvoice_end_round()
        moved = self.browse(
            move.id for move, before in companies.items() if move.company_id != before
        )
        moved._einvoice_end_round(cause="company")
        return res

    def _einvoice_end_round(self, cause=None):
        """End what people are deciding; it is sent for approval again.

        Args:
            cause: What the journal says of it, where nothing else does.
        """
        for move in self.with_user(SUPERUSER_ID).sudo():
            standing = move.einvoice_round_ids.filtered(
                lambda each: each.state in ("open", "approved", "partly")
            )
            ended = standing.filtered(lambda each: each.state == "open")
            if cause is not None:
                # Another company has a circuit of its own.
                ended = standing
            if not ended:
                continue
            for each in ended:
                each._lock()
            ended._cancel()
            move._einvoice_mark(
                einvoice_approval_state="none", einvoice_is_submitted=False
            )
            move.message_post(
                body=self.env._("The approval has ended: nobody is asked.")
            )
            if cause is not None:
                move._einvoice_emit(EventKind.RESET, cause=cause)
