from odoo import api, fields, models
from odoo.fields import Domain


class AccountMove(models.Model):
    _inherit = "account.move"

    einvoice_left_line_ids = fields.Many2many(
        "purchase.order.line",
        string="On the orders, not on this bill",
        compute="_compute_einvoice_left_line_ids",
    )
    einvoice_order_count = fields.Integer(compute="_compute_einvoice_left_line_ids")

    @api.depends("einvoice_order_ids", "einvoice_match_ids.purchase_line_id")
    def _compute_einvoice_left_line_ids(self):
        for move in self:
            paired = move.einvoice_match_ids.purchase_line_id
            lines = move.einvoice_order_ids.order_line - paired
            move.einvoice_left_line_ids = lines.filtered(
                lambda line: not line.display_type and line.qty_to_invoice > 0
            )
            move.einvoice_order_count = len(move.einvoice_order_ids)

    def action_einvoice_orders(self):
        """Open the orders that this bill was compared with."""
        self.ensure_one()
        orders = self.einvoice_order_ids
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "purchase.purchase_form_action"
        )
        if len(orders) == 1:
            action |= {"res_id": orders.id, "views": [[False, "form"]]}
        return {**action, "domain": [("id", "in", orders.ids)], "context": {}}


class EinvoiceMatch(models.Model):
    _inherit = "einvoice.match"

    is_pairable = fields.Boolean(compute="_compute_is_pairable")

    @api.depends("move_id.state")
    @api.depends_context("uid")
    def _compute_is_pairable(self):
        may = self.env.user.has_group("einvoice_base.group_processor")
        for match in self:
            match.is_pairable = may and match.move_id.state == "draft"

    def action_choose_line(self):
        """Open the wizard that pairs this line by hand."""
        self.ensure_one()
        return self.env["einvoice.match.pair"]._open_for(self)

    def action_open_bill(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "view_mode": "form",
            "views": [[False, "form"]],
        }


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    einvoice_difference_count = fields.Integer(
        compute="_compute_einvoice_difference_count"
    )

    def _compute_einvoice_difference_count(self):
        groups = self.env["einvoice.match"]._read_group(
            Domain("order_id", "in", self.ids)
            & Domain("state", "=", "differs")
            & Domain("move_id.state", "=", "draft"),
            ["order_id"],
            ["__count"],
        )
        counts = {order.id: count for order, count in groups}
        for order in self:
            order.einvoice_difference_count = counts.get(order.id, 0)

    def action_einvoice_differences(self):
        """Show the bill lines that differ from this order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "einvoice_purchase.einvoice_match_action"
        )
        return {**action, "domain": [("order_id", "=", self.id)], "context": {}}
