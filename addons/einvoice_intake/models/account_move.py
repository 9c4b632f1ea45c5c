from odoo import api, fields, models
from odoo.exceptions import UserError

from ..domain.rules import BILL_DELETED
from ._bill_lines import BillLines


class AccountMove(models.Model):
    _inherit = "account.move"

    einvoice_document_id = fields.Many2one(
        "einvoice.document",
        string="Supplier's original",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    einvoice_document_ids = fields.One2many(
        "einvoice.document", "move_id", string="Received copies", readonly=True
    )
    einvoice_document_count = fields.Integer(compute="_compute_einvoice_document_count")

    @api.depends("einvoice_document_ids")
    def _compute_einvoice_document_count(self):
        for move in self:
            move.einvoice_document_count = len(move.einvoice_document_ids)

    @api.model
    def _einvoice_create_bills(self, bookings):
        """Create draft bills from plans, all in one go and with their final values.

        Every line is given, tax and payable lines too, so that the supplier's amounts
        stand as they are and nothing is computed, written and computed again.

        Args:
            bookings: :class:`~.models._booking.Booking`, of any companies.

        Returns:
            The bills, in the order of the bookings.
        """
        bills = self.browse()
        if not bookings:
            return bills
        lean = self.with_context(
            skip_invoice_sync=True,
            skip_is_manually_modified=True,
            tracking_disable=True,
            mail_create_nolog=True,
            mail_create_nosubscribe=True,
        )
        lines = BillLines(self.env)
        vals_list = [self._einvoice_bill_vals(each, lines) for each in bookings]
        return lean.create(vals_list)

    @api.model
    def _einvoice_bill_vals(self, booking, lines):
        document, invoice = booking.document, booking.invoice
        company, partner = document.company_id, document.partner_id
        journal = (
            document.journal_id
            or booking.journal
            or company._einvoice_purchase_journal()
        )
        if not journal:
            raise UserError(
                self.env._(
                    "%(company)s has no purchase journal: create one, then retry.",
                    company=company.name,
                )
            )
        fixed_due = bool(invoice.due_date)
        term = booking.terms
        vals = {
            "move_type": booking.plan.booked_as.value,
            "company_id": company.id,
            "journal_id": journal.id,
            "partner_id": partner.id,
            "currency_id": document.currency_id.id,
            "ref": invoice.number,
            "invoice_date": invoice.issue_date,
            "invoice_date_due": invoice.due_date or False,
            "invoice_payment_term_id": False if fixed_due else term.id,
            "payment_reference": invoice.payment.remittance or invoice.number,
            "partner_bank_id": booking.bank.id or False,
            "invoice_origin": ", ".join(invoice.order_references) or False,
            "narration": lines.narration(invoice, company),
            "einvoice_document_id": document.id,
        }
        rate = lines.rate(booking)
        if rate != 1:
            vals["invoice_currency_rate"] = rate
        return {**vals, "line_ids": lines.commands(booking, journal, rate, term)}

    def _einvoice_set_original(self, document):
        """Make a document the reference original of the bill; nothing is booked."""
        self.ensure_one()
        self.einvoice_document_id = document

    def action_einvoice_documents(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "einvoice_intake.einvoice_document_action"
        )
        documents = self.einvoice_document_ids
        if len(documents) == 1:
            action |= {"res_id": documents.id, "views": [[False, "form"]]}
        return {**action, "domain": [("id", "in", documents.ids)], "context": {}}

    def unlink(self):
        # A document never loses its way: without its bill it waits again.
        orphans = [
            (document, move._einvoice_label())
            for move in self
            for document in move.sudo().einvoice_document_ids
            if document.is_binding
        ]
        res = super().unlink()
        for document, bill in orphans:
            document.is_binding = False
            document._wait("book", [BILL_DELETED.finding(bill=bill)])
        return res

    def _einvoice_invoice(self):
        """Return what the supplier's original says, where the bill has one."""
        self.ensure_one()
        document = self.sudo().einvoice_document_id
        invoice = document._reading().invoice if document.attachment_id else None
        return invoice or super()._einvoice_invoice()

    def _einvoice_subject(self):
        subject = super()._einvoice_subject()
        if document := self.sudo().einvoice_document_id:
            subject["document_id"] = document.id
        return subject
