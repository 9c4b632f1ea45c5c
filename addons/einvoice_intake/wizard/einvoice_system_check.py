from odoo import api, models


class EinvoiceSystemCheckLine(models.TransientModel):
    _inherit = "einvoice.system.check.line"

    @api.model
    def _ways(self):
        return {
            **super()._ways(),
            "journal": (
                self.env._("Open the journal"),
                "account.group_account_manager",
            ),
            "mail_domain": (self.env._("Open the mail domains"), "base.group_system"),
            "mail_server": (
                self.env._("Open the incoming mail servers"),
                "base.group_system",
            ),
            "keys": (self.env._("Open my preferences"), "base.group_user"),
            "suppliers": (self.env._("Show the suppliers concerned"), None),
            "inbox": (self.env._("Open the inbox"), None),
            "bills": (self.env._("Open the bills"), None),
        }

    def _open_journal(self):
        journal = self.check_id.company_id.sudo()._einvoice_purchase_journal()
        if journal:
            return self._record_window(journal)
        return self._window("account.action_account_journal_form")

    def _open_mail_domain(self):
        return self._window("mail.mail_alias_domain_action")

    def _open_mail_server(self):
        return self._window("mail.action_email_server_tree")

    def _open_keys(self):
        return {**self.env.user.action_get(), "res_id": self.env.uid}

    def _open_suppliers(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Suppliers without identifiers"),
            "res_model": "res.partner",
            "domain": self.check_id._unidentified_suppliers(self.check_id.company_id),
            "views": [[False, "list"], [False, "form"]],
        }

    def _open_inbox(self):
        return self._window("einvoice_intake.einvoice_document_action")

    def _open_bills(self):
        return self._window("account.action_move_in_invoice")
