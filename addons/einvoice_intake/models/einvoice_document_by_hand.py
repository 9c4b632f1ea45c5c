from odoo import models
from odoo.exceptions import UserError

from odoo.addons.einvoice_base.domain.events import EventKind

from ..domain import rules
from .einvoice_document_book import CODES as BOOKING_CODES

# What stopped the software is answered when a person makes the bill; what is said
# about the invoice itself stays, and is decided on the bill.
ANSWERED = BOOKING_CODES | {rules.SUPPLIER_UNKNOWN.code, rules.SUPPLIER_AMBIGUOUS.code}
UNREAD = frozenset(rule.code for rule in (*rules.READER_RULES, *rules.PAPER_RULES))


class EinvoiceDocument(models.Model):
    _inherit = "einvoice.document"

    def _book_by_hand(self, vals):
        """Make an empty draft bill that a person fills from the original.

        Args:
            vals: ``move_type``, ``partner_id``, ``ref`` and ``invoice_date``, as far
                as they are known.

        Returns:
            The bill; empty when the same invoice turns out to be here already, which
            the document then says.
        """
        self.ensure_one()
        self._check_processor()
        if self.move_id or self.state != "to_fix":
            raise UserError(
                self.env._(
                    "%(document)s does not wait for a bill.", document=self.display_name
                )
            )
        bills = self.env["account.move"].with_company(self.company_id)
        bills.check_access("create")
        document = self.sudo()
        document._set_reading_aside()
        invoice = document._reading().invoice if document.attachment_id else None
        partner = self.env["res.partner"].browse(vals.get("partner_id") or [])
        if partner and partner != self.partner_id:
            self._name_supplier(partner)
        if invoice is not None and not document._is_new(invoice):
            return bills.browse()
        bill = bills.create({**self._by_hand_vals(invoice), **vals})
        document._follow_by_hand(bill, invoice)
        return bill

    def _set_reading_aside(self):
        """Believe the person who types instead of what was not surely read."""

    def _is_new(self, invoice):
        """Check an invoice that stopped before its check, and whether it is new."""
        self._set_keys(invoice)
        self._apply_rules()
        return self._is_first()

    def _by_hand_vals(self, invoice):
        journal = self.journal_id or self.company_id._einvoice_purchase_journal()
        vals = {"journal_id": journal.id}
        if self.currency_id.active:
            vals["currency_id"] = self.currency_id.id
        if invoice is None:
            return vals
        reference = invoice.payment.remittance or invoice.number
        return {
            **vals,
            "invoice_date_due": invoice.due_date or False,
            "payment_reference": reference or False,
            "partner_bank_id": self.sudo()._stated_account().id,
            "invoice_origin": ", ".join(invoice.order_references) or False,
        }

    def _follow_by_hand(self, bill, invoice):
        """Link the document to the bill, and hand over what is still to be decided."""
        vals = {"move_id": bill.id}
        if invoice is not None and invoice.totals.gross is not None:
            # The bill is held to the total of the document, as one that was read.
            vals |= {
                "is_binding": True,
                "amount_booked": abs(self.amount_total),
                "tax_booked": abs(self.amount_tax),
            }
        self.write(vals)
        # As superuser: nobody chooses the original of a bill.
        bill.sudo()._einvoice_set_original(self)
        self._record_findings([], ANSWERED if invoice else ANSWERED | UNREAD)
        self.finding_ids.filtered(lambda each: not each.move_id).move_id = bill
        self._note(
            EventKind.BOOKED,
            "amount",
            "supplier",
            "due_date",
            "channel",
            "format",
            by_system=False,
            cause="by hand",
        )
        self._attach_by_hand(invoice)
        self._settle()

    def _attach_by_hand(self, invoice):
        if invoice is not None:
            self._attach_to_bills()
        if not self.move_id.message_main_attachment_id and self.attachment_id:
            copied = (
                self.env["ir.attachment"]
                .with_context(image_no_postprocess=True)
                .create(self._copy_vals(self.name, self._original()))
            )
            self.move_id.message_main_attachment_id = copied
