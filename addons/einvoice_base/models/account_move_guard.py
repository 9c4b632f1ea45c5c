from odoo import api, fields, models
from odoo.exceptions import UserError

from ..domain.gate import Action, Blocker
from ..domain.moments import Moment
from .account_move import POSTING

# What makes a draft another bill than the one that stood here at installation.
_CONTENT = frozenset(
    {
        "currency_id",
        "invoice_date",
        "invoice_line_ids",
        "line_ids",
        "partner_bank_id",
        "partner_id",
        "ref",
        "tax_totals",
    }
)
_LINE_CONTENT = frozenset(
    {
        "amount_currency",
        "balance",
        "credit",
        "debit",
        "discount",
        "price_unit",
        "quantity",
        "tax_ids",
    }
)


class AccountMove(models.Model):
    """What only the suite decides, and what leads around the gate."""

    _inherit = "account.move"

    einvoice_posted_as = fields.Char(
        string="Supplier and amounts when it was posted", readonly=True, copy=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._einvoice_guard(vals)
        return super(AccountMove, self._einvoice_without_defaults()).create(vals_list)

    def _einvoice_without_defaults(self):
        """Drop the defaults in which a client could say what it may not write."""
        context = {
            name: value
            for name, value in self.env.context.items()
            if name != "default_state" and not name.startswith("default_einvoice_")
        }
        # Overridden on purpose: keywords cannot take a default away.
        return self.with_context(context)  # pylint: disable=context-overridden

    def write(self, vals):
        self._einvoice_guard(vals)
        if "move_type" in vals:
            self._einvoice_keep_gated(vals["move_type"])
        res = super().write(vals)
        if vals.keys() & _CONTENT:
            self._einvoice_end_exemption()
        return res

    def _einvoice_guard(self, vals):
        """Refuse to write what only the suite decides, whoever asks."""
        if "einvoice_is_exempt" in vals:
            raise UserError(
                self.env._(
                    "Only the installation decides which drafts are not checked."
                )
            )
        if not self.env.su:
            self._einvoice_guard_own(vals)
        if vals.get("state") == "posted":
            allowed = self.env.cr.cache.get(POSTING, frozenset())
            for bill in self._einvoice_bills():
                if bill.state != "posted" and bill.id not in allowed:
                    raise UserError(
                        self.env._(
                            "%(bill)s is posted with “Confirm”, not by its state.",
                            bill=bill.display_name,
                        )
                    )

    def _einvoice_guard_own(self, vals):
        """Refuse what a person would write into the columns of the suite."""
        for name in vals:
            field = self._fields.get(name)
            if name.startswith("einvoice_") and field is not None and field.store:
                if field.type == "one2many":
                    # Its lines are guarded by their own model.
                    continue
                raise UserError(
                    self.env._(
                        "“%(field)s” is written by the supplier invoice checks only.",
                        field=field.string,
                    )
                )

    def _einvoice_keep_gated(self, move_type):
        """Refuse to lead a bill around the gate by another type.

        What is posted keeps its type: as something else it passed no check. A draft is
        checked before it may become what is not checked.
        """
        changing = self.filtered(lambda move: move.move_type != move_type)
        for move in changing:
            is_gated = move._einvoice_is_bill()
            is_gated |= bool(move._einvoice_is_gated_type(move_type))
            if is_gated and move.state != "draft":
                raise UserError(
                    self.env._(
                        "%(bill)s was posted and keeps its type. Cancel it, and enter "
                        "the bill anew.",
                        bill=move.display_name,
                    )
                )
        leaving = changing._einvoice_bills().filtered(
            lambda bill: not bill._einvoice_is_gated_type(move_type)
        )
        leaving.filtered(lambda bill: not bill.einvoice_is_exempt)._einvoice_check()
        stopped = changing._einvoice_bills().filtered(
            lambda bill: bill._einvoice_blockers(Action.POST.value)
        )
        if stopped:
            raise UserError(
                self.env._(
                    "%(bills)s cannot become something else while a finding stops it.",
                    bills=", ".join(stopped.mapped("display_name")),
                )
            )

    def _einvoice_is_gated_type(self, move_type):
        if move_type == "in_receipt":
            return self.company_id.sudo().einvoice_has_receipts
        return move_type in ("in_invoice", "in_refund")

    def _einvoice_end_exemption(self):
        """Check like a new bill what is no longer the draft of before."""
        changed = self.filtered(
            lambda move: move.einvoice_is_exempt and move.state == "draft"
        )
        if changed:
            # The guard is for callers; here the suite decides.
            return super(AccountMove, changed.sudo()).write(
                {"einvoice_is_exempt": False}
            )
        return True

    def _einvoice_posted_words(self):
        """Return what a bill must still be when it is paid, as text."""
        self.ensure_one()
        move = self.sudo()
        parts = (
            move.commercial_partner_id.id,
            move.currency_id.name,
            f"{abs(move.amount_untaxed):.2f}",
            f"{abs(move.amount_total):.2f}",
        )
        return "|".join(map(str, parts))

    def _einvoice_answer(self, moment, reason, comment, amounts):
        if moment is Moment.POSTED:
            for bill in self.sudo():
                super(AccountMove, bill).write(
                    {"einvoice_posted_as": bill._einvoice_posted_words()}
                )
        return super()._einvoice_answer(moment, reason, comment, amounts)

    def _einvoice_blockers(self, action):
        blockers = super()._einvoice_blockers(action)
        is_gated = self._einvoice_is_bill() and not self.einvoice_is_exempt
        if action == Action.PAY.value and self.state == "draft" and is_gated:
            # Nobody has checked it yet: what the gate knows of it proves nothing.
            blockers.append(
                Blocker(
                    "draft",
                    self.env._("It is a draft, which may still change."),
                    self.env._("Confirm it before it is paid."),
                )
            )
        was = self.sudo().einvoice_posted_as
        is_paid_for = action == Action.PAY.value and self.state == "posted" and was
        if is_paid_for and self._einvoice_is_bill():
            now = self._einvoice_posted_words()
            if was != now:
                blockers.append(
                    Blocker(
                        "changed_after_posting",
                        self.env._(
                            "Its supplier or its amounts changed after it was posted."
                        ),
                        self.env._("Reset it to draft and confirm it again."),
                    )
                )
        return blockers


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def write(self, vals):
        res = super().write(vals)
        if vals.keys() & _LINE_CONTENT:
            self.move_id._einvoice_end_exemption()
        return res
