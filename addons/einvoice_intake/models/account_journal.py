from odoo import models
from odoo.exceptions import UserError

from ..domain.arrival import Channel, ReceivedFile

_BILLS = ("in_invoice", "in_refund")


class AccountJournal(models.Model):
    _inherit = "account.journal"

    def _create_document_from_attachment(self, attachment_ids):
        journal = self._einvoice_upload_journal()
        if not self._einvoice_takes_upload(journal):
            return super()._create_document_from_attachment(attachment_ids)
        return journal._einvoice_upload(attachment_ids)._bills_made()

    def create_document_from_attachment(self, attachment_ids):
        journal = self._einvoice_upload_journal()
        if not self._einvoice_takes_upload(journal):
            return super().create_document_from_attachment(attachment_ids)
        return journal._einvoice_upload(attachment_ids)._action_received()

    def _einvoice_upload_journal(self):
        """Return the journal that files are dropped on; empty when none is named."""
        return self or self.browse(self.env.context.get("default_journal_id") or [])

    def _einvoice_takes_upload(self, journal):
        """Tell whether the files are supplier invoices."""
        move_type = self.env.context.get("default_move_type")
        if journal:
            is_purchase = journal.type == "purchase" and not journal.is_self_billing
            return is_purchase and move_type in (None, False, "entry", *_BILLS)
        return move_type in _BILLS

    def _einvoice_upload(self, attachment_ids):
        """Hand uploaded files to the door; the uploader's own copies go.

        Returns:
            The documents, in the environment of the user.
        """
        # Who may make a bill may bring its file. The attachments are named by the
        # client: only those that the user may read are taken.
        self.env["account.move"].check_access("create")
        self.check_access("read")
        attachments = self.env["ir.attachment"].browse(attachment_ids).exists()
        if not attachments:
            raise UserError(self.env._("No file was given."))
        attachments.check_access("read")
        files = [
            ReceivedFile(each.name, each.raw or b"", sender=self.env.user.login)
            for each in attachments
        ]
        # In the transaction of the arrival, so that no file is there twice or lost.
        temporary = attachments.filtered(
            lambda each: not each.res_model and each.create_uid == self.env.user
        )
        temporary.unlink()
        return self.env["einvoice.document"]._receive(
            files, Channel.UPLOAD, journal=self
        )

    def write(self, vals):
        result = super().write(vals)
        if "type" in vals:
            self._einvoice_sync_alias()
        return result

    def _alias_get_creation_values(self):
        values = super()._alias_get_creation_values()
        if self.id and self.type == "purchase":
            # Only the door makes bills: Odoo's own makes an empty one first, with the
            # sender of the mail as supplier.
            values["alias_model_id"] = self.env["ir.model"]._get_id("einvoice.document")
            values["alias_defaults"] = {
                "company_id": self.company_id.id,
                "journal_id": self.id,
            }
        return values

    def _einvoice_sync_alias(self):
        """Point the mail aliases to what the type of the journal asks for."""
        for journal in self.filtered("alias_id"):
            values = journal._alias_get_creation_values()
            journal._einvoice_write_alias(
                values["alias_model_id"], values["alias_defaults"]
            )

    def _einvoice_give_alias_back(self):
        """Point the aliases of purchase journals to bills, as Odoo does."""
        model_id = self.env["ir.model"]._get_id("account.move")
        for journal in self.filtered(lambda each: each.alias_id):
            journal._einvoice_write_alias(
                model_id,
                {
                    "company_id": journal.company_id.id,
                    "move_type": "in_invoice",
                    "journal_id": journal.id,
                },
            )

    def _einvoice_write_alias(self, model_id, defaults):
        # An alias belongs to the administrator of the mails; what it leads to follows
        # from the journal, which its owner may change.
        self.alias_id.sudo().write(
            {"alias_model_id": model_id, "alias_defaults": repr(defaults)}
        )
