from contextlib import suppress

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.einvoice_base.domain.errors import DomainError
from odoo.addons.einvoice_base.models._translation import user_error

from ..domain import watched_folder
from ..domain.channels import bad_senders, is_accepted, senders
from ..domain.guard import MEGABYTE, Limits
from ..domain.paper.review_fields import THRESHOLD
from . import _mapping


class ResCompany(models.Model):
    _inherit = "res.company"

    einvoice_size_limit = fields.Integer(string="Largest file (MB)", default=100)
    einvoice_review_confidence = fields.Float(
        string="Review what was read less surely than",
        default=THRESHOLD,
        help="A document whose supplier, number, date or totals were read from a page "
        "less surely waits for a person.",
    )
    einvoice_prepayment_account_id = fields.Many2one(
        "account.account",
        string="Down payments to suppliers",
        check_company=True,
        help="Where invoices of a down payment (types 386 and 500) are booked.",
    )
    einvoice_mail_senders = fields.Text(
        string="Senders accepted by mail",
        help="Addresses, or @domain for all of a domain. Mails of others wait until "
        "somebody accepts them. Empty: everybody is accepted.",
    )
    einvoice_folder = fields.Char(
        string="Watched folder",
        help="A folder below one of those that the server's configuration lists as "
        "einvoice_folder_roots: the whole path, or the path from there.",
    )

    _einvoice_folder_unique = models.UniqueIndex(
        "(einvoice_folder)", "Another company watches this folder."
    )

    @api.constrains("einvoice_mail_senders")
    def _check_einvoice_mail_senders(self):
        for company in self:
            if bad := bad_senders(company.einvoice_mail_senders):
                raise ValidationError(
                    self.env._(
                        "These are neither addresses nor @domain: %(entries)s.",
                        entries=", ".join(bad),
                    )
                )

    @api.constrains("einvoice_folder")
    def _check_einvoice_folder(self):
        roots = self.env["einvoice.document"]._folder_roots()
        for company in self.filtered("einvoice_folder"):
            if not roots:
                raise ValidationError(
                    self.env._(
                        "The server's configuration allows no folder yet: list the "
                        "allowed ones as einvoice_folder_roots and restart it."
                    )
                )
            try:
                identity = company._einvoice_folder_identity(roots)
            except DomainError as error:
                raise ValidationError(str(user_error(self.env, error))) from error
            others = self.sudo().search([("einvoice_folder", "!=", False)]) - company
            for other in others:
                with suppress(DomainError):
                    if other._einvoice_folder_identity(roots) == identity:
                        raise ValidationError(
                            self.env._("Another company watches this folder.")
                        )

    def _einvoice_folder_identity(self, roots):
        with watched_folder.opened(roots, self.einvoice_folder) as folder:
            return folder.identity

    def _einvoice_accepts(self, address):
        """Tell whether a sender of mails is on the list of the company."""
        return is_accepted(address, senders(self.einvoice_mail_senders))

    def _einvoice_limits(self):
        """Return how much of a file is read; every file is held to the same limits."""
        size = max(self.einvoice_size_limit, 1) * MEGABYTE
        return Limits(size=size, unpacked=max(size, Limits().unpacked))

    def _einvoice_review_threshold(self):
        """Return below which confidence a person looks, a ratio."""
        return min(max(self.sudo().einvoice_review_confidence, 0.0), 1.0)

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
