from odoo import fields, models


class EinvoiceMatchMemory(models.Model):
    """What a person paired once, for the next bills of that supplier."""

    _name = "einvoice.match.memory"
    _inherit = "einvoice.learned"
    _description = "Order line remembered for a supplier"
    _order = "partner_id, key"
    _rec_name = "key"

    # The unique index is enough: rows are sought by company and supplier.
    partner_id = fields.Many2one(index=False)
    key = fields.Char(string="On the bill", required=True, readonly=True)
    product_id = fields.Many2one(
        "product.product", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    order_text = fields.Char(string="On the order", readonly=True)
    is_without_order = fields.Boolean(string="Never ordered", readonly=True)
    user_id = fields.Many2one("res.users", string="Paired by", readonly=True)

    _key_unique = models.UniqueIndex(
        "(company_id, partner_id, key)",
        "A line is remembered once for a supplier.",
    )
