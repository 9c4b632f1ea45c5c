from decimal import Decimal

from odoo import models


class EinvoiceDocument(models.Model):
    """The exchange rate of an invoice: what it implies, else that of the books."""

    _inherit = "einvoice.document"

    def _rates(self):
        """Return the rates at which the books may hold the bill of this document.

        That of the booking, and what the invoice implies; where it implies nothing, a
        rate that was put right in the books since.
        """
        self.ensure_one()
        rates = [self.rate_booked] if self.rate_booked else []
        invoice = self._reading().invoice if self.attachment_id else None
        if invoice is not None:
            rates.append(self._stated_rate(invoice) or self._books_rate(invoice))
        return [
            each if isinstance(each, Decimal) else Decimal(repr(each)) for each in rates
        ]

    def _books_rate(self, invoice):
        """Return the rate of the books at the date of the invoice, as Odoo has it."""
        return self.env["res.currency"]._get_conversion_rate(
            self.company_id.currency_id,
            self.currency_id,
            self.company_id,
            invoice.issue_date,
        )

    def _stated_rate(self, invoice):
        """Return the exchange rate that BT-110 and BT-111 imply, else ``None``.

        The unit is that of Odoo: amount in invoice currency for one of the company.
        """
        totals = invoice.totals
        ours = self.company_id.currency_id.name
        if invoice.vat_currency == ours and totals.vat and totals.vat_accounting:
            # Of opposite signs they imply nothing; the gate tells of wrong totals.
            rate = totals.vat / totals.vat_accounting
            return rate if rate > 0 else None
        return None
