from odoo import models

from odoo.addons.einvoice_base.models._mapping import amount, number


class AccountMove(models.Model):
    """The bill as it is frozen in a round: all that an approver sees of it."""

    _inherit = "account.move"

    def _einvoice_snapshot(self):
        """Return the bill as the approvers see it, as plain values."""
        move = self.sudo().with_company(self.company_id)
        currency = move.currency_id
        return {
            "number": move.ref or None,
            "is_refund": move.move_type == "in_refund",
            "name": move.display_name,
            "supplier": move.commercial_partner_id.name,
            "date": move.invoice_date and move.invoice_date.isoformat(),
            "due_date": move.invoice_date_due and move.invoice_date_due.isoformat(),
            "net": str(amount(move.amount_untaxed, currency)),
            "gross": str(amount(move.amount_total, currency)),
            "currency": currency.name,
            "journal": move.journal_id.name,
            "account": move.partner_bank_id.acc_number or None,
            "findings": [
                {
                    "rule": each.rule,
                    "values": each.values or {},
                    "severity": each.severity,
                    "title": each.title,
                    "message": each.message,
                }
                for each in move.einvoice_finding_ids
                if each.state != "lifted" and not each.tried_severity
            ],
            "lines": [
                {
                    "key": line.id,
                    "text": line.name or "",
                    "quantity": str(number(line.quantity)),
                    "price": str(number(line.price_unit)),
                    "net": str(amount(line.price_subtotal, currency)),
                    "gross": str(amount(line.price_total, currency)),
                    # The name to show depends on the rights of who routes.
                    "account": " ".join(
                        filter(None, (line.account_id.code, line.account_id.name))
                    ),
                    "analytic": move._einvoice_analytic_words(line),
                }
                for line in move._einvoice_products()
            ],
        }

    def _einvoice_analytic_words(self, line):
        accounts = self.env["account.analytic.account"].sudo()
        words = []
        for joined, share in (line.analytic_distribution or {}).items():
            names = accounts._einvoice_living(int(key) for key in joined.split(","))
            words.append(f"{' / '.join(names.mapped('name'))} {share:g} %")
        return ", ".join(words)
