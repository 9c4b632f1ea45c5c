"""What bills ask for of orders: by order line, and in all."""

from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from odoo.tools import SQL

from odoo.addons.einvoice_base.domain.codes import TypeCode
from odoo.addons.einvoice_base.domain.money import CENT, ZERO

from ..domain.comparison import Difference
from ..domain.order_bills import Arrival, OtherBill
from ..domain.orders import PairKind
from ..domain.text import is_charge
from ._order_terms import OrderTerms, exact

_PREPAYMENTS = frozenset(code.value for code in TypeCode if code.is_prepayment)

# Net price of one unit: the subtotal tells where the price holds the tax.
PRICE = SQL(
    "CASE WHEN line.product_qty != 0 AND abs(line.price_subtotal - line.product_qty"
    " * line.price_unit * (1 - COALESCE(line.discount, 0) / 100)) > 0.02"
    " THEN round((line.price_subtotal / line.product_qty)::numeric, 6)"
    " ELSE round((line.price_unit"
    " * (1 - COALESCE(line.discount, 0) / 100))::numeric, 6) END::text"
)
_SIGN = SQL("(CASE WHEN move.move_type = 'in_refund' THEN -1 ELSE 1 END)")
# The columns of an `Arrival`, from `move` and `document`.
_ARRIVAL = SQL(
    "move.id, COALESCE(document.received_at, move.create_date), move.invoice_date,"
    " move.state = 'posted', COALESCE(NULLIF(move.ref, ''), move.name, '')"
)
_DOCUMENT = SQL(
    "LEFT JOIN einvoice_document AS document ON document.id = move.einvoice_document_id"
)
_COUNTS = SQL(
    "move.state != 'cancel' AND move.move_type IN ('in_invoice', 'in_refund')"
)


class Billed(NamedTuple):
    """What a bill billed of an order line.

    Attributes:
        arrival: The bill.
        quantity: In the unit of the order.
        gap: What it asked for beyond the price of the order, in its currency.
    """

    arrival: Arrival
    quantity: Decimal
    gap: Decimal


class OrderBills(OrderTerms):
    """Reads what bills ask for of orders; a constant number of queries."""

    def arrivals(self, moves):
        """Return when each of these bills came, by its key."""
        if not moves:
            return {}
        rows = self.env.execute_query(
            SQL(
                "SELECT %s FROM account_move AS move %s WHERE move.id = ANY(%s)",
                _ARRIVAL,
                _DOCUMENT,
                moves.ids,
            )
        )
        return {row[0]: Arrival(*row) for row in rows}

    def _billed(self, orders):
        """Return what each bill billed of each line of these orders, in its unit.

        Where our own comparison knows the exact quantity, that counts: the books
        round it. A line in a unit that cannot be converted counts with its amount.
        """
        rows = self.env.execute_query(
            SQL(
                "SELECT bill.purchase_line_id, line.product_uom_id, %s,"
                " orders.currency_id, bill.product_uom_id, move.currency_id,"
                " move.company_id, (%s * bill.quantity)::text,"
                " (%s * bill.price_subtotal)::text,"
                " (CASE WHEN bill.is_imported THEN match.billed END)::text,"
                " match.differences, %s"
                " FROM account_move_line AS bill"
                " JOIN account_move AS move ON move.id = bill.move_id"
                " JOIN purchase_order_line AS line ON line.id = bill.purchase_line_id"
                " JOIN purchase_order AS orders ON orders.id = line.order_id %s"
                " LEFT JOIN einvoice_match AS match ON match.move_line_id = bill.id"
                " AND match.purchase_line_id = bill.purchase_line_id"
                " WHERE line.order_id = ANY(%s) AND %s",
                PRICE,
                _SIGN,
                _SIGN,
                _ARRIVAL,
                _DOCUMENT,
                sorted(orders),
                _COUNTS,
            )
        )
        billed = defaultdict(list)
        for line, order_unit, price, order_currency, *row in rows:
            billed[line].append(
                self._billed_by(order_unit, exact(price), order_currency, *row)
            )
        return billed

    def _billed_by(
        self,
        order_unit,
        price,
        order_currency,
        unit,
        currency,
        company,
        quantity,
        net,
        known,
        differences,
        *arrival,
    ):
        arrival = Arrival(*arrival)
        net = self._exchanged(exact(net), currency, order_currency, company, arrival)
        amount, is_known = self._converted(exact(quantity), unit, order_unit)
        if known is not None:
            amount, is_known = exact(known), True
        if Difference.UNIT.value in (differences or "").split(","):
            is_known = False
            amount = max(amount, ZERO)
        if not is_known:
            if net is not None and price:
                amount = max(net / price, ZERO)
            return Billed(arrival, amount, ZERO)
        gap = ZERO if net is None else net - amount * price
        # A cent is rounding, however many lines there are.
        return Billed(arrival, amount, gap if abs(gap) > CENT else ZERO)

    def _exchanged(self, amount, currency, target, company, arrival):
        """Return an amount of a bill in another currency, ``None`` without a rate."""
        if currency == target:
            return amount
        currencies = self.env["res.currency"].browse((currency, target))
        company = self.env["res.company"].browse(company)
        day = arrival.day or arrival.came.date()
        rate = self.rate(*currencies.mapped("name"), company, day)
        return None if rate is None else amount * rate

    def other_bills(self, orders):
        """Return the bills on each of these orders with their lines.

        Args:
            orders: Keys.

        Returns:
            Order to list of :class:`BillOnOrders`.
        """
        if not orders:
            return {}
        rows = self.env.execute_query(
            SQL(
                "SELECT rel.order_id, move.currency_id, move.company_id,"
                " document.type_code, (%s * move.amount_untaxed)::text,"
                " (%s * move.amount_total)::text, lines.said, %s"
                " FROM einvoice_move_order_rel AS rel"
                " JOIN account_move AS move ON move.id = rel.move_id %s"
                " LEFT JOIN LATERAL (SELECT json_agg(json_build_array("
                "match.order_id, match.kind, match.is_charge, match.name,"
                " match.net::text)) AS said FROM einvoice_match AS match"
                " WHERE match.move_id = move.id) AS lines ON TRUE"
                " WHERE rel.order_id = ANY(%s) AND %s",
                _SIGN,
                _SIGN,
                _ARRIVAL,
                _DOCUMENT,
                sorted(orders),
                _COUNTS,
            )
        )
        bills, found = {}, defaultdict(list)
        for order, currency, company, code, net, gross, lines, *arrival in rows:
            arrival = Arrival(*arrival)
            if arrival.key not in bills:
                bills[arrival.key] = BillOnOrders(
                    arrival,
                    currency,
                    company,
                    code in _PREPAYMENTS,
                    exact(net),
                    exact(gross),
                    [_said(*line) for line in lines or ()],
                )
            found[order].append(bills[arrival.key])
        return found


class SaidLine(NamedTuple):
    """A line of a bill, as it was stored beside its order."""

    order: int | None
    is_charge: bool
    is_never_ordered: bool
    net: Decimal


class BillOnOrders(NamedTuple):
    """A bill on orders, in its own currency; see ``OtherBill``."""

    arrival: Arrival
    currency: int
    company: int
    is_prepayment: bool
    net: Decimal
    gross: Decimal
    lines: list

    def of(self, orders, rate, paid):
        """Return what it asks for of some of its orders.

        Args:
            orders: Their keys.
            rate: What one of its currency is in the currency wanted.
            paid: BT-113, in its currency.
        """
        name = self.arrival.name
        if self.is_prepayment:
            return OtherBill(
                name, prepaid=self.net * rate, prepaid_gross=self.gross * rate
            )
        goods = charges = deducted = ZERO
        for line in self.lines:
            if line.order is None and line.net < 0:
                deducted -= line.net
            elif line.order is None and line.is_charge:
                charges += ZERO if line.is_never_ordered else line.net
            elif line.order in orders or not (line.order or line.is_never_ordered):
                goods += line.net
        return OtherBill(
            name,
            goods=goods * rate,
            charges=charges * rate,
            deducted=deducted * rate,
            paid=paid * rate,
        )


def _said(order, kind, is_extra, name, net):
    if is_extra is None:
        is_extra = is_charge(name or "")
    is_never_ordered = order is None and kind == PairKind.PERSON.value
    return SaidLine(order, is_extra, is_never_ordered, exact(net or "0"))
