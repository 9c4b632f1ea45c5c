from odoo import fields, models

from odoo.addons.einvoice_base.domain.bank_accounts import asked


class EinvoiceBankConfirmation(models.Model):
    """The account that a document asks for, and the phone number that it prints."""

    _inherit = "einvoice.bank.confirmation"

    document_id = fields.Many2one(
        "einvoice.document",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )

    def _event_subjects(self):
        return {**super()._event_subjects(), "document": self.document_id}

    def _documents(self):
        return self.document_id | self.finding_ids.document_id

    def _printed_phones(self):
        invoices = (each._reading().invoice for each in self._documents())
        phones = (each.seller.contact.phone for each in invoices if each)
        return (*super()._printed_phones(), *filter(None, phones))

    def _typed_bills(self):
        # What the supplier's document asks for, nobody typed.
        return (
            super()
            ._typed_bills()
            .filtered(
                lambda bill: (
                    not bill.einvoice_document_id._asks_for(self.account_number)
                )
            )
        )


class EinvoiceFinding(models.Model):
    _inherit = "einvoice.finding"

    def _account_supplier(self):
        document = self.document_id.partner_id.commercial_partner_id
        return super()._account_supplier() or document

    def _account_arrived_at(self):
        return self.document_id.received_at or super()._account_arrived_at()

    def _confirmation_subjects(self):
        return {**super()._confirmation_subjects(), "document_id": self.document_id.id}

    def _account_cases(self):
        unbooked = self.document_id.filtered(
            lambda each: not each.move_id and each.partner_id
        )
        return super()._account_cases() + unbooked._cases()

    def _check_accounts_again(self):
        documents = self.sudo().exists().document_id
        res = super()._check_accounts_again()
        documents._name_accounts()
        documents._settle()
        return res


class EinvoiceDocument(models.Model):
    _inherit = "einvoice.document"

    def _asks_for(self, number):
        """Tell whether the document itself asks for payment to this account."""
        if not self.attachment_id:
            return False
        invoice = self._reading().invoice
        return invoice is not None and number in asked(invoice)

    def _name_accounts(self):
        """Put the account on the bills that had none to name."""
        for document in self:
            bill, account = document.move_id, document._stated_account()
            unpaid = bill.payment_state in ("not_paid", "partial")
            is_current = bill.state in ("draft", "posted") and unpaid
            if account and is_current and not bill.partner_bank_id:
                bill.partner_bank_id = account
