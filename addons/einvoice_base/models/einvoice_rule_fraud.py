from collections import defaultdict
from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from ..domain.account_rules import ACCOUNT_RULES
from ..domain.bank_accounts import AccountFacts, asked
from ..domain.habit_rules import HABIT_RULES, History, PastBill
from ..domain.identifiers import compact
from ..domain.money import decimals, rounded
from ..domain.supplier_rules import SUPPLIER_RULES, SupplierFacts
from ._mapping import party

# Earlier bills that a habit is learned from: two years of a monthly supplier.
_LOOKED_AT = 24

# The last bills of each case's supplier before its day, and whether he had any.
_HISTORY = """
SELECT asked.place, past.ref, past.invoice_date, past.amount_total, past.currency
  FROM (VALUES %(cases)s) AS asked (place, company_id, partner_id, day, move_id)
 CROSS JOIN LATERAL (
    SELECT move.ref, move.invoice_date, move.amount_total, currency.name AS currency
      FROM account_move AS move
      JOIN res_currency AS currency ON currency.id = move.currency_id
     WHERE move.commercial_partner_id = asked.partner_id
       AND move.company_id = asked.company_id
       AND move.move_type IN ('in_invoice', 'in_receipt')
       AND move.state = 'posted'
       AND move.invoice_date <= asked.day
       AND move.id != asked.move_id
     ORDER BY move.invoice_date DESC, move.id DESC
     LIMIT %(limit)s
 ) AS past
"""
_HAS_BILLS = """
SELECT asked.place
  FROM (VALUES %(cases)s) AS asked (place, company_id, partner_id, day, move_id)
 WHERE EXISTS (
    SELECT 1 FROM account_move AS move
     WHERE move.commercial_partner_id = asked.partner_id
       AND move.move_type IN ('in_invoice', 'in_receipt')
       AND move.state = 'posted'
       AND move.invoice_date <= asked.day
       AND move.id != asked.move_id
 )
"""


class AccountMove(models.Model):
    _inherit = "account.move"

    # The last bills of a supplier are looked at for each new one.
    _einvoice_supplier_idx = models.Index(
        "(commercial_partner_id, company_id, invoice_date DESC, id DESC)"
        " WHERE move_type IN ('in_invoice', 'in_receipt') AND state = 'posted'"
    )


class EinvoiceRule(models.Model):
    """What the books know of suppliers, their accounts and their habits."""

    _inherit = "einvoice.rule"

    @api.model
    def _rules(self):
        return (*super()._rules(), *SUPPLIER_RULES, *ACCOUNT_RULES, *HABIT_RULES)

    @api.model
    def _contexts(self, cases):
        contexts = super()._contexts(cases)
        suppliers = self._supplier_facts(cases)
        accounts = self._account_facts(cases)
        histories = self._histories(cases)
        return [
            self._with_fraud_parts(context, supplier, account, history)
            if case.partner
            else context
            for case, context, supplier, account, history in zip(
                cases, contexts, suppliers, accounts, histories, strict=True
            )
        ]

    @api.model
    def _with_fraud_parts(self, context, *parts):
        for part in parts:
            context = context.with_part(part)
        return context

    @api.model
    def _supplier_facts(self, cases):
        partners = self.env["res.partner"].sudo().union(*(c.partner for c in cases))
        families = partners | partners.commercial_partner_id
        taken_over = set(
            self.env["ir.model.data"]
            .sudo()
            # An export leaves a name there too.
            .search_fetch(
                [
                    ("model", "=", "res.partner"),
                    ("res_id", "in", families.ids),
                    ("module", "!=", "__export__"),
                ],
                ["res_id"],
            )
            .mapped("res_id")
        )
        billed = self._places_with_bills(cases)
        facts = []
        for place, case in enumerate(cases):
            partner = case.partner.sudo()
            supplier = partner.commercial_partner_id
            facts.append(
                SupplierFacts(
                    name=supplier.name or "–",
                    party=party(supplier),
                    is_archived=bool(partner)
                    and not (partner.active and supplier.active),
                    has_bills=place in billed,
                    is_taken_over=not taken_over.isdisjoint((partner | supplier).ids),
                )
            )
        return facts

    @api.model
    def _account_facts(self, cases):
        numbers = [asked(case.invoice) for case in cases]
        every = sorted({each for some in numbers for each in some})
        if not every:
            return [AccountFacts()] * len(cases)
        partners = self.env["res.partner"].union(*(case.partner for case in cases))
        proofs = self.env["res.partner.bank"]._einvoice_proofs(partners)
        refused = self.env["einvoice.bank.confirmation"]._refused(every)
        holders = self._account_holders(every)
        return [
            self._facts_of_accounts(case, wanted, proofs, refused, holders)
            for case, wanted in zip(cases, numbers, strict=True)
        ]

    @api.model
    def _facts_of_accounts(self, case, numbers, proofs, refused, holders):
        """Return what is known of the accounts of one case, on its day."""
        supplier = case.partner.sudo().commercial_partner_id
        day = case.today if case.is_rehearsal else None
        banks = self.env["res.partner.bank"]
        return AccountFacts(
            recorded=banks._einvoice_values(proofs.get(supplier.id, ()), day),
            refused={
                number: at for number, at in refused.items() if not day or at < day
            },
            holders={
                number: tuple(
                    name
                    for holder, name, since in holders.get(number, ())
                    if holder != supplier.id and (not day or since < day)
                )
                for number in numbers
            },
            country=supplier.country_id.code or None,
        )

    @api.model
    def _account_holders(self, numbers):
        """Return number to its holders: id, name, and since when it stands there."""
        found = defaultdict(list)
        banks = self.env["res.partner.bank"].sudo()
        for bank in banks.search([("sanitized_acc_number", "in", numbers)]):
            holder = bank.partner_id.commercial_partner_id
            found[compact(bank.sanitized_acc_number)].append(
                (holder.id, holder.display_name, bank.create_date.date())
            )
        return found

    @api.model
    def _histories(self, cases):
        rows = self._ask_history(_HISTORY, cases)
        bills = defaultdict(list)
        for place, number, day, gross, currency in rows:
            amount = rounded(Decimal(str(gross)), decimals(currency))
            bills[place].append(PastBill(number or "", day, amount, currency))
        return [History(tuple(bills[place])) for place in range(len(cases))]

    @api.model
    def _places_with_bills(self, cases):
        return {place for (place,) in self._ask_history(_HAS_BILLS, cases)}

    @api.model
    def _ask_history(self, query, cases):
        moves = self.env["account.move"]
        moves.flush_model(
            "ref invoice_date amount_total currency_id commercial_partner_id "
            "company_id move_type state".split()
        )
        wanted = [
            SQL(
                "(%s, %s, %s, %s::date, %s)",
                place,
                case.company.id,
                case.partner.sudo().commercial_partner_id.id,
                case.today,
                case.move.id or 0,
            )
            for place, case in enumerate(cases)
            if case.partner
        ]
        if not wanted:
            return []
        return self.env.execute_query(
            SQL(query, cases=SQL(", ").join(wanted), limit=_LOOKED_AT)
        )
