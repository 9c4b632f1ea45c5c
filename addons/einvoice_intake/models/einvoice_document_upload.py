from odoo import models
from odoo.fields import Domain


class EinvoiceDocument(models.Model):
    _inherit = "einvoice.document"

    def _bills_made(self):
        """Return the bills made from these documents that the user sees."""
        made = self.filtered(lambda each: each.is_binding and each.move_id)
        visible = made.filtered(lambda each: each.company_id in self.env.companies)
        return visible.move_id._filtered_access("read")

    def _action_received(self):
        """Open what became of an upload: the bills, or the documents that made none."""
        bills = self._bills_made()
        context = {"notifications": self._upload_notices()}
        if len(bills) != len(self):
            action = self.env["ir.actions.act_window"]._for_xml_id(
                "einvoice_intake.einvoice_document_action"
            )
            domain = list(Domain("id", "in", self.ids))
            return {**action, "domain": domain, "context": context}
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Bills Received"),
            "res_model": "account.move",
            "domain": [("id", "in", bills.ids)],
            "context": {**context, "default_move_type": "in_invoice"},
        }
        if len(bills) == 1:
            return {**action, "res_id": bills.id, "views": [[False, "form"]]}
        views = [[False, "list"], [False, "kanban"], [False, "form"]]
        return {**action, "views": views}

    def _upload_notices(self):
        """Say what the next screen does not show: copies, and files passed on."""
        notices = {}
        for document in self:
            if document.company_id not in self.env.companies:
                notices[document.name] = self.env._(
                    "It is made out to %(company)s and was passed on.",
                    # The name alone: it says to whom to turn.
                    company=document.sudo().company_id.name,
                )
            elif document.state == "duplicate":
                notices[document.name] = self.env._(
                    "You have it already: %(first)s.",
                    first=document.sudo().copy_of_id._history_label(),
                )
        return notices
