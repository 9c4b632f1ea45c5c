import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.einvoice_intake.models.einvoice_document_receive import RETRIABLE

from ..domain.order_numbers import number_key

_logger = logging.getLogger(__name__)

# Key among the hooks of the commit: orders whose bills are compared again.
CHANGED = "einvoice_orders_changed"
# Drafts without order that a newly confirmed one may concern.
_MOST_BILLS = 200

_RECEIVED = frozenset({"qty_received", "qty_received_manual"})
_ORDER_TERMS = frozenset({"currency_id", "name", "partner_id", "partner_ref", "state"})
_LINE_TERMS = frozenset(
    {
        "discount",
        "name",
        "price_unit",
        "product_id",
        "product_qty",
        "product_uom_id",
        "qty_received",
        "tax_ids",
    }
)


class PurchaseOrder(models.Model):
    """An order that changes has its draft bills compared again."""

    _inherit = "purchase.order"

    # What identifies the number, so that an order is found however it is quoted.
    einvoice_number_key = fields.Char(
        compute="_compute_einvoice_number_key", store=True, index="btree_not_null"
    )

    @api.depends("name")
    def _compute_einvoice_number_key(self):
        for order in self:
            order.einvoice_number_key = number_key(order.name or "") or False

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._einvoice_guard(vals)
        return super().create(vals_list)

    def _einvoice_guard(self, vals):
        if "einvoice_number_key" in vals and not self.env.su:
            raise AccessError(
                self.env._("The key of an order number follows from the number.")
            )

    def write(self, vals):
        self._einvoice_guard(vals)
        res = super().write(vals)
        if not _ORDER_TERMS.isdisjoint(vals):
            self._einvoice_note_changed()
        return res

    def _einvoice_note_changed(self):
        """Have the draft bills of these orders compared again before the commit."""
        if not self:
            return
        hooks = self.env.cr.precommit
        if CHANGED not in hooks.data:
            hooks.data[CHANGED] = set()
            hooks.add(self.env["purchase.order"].sudo()._einvoice_compare_changed)
        hooks.data[CHANGED].update(self.ids)

    @api.model
    def _einvoice_compare_changed(self):
        keys = self.env.cr.precommit.data.pop(CHANGED, ())
        orders = self.browse(sorted(keys)).exists()
        # What the buyer does is never undone because a comparison failed.
        try:
            with self.env.cr.savepoint():
                orders._einvoice_waiting_bills()._einvoice_check_anew()
                self.env.flush_all()
        except RETRIABLE:
            raise
        except Exception:
            _logger.exception("Bills of the orders %s were not compared again", keys)

    def _einvoice_waiting_bills(self):
        """Return the draft bills that these orders concern, or may concern now."""
        moves = self.env["account.move"]
        draft = [("state", "=", "draft"), ("einvoice_is_exempt", "=", False)]
        # One question each: together they would be asked of every bill there is.
        bills = moves.search([*draft, ("einvoice_order_ids", "in", self.ids)])
        bills |= self.order_line.invoice_lines.move_id.filtered_domain(draft)
        confirmed = self.filtered(lambda order: order.state == "purchase")
        if suppliers := confirmed.partner_id.commercial_partner_id:
            bills |= moves.search(
                [
                    *draft,
                    ("company_id", "in", confirmed.company_id.ids),
                    ("commercial_partner_id", "in", suppliers.ids),
                    ("move_type", "in", ("in_invoice", "in_refund")),
                    ("einvoice_match_state", "!=", "matched"),
                ],
                limit=_MOST_BILLS,
            )
        return bills._einvoice_drafts()


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.order_id._einvoice_note_changed()
        return lines

    def write(self, vals):
        before = {}
        if not _RECEIVED.isdisjoint(vals):
            before = {line.id: line.qty_received for line in self}
        res = super().write(vals)
        self._einvoice_note_received(before)
        if not _LINE_TERMS.isdisjoint(vals):
            self.order_id._einvoice_note_changed()
        return res

    def _compute_qty_received(self):
        # A receipt writes nothing on the order: the quantity is computed from it.
        before = {line.id: line.qty_received for line in self}
        res = super()._compute_qty_received()
        changed = self.filtered(
            lambda line: (
                isinstance(line.id, int) and line.qty_received != before[line.id]
            )
        )
        changed.order_id._einvoice_note_changed()
        changed._einvoice_note_received(before)
        return res

    def _einvoice_note_received(self, before):
        """Have posted bills that are not paid looked at before the commit.

        Args:
            before: What was received before, by key of these lines.
        """
        changed = self.browse(
            line.id for line in self if line.qty_received != before.get(line.id)
        )
        if before and changed:
            fell = changed.filtered(lambda line: line.qty_received < before[line.id])
            self.env["account.move"]._einvoice_note_owed(changed, fell)
