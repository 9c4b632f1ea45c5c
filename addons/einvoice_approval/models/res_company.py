from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class ResCompany(models.Model):
    _inherit = "res.company"

    einvoice_approval_since = fields.Datetime(
        string="Supplier bills are approved since", readonly=True, copy=False
    )

    def _einvoice_circuit(self):
        """Return the running circuit of the company, empty without one."""
        self.ensure_one()
        return self.env["einvoice.circuit"]._running(self)

    def _einvoice_begin_approval(self):
        """Leave the drafts of today as they are, where approval begins.

        It begins once: stopping and running again frees no draft.
        """
        moves = self.env["account.move"]
        for company in self.sudo().filtered(
            lambda one: not one.einvoice_approval_since
        ):
            company.einvoice_approval_since = fields.Datetime.now()
            moves.flush_model()
            self.env.cr.execute(
                SQL(
                    "UPDATE account_move SET einvoice_is_before_approval = true "
                    "WHERE company_id = %s AND state = 'draft' "
                    "AND move_type IN ('in_invoice', 'in_refund', 'in_receipt') "
                    "AND einvoice_is_submitted IS NOT TRUE",
                    company.id,
                )
            )
            moves.invalidate_model()

    def _einvoice_exempt_domain(self):
        before = Domain("einvoice_is_before_approval", "=", True)
        return super()._einvoice_exempt_domain() | before

    def _einvoice_route_drafts(self):
        drafts = super()._einvoice_route_drafts()
        drafts._einvoice_mark(einvoice_is_before_approval=False)
        drafts._einvoice_submit_fit()
        return drafts

    def _einvoice_routed_words(self, drafts):
        words = super()._einvoice_routed_words(drafts)
        if not self._einvoice_circuit():
            return words
        sent = len(drafts.filtered("einvoice_is_submitted"))
        more = self.env._(
            "%(sent)s were sent for approval; %(left)s wait for a correction first.",
            sent=sent,
            left=len(drafts) - sent,
        )
        return f"{words} {more}"
