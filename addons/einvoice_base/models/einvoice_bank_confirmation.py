from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError

from ..domain.account_confirmation import OPEN, Step
from ..domain.events import EventKind
from ..domain.iban import grouped
from ..domain.identifiers import compact

OPEN_STATES = tuple(sorted(step.value for step in OPEN))


class EinvoiceBankConfirmation(models.Model):
    """An account of a supplier that two people confirm before it is paid.

    It is written by methods that check the right, never through RPC; what was done
    before stands in the journal.
    """

    _name = "einvoice.bank.confirmation"
    _inherit = ["einvoice.made.here"]
    _description = "Bank account confirmation"
    _order = "is_open desc, asked_at desc, id desc"
    _rec_name = "account_shown"
    _rec_names_search = ["account_number", "partner_id"]
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Supplier",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    account_number = fields.Char(required=True, readonly=True, index=True)
    account_shown = fields.Char(string="Account", compute="_compute_account_shown")
    move_id = fields.Many2one(
        "account.move",
        string="Bill",
        compute="_compute_move_id",
        store=True,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    state = fields.Selection(
        [
            ("to_call", "To call"),
            ("called", "To confirm"),
            ("confirmed", "Confirmed"),
            ("refused", "Refused"),
            ("dropped", "No longer needed"),
        ],
        default="to_call",
        required=True,
        readonly=True,
        index=True,
    )
    is_open = fields.Boolean(compute="_compute_is_open", store=True)
    hold_id = fields.Many2one("einvoice.hold", readonly=True, index="btree_not_null")
    finding_ids = fields.Many2many(
        "einvoice.finding",
        "einvoice_bank_confirmation_finding_rel",
        "confirmation_id",
        "finding_id",
        readonly=True,
    )
    phone_ids = fields.One2many(
        "einvoice.bank.confirmation.phone", "confirmation_id", readonly=True
    )
    other_accounts = fields.Char(
        string="Accounts so far", compute="_compute_other_accounts", compute_sudo=True
    )

    requester_id = fields.Many2one("res.users", string="Asked by", readonly=True)
    asked_at = fields.Datetime(string="Asked on", required=True, readonly=True)
    arrived_at = fields.Datetime(
        string="Invoice arrived on",
        required=True,
        readonly=True,
        help="A phone number that was written later may come from whoever sent it.",
    )
    called_by_id = fields.Many2one("res.users", readonly=True)
    called_at = fields.Datetime(string="Called on", readonly=True)
    called_number = fields.Char(readonly=True)
    called_origin = fields.Char(string="Number known from", readonly=True)
    called_person = fields.Char(string="Person spoken to", readonly=True)
    call_note = fields.Text(readonly=True)
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True)
    decided_at = fields.Datetime(string="Decided on", readonly=True)
    reason = fields.Text(readonly=True)

    # Of merged suppliers the stricter confirmation stays in force.
    active = fields.Boolean(default=True, readonly=True)

    _one_per_account = models.UniqueIndex(
        "(company_id, partner_id, account_number) WHERE active",
        "This account of the supplier is being confirmed already.",
    )

    @api.depends("finding_ids.move_id")
    def _compute_move_id(self):
        # The bill may come after its document; once confirmed, the findings are gone.
        for each in self:
            each.move_id = each.finding_ids.move_id[:1] or each.move_id

    @api.depends("account_number")
    def _compute_account_shown(self):
        for each in self:
            each.account_shown = grouped(each.account_number or "")

    @api.depends("partner_id.name", "account_number")
    def _compute_display_name(self):
        for each in self:
            supplier = each.sudo().partner_id.display_name
            each.display_name = f"{supplier} – {grouped(each.account_number or '')}"

    @api.depends("state")
    def _compute_is_open(self):
        for each in self:
            each.is_open = each.state in OPEN_STATES

    @api.depends("partner_id", "account_number")
    def _compute_other_accounts(self):
        recorded = self.env["res.partner.bank"]._einvoice_recorded(self.partner_id)
        for each in self:
            known = recorded.get(each.partner_id.commercial_partner_id.id, ())
            each.other_accounts = ", ".join(
                grouped(account.number)
                for account in known
                if account.number != each.account_number and account.is_known
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(
            self.env._("What was done about a bank account is never deleted.")
        )

    def _made_here_words(self):
        return self.env._("A bank account is confirmed step by step, not written.")

    def _check_processor(self):
        if not self.env.user.has_group("einvoice_base.group_processor"):
            raise AccessError(
                self.env._(
                    "Only people who process supplier invoices have an account "
                    "confirmed."
                )
            )

    @api.model
    def _ask(
        self,
        company,
        partner,
        number,
        requester=None,
        arrived_at=None,
        **subjects,
    ):
        """Have an account confirmed, and stop all payments to it until then.

        Args:
            company: Whose invoice asks for it.
            partner: The supplier.
            number: The account, normalised.
            requester: The person who asks; ``None`` when the software does.
            arrived_at: When the account came; phone numbers written later are not
                called.
            subjects: What asks for it, as ids: ``move_id``.

        Returns:
            The confirmation; one that was refused stays refused.
        """
        supplier, now = partner.commercial_partner_id, self.env.cr.now()
        found = self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("partner_id", "=", supplier.id),
                ("account_number", "=", number),
            ]
        )
        if found.is_open or found.state == "refused":
            return self.browse(found.ids)
        vals = {
            "state": Step.TO_CALL.value,
            **subjects,
            "requester_id": requester.id if requester else False,
            "asked_at": now,
            "arrived_at": min(arrived_at or now, now),
            **self._blank(),
        }
        if found:
            found.write(vals)
        else:
            found = self.sudo().create(
                {
                    "company_id": company.id,
                    "partner_id": supplier.id,
                    "account_number": number,
                    **vals,
                }
            )
        found._stop_payments()
        found._snapshot_phones()
        found._emit(
            EventKind.ACCOUNT_ASKED,
            by_system=not requester,
            cause="person" if requester else "finding",
        )
        return self.browse(found.ids)

    @api.model
    def _blank(self):
        """Return a confirmation's answers as they are before the first one."""
        names = (
            "called_by_id called_at called_number called_origin called_person "
            "call_note decided_by_id decided_at reason"
        )
        return dict.fromkeys(names.split(), False)

    def _stop_payments(self):
        for each in self:
            lang = each.company_id.partner_id.lang or self.env.lang
            holds = self.env["einvoice.hold"].with_context(lang=lang)
            each.hold_id = holds.with_user(SUPERUSER_ID)._place(
                holds.env._("Two people have not confirmed this account yet."),
                each.company_id,
                each.partner_id,
                account_number=each.account_number,
            )

    def _let_payments_go(self, reason):
        held = self.hold_id.filtered(lambda hold: hold.state == "held")
        held.with_user(SUPERUSER_ID).action_release(reason)

    def _drop_idle(self):
        """End what no invoice asks for any more, or what is known by other means."""
        for each in self.sudo().exists():
            if each.is_open and not each.requester_id and not each.finding_ids:
                each.state = Step.DROPPED.value
                each._let_payments_go(
                    self.env._("No invoice asks for this account any more.")
                )

    def _same_account(self):
        """Return these and those of other companies about the same accounts."""
        found = self.sudo()
        for each in self.sudo():
            found |= self.sudo().search(
                [
                    ("partner_id", "=", each.partner_id.id),
                    ("account_number", "=", each.account_number),
                ]
            )
        return found

    def _check_again(self):
        """Look again at what was noticed about these accounts.

        An account that became known by other means needs no confirmation any more,
        unless a person asked for it.
        """
        self.sudo().finding_ids._check_accounts_again()
        for each in self.sudo().filtered("is_open"):
            if not each.requester_id and each._is_known():
                each.state = Step.DROPPED.value
                each._let_payments_go(
                    self.env._("Two people stand for this account already.")
                )

    def _is_known(self):
        return self.account_number in self.partner_id._einvoice_known_numbers()

    @api.model
    def _confirmed(self, partners):
        """Return when accounts were confirmed, by supplier and number."""
        found = self.sudo().search(
            [
                ("partner_id", "in", partners.commercial_partner_id.ids),
                ("state", "=", "confirmed"),
            ]
        )
        return {
            (each.partner_id.id, each.account_number): each.decided_at for each in found
        }

    @api.model
    def _refused(self, numbers):
        """Return when accounts were refused, of whatever supplier, by number."""
        wanted = [compact(each) for each in numbers if each]
        if not wanted:
            return {}
        found = self.sudo().search(
            [("account_number", "in", wanted), ("state", "=", "refused")]
        )
        return {each.account_number: each.decided_at.date() for each in found}

    def _event_subjects(self):
        """Return the subjects of its events; addons add theirs."""
        return {"move": self.move_id}

    def _emit(self, kind, by_system=False, **parts):
        journal = self.env["einvoice.event"]
        if by_system:
            journal = journal.with_user(SUPERUSER_ID)
        for each in self.sudo():
            journal._emit(
                kind.value,
                {
                    "supplier": each.partner_id.name or None,
                    "supplier_key": str(each.partner_id.id),
                    "account": each.account_number,
                    **parts,
                },
                company=each.company_id,
                **each._event_subjects(),
            )

    def _open_form(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Bank account to confirm"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
        }
