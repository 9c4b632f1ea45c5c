from odoo import models
from odoo.exceptions import UserError

from odoo.addons.einvoice_base.domain.events import EventKind


class EinvoiceDocument(models.Model):
    _inherit = "einvoice.document"

    def action_reopen(self):
        """Take back a rejection; the document is read again from the start."""
        self._check_processor()
        for document in self:
            if document.state != "rejected" or not document.sudo().attachment_id:
                raise UserError(
                    self.env._(
                        "%(document)s is not rejected, or its file was not kept.",
                        document=document.display_name,
                    )
                )
        self.sudo().write(
            {"state": "received", "reject_reason": False, "step": self._pipeline()[0]}
        )
        self._note(EventKind.RETRIED, by_system=False, cause="rejection taken back")
        self.sudo()._process()
        return True

    def action_untake(self):
        """Give the document back to whoever takes it."""
        self._check_processor()
        self.sudo().user_id = False
        return True

    def action_open_first(self):
        """Open the document that this one is a copy of."""
        self.ensure_one()
        return (
            self.copy_of_id._open_form() if self.copy_of_id else self.action_open_bill()
        )

    def action_supplier(self):
        """Say who the supplier is: create him, or choose the one that he is."""
        return self._open_wizard("einvoice.document.supplier")

    def action_ask_reject(self):
        """Ask for the reason of a rejection."""
        return self._open_wizard("einvoice.document.reject")

    def action_by_hand(self):
        """Ask what the bill made by hand starts with."""
        return self._open_wizard("einvoice.document.by.hand")

    def action_compare(self):
        """Put the document and the first one side by side and decide."""
        return self._open_wizard("einvoice.document.duplicate")

    def _open_wizard(self, model):
        self._check_processor()
        wizard = self.env[model]._prepare(self)
        return {
            "type": "ir.actions.act_window",
            "name": wizard._title(),
            "res_model": model,
            "res_id": wizard.id,
            "views": [[False, "form"]],
            "target": "new",
        }

    def _open_form(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
        }

    def _open_result(self):
        """Open the bill of a document, or the document where it still waits."""
        self.ensure_one()
        if self.env.context.get("einvoice_in_review"):
            # The review screen is still open below, and goes on to the next document.
            return {"type": "ir.actions.act_window_close"}
        return self.action_open_bill() if self.move_id else self._open_form()
