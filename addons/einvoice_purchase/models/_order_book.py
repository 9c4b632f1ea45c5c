"""What the books know of orders, as values of the domain; a few SQL queries.

A supplier may have thousands of open order lines, and each is wanted for a handful of
facts: records would cost more than the whole comparison.
"""

from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from odoo.tools import SQL

from odoo.addons.einvoice_intake.domain.texts import reference_key

from ..domain.candidates import price_in_order_unit
from ..domain.comparison import Control, Ordered
from ..domain.orders import OrderHead, OrderLine, OrderState
from ..domain.text import bracketed
from ._order_bills import PRICE, Billed, OrderBills
from ._order_terms import exact

# Open lines of one supplier that are looked at, newest orders first.
_MOST_LINES = 20_000
# Orders of one supplier among which a misspelt number is looked for.
_MOST_ORDERS = 2_000

_STATES = {
    "purchase": OrderState.OPEN,
    "done": OrderState.OPEN,
    "cancel": OrderState.CANCELLED,
}

_PRICE_STEP = Decimal("0.000001")
_COUNTED = SQL("line.display_type IS NULL AND NOT COALESCE(line.is_downpayment, FALSE)")


def _head(
    key,
    name,
    supplier,
    company,
    currency,
    state,
    reference,
    net,
    supplier_name,
    company_name,
):
    return OrderHead(
        key=key,
        name=name or "",
        supplier=supplier,
        company=company,
        currency=currency,
        state=_STATES.get(state, OrderState.DRAFT),
        supplier_reference=reference or "",
        net=exact(net or "0"),
        supplier_name=supplier_name or "",
        company_name=company_name or "",
    )


def _references(name, *codes):
    """Return the item numbers of an order line: of its product, and in its text."""
    keys = [reference_key(code) for code in codes]
    return frozenset(filter(None, (*keys, *bracketed(name or ""))))


def category_path(path):
    """Return a product category and those above it, nearest first."""
    return tuple(int(key) for key in reversed((path or "").split("/")) if key)


def unit_key(line, ordered):
    """Return the unit of a bill line beside its order line, as a key."""
    _price, quantity = price_in_order_unit(line, ordered)
    unit = ordered.unit if quantity == line.quantity else line.unit
    return unit.key if unit else False


class OrderedRow(NamedTuple):
    """An order line with what bills billed of it, before one of them is looked at."""

    ordered: Ordered
    billed: tuple[Billed, ...]
    categories: tuple[int, ...]

    def beside(self, mine, day, limits):
        """Return the order line as it is compared with one bill.

        Args:
            mine: :class:`~.domain.order_bills.Arrival` of that bill, whose own
                quantity does not count.
            day: Bills of later days do not count; ``None`` for no limit.
            limits: Tolerances for price and quantity; ``None`` for the company's.
        """
        first = [each for each in self.billed if each.arrival.counts_before(mine, day)]
        price, quantity = limits or (None, None)
        return replace(
            self.ordered,
            billed_before=sum((each.quantity for each in first), Decimal(0)),
            gap_before=sum((each.gap for each in first), Decimal(0)),
            billed_by=tuple(dict.fromkeys(each.arrival.name for each in first)),
            price_limits=price,
            quantity_limits=quantity,
        )


class OrderBook(OrderBills):
    """Reads orders; keeps what the bills of one batch share."""

    def flush(self):
        """Write what waits in memory, so that SQL sees it."""
        for model, names in (
            (
                "purchase.order",
                [
                    "amount_untaxed",
                    "company_id",
                    "currency_id",
                    "einvoice_number_key",
                    "name",
                    "partner_id",
                    "partner_ref",
                    "state",
                ],
            ),
            ("purchase.order.line", None),
            (
                "account.move.line",
                [
                    "move_id",
                    "price_subtotal",
                    "product_uom_id",
                    "purchase_line_id",
                    "quantity",
                ],
            ),
            (
                "account.move",
                [
                    "amount_total",
                    "amount_untaxed",
                    "currency_id",
                    "einvoice_document_id",
                    "einvoice_order_ids",
                    "invoice_date",
                    "move_type",
                    "name",
                    "ref",
                    "state",
                ],
            ),
            ("einvoice.document", ["received_at", "type_code"]),
            ("einvoice.match", None),
            ("product.product", ["barcode", "default_code"]),
            ("res.partner", ["commercial_partner_id", "name"]),
        ):
            self.env[model].flush_model(names)

    def unit_beside(self, line, purchase_line):
        """Return the unit in which the books must hold a bill line, as a key.

        That of the order where the supplier's “piece” is the unit of the order.
        """
        rows = self.ordered(purchase_line.order_id.ids)
        beside = [row.ordered for row in rows if row.ordered.key == purchase_line.id]
        return unit_key(line, beside[0]) if beside else False

    def heads(self, wanted, keys=()):
        """Return the orders by number key, and those with these keys.

        Args:
            wanted: Number keys, see :func:`~.domain.order_numbers.number_key`.
            keys: Keys of orders.
        """
        if not (wanted or keys):
            return []
        return self._heads(
            SQL(
                "orders.einvoice_number_key = ANY(%s) OR orders.id = ANY(%s)",
                sorted(wanted),
                sorted(keys),
            )
        )

    def heads_of(self, owners):
        """Return the last orders of suppliers.

        Args:
            owners: Pairs of the supplier's legal entity and our company, as keys.
        """
        if not owners:
            return []
        return self._heads(
            SQL(
                "(partner.commercial_partner_id, orders.company_id) IN (%s)",
                SQL(", ").join(SQL("(%s, %s)", *owner) for owner in sorted(owners)),
            )
        )

    def _heads(self, condition):
        rows = self.env.execute_query(
            SQL(
                "SELECT orders.id, orders.name, partner.commercial_partner_id,"
                " orders.company_id, currency.name, orders.state, orders.partner_ref,"
                " orders.amount_untaxed::text, supplier.name, company.name"
                " FROM purchase_order AS orders"
                " JOIN res_partner AS partner ON partner.id = orders.partner_id"
                " JOIN res_partner AS supplier"
                " ON supplier.id = partner.commercial_partner_id"
                " JOIN res_company AS company ON company.id = orders.company_id"
                " JOIN res_currency AS currency ON currency.id = orders.currency_id"
                " WHERE %s ORDER BY orders.id DESC LIMIT %s",
                condition,
                _MOST_ORDERS,
            )
        )
        return [_head(*row) for row in rows]

    def lines(self, condition, rate, is_credit=False):
        """Return order lines to pair with.

        Args:
            condition: On ``line``, ``orders`` and ``partner``.
            rate: Function of the currency of an order: what one of it is in the
                currency of the bill, ``None`` when it is not known.
            is_credit: What may be given back is what was billed.
        """
        rows = self.env.execute_query(
            SQL(
                "SELECT line.id, line.order_id, COALESCE(line.product_id, 0),"
                " line.name, product.default_code, product.barcode,"
                " line.product_uom_id,"
                " line.product_qty::text,"
                " (CASE WHEN %s THEN line.qty_invoiced"
                " ELSE line.product_qty - line.qty_invoiced END)::text,"
                " %s, currency.name"
                " FROM purchase_order_line AS line"
                " JOIN purchase_order AS orders ON orders.id = line.order_id"
                " JOIN res_partner AS partner ON partner.id = orders.partner_id"
                " JOIN res_currency AS currency ON currency.id = orders.currency_id"
                " LEFT JOIN product_product AS product ON product.id = line.product_id"
                " WHERE %s AND %s"
                " ORDER BY line.order_id DESC, line.sequence, line.id LIMIT %s",
                is_credit,
                PRICE,
                _COUNTED,
                condition,
                _MOST_LINES,
            )
        )
        return list(self._lines(rows, rate))

    def _lines(self, rows, rate):
        rates, references = {}, {}
        order, position = None, 0
        for key, of, product, name, own, barcode, unit, *figures, currency in rows:
            position = position + 1 if of == order else 1
            order = of
            if currency not in rates:
                rates[currency] = rate(currency)
            codes = (name, own, barcode)
            if codes not in references:
                references[codes] = _references(*codes)
            quantity, waiting, price = map(Decimal, figures)
            factor = rates[currency]
            if factor is not None and factor != 1:
                price = (price * factor).quantize(_PRICE_STEP)
            yield OrderLine(
                key,
                of,
                position,
                product,
                name or "",
                references[codes],
                self.unit(unit),
                quantity,
                waiting,
                price,
            )

    def open_lines(self, supplier, company, rate, is_credit=False):
        """Return the order lines of a supplier that wait for a bill.

        For a credit note those that were billed.
        """
        waits = (
            SQL("line.qty_invoiced > 0")
            if is_credit
            else SQL(
                "(line.product_qty > line.qty_invoiced"
                " OR line.qty_received > line.qty_invoiced)"
            )
        )
        condition = SQL(
            "orders.company_id = %s AND orders.state = 'purchase'"
            " AND orders.partner_id IN (SELECT id FROM res_partner"
            " WHERE commercial_partner_id = %s) AND %s",
            company.id,
            supplier.id,
            waits,
        )
        return self.lines(condition, rate, is_credit)

    def ordered(self, orders):
        """Return every line of these orders as a bill is compared with it.

        Args:
            orders: Keys.

        Returns:
            List of :class:`OrderedRow`.
        """
        if not orders:
            return []
        billed = self._billed(orders)
        rows = self.env.execute_query(
            SQL(
                "SELECT line.id, line.order_id, line.product_uom_id,"
                " line.product_qty::text, COALESCE(line.qty_received, 0)::text, %s,"
                " template.purchase_method, category.parent_path"
                " FROM purchase_order_line AS line"
                " LEFT JOIN product_product AS product ON product.id = line.product_id"
                " LEFT JOIN product_template AS template"
                " ON template.id = product.product_tmpl_id"
                " LEFT JOIN product_category AS category"
                " ON category.id = template.categ_id"
                " WHERE line.order_id = ANY(%s) AND %s"
                " ORDER BY line.order_id, line.sequence, line.id",
                PRICE,
                sorted(orders),
                _COUNTED,
            )
        )
        return [self._ordered(row, billed.get(row[0], ())) for row in rows]

    def _ordered(self, row, billed):
        line, order, unit, quantity, received, price, method, path = row
        ordered = Ordered(
            key=line,
            order=order,
            unit=self.unit(unit),
            quantity=exact(quantity),
            received=exact(received),
            billed_before=Decimal(0),
            price=exact(price),
            control=Control.ORDERED if method == "purchase" else Control.RECEIVED,
        )
        return OrderedRow(ordered, tuple(billed), category_path(path))
