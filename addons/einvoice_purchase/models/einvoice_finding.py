from odoo import models

# Who ordered may mend the order, without any right in accounting.
BUYER = "purchase.group_purchase_user"


class EinvoiceFinding(models.Model):
    _inherit = "einvoice.finding"

    def _owner(self):
        """Return the buyer of the order that the finding names, else of the bill's."""
        if self.owner_role != "buyer":
            return super()._owner()
        orders = self.sudo()._about_orders()
        return orders.user_id[:1] or super()._owner()

    def _able(self):
        able = super()._able()
        return (*able, BUYER) if self.owner_role == "buyer" else able

    def _about_orders(self):
        bill = self.move_id
        known = bill.einvoice_order_ids | bill.invoice_line_ids.purchase_order_id
        named = (self.values or {}).get("order")
        return known.filtered(lambda order: order.name == named) or known
