from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL, float_repr

from ..domain.expected import PastBill, contracts
from ..domain.expected_rules import EXPECTED_RULES, Recurrence
from ..domain.touchless import POST_FAILED

# Three bills of a yearly contract, and the slack of each.
HISTORY = timedelta(days=3 * 366 + 60)
# Of a supplier with more bills than this, the last ones are learned from.
_LAST = 240


class EinvoiceRule(models.Model):
    _inherit = "einvoice.rule"

    @api.model
    def _rules(self):
        return (*super()._rules(), *EXPECTED_RULES, POST_FAILED)

    @api.model
    def _contexts(self, cases):
        contexts = super()._contexts(cases)
        history = self._bills_of_suppliers(cases)
        return [
            context.with_part(self._recurrence(case, history))
            for case, context in zip(cases, contexts, strict=True)
        ]

    @api.model
    def _recurrence(self, case, history):
        """Return what the books knew of the supplier's bills when this one came."""
        key = (case.partner.commercial_partner_id.id, case.company.id)
        move = case.move.id or 0
        others = [
            bill
            for place, bill in history.get(key, ())
            if place != move
            and bill.day <= case.today
            # Of two drafts the later one is the second.
            and (bill.is_posted or not move or place < move)
        ]
        if case.is_rehearsal:
            others = [
                bill for bill in others if bill.is_posted and bill.day < case.today
            ]
        return Recurrence(contracts(others), tuple(others))

    @api.model
    def _bills_of_suppliers(self, cases):
        """Return the last bills of the suppliers of these cases, in one query.

        Returns:
            Supplier and company to pairs of the bill's id and what it was.
        """
        wanted = {
            (case.partner.commercial_partner_id.id, case.company.id)
            for case in cases
            if case.partner
        }
        if not wanted:
            return {}
        latest = max(case.today for case in cases)
        earliest = min(case.today for case in cases) - HISTORY
        return self._past_bills(sorted(wanted), earliest, latest)

    @api.model
    def _past_bills(self, wanted, earliest, latest):
        moves = self.env["account.move"]
        moves.flush_model(
            [
                "amount_total",
                "commercial_partner_id",
                "company_id",
                "currency_id",
                "invoice_date",
                "move_type",
                "name",
                "ref",
                "state",
            ]
        )
        rows = self.env.execute_query(
            SQL(
                "SELECT wanted.partner_id, wanted.company_id, known.* FROM (VALUES %s)"
                " AS wanted (partner_id, company_id), LATERAL ("
                "SELECT move.id, move.invoice_date, move.amount_total, currency.name,"
                " currency.decimal_places, move.state = 'posted',"
                " COALESCE(NULLIF(move.ref, ''), move.name)"
                " FROM account_move AS move"
                " JOIN res_currency AS currency ON currency.id = move.currency_id"
                " WHERE move.commercial_partner_id = wanted.partner_id"
                " AND move.company_id = wanted.company_id"
                " AND move.move_type = 'in_invoice'"
                " AND move.state IN ('draft', 'posted')"
                " AND move.invoice_date BETWEEN %s AND %s"
                " ORDER BY move.invoice_date DESC, move.id DESC LIMIT %s) AS known",
                SQL(", ").join(SQL("(%s, %s)", *each) for each in wanted),
                earliest,
                latest,
                _LAST,
            )
        )
        history = defaultdict(list)
        for partner, company, move, day, amount, currency, places, posted, name in rows:
            exact = Decimal(float_repr(amount or 0, places))
            bill = PastBill(day, exact, currency, name or "", posted)
            history[partner, company].append((move, bill))
        return history
