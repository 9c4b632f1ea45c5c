"""Finds the order line of each bill line, and says how."""

from dataclasses import replace

from odoo.tools import SQL

from odoo.addons.einvoice_intake.domain.texts import reference_key

from ..domain.matching import pair_lines
from ..domain.order_facts import is_prepayment
from ..domain.orders import OrderState
from ..domain.scoring import Hints, Remembered
from ._order_book import unit_key

# Preceding invoices (BG-3) that are looked up for a credit note.
_PRECEDING = 20


class Matcher:
    """Pairs the lines of bills; open orders of a supplier are read once."""

    def __init__(self, env, files):
        self.env = env(su=True)
        self.book = files.book
        self._open = {}
        self._known = {}

    def pairs(self, file, free):
        """Return new pairs of one bill.

        Args:
            file: The bill, see :class:`~.models._order_files.OrderFile`.
            free: Keys of the lines that look for their order line.
        """
        if is_prepayment(file.case.invoice) or not file.supplier:
            # A down payment bills nothing of what was ordered.
            return []
        lines = [
            line for line in file.lines if line.key in free or line.linked is not None
        ]
        if file.is_credit:
            lines = [replace(line, quantity=-line.quantity) for line in lines]
        hints = self._hints(file, self._named(file))
        found = []
        if hints.named:
            found = self._pair(lines, self._named_lines(file, hints.named), hints)
            lines = _with_links(lines, found)
        if _has_left(lines):
            found += self._pair(lines, self._open_lines(file), hints)
        return found

    def unit(self, line, pair):
        """Return the unit in which the books must hold a bill line, as a key."""
        return unit_key(line, self._known[pair.order_line])

    def _pair(self, lines, orders, hints):
        self._known |= {line.key: line for line in orders}
        free = {line.key for line in lines if line.linked is None}
        return [pair for pair in pair_lines(lines, orders, hints) if pair.line in free]

    def _named_lines(self, file, named):
        condition = SQL(
            "orders.id = ANY(%s) AND orders.state = 'purchase'", sorted(named)
        )
        return self.book.lines(condition, self._rate(file), file.is_credit)

    def _open_lines(self, file):
        key = (file.owner, file.is_credit, file.case.move.currency_id, file.day)
        if key not in self._open:
            self._open[key] = self.book.open_lines(
                file.supplier, file.case.company, self._rate(file), file.is_credit
            )
        return self._open[key]

    def _rate(self, file):
        currency = file.case.move.currency_id.name
        company, day = file.case.company, file.day
        return lambda source: self.book.rate(source, currency, company, day)

    def _named(self, file):
        """Return the orders in force that the bill names, or that it gives back."""
        named = {key for key in file.named if file.orders[key].state is OrderState.OPEN}
        if file.is_credit and not named:
            named = self._of_preceding(file)
        return frozenset(named)

    def _of_preceding(self, file):
        numbers = [each.number for each in file.case.invoice.preceding_invoices]
        if not numbers:
            return set()
        bills = self.env["account.move"].search(
            [
                ("company_id", "=", file.case.company.id),
                ("commercial_partner_id", "=", file.supplier.id),
                ("move_type", "=", "in_invoice"),
                ("ref", "in", numbers),
            ],
            limit=_PRECEDING,
        )
        return set(bills.invoice_line_ids.purchase_line_id.order_id.ids)

    def _hints(self, file, named):
        codes, own, barcodes = set(), set(), set()
        for line in file.case.invoice.counted_lines:
            codes.add(reference_key(line.seller_item))
            own.add(line.buyer_item)
            barcodes.add(line.standard_item.value if line.standard_item else None)
        products = self.book.products(
            file.supplier,
            codes - {""},
            {code for code in own if code},
            {code for code in barcodes if code},
        )
        return Hints(named, products, self._remembered(file))

    def _remembered(self, file):
        memories = self.env["einvoice.match.memory"].search_fetch(
            [
                ("company_id", "=", file.case.company.id),
                ("partner_id", "=", file.supplier.id),
            ],
            ["is_without_order", "key", "order_text", "product_id"],
        )
        return {
            each.key: Remembered(
                0 if each.is_without_order else each.product_id.id,
                each.order_text or "",
            )
            for each in memories
            if each.is_without_order or each.product_id
        }


def _with_links(lines, pairs):
    links = {pair.line: pair.order_line for pair in pairs}
    return [
        replace(line, linked=links[line.key]) if line.key in links else line
        for line in lines
    ]


def _has_left(lines):
    """Tell whether a line that bills something still looks for its order line."""
    return any(
        line.linked is None and line.net and not line.is_charge for line in lines
    )
