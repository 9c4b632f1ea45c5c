from odoo import fields, models

from ..domain.guard import MEGABYTE, Limits
from . import _mapping


class ResCompany(models.Model):
    _inherit = "res.company"

    einvoice_size_limit = fields.Integer(string="Largest file (MB)", default=100)
    einvoice_prepayment_account_id = fields.Many2one(
        "account.account",
        string="Down payments to suppliers",
        check_company=True,
        help="Where invoices of a down payment (types 386 and 500) are booked.",
    )

    def _einvoice_limits(self):
        """Return how much of a file is read; every file is held to the same limits."""
        size = max(self.einvoice_size_limit, 1) * MEGABYTE
        return Limits(size=size, unpacked=max(size, Limits().unpacked))

    def _einvoice_tax_options(self):
        """Return the purchase taxes of the company as options of the domain."""
        self.ensure_one()
        europe = self.env.ref("account.europe_vat", raise_if_not_found=False)
        group = europe or self.env["res.country.group"]
        taxes = self.env["account.tax"].search(
            [
                *self.env["account.tax"]._check_company_domain(self),
                ("type_tax_use", "=", "purchase"),
                ("amount_type", "=", "percent"),
            ]
        )
        return tuple(_mapping.tax_option(tax, group) for tax in taxes)

    def _einvoice_purchase_journal(self):
        """Return the journal of vendor bills."""
        self.ensure_one()
        return self.env["account.journal"].search(
            [
                *self.env["account.journal"]._check_company_domain(self),
                ("type", "=", "purchase"),
            ],
            limit=1,
        )

    def _einvoice_prepayment_account(self):
        """Return the account of down payments: the one set, else 4091 of the chart."""
        self.ensure_one()
        if self.einvoice_prepayment_account_id:
            return self.einvoice_prepayment_account_id
        return self.env["account.account"].search(
            [
                *self.env["account.account"]._check_company_domain(self),
                ("code", "=like", "4091%"),
            ],
            limit=1,
        )
