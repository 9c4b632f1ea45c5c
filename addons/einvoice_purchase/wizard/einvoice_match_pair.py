from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..domain.pairing_choices import Choice, rank

# More than a person reads; the search field finds the others.
SHOWN = 30
CONSIDERED = 2000


class EinvoiceMatchPair(models.TransientModel):
    _name = "einvoice.match.pair"
    _description = "Pairing of a bill line with an order line"

    match_id = fields.Many2one(
        "einvoice.match", required=True, readonly=True, ondelete="cascade"
    )
    name = fields.Char(related="match_id.name")
    billed = fields.Float(related="match_id.billed")
    bill_price = fields.Float(related="match_id.bill_price")
    net = fields.Monetary(related="match_id.net")
    currency_id = fields.Many2one(related="match_id.currency_id")
    current_line_id = fields.Many2one(
        related="match_id.purchase_line_id", string="Paired with"
    )
    search_text = fields.Char(string="Look for")
    choice_ids = fields.One2many("einvoice.match.pair.choice", "pair_id", readonly=True)
    considered = fields.Integer(readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        wizards = super().create(vals_list)
        for wizard in wizards:
            wizard._fill()
        return wizards

    @api.model
    def _open_for(self, match):
        """Open the wizard for one line of a bill."""
        wizard = self.create({"match_id": match.id})
        return wizard._reopen()

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Pair with an order line"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [[False, "form"]],
            "target": "new",
        }

    def action_search(self):
        """Show the order lines that hold the words looked for."""
        self.ensure_one()
        self._fill()
        return self._reopen()

    def action_none(self):
        """Say that this line was never ordered."""
        self.ensure_one()
        self.match_id.action_pair(False)
        return {"type": "ir.actions.act_window_close"}

    def _fill(self):
        """Propose the supplier's order lines, the likeliest first."""
        self.check_access("write")
        lines = self._order_lines()
        wanted = Choice(
            0,
            self.match_id.name or "",
            Decimal(str(self.match_id.bill_price)),
            self.match_id.move_line_id.product_id.id or None,
        )
        by_key = {line.id: line for line in lines}
        cited = self.match_id.move_id.einvoice_order_ids
        ranked = rank(wanted, [_choice(line, cited) for line in lines], SHOWN)
        self.choice_ids.unlink()
        self.env["einvoice.match.pair.choice"].create(
            [
                {
                    "pair_id": self.id,
                    "sequence": place,
                    "purchase_line_id": by_key[each.key].id,
                }
                for place, each in enumerate(ranked)
            ]
        )
        self.considered = len(lines)

    def _order_lines(self):
        move = self.match_id.move_id
        lines = (
            Domain(
                "order_id.partner_id",
                "child_of",
                move.commercial_partner_id.id,
            )
            & Domain("company_id", "=", move.company_id.id)
            & Domain("state", "in", ("purchase", "done"))
            & Domain("display_type", "=", False)
        )
        if self.search_text:
            lines &= (
                Domain("name", "ilike", self.search_text)
                | Domain("order_id.name", "ilike", self.search_text)
                | Domain("order_id.partner_ref", "ilike", self.search_text)
                | Domain("product_id.default_code", "ilike", self.search_text)
            )
        return self.env["purchase.order.line"].search(
            lines, limit=CONSIDERED, order="id desc"
        )


class EinvoiceMatchPairChoice(models.TransientModel):
    _name = "einvoice.match.pair.choice"
    _description = "Order line proposed for a bill line"
    _order = "sequence, id"

    pair_id = fields.Many2one(
        "einvoice.match.pair", required=True, readonly=True, ondelete="cascade"
    )
    sequence = fields.Integer(readonly=True)
    purchase_line_id = fields.Many2one(
        "purchase.order.line", required=True, readonly=True, ondelete="cascade"
    )
    order_id = fields.Many2one(related="purchase_line_id.order_id")
    name = fields.Text(related="purchase_line_id.name")
    ordered = fields.Float(related="purchase_line_id.product_qty", string="Ordered")
    received = fields.Float(related="purchase_line_id.qty_received", string="Received")
    billed = fields.Float(related="purchase_line_id.qty_invoiced", string="Billed")
    price = fields.Float(
        related="purchase_line_id.price_unit_discounted", string="Price"
    )
    currency_id = fields.Many2one(related="purchase_line_id.currency_id")

    def action_choose(self):
        """Pair the bill line with this order line."""
        self.ensure_one()
        if not self.purchase_line_id.exists():
            raise UserError(
                self.env._("This order line is gone: look for another one.")
            )
        self.pair_id.match_id.action_pair(self.purchase_line_id.id)
        return {"type": "ir.actions.act_window_close"}


def _choice(line, cited):
    asked = max(line.product_qty, line.qty_received)
    return Choice(
        key=line.id,
        text=line.name or "",
        price=Decimal(str(line.price_unit_discounted)),
        product=line.product_id.id or None,
        is_billed=line.qty_invoiced > 0 and line.qty_invoiced >= asked,
        is_cited=line.order_id in cited,
    )
