from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """An order never takes the place of what the supplier's document says.

    Odoo replaces the lines of an imported bill by those of an order with the same
    number, or with the same supplier and total. Here they are compared.
    """

    _inherit = "account.move"

    def _find_and_set_purchase_orders(
        self, po_references, partner_id, amount_total, from_ocr=False, timeout=10
    ):
        if not self._einvoice_is_bill():
            return super()._find_and_set_purchase_orders(
                po_references, partner_id, amount_total, from_ocr, timeout
            )
        self._einvoice_drafts()._einvoice_check_anew()
        return None

    def _onchange_purchase_auto_complete(self):
        if not self._origin.einvoice_document_id:
            return super()._onchange_purchase_auto_complete()
        self.purchase_vendor_bill_id = False
        self.purchase_id = False
        return {
            "warning": {
                "title": self.env._("The bill stays what the supplier sent"),
                "message": self.env._(
                    "It is compared with its orders, not filled from them: see the "
                    "order comparison, where a line is paired by hand."
                ),
            }
        }

    def _add_purchase_order_lines(self, purchase_order_lines):
        self._einvoice_keep_lines()
        return super()._add_purchase_order_lines(purchase_order_lines)

    def _einvoice_keep_lines(self):
        """Refuse to mix lines of an order into a bill that has a document."""
        for move in self.filtered("einvoice_document_id"):
            raise UserError(
                self.env._(
                    "%(bill)s has the lines of the supplier's document, and keeps "
                    "them. Pair them with order lines instead.",
                    bill=move.display_name,
                )
            )


class PurchaseBillLineMatch(models.Model):
    _inherit = "purchase.bill.line.match"

    def action_match_lines(self):
        # Odoo deletes the lines of the bill that found no partner.
        self.aml_id.move_id._einvoice_keep_lines()
        return super().action_match_lines()
