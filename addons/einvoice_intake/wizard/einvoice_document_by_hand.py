from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.einvoice_base.domain.codes import Effect


class EinvoiceDocumentByHand(models.TransientModel):
    _name = "einvoice.document.by.hand"
    _description = "Bill made by hand from a received document"

    document_id = fields.Many2one("einvoice.document", required=True, readonly=True)
    reason = fields.Char(related="document_id.waiting_reason", related_sudo=False)
    move_type = fields.Selection(
        [("in_invoice", "Bill"), ("in_refund", "Credit note")],
        string="Kind",
        default="in_invoice",
        required=True,
    )
    partner_id = fields.Many2one("res.partner", string="Supplier")
    number = fields.Char()
    invoice_date = fields.Date(string="Date")

    @api.model
    def _prepare(self, document):
        document.ensure_one()
        if document.state != "to_fix":
            raise UserError(
                self.env._(
                    "%(document)s does not wait for a bill.",
                    document=document.display_name,
                )
            )
        reading = document.sudo()._reading() if document.sudo().attachment_id else None
        kind = reading.invoice.type if reading and reading.invoice else None
        is_refund = kind is not None and kind.effect is Effect.REFUND
        return self.create(
            {
                "document_id": document.id,
                "move_type": "in_refund" if is_refund else "in_invoice",
                "partner_id": document.partner_id.id,
                "number": document.number,
                "invoice_date": document.invoice_date,
            }
        )

    def _title(self):
        return self.env._(
            "Make the bill of %(document)s", document=self.document_id.display_name
        )

    def action_book(self):
        """Create the draft and open it; its original is beside it."""
        self.ensure_one()
        self.document_id._book_by_hand(
            {
                "move_type": self.move_type,
                "partner_id": self.partner_id.id,
                "ref": self.number,
                "invoice_date": self.invoice_date,
            }
        )
        return self.document_id._open_result()
