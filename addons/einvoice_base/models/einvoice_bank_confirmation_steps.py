from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError

from ..domain.account_confirmation import (
    Hands,
    Step,
    check_second_person,
    check_step,
)
from ..domain.errors import DomainError
from ..domain.events import EventKind
from ..domain.iban import grouped, is_iban_like
from ..domain.identifiers import iban_of
from ._translation import user_error


class EinvoiceBankConfirmation(models.Model):
    """What people do: call, confirm, refuse, ask again. Each method checks itself."""

    _inherit = "einvoice.bank.confirmation"

    can_call = fields.Boolean(compute="_compute_can_decide")
    can_confirm = fields.Boolean(compute="_compute_can_decide")
    can_ask_again = fields.Boolean(compute="_compute_can_decide")
    why_not = fields.Char(
        string="Why you cannot confirm", compute="_compute_can_decide"
    )

    @api.depends("state", "called_by_id", "requester_id", "account_number")
    @api.depends_context("uid", "lang")
    def _compute_can_decide(self):
        user = self.env.user
        is_processor = user.has_group("einvoice_base.group_processor")
        is_manager = user.has_group("einvoice_base.group_manager")
        for each in self:
            is_called = each.state == Step.CALLED.value
            refusal = each._refusal() if is_called else None
            each.can_call = is_processor and each.is_open
            each.can_confirm = is_manager and is_called and not refusal
            each.can_ask_again = is_manager and not each.is_open
            each.why_not = each._why_not(is_manager, refusal) if is_called else False

    def _why_not(self, is_manager, refusal):
        if not is_manager:
            return self.env._(
                "A manager of supplier invoices who did not call confirms the account."
            )
        return str(user_error(self.env, refusal)) if refusal else False

    def _refusal(self):
        """Return why this user may not be the second person, as a domain error."""
        try:
            check_second_person(
                self.env.uid, self._hands(), grouped(self.account_number)
            )
        except DomainError as error:
            return error
        return None

    def _hands(self):
        """Return who had a hand in the account, in whatever company."""
        same = self._same_account()
        banks = (
            self.env["res.partner.bank"]
            .sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("sanitized_acc_number", "=", self.account_number),
                    (
                        "partner_id.commercial_partner_id",
                        "=",
                        self.sudo().partner_id.id,
                    ),
                ]
            )
        )
        authors = {(each.einvoice_author_id or each.create_uid).id for each in banks}
        return Hands(
            callers=frozenset(same.called_by_id.ids),
            requesters=frozenset(same.requester_id.ids),
            authors=frozenset(authors - {SUPERUSER_ID}),
            typists=frozenset(same._typed_bills().create_uid.ids),
        )

    def _typed_bills(self):
        """Return the bills on which a person, not the supplier, wrote the account."""
        return (self.move_id | self.finding_ids.move_id).sudo()

    def _check_step(self, after):
        for each in self:
            try:
                check_step(Step(each.state), after, grouped(each.account_number))
            except DomainError as error:
                raise user_error(self.env, error) from error

    def _check_manager(self):
        self.check_access("read")
        if not self.env.user.has_group("einvoice_base.group_manager"):
            raise AccessError(
                self.env._(
                    "Only a manager of supplier invoices decides on this account."
                )
            )

    def action_note_call(self):
        """Ask what the supplier said on the phone."""
        self.ensure_one()
        self.check_access("read")
        self._check_processor()
        self._check_step(Step.CALLED)
        return self.env["einvoice.bank.call"]._open_for(self)

    def _note_call(self, number, origin, person, note):
        """Note a call to the supplier; another person confirms after it.

        Args:
            number: E.164.
            origin: Where the number is known from.
            person: Who answered.
            note: What was said.
        """
        self.ensure_one()
        self.check_access("read")
        self._check_processor()
        self._check_step(Step.CALLED)
        person = (person or "").strip()
        if not person:
            raise UserError(self.env._("Say whom you spoke to at the supplier's."))
        self.sudo().write(
            {
                "state": Step.CALLED.value,
                "called_by_id": self.env.uid,
                "called_at": fields.Datetime.now(),
                "called_number": number,
                "called_origin": origin,
                "called_person": person,
                "call_note": (note or "").strip(),
            }
        )
        self._emit(
            EventKind.ACCOUNT_CALLED,
            cause=(note or "").strip() or None,
            number=number,
            origin=origin,
            person=person,
        )

    def action_confirm(self):
        """Confirm the account as the second person: from now on it may be paid."""
        self._check_manager()
        for each in self:
            each._check_step(Step.CONFIRMED)
            if refusal := each._refusal():
                raise user_error(self.env, refusal)
            each._check_number()
            each._confirm()
        return True

    def _check_number(self):
        number = self.account_number
        if is_iban_like(number) and iban_of(number) is None:
            raise UserError(
                self.env._(
                    "%(account)s is no valid IBAN: ask the supplier for the right one.",
                    account=grouped(number),
                )
            )

    def _confirm(self):
        record = self.sudo()
        record.write(
            {
                "state": Step.CONFIRMED.value,
                "decided_by_id": self.env.uid,
                "decided_at": self.env.cr.now(),
                "reason": False,
            }
        )
        record._record_account()
        caller = record.called_by_id.name
        self._emit(
            EventKind.ACCOUNT_CONFIRMED,
            # What the caller wrote stands in the event of the call, under his name.
            cause=None,
            caller=caller,
            number=record.called_number,
            person=record.called_person,
        )
        same = record._same_account()
        reason = self.env._(
            "Account confirmed by %(manager)s after a call of %(caller)s.",
            manager=self.env.user.name,
            caller=caller,
        )
        (same - record).filtered("is_open").write({"state": Step.DROPPED.value})
        same.filtered(lambda each: each.state != "refused")._let_payments_go(reason)
        same.finding_ids._check_accounts_again()

    def _record_account(self):
        """Have the account on the supplier and let Odoo pay it.

        As superuser, because Odoo's own right to trust an account belongs to a single
        person; the event names the two who stand for it.
        """
        banks = self.env["res.partner.bank"].with_user(SUPERUSER_ID)
        banks = banks.with_context(active_test=False)
        found = banks.search(
            [
                ("sanitized_acc_number", "=", self.account_number),
                ("partner_id.commercial_partner_id", "=", self.partner_id.id),
            ]
        )
        if found:
            found.write({"active": True, "allow_out_payment": True})
        else:
            banks.create(
                {
                    "partner_id": self.partner_id.id,
                    "acc_number": grouped(self.account_number),
                    "allow_out_payment": True,
                }
            )

    def action_ask_refusal(self):
        """Ask for the reason of a refusal."""
        self.ensure_one()
        self.check_access("read")
        self._check_processor()
        self._check_step(Step.REFUSED)
        return self.env["einvoice.bank.refusal"]._open_for(self)

    def action_refuse(self, reason=None):
        """Refuse the account for good: no payment goes there, now or later.

        A processor refuses what is in doubt; what may be paid, only a manager.
        """
        self.check_access("read")
        self._check_processor()
        self._check_step(Step.REFUSED)
        if any(each.sudo()._is_known() for each in self):
            self._check_manager()
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Give a reason: it is kept in the journal."))
        record = self.sudo()
        record.write(
            {
                "state": Step.REFUSED.value,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
                "reason": reason,
            }
        )
        record._distrust()
        self._emit(EventKind.ACCOUNT_REFUSED, cause=reason)
        record._same_account().finding_ids._check_accounts_again()
        return True

    def _distrust(self):
        """Take Odoo's trust from a refused account, on whomever it stands."""
        self.env["res.partner.bank"].with_user(SUPERUSER_ID).search(
            [
                ("sanitized_acc_number", "in", self.mapped("account_number")),
                ("allow_out_payment", "=", True),
            ]
        ).write({"allow_out_payment": False})

    def action_ask_again(self):
        """Begin again with an account that was refused, confirmed or dropped."""
        self._check_manager()
        self._check_step(Step.TO_CALL)
        for each in self.sudo():
            each.write(
                {
                    "state": Step.TO_CALL.value,
                    "requester_id": self.env.uid,
                    "asked_at": self.env.cr.now(),
                    **self._blank(),
                }
            )
            each._stop_payments()
            each._snapshot_phones()
        self._emit(EventKind.ACCOUNT_ASKED, cause="person")
        self.sudo()._same_account().finding_ids._check_accounts_again()
        return True
