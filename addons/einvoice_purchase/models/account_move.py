from odoo import fields, models
from odoo.exceptions import AccessError

MATCH_STATES = [
    ("no_order", "No order"),
    ("matched", "Agrees with the order"),
    ("differs", "Differs from the order"),
    ("expected", "Expected without order"),
    ("prepayment", "Down payment on the order"),
]
# Only the matching says what an order says of a bill.
_MADE_HERE = frozenset(
    {"einvoice_order_ids", "einvoice_match_ids", "einvoice_match_state"}
)


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

    def _einvoice_guard(self, vals):
        if not self.env.su and not vals.keys().isdisjoint(_MADE_HERE):
            raise AccessError(
                self.env._("Bill and order are paired by the matching, or with “Pair”.")
            )
        return super()._einvoice_guard(vals)

    def _einvoice_facts(self):
        facts = super()._einvoice_facts()
        move = self.sudo()
        if move.einvoice_match_state:
            facts["order"] = move.einvoice_match_state
        if orders := move.einvoice_order_ids:
            facts["orders"] = tuple(sorted(orders.mapped("name")))
            if buyer := orders.user_id[:1]:
                facts["buyer"] = buyer.id
        return facts
