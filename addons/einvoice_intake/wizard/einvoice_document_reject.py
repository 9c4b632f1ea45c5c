from odoo import api, fields, models
from odoo.exceptions import UserError


class EinvoiceDocumentReject(models.TransientModel):
    _name = "einvoice.document.reject"
    _description = "Rejection of received documents"

    document_ids = fields.Many2many("einvoice.document", required=True, readonly=True)
    kind = fields.Selection(
        [
            ("not_ours", "It is not for us"),
            ("no_invoice", "It is not an invoice"),
            ("twice", "It was received twice"),
            ("wrong", "It is wrong, the supplier sends another"),
            ("other", "Another reason"),
        ],
        string="Why",
        default="not_ours",
        required=True,
    )
    comment = fields.Char(string="In your words")

    @api.model
    def _prepare(self, documents):
        kinds = {
            "buyer_is_stranger": "not_ours",
            "not_an_invoice": "no_invoice",
            "duplicate_suspected": "twice",
            "duplicate_of_ended": "twice",
        }
        return self.create(
            {
                "document_ids": documents.ids,
                "kind": kinds.get(documents[:1].waiting_code, "wrong"),
            }
        )

    def _title(self):
        count = len(self.document_ids)
        if count == 1:
            return self.env._(
                "Reject %(document)s", document=self.document_ids.display_name
            )
        return self.env._("Reject %(count)s documents", count=count)

    def action_reject(self):
        """Set the documents aside, with the reason in the journal."""
        self.ensure_one()
        self.document_ids._check_processor()
        if self.kind == "other" and not (self.comment or "").strip():
            raise UserError(self.env._("Say why in your words."))
        words = dict(self._fields["kind"]._description_selection(self.env))
        kind = words[self.kind] if self.kind != "other" else ""
        reason = ": ".join(filter(None, (kind, self.comment)))
        self.document_ids.action_reject(reason)
        if self.env.context.get("einvoice_in_review"):
            # The review screen is still open below, and goes on to the next document.
            infos = {"rejected": self.document_ids.ids, "reason": reason}
            return {"type": "ir.actions.act_window_close", "infos": infos}
        return {"type": "ir.actions.client", "tag": "soft_reload"}
