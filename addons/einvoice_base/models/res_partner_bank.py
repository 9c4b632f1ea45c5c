from collections import defaultdict
from datetime import date, datetime

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..domain.bank_accounts import RecordedAccount
from ..domain.events import EventKind
from ..domain.iban import hidden
from ..domain.identifiers import compact
from .account_payment import ON_ITS_WAY

# What says who stands for an account; nobody writes it himself.
WITNESSES = frozenset(
    {
        "einvoice_author_id",
        "einvoice_number_at",
        "einvoice_trusted_by_id",
        "einvoice_trusted_at",
    }
)

_NEVER = (date.min, date.min)

# Accounts, and the first and last day on which money was sent there. Cash and cheques
# carry an account that nobody paid to.
_PAID = """
SELECT bank_id, MIN(day), MAX(day) FROM (
    SELECT payment.partner_bank_id AS bank_id, payment.date AS day
      FROM account_payment AS payment
      JOIN res_partner_bank AS bank ON bank.id = payment.partner_bank_id
      JOIN account_journal AS journal ON journal.id = payment.journal_id
      JOIN account_payment_method_line AS line
        ON line.id = payment.payment_method_line_id
      JOIN account_payment_method AS method
        ON method.id = line.payment_method_id
     WHERE bank.id = ANY(%(ids)s)
       AND payment.id != ALL(%(apart_from)s)
       AND payment.payment_type = 'outbound'
       AND payment.partner_type = 'supplier'
       AND payment.state = ANY(%(states)s)
       AND journal.type != 'cash'
       AND method.code = ANY(%(codes)s)
       AND (bank.einvoice_number_at IS NULL
            OR payment.create_date >= bank.einvoice_number_at)
    UNION ALL
    SELECT move.partner_bank_id, move.invoice_date
      FROM account_move AS move
      JOIN res_partner_bank AS bank ON bank.id = move.partner_bank_id
     WHERE bank.id = ANY(%(ids)s)
       AND bank.einvoice_number_at IS NULL
       AND move.move_type IN ('in_invoice', 'in_receipt')
       AND move.state = 'posted'
       AND move.payment_state IN ('paid', 'in_payment', 'partial')
) AS sent
GROUP BY bank_id
"""


class ResPartnerBank(models.Model):
    """An account and the people who stand for it; see ``domain/bank_accounts.py``.

    Where the four fields are empty, the account stands there from before the suite.
    """

    _inherit = "res.partner.bank"

    einvoice_author_id = fields.Many2one(
        "res.users", string="Number written by", readonly=True, copy=False
    )
    einvoice_number_at = fields.Datetime(
        string="Number written on", readonly=True, copy=False
    )
    einvoice_trusted_by_id = fields.Many2one(
        "res.users", string="Trusted by", readonly=True, copy=False
    )
    einvoice_trusted_at = fields.Datetime(
        string="Trusted on", readonly=True, copy=False
    )
    einvoice_is_known = fields.Boolean(
        string="May be paid", compute="_compute_einvoice_is_known", compute_sudo=True
    )

    @api.depends("allow_out_payment", "acc_number", "partner_id")
    def _compute_einvoice_is_known(self):
        refused = self.env["einvoice.bank.confirmation"]._refused(
            self.mapped("sanitized_acc_number")
        )
        known = {
            (supplier, each.number)
            for supplier, accounts in self._einvoice_recorded(self.partner_id).items()
            for each in accounts
            if each.is_known and each.number not in refused
        }
        for bank in self:
            supplier = bank.partner_id.commercial_partner_id.id
            number = compact(bank.sanitized_acc_number)
            # Nobody has to confirm our own accounts.
            is_ours = bool(bank.journal_id)
            bank.einvoice_is_known = is_ours or (supplier, number) in known

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._einvoice_guard(vals)
        banks = super().create(vals_list)
        banks._einvoice_note_written()
        banks.filtered("allow_out_payment")._einvoice_note_trusted()
        banks._einvoice_check_again()
        return banks

    def write(self, vals):
        self._einvoice_guard(vals)
        if "acc_number" in vals or "sanitized_acc_number" in vals:
            self._einvoice_keep_number(vals)
        before = {bank: bank._einvoice_identity() for bank in self}
        trusted = self.filtered("allow_out_payment")
        holders = {bank: bank.acc_holder_name for bank in self}
        res = super().write(vals)
        moved = self.filtered(lambda bank: before[bank] != bank._einvoice_identity())
        if moved:
            moved._einvoice_begin_again(keeps_trust="allow_out_payment" in vals)
        trusted._einvoice_tell_renamed(holders)
        (self.filtered("allow_out_payment") - trusted)._einvoice_note_trusted()
        (trusted - self.filtered("allow_out_payment"))._einvoice_note_distrusted()
        if moved or {"active", "allow_out_payment"} & vals.keys():
            self._einvoice_check_again()
        return res

    def _einvoice_identity(self):
        return compact(self.sanitized_acc_number), self.partner_id.id

    def _einvoice_guard(self, vals):
        if WITNESSES & vals.keys():
            raise AccessError(
                self.env._("Who stands for a bank account is recorded, not written.")
            )

    def _einvoice_keep_number(self, vals):
        """Refuse another number on an account to which money was sent.

        A payment and its bank file name the record, so they would go elsewhere.
        """
        number = compact(vals.get("acc_number") or vals.get("sanitized_acc_number"))
        for bank in self.filtered(lambda each: each._einvoice_identity()[0] != number):
            if bank._einvoice_paid():
                raise UserError(
                    self.env._(
                        "Payments were made to %(account)s, so its number stays. "
                        "Archive it and add the new number as another account.",
                        account=hidden(bank.sanitized_acc_number),
                    )
                )

    def _einvoice_note_written(self):
        for bank in self:
            super(ResPartnerBank, bank.sudo()).write(
                {
                    "einvoice_author_id": self.env.uid,
                    "einvoice_number_at": self.env.cr.now(),
                    "einvoice_trusted_by_id": False,
                    "einvoice_trusted_at": False,
                }
            )
        return True

    def _einvoice_note_trusted(self):
        for bank in self:
            super(ResPartnerBank, bank.sudo()).write(
                {
                    "einvoice_trusted_by_id": self.env.uid,
                    "einvoice_trusted_at": self.env.cr.now(),
                }
            )
        return True

    def _einvoice_note_distrusted(self):
        for bank in self:
            super(ResPartnerBank, bank.sudo()).write(
                {"einvoice_trusted_by_id": False, "einvoice_trusted_at": False}
            )
        return True

    def _einvoice_tell_renamed(self, before):
        """Tell who is named on transfers to an account that may be paid.

        Args:
            before: Account to the name of its holder.
        """
        for bank in self.filtered(lambda each: each.acc_holder_name != before[each]):
            payload = {
                "supplier": bank.partner_id.commercial_partner_id.name or None,
                "account": bank.sanitized_acc_number,
                "before": before[bank] or None,
                "after": bank.acc_holder_name or None,
            }
            company = bank.company_id or self.env.company
            self.env["einvoice.event"]._emit(
                EventKind.HOLDER_RENAMED.value, payload, company=company
            )

    def _einvoice_begin_again(self, keeps_trust=False):
        """Make these accounts new ones: nobody stands for them, nothing was paid.

        Args:
            keeps_trust: The switch was set together with the number; whoever did that
                is its author too, and proves nothing.
        """
        if not keeps_trust:
            trusted = self.sudo().filtered("allow_out_payment")
            super(ResPartnerBank, trusted).write({"allow_out_payment": False})
        self._einvoice_note_written()
        if keeps_trust:
            self.filtered("allow_out_payment")._einvoice_note_trusted()
        return True

    @api.model
    def _einvoice_recorded(self, partners, apart_from=None):
        """Return the accounts of suppliers as the domain knows them.

        Args:
            partners: Suppliers; accounts of their whole company count.
            apart_from: Payments that do not count: those that are being checked.

        Returns:
            Id of the commercial partner to its accounts, the last paid one first.
        """
        found = self._einvoice_proofs(partners, apart_from)
        return {key: self._einvoice_values(proofs) for key, proofs in found.items()}

    @api.model
    def _einvoice_proofs(self, partners, apart_from=None):
        """Return what stands for each account of suppliers, asked for all at once.

        Returns:
            Id of the commercial partner to tuples of account, days of the first and
            the last payment, and time of the confirmation; the last paid one first.
        """
        suppliers = partners.sudo().commercial_partner_id
        banks = self.sudo().search(
            [("partner_id.commercial_partner_id", "in", suppliers.ids)]
        )
        paid = banks._einvoice_paid(apart_from)
        confirmed = banks._einvoice_confirmed()
        found = defaultdict(list)
        for bank in banks.sorted(
            lambda each: (paid.get(each.id, _NEVER)[1], each.id), reverse=True
        ):
            supplier = bank.partner_id.commercial_partner_id.id
            found[supplier].append(
                (bank, paid.get(bank.id, (None, None)), confirmed.get(bank.id))
            )
        return found

    @api.model
    def _einvoice_values(self, proofs, day=None):
        """Return accounts as the domain knows them.

        Args:
            proofs: Those of one supplier.
            day: What is known later is left out; for a rehearsal.
        """
        return tuple(
            bank._einvoice_value(first_paid, confirmed_at, day)
            for bank, (first_paid, _last), confirmed_at in proofs
            if day is None or bank._einvoice_existed(day)
        )

    def _einvoice_existed(self, day):
        return not self.einvoice_number_at or self.einvoice_number_at.date() <= day

    def _einvoice_value(self, first_paid, confirmed_at, day):
        def before(moment):
            moment = moment.date() if isinstance(moment, datetime) else moment
            return bool(moment) and (day is None or moment < day)

        trusted_at, truster = self.einvoice_trusted_at, self.einvoice_trusted_by_id
        return RecordedAccount(
            number=compact(self.sanitized_acc_number),
            is_paid=before(first_paid),
            is_confirmed=before(confirmed_at),
            is_trusted=self.allow_out_payment
            and (not trusted_at or before(trusted_at)),
            author=(self.einvoice_author_id or self.create_uid).id or None,
            trusted_by=truster.id or None,
            is_former=not self.einvoice_number_at,
            is_by_software=truster.id == SUPERUSER_ID,
        )

    def _einvoice_paid(self, apart_from=None):
        """Return the days of the first and the last payment to each account.

        Only what went there since the number is what it is; of the time before the
        suite, the account that paid bills name counts too.
        """
        if not self:
            return {}
        self._einvoice_flush_payments()
        rows = self.env.execute_query(
            SQL(
                _PAID,
                ids=self.ids,
                apart_from=apart_from.ids if apart_from else [],
                states=list(ON_ITS_WAY),
                codes=self.env["account.payment"]._einvoice_transfer_codes(),
            )
        )
        return {bank_id: (first, last) for bank_id, first, last in rows}

    def _einvoice_flush_payments(self):
        payments, moves = self.env["account.payment"], self.env["account.move"]
        payments.flush_model(
            [
                "partner_bank_id",
                "date",
                "journal_id",
                "payment_method_line_id",
                "payment_type",
                "partner_type",
                "state",
            ]
        )
        moves.flush_model(
            ["partner_bank_id", "invoice_date", "move_type", "state", "payment_state"]
        )
        self.flush_model(["einvoice_number_at"])

    def _einvoice_confirmed(self):
        """Return when each account was confirmed by two people, as it is now."""
        confirmations = self.env["einvoice.bank.confirmation"]._confirmed(
            self.partner_id
        )
        found = {}
        for bank in self:
            supplier = bank.partner_id.commercial_partner_id
            number = compact(bank.sanitized_acc_number)
            at = confirmations.get((supplier.id, number))
            if at and not (bank.einvoice_number_at and bank.einvoice_number_at > at):
                found[bank.id] = at
        return found

    def _einvoice_check_again(self):
        """Look again at what was noticed about these suppliers' accounts."""
        confirmations = self.env["einvoice.bank.confirmation"].sudo()
        confirmations.search(
            [
                ("partner_id", "in", self.partner_id.commercial_partner_id.ids),
                ("state", "in", ("to_call", "called", "refused")),
            ]
        )._check_again()

    def action_einvoice_ask(self):
        """Have the account confirmed by two people."""
        self.ensure_one()
        self.check_access("read")
        confirmations = self.env["einvoice.bank.confirmation"]
        confirmations._check_processor()
        asked = confirmations._ask(
            self.env.company,
            self.partner_id,
            compact(self.sanitized_acc_number),
            requester=self.env.user,
            arrived_at=self.einvoice_number_at or self.create_date,
        )
        return asked._open_form()
