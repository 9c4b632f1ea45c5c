import logging

from odoo import SUPERUSER_ID, api, models

from odoo.addons.einvoice_intake.models.einvoice_document_receive import RETRIABLE

from ..domain.line_rules import billed_over_received
from .einvoice_rule import FACTS

_logger = logging.getLogger(__name__)

# Keys among the hooks of the commit: drafts that are compared again, and order lines
# of which more or less was received, with whether it is less.
RIVALS = "einvoice_rivals"
OWED = "einvoice_owed"

_SETTLED = ("in_payment", "paid", "reversed", "invoicing_legacy")


class AccountMove(models.Model):
    """What happens to an order after its bills were compared with it."""

    _inherit = "account.move"

    def _einvoice_note_rivals(self, purchase_lines):
        """Have the other drafts on these order lines compared before the commit.

        A bill that is posted, or paired with another order, counts before some of
        them now, or no longer does.
        """
        drafts = (purchase_lines.sudo().invoice_lines.move_id - self)._einvoice_drafts()
        if drafts:
            self._einvoice_before_commit(RIVALS, dict.fromkeys(drafts.ids))

    @api.model
    def _einvoice_note_owed(self, purchase_lines, fell):
        """Have the posted bills of order lines looked at before the commit.

        Args:
            purchase_lines: Of which another quantity is received now.
            fell: Those of which it is less.
        """
        below = set(fell.ids)
        self._einvoice_before_commit(
            OWED, {key: key in below for key in purchase_lines.ids}
        )

    @api.model
    def _einvoice_before_commit(self, name, keys):
        hooks = self.env.cr.precommit
        if name not in hooks.data:
            hooks.data[name] = {}
            system = self.env(user=SUPERUSER_ID, su=True)["account.move"]
            hooks.add(lambda: system._einvoice_compare_noted(name))
        noted = hooks.data[name]
        for key, is_less in keys.items():
            noted[key] = noted.get(key) or is_less

    @api.model
    def _einvoice_compare_noted(self, name):
        """Compare what was noted; it never undoes what a person does."""
        noted = self.env.cr.precommit.data.pop(name, {})
        try:
            with self.env.cr.savepoint():
                if name == RIVALS:
                    drafts = self.browse(sorted(noted)).exists()._einvoice_drafts()
                    drafts._einvoice_check_anew()
                else:
                    self._einvoice_compare_owed(noted)
                self.env.flush_all()
        except RETRIABLE:
            raise
        except Exception:
            _logger.exception("Bills were not compared again: %s %s", name, noted)

    @api.model
    def _einvoice_compare_owed(self, noted):
        """Stop the money of posted bills that ask for what is no longer received.

        A finding tells the buyer; when the goods are received after all it goes by
        itself, and the hold waits for a manager.
        """
        lines = self.env["purchase.order.line"].browse(sorted(noted)).exists()
        fell = lines.filtered(lambda line: noted[line.id])
        bills = fell._einvoice_owed_bills()
        standing = (lines - fell)._einvoice_owed_bills().einvoice_finding_ids
        bills |= standing.filtered(
            lambda each: (
                each.rule == billed_over_received.code and each.state != "lifted"
            )
        ).move_id
        if not bills:
            return
        cases = bills._einvoice_cases()
        codes = {billed_over_received.code}
        noticed = [
            (subject, [each for each in findings if each.code in codes])
            for subject, findings in self.env["einvoice.rule"]._check_orders(cases)
        ]
        for bill in bills:
            self.env.cr.cache.get(FACTS, {}).pop(bill.id, None)
        self.env["einvoice.finding"]._record_all(noticed, codes)
        for bill in fell._einvoice_owed_bills():
            if codes & set(bill._einvoice_stopping_findings().mapped("rule")):
                bill._einvoice_hold_unreceived(fell)

    def _einvoice_hold_unreceived(self, purchase_lines):
        """Hold the payment, once for each order, in the language of the company."""
        company = self.company_id
        env = self.with_context(lang=company.partner_id.lang or self.env.lang).env
        for order in (self.invoice_line_ids.purchase_line_id & purchase_lines).order_id:
            self._einvoice_hold(
                env._(
                    "Less of the order %(order)s is received now than when the bill "
                    "was posted.",
                    order=order.name,
                )
            )


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    def _einvoice_owed_bills(self):
        """Return the posted bills of these lines whose payment can still be held."""
        return self.sudo().invoice_lines.move_id.filtered(
            lambda move: (
                move.state == "posted"
                and move.move_type == "in_invoice"
                and move.payment_state not in _SETTLED
            )
        )
