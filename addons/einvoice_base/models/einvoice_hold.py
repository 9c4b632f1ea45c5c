from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..domain.events import EventKind
from ..domain.gate import Blocker
from ..domain.identifiers import compact


class EinvoiceHold(models.Model):
    _name = "einvoice.hold"
    _description = "Payment hold"
    _order = "state, placed_at desc, id desc"
    _rec_name = "cause"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    move_id = fields.Many2one(
        "account.move",
        string="Bill",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
    )
    partner_id = fields.Many2one(
        "res.partner", string="Supplier", required=True, readonly=True, index=True
    )
    account_number = fields.Char(readonly=True)
    cause = fields.Char(required=True, readonly=True)
    state = fields.Selection(
        [("held", "Held"), ("released", "Released")],
        default="held",
        required=True,
        readonly=True,
    )
    placed_by_id = fields.Many2one(
        "res.users", readonly=True, default=lambda self: self.env.uid
    )
    placed_at = fields.Datetime(
        string="Placed on", readonly=True, default=fields.Datetime.now
    )
    released_by_id = fields.Many2one("res.users", readonly=True)
    released_at = fields.Datetime(string="Released on", readonly=True)
    release_reason = fields.Text(string="Reason of the release", readonly=True)

    _held_idx = models.Index("(partner_id, company_id) WHERE state = 'held'")

    @api.model
    def _place(self, cause, company, partner, move=None, account_number=None):
        """Stop the money of a bill, or of a supplier's account when no bill is given.

        A hold that stands for the same cause is not placed twice.
        """
        vals = {
            "company_id": company.id,
            "partner_id": partner.commercial_partner_id.id,
            "move_id": move.id if move else False,
            "account_number": compact(account_number) or False,
            "cause": cause,
        }
        same = Domain.AND(Domain(name, "=", value) for name, value in vals.items())
        if standing := self.sudo().search(same & Domain("state", "=", "held"), limit=1):
            return standing
        hold = self.sudo().create(vals)
        hold._emit(EventKind.HELD, cause)
        self._forget_who_is_held()
        return hold

    @api.model
    def _standing(self, partners, moves):
        """Return the holds on these bills and on these suppliers, in one query."""
        return self.sudo().search(
            Domain("state", "=", "held")
            & (
                Domain("move_id", "in", moves.ids)
                | Domain("partner_id", "in", partners.commercial_partner_id.ids)
            )
        )

    def _that_stop(self, company, partner, moves, account_number):
        """Return those of these holds that stop one payment.

        Of the bills it pays; of the account it goes to; of the supplier as a whole.
        A payment that names no bill might pay any bill of the supplier, so each hold
        of this supplier without an account stops it. A head office may pay for its
        branches, so their holds count together.
        """
        supplier, account_number = (
            partner.commercial_partner_id,
            compact(account_number),
        )
        return self.filtered(
            lambda hold: (
                (hold.move_id and hold.move_id in moves)
                or (
                    hold.partner_id == supplier
                    and hold.company_id.root_id == company.root_id
                    and hold._covers(moves, account_number)
                )
            )
        )

    def _covers(self, moves, account_number):
        if self.account_number:
            return self.account_number == account_number
        return not self.move_id or not moves

    def _bills_domain(self):
        """Return the bills that a hold on a supplier or on an account stops."""
        bills = Domain("commercial_partner_id", "=", self.partner_id.id) & Domain(
            "company_id", "child_of", self.company_id.root_id.id
        )
        if self.account_number:
            bills &= Domain(
                "partner_bank_id.sanitized_acc_number", "=", self.account_number
            )
        return bills

    def _blocker(self):
        account = self.account_number
        sentence = (
            self.env._(
                "Payments to %(account)s are held: %(cause)s",
                account=account,
                cause=self.cause,
            )
            if account
            else self.env._("The payment is held: %(cause)s", cause=self.cause)
        )
        return Blocker(
            "held",
            sentence,
            self.env._("A manager of supplier invoices can release it with a reason."),
        )

    def action_release(self, reason=None):
        """Let the money go; a manager, with a reason."""
        self.check_access("read")
        if not self.env.user.has_group("einvoice_base.group_manager"):
            raise AccessError(
                self.env._("Only a manager of supplier invoices releases a payment.")
            )
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Give a reason: it is kept in the journal."))
        held = self.sudo().filtered(lambda hold: hold.state == "held")
        held.write(
            {
                "state": "released",
                "released_by_id": self.env.uid,
                "released_at": fields.Datetime.now(),
                "release_reason": reason,
            }
        )
        for hold in held:
            hold._emit(EventKind.RELEASED, reason)
        self._forget_who_is_held()
        return True

    @api.model
    def _forget_who_is_held(self):
        # A hold on an account stops bills that no relation leads to.
        self.env["account.move"].invalidate_model(
            [
                "einvoice_stopping_hold_ids",
                "einvoice_is_held",
                "einvoice_is_stopped",
                "einvoice_todo",
            ]
        )

    def action_decide(self):
        """Open the wizard that asks for the reason."""
        return self.env["einvoice.reason"]._open_for(holds=self)

    def _emit(self, kind, cause, **parts):
        bill = self.move_id._einvoice_payload() if self.move_id else {}
        self.env["einvoice.event"]._emit(
            kind.value,
            {
                "amount": None,
                "due_date": None,
                "supplier": self.partner_id.name,
                "supplier_key": str(self.partner_id.id),
                **bill,
                "account": self.account_number or None,
                "cause": cause,
                **parts,
            },
            company=self.company_id,
            move=self.move_id,
        )
