from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.einvoice_base.domain.gate import Action, Blocker
from odoo.addons.einvoice_base.models.account_move import READERS

from ..domain.fingerprint import changed

# What a person who writes it stands for, and may therefore not approve.
_CONTENT = frozenset(
    {
        "partner_id",
        "currency_id",
        "invoice_cash_rounding_id",
        "invoice_currency_rate",
        "invoice_date",
        "invoice_date_due",
        "invoice_payment_term_id",
        "partner_bank_id",
        "move_type",
        "quick_edit_total_amount",
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
        "name",
        "price_subtotal",
        "price_total",
        "price_unit",
        "product_id",
        "product_uom_id",
        "quantity",
        "tax_ids",
    }
)
# Key in the cursor's hooks, which no client reaches.
CHANGED = "einvoice_approval_changed"


class AccountMove(models.Model):
    """A bill and its rounds of approval."""

    _inherit = "account.move"

    einvoice_round_ids = fields.One2many(
        "einvoice.round", "move_id", string="Rounds of approval", groups=READERS
    )
    einvoice_decision_ids = fields.One2many(
        "einvoice.decision", "move_id", string="Decisions"
    )
    einvoice_is_submitted = fields.Boolean(
        string="Sent for approval", readonly=True, copy=False
    )
    einvoice_author_ids = fields.Many2many(
        "res.users",
        "einvoice_move_author_rel",
        string="Typed by",
        readonly=True,
        copy=False,
        help="People who typed what is approved: they may not approve it.",
    )
    einvoice_approval_state = fields.Selection(
        [
            ("none", "Not asked"),
            ("open", "In approval"),
            ("approved", "Approved"),
            ("partly", "Approved in part"),
            ("refused", "Refused"),
            ("returned", "Sent back"),
        ],
        string="Approval",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    einvoice_is_asked = fields.Boolean(
        string="Approval needed", compute="_compute_einvoice_is_asked"
    )

    @api.depends(
        "move_type",
        "state",
        "company_id",
        "einvoice_approval_state",
        "einvoice_is_before_approval",
    )
    def _compute_einvoice_is_asked(self):
        for move in self:
            move.einvoice_is_asked = move._einvoice_needs_approval()

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        if not self.env.su:
            moves._einvoice_bills()._einvoice_note_author()
        moves._einvoice_note_repeated()
        return moves

    def write(self, vals):
        res = super().write(vals)
        if _CONTENT & vals.keys() or "line_ids" in vals:
            bills = self._einvoice_bills()
            if not self.env.su and _CONTENT & vals.keys():
                bills._einvoice_note_author()
            bills._einvoice_note_changed()
        return res

    def unlink(self):
        self.sudo().einvoice_round_ids._cancel()
        return super().unlink()

    def _einvoice_note_author(self):
        # Also those who have left since stay authors: they are read and kept.
        for move in self.sudo().with_context(active_test=False):
            if self.env.user not in move.einvoice_author_ids:
                move.einvoice_author_ids = [Command.link(self.env.uid)]

    @api.model
    def _einvoice_note_changed_where(self, name, keys):
        """Look at the drafts that refer to records whose content was replaced.

        Args:
            name: Field of the bill.
            keys: The records (keys).
        """
        drafts = self.sudo().search(
            [
                (name, "in", keys),
                ("state", "=", "draft"),
                ("einvoice_approval_state", "in", ("open", "approved", "partly")),
            ]
        )
        drafts._einvoice_note_changed()

    def _einvoice_note_repeated(self):
        """Note whose work a recurring bill is, which the system copies."""
        bills = self.sudo().with_context(active_test=False)
        for move in bills.filtered("auto_post_origin_id"):
            first = move.auto_post_origin_id
            people = first.einvoice_author_ids | first._einvoice_brought_by()
            move.einvoice_author_ids |= people

    def _einvoice_note_changed(self):
        """Look, when the transaction ends, whether it is still what is approved."""
        rounds = self.sudo().einvoice_round_ids.filtered(
            lambda each: each.state in ("open", "approved", "partly")
        )
        if not rounds:
            return
        hooks = self.env.cr.precommit
        if CHANGED not in hooks.data:
            hooks.data[CHANGED] = set()
            system = self.env(user=1, su=True)
            hooks.add(system["account.move"]._einvoice_settle_changed)
        hooks.data[CHANGED].update(rounds.move_id.ids)

    @api.model
    def _einvoice_settle_changed(self):
        keys = self.env.cr.precommit.data.pop(CHANGED, ())
        for move in self.browse(sorted(keys)).exists():
            move._einvoice_restart()

    def _einvoice_needs_approval(self):
        """Tell whether the bill passes a circuit before it is posted."""
        self.ensure_one()
        return bool(
            self._einvoice_is_bill()
            and not self.einvoice_is_exempt
            and self.company_id.sudo()._einvoice_circuit()
        )

    def _einvoice_blockers(self, action):
        blockers = super()._einvoice_blockers(action)
        blocker = self._einvoice_approval_blocker(action)
        return [*blockers, blocker] if blocker else blockers

    def _einvoice_approval_blocker(self, action):
        """Return what the approval says against it, ``None`` when it agrees."""
        move = self.sudo()
        last = move._einvoice_last_round()
        state = last.state if last else None
        is_given = state in ("approved", "partly")
        if state in ("open", "refused"):
            return self._einvoice_open_blocker(last)
        if action == Action.PAY.value:
            return self._einvoice_account_blocker(last) if is_given else None
        if not move._einvoice_needs_approval() or (is_given and not last._is_stale()):
            return None
        return self._einvoice_open_blocker(last)

    def _einvoice_account_blocker(self, last):
        """Return what stands against money to another account than the approved."""
        if "account" not in changed(last.parts or {}, self._einvoice_approved_parts()):
            return None
        return Blocker(
            "approval_account",
            self.env._("Its bank account is not the one that was approved."),
            self.env._(
                "Set it back, or reset the bill to draft and send it for approval "
                "again."
            ),
        )

    def _einvoice_open_blocker(self, last):
        if last.state == "open":
            people = last.decision_ids.filtered(
                lambda each: each.state in ("open", "asked")
            ).user_id
            return Blocker(
                "approval_open",
                self.env._(
                    "It waits for the approval of %(people)s.",
                    people=", ".join(people.mapped("name")) or "–",
                ),
                self.env._("It is posted once they approved."),
            )
        if last.state == "refused":
            return Blocker(
                "approval_refused",
                self.env._("Its approval was refused."),
                self.env._("Cancel it, or correct it and send it for approval again."),
            )
        return Blocker(
            "approval_missing",
            self.env._("It is not approved."),
            self.env._("Send it for approval."),
        )

    def action_einvoice_submit(self):
        """Send these drafts for approval, as a processor."""
        self.check_access("write")
        for move in self._einvoice_bills():
            if move.state != "draft":
                raise UserError(self.env._("Only a draft is sent for approval."))
            # A round of another content is no use to anybody.
            move.with_user(SUPERUSER_ID)._einvoice_restart()
            move._einvoice_check()
            if others := move._einvoice_submit_blockers():
                head = self.env._(
                    "%(bill)s cannot be sent for approval:", bill=move.display_name
                )
                raise UserError("\n".join([head, *move._einvoice_listed(others)]))
            move._einvoice_mark(
                einvoice_is_submitted=True, einvoice_is_before_approval=False
            )
            move._einvoice_route()
        return True


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._einvoice_note_content()
        return lines

    def write(self, vals):
        res = super().write(vals)
        if _LINE_CONTENT & vals.keys():
            self._einvoice_note_content()
        return res

    def unlink(self):
        self._einvoice_note_content()
        return super().unlink()

    def _einvoice_note_content(self):
        """Note who typed a line, and that what is approved may have changed."""
        # What is owed follows from the other lines.
        typed = self.filtered(lambda line: line.display_type != "payment_term")
        bills = typed.move_id._einvoice_bills()
        if bills and not self.env.su:
            bills._einvoice_note_author()
        bills._einvoice_note_changed()
        return True
