from decimal import Decimal

from odoo import models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _einvoice_coding_confidence(self):
        # Who ordered chose the product, and the product says where it is booked.
        product = self.purchase_line_id.product_id
        if product and self._einvoice_account_of(product) == self.account_id:
            return Decimal(1)
        return super()._einvoice_coding_confidence()

    def _einvoice_account_of(self, product):
        template = product.product_tmpl_id.with_company(self.company_id)
        position = self.move_id.fiscal_position_id
        return template.get_product_accounts(fiscal_pos=position)["expense"]
