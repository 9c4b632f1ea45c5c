from odoo import SUPERUSER_ID, api, fields, models


class EinvoiceEvent(models.Model):
    _inherit = "einvoice.event"

    document_id = fields.Integer(
        string="Document key", index=True, readonly=True, copy=False
    )
    document_name = fields.Char(string="Document", readonly=True, copy=False)

    @api.model
    def _subjects(self):
        return (*super()._subjects(), "document")

    @api.model
    def _amount_text(self, amount, currency):
        """Write an amount of the database as exact text for a payload."""
        if amount is None or not currency:
            return None
        return f"{amount:.{currency.decimal_places}f}"

    @api.model
    def _emit_documents(self, facts, by_system):
        """Write events about documents of any companies.

        Args:
            facts: Tuples of kind, document and payload.
            by_system: The software established it, though a person's request ran.
        """
        journal = self.with_user(SUPERUSER_ID) if by_system else self
        journal._emit_all(
            [
                (kind.value, payload, {"document": document, "move": document.move_id})
                for kind, document, payload in facts
            ]
        )
