import logging

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError

from ..domain.account_rules import account_first
from ..domain.findings import Severity
from ..domain.iban import hidden
from ..domain.identifiers import compact
from ..domain.rule_settings import Mode, RuleSetting

_logger = logging.getLogger(__name__)

# Past these states the money is on its way.
ON_ITS_WAY = ("in_process", "paid")
# What decides where the money goes; it is checked again when it changes on the way.
_WHERE = frozenset(
    "partner_bank_id partner_id partner_type payment_type payment_method_line_id "
    "journal_id".split()
)


class AccountPayment(models.Model):
    _inherit = "account.payment"

    # Which accounts were paid is asked for each bill.
    _einvoice_account_idx = models.Index(
        "(partner_bank_id) WHERE partner_bank_id IS NOT NULL"
    )

    @api.model_create_multi
    def create(self, vals_list):
        payments = super().create(vals_list)
        payments.filtered(
            lambda payment: payment.state in ON_ITS_WAY
        )._einvoice_check_holds()
        return payments

    def write(self, vals):
        # `action_post` and `action_validate` come through here, and so does a client
        # that writes the state itself.
        if vals.get("state") in ON_ITS_WAY:
            self.filtered(
                lambda payment: payment.state not in ON_ITS_WAY
            )._einvoice_check_holds()
        res = super().write(vals)
        if _WHERE & vals.keys():
            self.filtered(
                lambda payment: payment.state in ON_ITS_WAY
            )._einvoice_check_holds()
        return res

    @api.model
    def _einvoice_transfer_codes(self):
        """Return the codes of the payment methods that send money to an account."""
        return [
            *self._get_method_codes_using_bank_account(),
            *self._get_method_codes_needing_bank_account(),
        ]

    def _einvoice_is_transfer(self):
        """Tell whether the money goes to the account that the payment names.

        Odoo fills the account in on any payment, also in cash and by cheque.
        """
        return (
            self.journal_id.type != "cash"
            and self.payment_method_line_id.code in self._einvoice_transfer_codes()
        )

    def _einvoice_check_holds(self):
        """Refuse outgoing payments that a hold, a bill or their account stops."""
        outgoing = self.filtered(lambda payment: payment.payment_type == "outbound")
        outgoing.invoice_ids._einvoice_gate("pay")
        outgoing = outgoing.sudo()
        refused = [
            *outgoing._einvoice_nameless(),
            *outgoing._einvoice_held(),
            *outgoing._einvoice_doubted(),
        ]
        if refused:
            raise UserError("\n".join(dict.fromkeys(refused)))

    def _einvoice_suppliers(self):
        """Return whom these payments pay: who is named, and whose account it is."""
        return self.partner_id | self.partner_bank_id.partner_id

    def _einvoice_nameless(self):
        """Say which payments settle a supplier's account and name no supplier."""
        for payment in self:
            account = payment.destination_account_id
            if account.account_type == "liability_payable" and not payment.partner_id:
                yield self.env._(
                    "A payment to the account %(account)s must name its supplier: "
                    "without him no hold is seen.",
                    account=account.display_name,
                )

    def _einvoice_held(self):
        """Say which payments a hold stops."""
        standing = self.env["einvoice.hold"]._standing(
            self._einvoice_suppliers(), self.invoice_ids
        )
        for payment in self:
            for supplier in payment._einvoice_suppliers() or payment.partner_id:
                holds = standing._that_stop(
                    payment.company_id,
                    supplier,
                    payment.invoice_ids,
                    payment.partner_bank_id.sanitized_acc_number,
                )
                for blocker in (hold._blocker() for hold in holds):
                    yield (
                        f"{supplier.display_name}: {blocker.sentence}\n"
                        f"→ {blocker.advice}"
                    )

    def _einvoice_doubted(self):
        """Say which payments go to an account that nobody stands for."""
        going = self.filtered(
            lambda each: each.partner_bank_id and each._einvoice_is_transfer()
        )
        refused = self.env["einvoice.bank.confirmation"]._refused(
            going.mapped("partner_bank_id.sanitized_acc_number")
        )
        recorded = self.env["res.partner.bank"]._einvoice_recorded(
            going._einvoice_suppliers(), apart_from=going
        )
        for payment in going:
            number = compact(payment.partner_bank_id.sanitized_acc_number)
            known = recorded.get(payment.partner_id.commercial_partner_id.id, ())
            if payment._einvoice_is_to_another():
                yield self.env._(
                    "The account %(account)s is one of %(owner)s, not of "
                    "%(supplier)s.\n→ Choose an account of the one who is paid.",
                    account=hidden(number),
                    owner=payment.partner_bank_id.partner_id.display_name,
                    supplier=payment.partner_id.display_name or "–",
                )
            elif number in refused:
                yield self.env._(
                    "%(supplier)s: the account %(account)s was refused.\n→ Pay to "
                    "another account of this supplier.",
                    supplier=payment.partner_id.display_name,
                    account=hidden(number),
                )
            elif payment._einvoice_is_in_doubt(number, known):
                payment._einvoice_ask_later(number)
                yield self.env._(
                    "%(supplier)s: nobody has confirmed the account %(account)s.\n→ "
                    "Have it confirmed by two people: it now stands under “Bank "
                    "Accounts to Confirm”.",
                    supplier=payment.partner_id.display_name,
                    account=hidden(number),
                )

    def _einvoice_is_in_doubt(self, number, recorded):
        """Tell whether nobody stands for the account of a payment to a supplier."""
        partner = self.partner_id
        is_supplier = (
            self.partner_type == "supplier"
            or partner.commercial_partner_id.supplier_rank
            or self.destination_account_id.account_type == "liability_payable"
        )
        if not is_supplier:
            return False
        # Money between our own banks.
        if self.partner_bank_id.journal_id and partner.ref_company_ids:
            return False
        if any(each.number == number and each.is_known for each in recorded):
            return False
        if any(each.number != number for each in recorded):
            return True
        # A company may do without a second person for the first account of a supplier.
        settings = self.env["einvoice.rule"].sudo()._settings(self.company_id.id)
        setting = settings.get(account_first.code) or RuleSetting()
        return setting.mode is Mode.ON and setting.severity is not Severity.INFORM

    def _einvoice_is_to_another(self):
        """Tell whether the money goes to an account of somebody else."""
        bank = self.partner_bank_id
        # Money between our own banks.
        if bank.journal_id:
            return False
        owner = bank.partner_id.commercial_partner_id
        return owner != self.partner_id.commercial_partner_id

    def _einvoice_ask_later(self, number):
        """Have the account confirmed once the refusal rolled everything back."""
        company, partner = self.company_id.id, self.partner_id.id
        person, registry = self.env.uid, self.env.registry

        def ask():
            try:
                with registry.cursor() as cr:
                    env = api.Environment(cr, SUPERUSER_ID, {})
                    # A supplier made in what was rolled back is gone.
                    if supplier := env["res.partner"].browse(partner).exists():
                        env["einvoice.bank.confirmation"]._ask(
                            env["res.company"].browse(company),
                            supplier,
                            number,
                            requester=env["res.users"].browse(person),
                        )
            except Exception:
                _logger.exception("no confirmation was asked for supplier %s", partner)

        self.env.cr.postrollback.add(ask)
