from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from odoo.addons.einvoice_base.domain.status_reasons import STATUS_REASONS, Status
from odoo.addons.einvoice_base.models._mapping import amount as decimal_amount
from odoo.addons.einvoice_base.models._translation import user_error

from ..domain.deciding import decide, hand_over
from ..domain.rounds import Answer, DecisionError, NotOpenError
from ..domain.segregation import Acts

# Above it a number of the client is not exact; no bill is as large.
_MOST = 10**13


class EinvoiceDecision(models.Model):
    """The answers. Each method checks who calls, what is approved, and the round."""

    _inherit = "einvoice.decision"

    def action_approve(self, comment=None):
        """Approve a bill; one's own asks for a second confirmation.

        Several at once pass as :meth:`action_approve_clean` lets them.
        """
        self.check_access("read")
        if len(self) > 1:
            return self.action_approve_clean()
        if len(self) == 1 and self.is_single and self.can_decide:
            return self.env["einvoice.decision.reason"]._open_for(self, "single")
        self._answer(Answer.APPROVE, comment=comment)
        return True

    def action_approve_own(self, comment=None):
        """Approve a bill of one's own, as the only approver: confirmed twice."""
        self.ensure_one()
        self._answer(Answer.APPROVE, comment=comment, is_confirmed=True)
        return True

    def action_approve_partly(self, amount, reason_code=None, comment=None):
        """Approve a part of the bill: an amount with VAT, in the bill's currency."""
        self.ensure_one()
        self.check_access("read")
        if reason_code:
            self._check_reason(reason_code, Status.PARTLY_APPROVED)
        part = self._part(amount)
        # Typing the amount is the second confirmation of one's own bill.
        self._answer(Answer.PARTLY, reason_code, comment, part, is_confirmed=True)
        return True

    def _part(self, value):
        """Return the amount that a person typed; what is none is said."""
        currency = self.currency_id
        digits = currency.decimal_places
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not (
            is_number
            and 0 < value < _MOST
            and float_compare(value, currency.round(value), digits + 3) == 0
        ):
            raise UserError(
                self.env._(
                    "Type the amount that you approve: above zero, with at most "
                    "%(digits)s decimals.",
                    digits=digits,
                )
            )
        return decimal_amount(value, currency)

    def action_refuse(self, reason_code=None, comment=None):
        """Refuse the bill for good, with a reason of the standard and a comment."""
        self.ensure_one()
        self._check_refusal(reason_code, comment)
        self._answer(Answer.REFUSE, reason_code, comment)
        return True

    def _check_refusal(self, reason_code, comment):
        self._check_reason(reason_code, Status.REFUSED)
        if not (comment or "").strip():
            raise UserError(self.env._("Say why you refuse: it is kept."))

    def _check_reason(self, code, status):
        reason = STATUS_REASONS.get(code)
        if reason is None or status not in reason.statuses:
            raise UserError(self.env._("Choose a reason: the supplier is told."))

    def action_return(self, comment=None):
        """Send the bill back to be corrected."""
        self.ensure_one()
        if not (comment or "").strip():
            raise UserError(self.env._("Say what must be corrected."))
        self._answer(Answer.RETURN, comment=comment)
        return True

    def action_hand_over(self, user_id, comment=None):
        """Give the decision to a colleague."""
        self.ensure_one()
        self.check_access("read")
        colleague = self._colleague(user_id)
        current = self._begin()
        acts = self.round_id.sudo()._acts()
        after = self._tried(
            hand_over, current, self.id, self.env.uid, colleague.id, acts, -1
        )
        self.sudo().comment = comment
        self.round_id.sudo()._store(after, self.env.user)
        return True

    def _colleague(self, user_id):
        user = self.env["res.users"].sudo().browse(user_id).exists()
        if not user or not user.active or user.share:
            raise UserError(self.env._("Choose a colleague who uses the software."))
        if self.company_id not in user.company_ids:
            raise UserError(
                self.env._(
                    "%(user)s does not work in %(company)s.",
                    user=user.name,
                    company=self.sudo().company_id.name,
                )
            )
        return user

    def _answer(
        self,
        answer,
        reason_code=None,
        comment=None,
        part=None,
        origin="screen",
        is_confirmed=False,
    ):
        """Take the answer of the current user, wherever it comes from."""
        self.ensure_one()
        if self.is_single and answer is Answer.APPROVE and not is_confirmed:
            raise UserError(
                self.env._("Confirm once more that you approve a bill of your own.")
            )
        current = self._begin()
        acts = Acts({}) if self.is_single else self.round_id.sudo()._acts()
        total = decimal_amount(self.gross, self.currency_id)
        through = self.sudo()._between()
        after = self._tried(
            decide, current, self.id, self.env.uid, answer, acts, part, total, through
        )
        self.sudo().write(
            {
                "decided_at": fields.Datetime.now(),
                "decided_from": origin,
                "reason_code": reason_code or False,
                "comment": (comment or "").strip() or False,
                "amount_approved": part or False,
            }
        )
        self._note_decided(answer)
        self.round_id.sudo()._store(after, self.env.user)

    def _begin(self, checks_content=True):
        """Return the round, locked, once the bill is still what is approved.

        A second person who answers in the same second waits here, and then finds that
        it was answered.
        """
        self.check_access("read")
        found = self.sudo().round_id
        found._lock()
        if found.state != "open" or (checks_content and found._is_stale()):
            raise user_error(self.env, NotOpenError())
        return found._value()

    def _tried(self, function, *arguments):
        try:
            return function(*arguments)
        except DecisionError as error:
            raise user_error(self.env, error) from error
