from odoo import api, fields, models

KINDS = [
    ("linked", "Made from the order"),
    ("number", "Order number"),
    ("line", "Order line number"),
    ("reference", "Item reference"),
    ("description", "Description"),
    ("price", "Price and quantity"),
    ("learned", "Learned from a person"),
    ("person", "Paired by a person"),
]
STATES = [
    ("ok", "Agrees"),
    ("differs", "Differs"),
    ("unmatched", "Without order line"),
    ("never", "Never ordered"),
]
_QUANTITY = "Product Unit"


class EinvoiceMatch(models.Model):
    """A line of a bill beside the line of the order that it bills, or beside none.

    Only the matching writes it. Quantities and prices are in the unit of the order.
    """

    _name = "einvoice.match"
    _inherit = ["einvoice.made.here"]
    _description = "Bill line beside its order line"
    _order = "move_id, sequence, id"
    _rec_name = "name"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    move_id = fields.Many2one(
        "account.move",
        string="Bill",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    document_id = fields.Many2one(
        "einvoice.document",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Bill line",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    invoice_line = fields.Char(string="Line of the invoice", readonly=True)
    sequence = fields.Integer(readonly=True)
    name = fields.Char(string="Description on the bill", readonly=True)
    purchase_line_id = fields.Many2one(
        "purchase.order.line",
        string="Order line",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    partner_id = fields.Many2one(
        related="move_id.commercial_partner_id", string="Supplier"
    )
    order_id = fields.Many2one(
        "purchase.order",
        string="Order",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    kind = fields.Selection(KINDS, string="Paired by", readonly=True)
    score = fields.Float(digits=(3, 2), readonly=True, aggregator=None)
    state = fields.Selection(STATES, required=True, readonly=True)
    control = fields.Selection(
        [("ordered", "Ordered quantity"), ("received", "Received quantity")],
        string="Compared with",
        readonly=True,
    )
    currency_id = fields.Many2one("res.currency", readonly=True)
    order_unit_id = fields.Many2one(
        "uom.uom", string="Unit of the order", readonly=True
    )
    # Quantities of several articles make no sum.
    ordered = fields.Float(digits=_QUANTITY, readonly=True, aggregator=None)
    received = fields.Float(digits=_QUANTITY, readonly=True, aggregator=None)
    billed_before = fields.Float(
        string="Billed before", digits=_QUANTITY, readonly=True, aggregator=None
    )
    billed = fields.Float(
        string="On this bill", digits=_QUANTITY, readonly=True, aggregator=None
    )
    order_price = fields.Float(
        string="Price on the order",
        min_display_digits="Product Price",
        readonly=True,
        aggregator=None,
    )
    bill_price = fields.Float(
        string="Price on the bill",
        min_display_digits="Product Price",
        readonly=True,
        aggregator=None,
    )
    net = fields.Monetary(string="Amount on the bill", readonly=True)
    # Transport and the like; what the bills of an order ask for of it is summed.
    is_charge = fields.Boolean(string="Charge", readonly=True)
    gap_amount = fields.Monetary(string="Gap", readonly=True)
    gap_percent = fields.Float(
        string="Gap in %", digits=(16, 2), readonly=True, aggregator=None
    )
    differences = fields.Char(string="Codes of the differences", readonly=True)
    difference_words = fields.Char(
        string="What differs", compute="_compute_difference_words"
    )

    _line_unique = models.UniqueIndex(
        "(move_line_id)", "A bill line stands beside one order line."
    )

    @api.depends("differences")
    @api.depends_context("lang")
    def _compute_difference_words(self):
        words = {
            "price": self.env._("price"),
            "price_below": self.env._("lower price"),
            "received": self.env._("not received"),
            "ordered": self.env._("quantity"),
            "credited": self.env._("credited too much"),
            "unit": self.env._("unit"),
            "currency": self.env._("currency"),
        }
        for match in self:
            codes = (match.differences or "").split(",")
            match.difference_words = ", ".join(words.get(code, code) for code in codes)

    def _made_here_words(self):
        return self.env._("Bill and order are paired by the matching, or with “Pair”.")

    def _changed(self, vals):
        """Return what differs from these values, to the decimals that are kept."""
        self.ensure_one()
        changed = {}
        for name, value in vals.items():
            field = self._fields[name]
            stored = self[name].id if field.relational else self[name]
            if isinstance(value, float):
                least = 1e-6 if field.name.endswith("_price") else 0.005
                if abs(stored - value) >= least:
                    changed[name] = value
            elif (stored or False) != (value or False):
                changed[name] = value
        return changed

    def action_pair(self, purchase_line_id=False):
        """Pair this line of the bill with an order line, or with none.

        Args:
            purchase_line_id: Key of the order line; false for none.
        """
        self.ensure_one()
        self.check_access("read")
        line = self.env["purchase.order.line"].browse(purchase_line_id or [])
        return self.move_id._einvoice_repair(self.move_line_id, line)
