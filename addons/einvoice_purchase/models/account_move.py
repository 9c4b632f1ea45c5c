from odoo import fields, models

MATCH_STATES = [
    ("no_order", "No order"),
    ("matched", "Agrees with the order"),
    ("differs", "Differs from the order"),
    ("expected", "Expected without order"),
]


class AccountMove(models.Model):
    _inherit = "account.move"

    einvoice_order_ids = fields.Many2many(
        "purchase.order",
        "einvoice_move_order_rel",
        "move_id",
        "order_id",
        string="Orders found",
        readonly=True,
        copy=False,
    )
    einvoice_match_ids = fields.One2many(
        "einvoice.match",
        "move_id",
        string="Order comparison",
        readonly=True,
        copy=False,
    )
    einvoice_match_state = fields.Selection(
        MATCH_STATES, string="Order", readonly=True, copy=False, index="btree_not_null"
    )

    def _einvoice_repair(self, line, purchase_line):
        """Pair a line of this bill with an order line, as a person says.

        Args:
            line: Line of this bill.
            purchase_line: ``purchase.order.line``; empty for none.
        """
        self.ensure_one()
        return True
