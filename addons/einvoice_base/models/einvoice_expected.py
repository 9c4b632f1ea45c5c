from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..domain.expected import contracts
from ..domain.expected_rules import expected_bill
from .einvoice_rule_expected import HISTORY

READERS = (
    "einvoice_base.group_processor",
    "einvoice_base.group_auditor",
)


class EinvoiceExpected(models.TransientModel):
    """A bill that should come: what the accruals at the end of a period need."""

    _name = "einvoice.expected"
    _description = "Expected bill"
    _order = "due_date, id"
    _rec_name = "partner_id"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    partner_id = fields.Many2one("res.partner", string="Supplier", readonly=True)
    period = fields.Selection(
        [
            ("1", "Every month"),
            ("2", "Every two months"),
            ("3", "Every three months"),
            ("6", "Every six months"),
            ("12", "Every year"),
        ],
        readonly=True,
    )
    bill_count = fields.Integer(string="Bills", readonly=True)
    last_date = fields.Date(string="Last bill", readonly=True)
    due_date = fields.Date(string="Expected about", readonly=True)
    days_late = fields.Integer(string="Days late", readonly=True)
    state = fields.Selection(
        [
            ("missing", "Missing"),
            ("draft", "Here, not posted"),
            ("soon", "Within 30 days"),
            ("later", "Later"),
        ],
        readonly=True,
    )
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount = fields.Monetary(string="Usual amount", readonly=True)
    amount_low = fields.Monetary(string="From", readonly=True)
    amount_high = fields.Monetary(string="Up to", readonly=True)

    @api.model
    def action_open(self):
        """Learn the contracts of today's companies and list the bills to come."""
        if not any(self.env.user.has_group(group) for group in READERS):
            raise AccessError(
                self.env._("Only people who work on supplier invoices see this list.")
            )
        self.env["account.move"].check_access("read")
        rows = self.sudo().create(self._rows(self.env.companies))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "einvoice_base.einvoice_expected_action"
        )
        return {**action, "domain": [("id", "in", rows.ids)]}

    def action_bills(self):
        """Show the bills that this one follows."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.partner_id.display_name,
            "res_model": "account.move",
            "views": [[False, "list"], [False, "kanban"], [False, "form"]],
            "domain": [
                ("company_id", "=", self.company_id.id),
                ("commercial_partner_id", "=", self.partner_id.id),
                ("move_type", "=", "in_invoice"),
            ],
            "context": {"default_move_type": "in_invoice"},
        }

    @api.model
    def _rows(self, companies):
        today = fields.Date.context_today(self)
        suppliers = self._suppliers(companies, today)
        if not suppliers:
            return []
        rules = self.env["einvoice.rule"]
        history = rules._past_bills(suppliers, today - HISTORY, today)
        currencies = self.env["res.currency"].with_context(active_test=False)
        by_name = {each.name: each.id for each in currencies.search([])}
        rows = []
        for (partner, company), bills in history.items():
            known = [bill for _key, bill in bills]
            rows += [
                {
                    "company_id": company,
                    "partner_id": partner,
                    "currency_id": by_name.get(contract.currency),
                    **self._contract_vals(contract, known, today, company),
                }
                for contract in contracts(known)
                if not contract.has_lapsed(today)
            ]
        return rows

    @api.model
    def _contract_vals(self, contract, known, today, company_id):
        percent = self._percent(company_id)
        low, high = contract.band(percent)
        return {
            "period": str(contract.period.value),
            "bill_count": len(contract.bills),
            "last_date": contract.last,
            "due_date": contract.next_day,
            "days_late": max(0, (today - contract.next_day).days),
            "state": self._state(contract, known, percent, today),
            "amount": float(contract.level) * contract.per_period,
            "amount_low": float(low),
            "amount_high": float(high),
        }

    @api.model
    def _state(self, contract, known, percent, today):
        if any(
            bill.day > contract.last
            and not bill.is_posted
            and contract.fits_amount(bill.amount, percent)
            for bill in known
        ):
            return "draft"
        if contract.is_late(today):
            return "missing"
        return "soon" if contract.next_day <= today + timedelta(days=30) else "later"

    @api.model
    def _percent(self, company_id):
        settings = self.env["einvoice.rule"].sudo()._settings(company_id)
        own = settings.get(expected_bill.code)
        limits = expected_bill.limits.over(own.limits) if own else expected_bill.limits
        return limits.percent or Decimal(0)

    @api.model
    def _suppliers(self, companies, today):
        """Return the suppliers with bills enough to learn from, with their company."""
        self.env["account.move"].flush_model(
            ["commercial_partner_id", "company_id", "invoice_date", "state"]
        )
        return self.env.execute_query(
            SQL(
                "SELECT commercial_partner_id, company_id FROM account_move"
                " WHERE company_id IN %s AND move_type = 'in_invoice'"
                " AND state = 'posted' AND commercial_partner_id IS NOT NULL"
                " AND invoice_date BETWEEN %s AND %s"
                " GROUP BY commercial_partner_id, company_id"
                " HAVING count(DISTINCT invoice_date) >= 3",
                tuple(companies.ids),
                today - HISTORY,
                today,
            )
        )
