"""What bills say of their orders, and what the orders say of the bills."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from odoo.tools import SQL

from odoo.addons.einvoice_base.domain.money import ZERO

from ..domain.comparison import compare
from ..domain.order_facts import OrderFacts
from ..domain.order_search import (
    Outcome,
    Reference,
    Stated,
    keys_of,
    references_of,
    search,
)
from ..domain.orders import ONE, BillLine, OrderHead, Pair, PairKind
from ._bill_reader import BillReader
from ._order_book import OrderBook

# Bills of a supplier from which a habit is learned.
_LAST_BILLS = 20


@dataclass(slots=True)
class OrderFile:
    """One bill with what concerns its orders.

    Attributes:
        case: The bill (``Case``).
        lines: Its lines.
        references: What it says of orders.
        stated: What became of that.
        orders: Orders named or linked, by key.
    """

    case: Any
    lines: Sequence[BillLine]
    references: Sequence[Reference]
    stated: Sequence[Stated] = ()
    orders: dict[int, OrderHead] = field(default_factory=dict)

    @property
    def supplier(self):
        """The legal entity that sent the bill."""
        return self.case.partner.commercial_partner_id

    @property
    def owner(self):
        """The supplier and our company, as keys."""
        return self.supplier.id, self.case.company.id

    @property
    def named(self):
        """Keys of the orders in force that the bill names."""
        return frozenset(
            said.order.key
            for said in self.stated
            if said.outcome is Outcome.FOUND and said.order is not None
        )

    @property
    def is_credit(self):
        return self.case.move.move_type == "in_refund"

    @property
    def day(self):
        return self.case.invoice.issue_date or self.case.today


class OrderFiles:
    """Opens the files of bills; what they have in common is asked once."""

    def __init__(self, env):
        self.env = env(su=True)
        self.book = OrderBook(env)
        self.reader = BillReader(env, self.book)

    def open(self, cases):
        """Return one file for each case, with the orders that it names or has."""
        self.book.flush()
        files = [
            OrderFile(
                case,
                self.reader.lines(case.move, case.invoice),
                self._references(case),
            )
            for case in cases
        ]
        linked = {file.case.move.id: self._linked(file.case.move) for file in files}
        heads = self.book.heads(
            frozenset().union(*(keys_of(file.references) for file in files)),
            frozenset().union(*linked.values()),
        )
        self._look_up(files, heads)
        unsure = {file.owner for file in files if file.references and _is_open(file)}
        if unsure:
            more = self.book.heads_of(unsure)
            self._look_up([f for f in files if f.owner in unsure], [*heads, *more])
        by_key = {head.key: head for head in heads}
        for file in files:
            keys = linked[file.case.move.id]
            file.orders |= {key: by_key[key] for key in keys if key in by_key}
            file.lines = self._with_orders(file)
        return files

    def _references(self, case):
        references = references_of(case.invoice)
        origin = case.move.invoice_origin
        if case.move.einvoice_document_id or not origin:
            return references
        # What a person typed as the source helps to find, no more.
        said = (Reference(text.strip(), "BT-13") for text in origin.split(","))
        return (*references, *said)

    def _linked(self, move):
        lines = move._einvoice_products().purchase_line_id
        return frozenset(lines.order_id.ids)

    def _look_up(self, files, heads):
        for file in files:
            file.stated = search(file.references, heads, *file.owner)
            file.orders = {
                said.order.key: said.order
                for said in file.stated
                if said.outcome is Outcome.FOUND and said.order is not None
            }

    def _with_orders(self, file):
        """Tell each line which orders it names itself."""
        by_line = {}
        for said in file.stated:
            if said.reference.line and said.outcome is Outcome.FOUND:
                by_line.setdefault(said.reference.line, set()).add(said.order.key)
        if not by_line:
            return file.lines
        return [
            replace(line, orders=frozenset(by_line.get(line.number, ())))
            for line in file.lines
        ]

    def facts(self, files):
        """Return the facts of each file, for the rules."""
        rows = self.book.ordered({key for file in files for key in file.orders})
        by_order = {}
        for row in rows:
            by_order.setdefault(row.ordered.order, []).append(row)
        companies = self.env["res.company"].union(*(f.case.company for f in files))
        tolerances = self.book.tolerances(companies)
        habits = self._habits([file for file in files if not file.orders])
        matches = self._matches(files)
        moves = self.env["account.move"].union(*(file.case.move for file in files))
        arrivals = self.book.arrivals(moves)
        bills = self.book.other_bills({key for file in files for key in file.orders})
        return [
            replace(
                self._facts(
                    file,
                    self._beside(file, by_order, tolerances, arrivals),
                    habits,
                    matches,
                ),
                others=self._others(file, bills, arrivals[file.case.move.id]),
            )
            for file in files
        ]

    def _beside(self, file, by_order, tolerances, arrivals):
        """Return the lines of the orders of a file as they are compared with it."""
        mine, day = arrivals[file.case.move.id], _horizon(file)
        return {
            key: [
                row.beside(mine, day, self._limits(file, row.categories, tolerances))
                for row in by_order.get(key, ())
            ]
            for key in file.orders
        }

    def _matches(self, files):
        """Return what stands with each bill line, by its key."""
        moves = self.env["account.move"].union(*(file.case.move for file in files))
        rows = self.env["einvoice.match"].search_fetch(
            [("move_id", "in", moves.ids)],
            ["kind", "move_line_id", "purchase_line_id", "score"],
        )
        return {row.move_line_id.id: row for row in rows}

    def _facts(self, file, beside, habits, matches):
        case, move = file.case, file.case.move
        ordered = {each.key: each for lines in beside.values() for each in lines}
        orders = {
            key: head._replace(
                is_billed=_is_billed(beside[key]),
                billed_by=tuple(
                    name for each in beside[key] for name in each.billed_by
                ),
            )
            for key, head in file.orders.items()
        }
        pairs = [pair for line in file.lines if (pair := _stands(line, matches))]
        never = frozenset(
            line.key
            for line in file.lines
            if line.linked is None
            and line.key in matches
            and matches[line.key].kind == PairKind.PERSON.value
        )
        bills, with_order = habits.get(move.id, (0, 0))
        return OrderFacts(
            compared=compare(file.lines, pairs, ordered, self._rates(file), never),
            stated=tuple(file.stated),
            orders=orders,
            supplier=file.supplier.id,
            company=case.company.id,
            bills=bills,
            bills_with_order=with_order,
        )

    def _limits(self, file, categories, tolerances):
        """Return the tolerances of a line: the most specific, ``None`` without."""
        supplier, company = file.owner
        for partner in (supplier, 0):
            for category in (*categories, 0):
                if found := tolerances.get((company, partner, category)):
                    return found
        return None

    def _rates(self, file):
        currency = file.case.invoice.currency or file.case.move.currency_id.name
        return {
            key: self.book.rate(head.currency, currency, file.case.company, file.day)
            for key, head in file.orders.items()
        }

    def _others(self, file, bills, mine):
        """Return the bills on the orders of a file that count before it."""
        day = _horizon(file)
        first = {
            bill.arrival.key: bill
            for key in file.orders
            for bill in bills.get(key, ())
            if bill.arrival.counts_before(mine, day)
        }
        # What was paid before stands in the document alone.
        has_prepaid = any(bill.is_prepayment for bill in first.values())
        return tuple(
            bill.of(
                file.orders.keys(),
                self._rate_of(file, bill.currency),
                self._paid_before(key) if has_prepaid else ZERO,
            )
            for key, bill in sorted(first.items())
        )

    def _rate_of(self, file, currency):
        """Return what one of a bill's currency is in that of a file, else one."""
        source = self.env["res.currency"].browse(currency).name
        target = file.case.invoice.currency or file.case.move.currency_id.name
        rate = self.book.rate(source, target, file.case.company, file.day)
        return ONE if rate is None else rate

    def _paid_before(self, key):
        move = self.env["account.move"].browse(key)
        return move._einvoice_invoice().totals.prepaid or ZERO

    def _habits(self, files):
        """Return how many of the supplier's last bills there are, and with order."""
        wanted = [
            SQL("(%s, %s, %s, %s::date)", file.case.move.id, *file.owner, file.day)
            for file in files
            if file.supplier
        ]
        if not wanted:
            return {}
        rows = self.env.execute_query(
            SQL(
                "SELECT wanted.id, count(*), count(*) FILTER (WHERE EXISTS ("
                "SELECT 1 FROM account_move_line AS line WHERE line.move_id = last.id"
                " AND line.purchase_line_id IS NOT NULL))"
                " FROM (VALUES %s) AS wanted (id, partner_id, company_id, day),"
                " LATERAL (SELECT move.id FROM account_move AS move"
                " WHERE move.commercial_partner_id = wanted.partner_id"
                " AND move.company_id = wanted.company_id"
                " AND move.move_type IN ('in_invoice', 'in_refund')"
                " AND move.move_type = 'in_invoice' AND move.state = 'posted'"
                " AND move.invoice_date <= wanted.day AND move.id != wanted.id"
                " ORDER BY move.invoice_date DESC, move.id DESC LIMIT %s) AS last"
                " GROUP BY wanted.id",
                SQL(", ").join(wanted),
                _LAST_BILLS,
            )
        )
        return {move: (bills, with_order) for move, bills, with_order in rows}


def _horizon(file):
    """Return the day from which a rehearsal looks at a bill, ``None`` for now."""
    return file.case.today if file.case.is_rehearsal else None


def _is_open(file):
    """Tell whether a reference led nowhere yet."""
    found = {said.reference.term for said in file.stated if said.order is not None}
    return any(
        said.outcome in (Outcome.UNKNOWN, Outcome.OTHER_SUPPLIER)
        for said in file.stated
    ) or any(reference.term not in found for reference in file.references)


def _is_billed(beside):
    """Tell whether nothing of an order is left to bill."""
    wanted = [each for each in beside if each.quantity > 0]
    return bool(wanted) and all(each.billed_before >= each.quantity for each in wanted)


def _stands(line, matches):
    """Return with what a bill line stands now."""
    if line.linked is None:
        return None
    known = matches.get(line.key)
    if known and known.purchase_line_id.id == line.linked and known.kind:
        return Pair(line.key, line.linked, PairKind(known.kind), known.score)
    return Pair(line.key, line.linked, PairKind.LINKED, 1.0)
