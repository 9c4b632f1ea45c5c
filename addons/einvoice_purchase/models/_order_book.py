"""What the books know of orders, as values of the domain; a few SQL queries.

A supplier may have thousands of open order lines, and each is wanted for a handful of
facts: records would cost more than the whole comparison.
"""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from odoo.fields import Domain
from odoo.tools import SQL, float_repr

from odoo.addons.account_edi_ubl_cii.models.account_edi_common import (
    UOM_TO_UNECE_CODE,
)
from odoo.addons.einvoice_base.domain.findings import Limits

from ..domain.candidates import price_in_order_unit
from ..domain.comparison import Control, Ordered
from ..domain.orders import OrderHead, OrderLine, OrderState, Unit
from ..domain.text import bracketed, reference_key

# Open lines of one supplier that are looked at, newest orders first.
_MOST_LINES = 20_000
# Orders of one supplier among which a misspelt number is looked for.
_MOST_ORDERS = 2_000

# UN/ECE codes that mean the same as one that Odoo knows.
_SAME_CODE = {"H87": "C62", "EA": "C62", "PCE": "C62", "NAR": "C62", "PK": "C62"}
_XMLID_OF_CODE = {code: xmlid for xmlid, code in UOM_TO_UNECE_CODE.items()}

_STATES = {
    "purchase": OrderState.OPEN,
    "done": OrderState.OPEN,
    "cancel": OrderState.CANCELLED,
}

# Net price of one unit: the subtotal tells where the price holds the tax.
_PRICE = SQL(
    "CASE WHEN line.product_qty != 0 AND abs(line.price_subtotal - line.product_qty"
    " * line.price_unit * (1 - COALESCE(line.discount, 0) / 100)) > 0.02"
    " THEN round((line.price_subtotal / line.product_qty)::numeric, 6)"
    " ELSE round((line.price_unit"
    " * (1 - COALESCE(line.discount, 0) / 100))::numeric, 6) END::text"
)
_PRICE_STEP = Decimal("0.000001")
_COUNTED = SQL("line.display_type IS NULL AND NOT COALESCE(line.is_downpayment, FALSE)")


def exact(value, digits=6):
    """Return a number of the database as a Decimal without needless zeros."""
    text = value if isinstance(value, str) else float_repr(value or 0.0, digits)
    short = Decimal(text).normalize()
    return short.quantize(Decimal(1)) if short.as_tuple().exponent > 0 else short


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


class Billed(NamedTuple):
    """What a bill billed of an order line: its key, its day, the quantity."""

    move: int
    day: date | None
    quantity: Decimal


class OrderedRow(NamedTuple):
    """An order line with what bills billed of it, before one of them is looked at."""

    ordered: Ordered
    billed: tuple[Billed, ...]
    categories: tuple[int, ...]

    def beside(self, move, day, limits):
        """Return the order line as it is compared with one bill.

        Args:
            move: Key of that bill, whose own quantity does not count.
            day: Bills of later days do not count; ``None`` for no limit.
            limits: Tolerances for price and quantity; ``None`` for the company's.
        """
        before = sum(
            (
                each.quantity
                for each in self.billed
                if each.move != move
                and (day is None or each.day is None or each.day <= day)
            ),
            Decimal(0),
        )
        price, quantity = limits or (None, None)
        return replace(
            self.ordered,
            billed_before=before,
            price_limits=price,
            quantity_limits=quantity,
        )


class OrderBook:
    """Reads orders; keeps what the bills of one batch share."""

    def __init__(self, env):
        # The comparison is the software's; what a user may see is asked elsewhere.
        self.env = env(su=True)
        self._units = None
        self._rates = {}

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
                ["move_id", "product_uom_id", "purchase_line_id", "quantity"],
            ),
            ("account.move", ["move_type", "state"]),
            ("einvoice.match", None),
            ("product.product", ["barcode", "default_code"]),
            ("res.partner", ["commercial_partner_id", "name"]),
        ):
            self.env[model].flush_model(names)

    def unit(self, key):
        """Return a unit of measure by its key, ``None`` without."""
        if self._units is None:
            units = self.env["uom.uom"].with_context(active_test=False)
            self._units = {
                unit.id: Unit(
                    unit.id,
                    int(unit.parent_path.split("/")[0]),
                    exact(unit.factor, 12),
                    unit.name,
                )
                for unit in units.search(Domain.TRUE)
            }
        return self._units.get(key)

    def unit_of_code(self, code):
        """Return the unit of a UN/ECE code, ``None`` for one that is not known."""
        code = _SAME_CODE.get(code or "", code or "")
        xmlid = _XMLID_OF_CODE.get(code)
        if not xmlid:
            return None
        data = self.env["ir.model.data"]
        return self.unit(data._xmlid_to_res_id(xmlid, raise_if_not_found=False))

    def unit_beside(self, line, purchase_line):
        """Return the unit in which the books must hold a bill line, as a key.

        That of the order where the supplier's “piece” is the unit of the order.
        """
        rows = self.ordered(purchase_line.order_id.ids)
        beside = [row.ordered for row in rows if row.ordered.key == purchase_line.id]
        return unit_key(line, beside[0]) if beside else False

    def rate(self, source, target, company, day):
        """Return what one of a currency is in another, ``None`` without a rate.

        Args:
            source: ``res.currency`` or its code.
            target: The same.
            company: Whose rates.
            day: On which day.
        """
        if source == target:
            return Decimal(1)
        key = (source, target, company.id, day)
        if key not in self._rates:
            self._rates[key] = self._ask_rate(source, target, company, day)
        return self._rates[key]

    def _ask_rate(self, source, target, company, day):
        currencies = self.env["res.currency"].with_context(active_test=False)
        by_name = {
            each.name: each
            for each in currencies.search([("name", "in", [source, target])])
        }
        if len(by_name) != 2:
            return None
        foreign = currencies.union(*by_name.values()) - company.currency_id
        known = self.env["res.currency.rate"]._read_group(
            [
                ("currency_id", "in", foreign.ids),
                ("company_id", "in", [False, company.root_id.id]),
                ("name", "<=", day),
            ],
            ["currency_id"],
        )
        if len(known) < len(foreign):
            return None
        return exact(
            currencies._get_conversion_rate(
                by_name[source], by_name[target], company, day
            ),
            12,
        )

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
        return [
            OrderHead(
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
            for (
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
            ) in rows
        ]

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
                _PRICE,
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
                _PRICE,
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

    def _billed(self, orders):
        """Return what each bill billed of each line of these orders, in its unit.

        Where our own comparison knows the exact quantity, that counts: the books
        round it.
        """
        rows = self.env.execute_query(
            SQL(
                "SELECT bill.purchase_line_id, bill.move_id, move.invoice_date,"
                " bill.product_uom_id, line.product_uom_id,"
                " (CASE WHEN move.move_type = 'in_refund'"
                " THEN -bill.quantity ELSE bill.quantity END)::text,"
                " (CASE WHEN bill.is_imported THEN match.billed END)::text"
                " FROM account_move_line AS bill"
                " JOIN account_move AS move ON move.id = bill.move_id"
                " JOIN purchase_order_line AS line ON line.id = bill.purchase_line_id"
                " LEFT JOIN einvoice_match AS match ON match.move_line_id = bill.id"
                " AND match.purchase_line_id = bill.purchase_line_id"
                " WHERE line.order_id = ANY(%s) AND move.state != 'cancel'"
                " AND move.move_type IN ('in_invoice', 'in_refund')",
                sorted(orders),
            )
        )
        billed = defaultdict(list)
        for line, move, day, unit, order_unit, quantity, known in rows:
            amount = (
                exact(known)
                if known is not None
                else self._converted(exact(quantity), unit, order_unit)
            )
            billed[line].append(Billed(move, day, amount))
        return billed

    def _converted(self, quantity, unit, order_unit):
        one, other = self.unit(unit), self.unit(order_unit)
        if one is None or other is None or one.root != other.root:
            return quantity
        return quantity * one.factor / other.factor

    def products(self, supplier, seller_codes, own_codes, barcodes):
        """Return the products that item numbers stand for.

        Args:
            supplier: Whose item numbers.
            seller_codes: Keys (``reference_key``) of the supplier's item numbers.
            own_codes: Our own, as written.
            barcodes: GTIN, as written.
        """
        found = defaultdict(set)
        if seller_codes:
            rows = self.env.execute_query(
                SQL(
                    "SELECT code, product.id FROM (SELECT product_tmpl_id, product_id,"
                    " ltrim(regexp_replace(upper(product_code), '[^0-9A-Z]', '', 'g'),"
                    " '0') AS code FROM product_supplierinfo"
                    " WHERE product_code IS NOT NULL AND partner_id IN (SELECT id"
                    " FROM res_partner WHERE commercial_partner_id = %s)) AS info"
                    " JOIN product_product AS product"
                    " ON product.product_tmpl_id = info.product_tmpl_id"
                    " AND COALESCE(info.product_id, product.id) = product.id"
                    " WHERE code = ANY(%s)",
                    supplier.id,
                    sorted(seller_codes),
                )
            )
            for code, product in rows:
                found[code].add(product)
        if own_codes or barcodes:
            rows = self.env.execute_query(
                SQL(
                    "SELECT id, default_code, barcode FROM product_product"
                    " WHERE default_code = ANY(%s) OR barcode = ANY(%s)",
                    sorted(own_codes),
                    sorted(barcodes),
                )
            )
            for product, own_code, barcode in rows:
                for code in (own_code, barcode):
                    found[reference_key(code)].add(product)
        return {code: frozenset(keys) for code, keys in found.items() if code}

    def tolerances(self, companies):
        """Return the tolerances of companies, by company, supplier and category."""
        rows = self.env["einvoice.tolerance"].search_fetch(
            [("company_id", "in", companies.ids)]
        )
        return {
            (
                row.company_id.id,
                row.partner_id.commercial_partner_id.id or 0,
                row.categ_id.id or 0,
            ): (
                Limits(exact(row.price_amount), exact(row.price_percent)),
                Limits(exact(row.quantity_amount), exact(row.quantity_percent)),
            )
            for row in rows
        }
