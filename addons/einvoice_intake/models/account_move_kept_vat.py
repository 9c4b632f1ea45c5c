from decimal import Decimal

from odoo import models

from odoo.addons.einvoice_base.models._mapping import amount

from ..domain.booking_refusals import BookingRefusedError
from ..domain.tax_shares import kept_shares


class AccountMove(models.Model):
    """The VAT of a bill stays the supplier's while its amounts are his."""

    _inherit = "account.move"

    def _get_rounded_base_and_tax_lines(self, round_from_tax_lines=True):
        # Odoo computes VAT anew when an account or a tax of a line changes. It rounds
        # by tax; suppliers round by line or by rate, and theirs is owed.
        base_lines, tax_lines = super()._get_rounded_base_and_tax_lines(
            round_from_tax_lines=round_from_tax_lines
        )
        is_computed = not self.id or not round_from_tax_lines
        if is_computed and (kept := self._einvoice_kept_vat(base_lines)):
            self.env["account.tax"]._round_tax_details_tax_amounts_from_tax_lines(
                base_lines, self.company_id, kept
            )
        return base_lines, tax_lines

    def _einvoice_kept_vat(self, base_lines):
        """Return the supplier's VAT of each tax, as Odoo takes amounts typed by hand.

        Args:
            base_lines: Lines with their taxes, as they are in the books now.
        """
        move = self.sudo()._origin
        document = move.einvoice_document_id
        currency = self.currency_id
        is_same = document.is_binding and document.currency_id == currency
        if self.state != "draft" or not (is_same and document.attachment_id):
            return []
        try:
            planned = document._plan()
        except BookingRefusedError:
            return []
        lines = [
            (amount(net, currency), Decimal(str(tax.amount)), tax)
            for net, tax in filter(None, map(_plainly_taxed, base_lines))
        ]
        shares = kept_shares(planned, lines, currency.decimal_places)
        return [self._einvoice_as_tax_line(tax, share) for tax, share in shares.items()]

    def _einvoice_as_tax_line(self, tax, share):
        is_refund = self.move_type == "in_refund"
        repartition = (
            tax.refund_repartition_line_ids
            if is_refund
            else tax.invoice_repartition_line_ids
        )
        rate = self.invoice_currency_rate or 1
        return {
            "tax_repartition_line_id": repartition[:1],
            "sign": 1,
            "currency_id": self.currency_id,
            "amount_currency": float(share),
            "balance": self.company_currency_id.round(float(share) / rate),
        }


def _plainly_taxed(base_line):
    """Return net amount and tax of a line with one tax that is paid to the supplier."""
    details = base_line["tax_details"]
    taxes = details["taxes_data"]
    if len(taxes) != 1 or taxes[0]["is_reverse_charge"]:
        return None
    tax = taxes[0]["tax"]
    if tax.amount_type != "percent":
        return None
    return details["total_excluded_currency"], tax
