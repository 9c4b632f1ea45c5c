from odoo import models
from odoo.exceptions import AccessError, UserError

from odoo.addons.einvoice_base.domain.events import EventKind
from odoo.addons.einvoice_intake.domain.texts import words_of

from ..domain.orders import PairKind
from ..domain.text import memory_key
from ._bill_reader import BillReader
from ._order_book import OrderBook

PROCESSOR = "einvoice_base.group_processor"


class AccountMove(models.Model):
    """What a person says about the order of a line, and the memory of it."""

    _inherit = "account.move"

    def action_einvoice_match(self):
        """Compare the drafts with the orders anew; what a person paired stays."""
        self._einvoice_check_processor()
        for move in self._einvoice_drafts():
            bill = move.sudo()
            made = bill.einvoice_match_ids.filtered(
                lambda match: (
                    match.purchase_line_id
                    and match.kind not in (PairKind.PERSON.value, PairKind.LINKED.value)
                )
            )
            bill._einvoice_unlink_orders(made.move_line_id)
            bill._einvoice_check_anew()
        return True

    def _einvoice_repair(self, line, purchase_line):
        """Pair a line of this bill with an order line, as a person says.

        It is remembered for the supplier, and stands in the journal.

        Args:
            line: Line of this bill.
            purchase_line: ``purchase.order.line``; empty for none.
        """
        self.ensure_one()
        self._einvoice_check_repair(line, purchase_line)
        bill = self.sudo()
        line, purchase_line = line.sudo(), purchase_line.sudo()
        before = line.purchase_line_id
        book = OrderBook(self.env)
        lines = BillReader(self.env, book).lines(bill, bill._einvoice_invoice())
        said = next(each for each in lines if each.key == line.id)
        unit = book.unit_beside(said, purchase_line)
        bill._einvoice_set_order_line(line, purchase_line, unit)
        bill._einvoice_remember(said, purchase_line)
        self.env["einvoice.event"]._emit_all(
            [
                (
                    EventKind.PAIRED.value,
                    {
                        **bill._einvoice_payload(),
                        "line": (line.name or "").split("\n")[0] or str(line.id),
                        "before": before._einvoice_label() or None,
                        "after": purchase_line._einvoice_label() or None,
                    },
                    bill._einvoice_event_subjects(),
                )
            ]
        )
        bill._einvoice_check_anew()
        bill._einvoice_note_rivals(before | purchase_line)
        return True

    def _einvoice_check_processor(self):
        if not self.env.su and not self.env.user.has_group(PROCESSOR):
            raise AccessError(
                self.env._("Lines are paired by processors of supplier invoices.")
            )
        self.check_access("write")

    def _einvoice_check_repair(self, line, purchase_line):
        """Refuse what a person may not pair, in words."""
        self._einvoice_check_processor()
        bill = self.sudo()
        if bill not in bill._einvoice_drafts():
            raise UserError(
                self.env._(
                    "%(bill)s is no draft: its comparison is what it was posted with.",
                    bill=bill.display_name,
                )
            )
        if line not in bill._einvoice_products():
            raise UserError(self.env._("The line is not one of this bill."))
        if not purchase_line:
            return
        order = purchase_line.sudo().exists().order_id
        same = order.partner_id.commercial_partner_id == bill.commercial_partner_id
        if not order or not same or order.company_id != bill.company_id:
            raise UserError(
                self.env._("Choose a line of an order that is for this supplier.")
            )
        purchase_line.check_access("read")

    def _einvoice_set_order_line(self, line, purchase_line, unit):
        vals = {"purchase_line_id": purchase_line.id}
        if purchase_line and line.is_imported and not line.product_id:
            vals["product_uom_id"] = unit
        self._einvoice_write_links({line: vals})
        match = self.einvoice_match_ids.filtered(lambda each: each.move_line_id == line)
        said = {
            "purchase_line_id": purchase_line.id,
            "order_id": purchase_line.order_id.id,
            "kind": PairKind.PERSON.value,
            "score": 1.0 if purchase_line else 0.0,
        }
        if match:
            match.write(said)
        else:
            match.create(
                {
                    **said,
                    "company_id": self.company_id.id,
                    "move_id": self.id,
                    "move_line_id": line.id,
                    "state": "ok" if purchase_line else "never",
                }
            )

    def _einvoice_unlink_orders(self, lines):
        self._einvoice_write_links(
            {line: {"purchase_line_id": False} for line in lines}
        )

    def _einvoice_remember(self, said, purchase_line):
        """Remember for the supplier with what such a line goes."""
        key = memory_key(said.references, said.name)
        if not key:
            return
        owner = {
            "company_id": self.company_id.id,
            "partner_id": self.commercial_partner_id.id,
            "key": key,
        }
        vals = {
            "product_id": purchase_line.product_id.id,
            "order_text": words_of(purchase_line.name or "").text[:200],
            "is_without_order": not purchase_line,
            "user_id": self.env.uid,
        }
        memories = self.env["einvoice.match.memory"].sudo()
        known = memories.search([(name, "=", value) for name, value in owner.items()])
        if known:
            known.write(vals)
        else:
            memories.create({**owner, **vals})

    def _einvoice_check_anew(self):
        """Apply the rules again, to the document where the bill has one."""
        for move in self:
            if document := move.einvoice_document_id:
                document._check_again()
            else:
                move._einvoice_check()


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    def _einvoice_label(self):
        """Return the order and the text of a line, empty for none."""
        if not self:
            return ""
        return f"{self.order_id.name} · {(self.name or '').split(chr(10))[0]}"
