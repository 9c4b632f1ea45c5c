from odoo import api, models

from ..domain.channels import SENDER_NOT_ALLOWED
from ..domain.rules import (
    BILL_SUPPLIER,
    BUYER_STRANGER,
    DUPLICATE_CLASH,
    DUPLICATE_OF_ENDED,
    SUPPLIER_AMBIGUOUS,
    SUPPLIER_UNKNOWN,
)

# What these findings need is done on the document while it waits without a bill.
BEFORE_THE_BILL = (
    SENDER_NOT_ALLOWED.code,
    SUPPLIER_UNKNOWN.code,
    SUPPLIER_AMBIGUOUS.code,
    DUPLICATE_CLASH.code,
    DUPLICATE_OF_ENDED.code,
)


class EinvoiceFinding(models.Model):
    _inherit = "einvoice.finding"

    @api.depends("can_lift", "severity", "document_id.state", "move_id.state")
    @api.depends_context("uid")
    def _compute_is_decidable(self):
        """Offer a decision where one helps.

        What stops a document without a bill is mended, not lifted; only for whom it is
        made out is a matter of opinion.
        """
        res = super()._compute_is_decidable()
        for finding in self:
            waits = finding.document_id.sudo().state == "to_fix"
            if waits and finding.rule != BUYER_STRANGER.code:
                finding.is_decidable = False
        return res

    @api.depends("move_id", "document_id")
    @api.depends_context("lang")
    def _compute_place_label(self):
        return super()._compute_place_label()

    @api.model
    def _solutions(self):
        may_create = self.env["res.partner"].has_access("create")
        choose = (
            self.env._("Create or choose the supplier")
            if may_create
            else self.env._("Choose the supplier")
        )
        supplier = (choose, "_solve_supplier")
        compare = (self.env._("Compare the two"), "_solve_compare")
        return super()._solutions() | {
            SUPPLIER_UNKNOWN.code: supplier,
            SUPPLIER_AMBIGUOUS.code: supplier,
            BILL_SUPPLIER.code: (
                self.env._("Change the supplier of the document"),
                "_solve_bill_supplier",
            ),
            DUPLICATE_CLASH.code: compare,
            DUPLICATE_OF_ENDED.code: compare,
            SENDER_NOT_ALLOWED.code: (
                self.env._("Accept the sender"),
                "_solve_sender",
            ),
        }

    def _may_solve(self):
        if self.rule == BILL_SUPPLIER.code:
            return super()._may_solve() and self.document_id.can_change_supplier
        if self.rule not in BEFORE_THE_BILL:
            return super()._may_solve()
        waits = self.document_id.sudo().state == "to_fix"
        return super()._may_solve() and waits and self.document_id.can_process

    def _solve_supplier(self):
        return self.document_id.action_supplier()

    def _solve_bill_supplier(self):
        """Propose the supplier of the bill, who is perhaps the right one."""
        action = self.document_id.action_supplier()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        wizard.partner_id = self.move_id.commercial_partner_id
        return action

    def _solve_compare(self):
        return self.document_id.action_compare()

    def _solve_sender(self):
        return self.document_id.action_accept_sender()
