from odoo import api, fields, models

from ..domain.account_rules import ACCOUNT_RULES, CONFIRMED_BY_TWO, account_refused
from ..domain.habit_rules import HABIT_RULES
from ..domain.supplier_rules import SUPPLIER_RULES
from ..domain.values import restored

# What depends on who the supplier is and where he is paid.
CODES = frozenset(each.code for each in (*SUPPLIER_RULES, *ACCOUNT_RULES, *HABIT_RULES))


class EinvoiceFinding(models.Model):
    """What a finding about a bank account sets going: a confirmation and a hold."""

    _inherit = "einvoice.finding"

    confirmation_ids = fields.Many2many(
        "einvoice.bank.confirmation",
        "einvoice_bank_confirmation_finding_rel",
        "finding_id",
        "confirmation_id",
        string="Bank accounts to confirm",
        readonly=True,
        copy=False,
    )

    @api.model
    def _open(self, fresh):
        opened = super()._open(fresh)
        # What a rule that is only tried notices stops nothing.
        opened.filtered(
            lambda each: (
                each.rule in {*CONFIRMED_BY_TWO, account_refused.code}
                and not each.tried_severity
            )
        )._have_accounts_confirmed()
        return opened

    def _close(self):
        confirmations = self.sudo().confirmation_ids
        res = super()._close()
        confirmations._drop_idle()
        return res

    def _have_accounts_confirmed(self):
        for finding in self.sudo():
            if finding.rule == account_refused.code:
                finding.confirmation_ids |= finding._refused_confirmations()
            else:
                finding.confirmation_ids |= finding._ask_confirmations()

    def _account_numbers(self):
        return restored(self.values or {}).get("numbers", ())

    def _refused_confirmations(self):
        return self.confirmation_ids.search(
            [
                ("account_number", "in", list(self._account_numbers())),
                ("state", "=", "refused"),
            ]
        )

    def _ask_confirmations(self, requester=None):
        asked = self.env["einvoice.bank.confirmation"].sudo()
        partner = self._account_supplier()
        if not partner:
            return asked
        for number in self._account_numbers():
            asked |= asked._ask(
                self.company_id,
                partner,
                number,
                requester=requester,
                arrived_at=self._account_arrived_at(),
                **self._confirmation_subjects(),
            ).sudo()
        return asked

    def _confirmation_subjects(self):
        """Return the subjects of the confirmation, as ids; addons add theirs."""
        return {"move_id": self.move_id.id}

    def _account_supplier(self):
        """Return the supplier whose account it is about; addons know more subjects."""
        return self.move_id.commercial_partner_id

    def _account_arrived_at(self):
        """Return when the account came in; addons know when the invoice did."""
        return self.move_id.create_date

    def _check_accounts_again(self):
        """Apply the rules on supplier and account again to what these are about."""
        standing = self.sudo().exists().filtered(lambda each: each.rule in CODES)
        cases = standing._account_cases()
        rules = self.env["einvoice.rule"].sudo()
        noticed = [
            (subject, [each for each in findings if each.code in CODES])
            for subject, findings in rules._check_cases(cases)
        ]
        if noticed:
            self._record_all(noticed, CODES)
        return cases

    def _account_cases(self):
        """Return what is to be checked again; addons add their subjects."""
        return self.move_id._einvoice_cases()

    @api.model
    def _solutions(self):
        confirm = (self.env._("Confirm the bank account…"), "_solve_account")
        return super()._solutions() | dict.fromkeys(CONFIRMED_BY_TWO, confirm)

    def _solve_account(self):
        """Open the confirmation of the account, asked for now where there is none."""
        confirmations = self.env["einvoice.bank.confirmation"]
        confirmations._check_processor()
        asked = self.sudo().confirmation_ids.filtered("is_open")
        if not asked:
            asked = self.sudo()._ask_confirmations(requester=self.env.user)
            self.sudo().confirmation_ids |= asked
        return asked[:1].sudo(False)._open_form() if asked else None
