import logging

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ..domain.events import EventKind
from ..domain.gate import Action
from ..domain.moments import Moment
from ..domain.rule_settings import RULE_FAILED
from ._case import Case

_logger = logging.getLogger(__name__)

PAID_STATES = ("in_payment", "paid")
# Keys in the cursor, which lives as long as the transaction and no client reaches.
POSTING = "einvoice_posting"
PAID = "einvoice_paid"

READERS = "account.group_account_invoice,account.group_account_readonly"


class AccountMove(models.Model):
    _inherit = "account.move"

    einvoice_is_exempt = fields.Boolean(
        string="Draft from before the supplier invoice checks",
        readonly=True,
        copy=False,
    )
    einvoice_finding_ids = fields.One2many(
        "einvoice.finding",
        "move_id",
        string="Findings",
        readonly=True,
        copy=False,
        groups=READERS,
    )
    einvoice_is_stopped = fields.Boolean(
        string="Stopped",
        compute="_compute_einvoice_todo",
        search="_search_einvoice_is_stopped",
    )
    einvoice_todo = fields.Text(
        string="What must be done", compute="_compute_einvoice_todo"
    )

    @api.depends("einvoice_finding_ids.state", "einvoice_stopping_hold_ids", "state")
    @api.depends_context("lang")
    def _compute_einvoice_todo(self):
        for move in self:
            action = Action.POST if move.state == "draft" else Action.PAY
            blockers = move._einvoice_shown_blockers(action.value)
            move.einvoice_is_stopped = bool(blockers)
            move.einvoice_todo = "\n".join(move._einvoice_listed(blockers))

    def _einvoice_shown_blockers(self, action):
        """Return the blockers of the red banner; an addon with its own leaves some."""
        return self._einvoice_blockers(action)

    def _search_einvoice_is_stopped(self, operator, value):
        if operator != "in":
            return NotImplemented
        standing = Domain("severity", "=", "block") & Domain("state", "!=", "lifted")
        stopped = Domain("einvoice_is_exempt", "=", False) & Domain(
            "einvoice_finding_ids", "any", standing
        ) | Domain("state", "!=", "draft") & Domain("einvoice_is_held", "=", True)
        return stopped if True in value else ~stopped

    def _compute_payment_state(self):
        before = {move: move.payment_state for move in self if isinstance(move.id, int)}
        res = super()._compute_payment_state()
        paid = [
            move.id
            for move, state in before.items()
            if move.payment_state in PAID_STATES
            and state not in PAID_STATES
            and move._einvoice_is_bill()
        ]
        if paid:
            self._einvoice_note_paid(paid)
        return res

    def write(self, vals):
        before = {}
        if "state" in vals:
            before = {move: move.state for move in self if move._einvoice_is_bill()}
        res = super().write(vals)
        self._einvoice_note_state(before, vals.get("state"))
        return res

    def unlink(self):
        bills = self._einvoice_bills()
        bills._einvoice_emit(EventKind.CANCELLED, cause="deleted")
        # What is also about a document stays with it; the rest goes with the bill.
        findings = bills.sudo().einvoice_finding_ids
        others = [name for name in findings._subject_fields() if name != "move_id"]
        findings.filtered(lambda each: any(each[name] for name in others)).write(
            {"move_id": False}
        )
        return super().unlink()

    def _einvoice_note_state(self, before, state):
        kinds = {"draft": EventKind.RESET, "cancel": EventKind.CANCELLED}
        changed = self.browse(move.id for move, old in before.items() if old != state)
        if kind := kinds.get(state):
            changed._einvoice_emit(kind, cause=None)

    def _einvoice_note_paid(self, keys):
        """Remember bills that turn paid; the event is written when all is settled.

        The state may flip several times while lines are reconciled, and the answers
        of other addons do not belong in a computation.
        """
        hooks = self.env.cr.precommit
        if PAID not in hooks.data:
            hooks.data[PAID] = set()
            hooks.add(self.env["account.move"]._einvoice_settle_paid)
        hooks.data[PAID].update(keys)

    @api.model
    def _einvoice_settle_paid(self):
        keys = self.env.cr.precommit.data.pop(PAID, ())
        moves = self.browse(sorted(keys)).exists()
        paid = moves.filtered(lambda move: move.payment_state in PAID_STATES)
        paid._einvoice_moment(Moment.PAID)

    def _post(self, soft=True):
        gated = self._einvoice_bills().filtered(
            lambda move: not move.einvoice_is_exempt
        )
        gated._einvoice_check()
        try:
            gated._einvoice_gate(Action.POST.value)
        except UserError:
            gated._einvoice_keep_findings()
            raise
        cache = self.env.cr.cache
        outer = cache.get(POSTING, frozenset())
        cache[POSTING] = outer | set(self.ids)
        try:
            posted = super()._post(soft)
        finally:
            cache[POSTING] = outer
        posted._einvoice_bills()._einvoice_moment(Moment.POSTED)
        return posted

    def _autopost_bill(self):
        # An upload does not fail because its bill waits.
        if self._einvoice_is_bill() and not self.einvoice_is_exempt:
            self._einvoice_check()
            if self._einvoice_blockers(Action.POST.value):
                return None
        return super()._autopost_bill()

    def _einvoice_is_bill(self):
        """Tell whether the gates of the suite are for this move."""
        self.ensure_one()
        if self.move_type == "in_receipt":
            return self.company_id.sudo().einvoice_has_receipts
        return self.move_type in ("in_invoice", "in_refund")

    def _einvoice_bills(self):
        return self.filtered(lambda move: move._einvoice_is_bill())

    def _einvoice_label(self):
        """Return the name under which the journal knows the bill: number, reference."""
        self.ensure_one()
        name = self.name if self.name and self.name != "/" else ""
        label = " · ".join(filter(None, (name, self.ref)))
        return label or self._einvoice_title()

    def _einvoice_title(self):
        """Return what people call the bill: its number, or supplier, reference, date.

        A draft has no number yet.
        """
        self.ensure_one()
        if self.name and self.name != "/":
            return self.name
        day = self.invoice_date and format_date(self.env, self.invoice_date)
        known = (self.sudo().partner_id.name, self.ref, day)
        return ", ".join(filter(None, known)) or f"#{self.id}"

    def _einvoice_blockers(self, action):
        """Return why the bill cannot be posted or paid.

        Addons extend it: ``super()._einvoice_blockers(action) + [Blocker(…)]``, with
        sentences in the user's language.

        Args:
            action: ``post`` or ``pay``.
        """
        self.ensure_one()
        if not self._einvoice_is_bill():
            return []
        blockers = []
        if action == Action.PAY.value:
            blockers += [hold._blocker() for hold in self._einvoice_holds()]
        return blockers + self._einvoice_stopping_findings()._as_blockers()

    def _einvoice_stopping_findings(self):
        """Return the findings that stop the bill, in their order."""
        self.ensure_one()
        # They tell in the user's language, whatever he may read.
        findings = self.sudo().einvoice_finding_ids
        if self.einvoice_is_exempt:
            return findings.browse()
        stopping = findings.filtered(
            lambda each: each.severity == "block" and each.state != "lifted"
        )
        return stopping.sorted(lambda each: (each.rank, each.id))

    def _einvoice_gate(self, action):
        """Raise one error that names each bill that cannot be posted or paid."""
        stopped, count = [], 0
        for bill in self._einvoice_bills():
            if blockers := bill._einvoice_blockers(action):
                count += 1
                # A draft without number and reference is known by its supplier.
                names = (bill.display_name, bill.sudo().partner_id.name)
                stopped.append(", ".join(filter(None, names)))
                stopped += self._einvoice_listed(blockers)
        if stopped:
            head = self._einvoice_refusal(action, count)
            raise UserError("\n".join([head, *stopped]))

    @api.model
    def _einvoice_refusal(self, action, count):
        """Return the head of the error; each of the four sentences is whole."""
        if action == Action.PAY.value:
            if count == 1:
                return self.env._("This bill cannot be paid:")
            return self.env._("These bills cannot be paid:")
        if count == 1:
            return self.env._("This bill cannot be posted:")
        return self.env._("These bills cannot be posted:")

    @api.model
    def _einvoice_listed(self, blockers):
        lines = []
        for each in blockers:
            lines.append(f"• {each.sentence}")
            if each.advice:
                lines.append(f"  → {each.advice}")
        return lines

    def _einvoice_check(self):
        """Apply the rules to the bills as they are now and record the findings."""
        rules = self.env["einvoice.rule"].sudo()
        noticed = rules._check_cases(self._einvoice_cases())
        if noticed:
            checked = [rule.code for rule in rules._rules() if rule.check]
            checked.append(RULE_FAILED.code)
            self.env["einvoice.finding"]._record_all(noticed, checked)

    def _einvoice_cases(self):
        """Return the bills as what the rules look at."""
        today = fields.Date.context_today(self)
        return [
            Case(
                record=move,
                subject=move._einvoice_subject(),
                invoice=move._einvoice_invoice(),
                company=move.company_id,
                partner=move.partner_id,
                move=move,
                today=today,
            )
            for move in self.sudo()
        ]

    def _einvoice_subject(self):
        return {"company_id": self.company_id.id, "move_id": self.id}

    def _einvoice_keep_findings(self):
        """Check the bills again once the gate's refusal rolled the findings back.

        They would otherwise be named in the error and found nowhere to be lifted.
        """
        keys, registry = self.ids, self.env.registry

        def check_again():
            try:
                with registry.cursor() as cr:
                    env = api.Environment(cr, SUPERUSER_ID, {})
                    env["account.move"].browse(keys).exists()._einvoice_check()
            except Exception:
                _logger.exception("the findings of bills %s were not kept", keys)

        self.env.cr.postrollback.add(check_again)

    def action_einvoice_check(self):
        """Check the draft now, and show what must be done."""
        self.check_access("write")
        self._einvoice_bills()._einvoice_check()
        return True

    def action_einvoice_journal(self):
        """Show the events of this bill."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "einvoice_base.einvoice_event_action"
        )
        return {**action, "domain": [("move_id", "=", self.id)], "context": {}}

    def _einvoice_moment(
        self, moment, reason=None, comment=None, amounts=None, **parts
    ):
        """Record a moment of these bills and let the addons answer.

        Args:
            moment: A :class:`~.domain.moments.Moment`.
            reason: Why, for the moments that a person decides; a code or a sentence.
            comment: What that person adds.
            amounts: Name to Decimal, such as what part was approved.
            parts: What the kind of event must carry beyond that (``sha256``).
        """
        if not self:
            return
        more = {"comment": comment, "amounts": amounts}
        parts |= {name: value for name, value in more.items() if value is not None}
        self._einvoice_emit(EventKind(moment.value), cause=reason, **parts)
        self._einvoice_answer(moment, reason, comment, amounts)

    def _einvoice_answer(self, moment, reason, comment, amounts):
        """Answer a moment of these bills; addons extend it and call ``super``."""

    def _einvoice_ready(self):
        """Answer that these drafts stand whole, and no finding asks for a person.

        Addons that have something to do before the posting extend it.
        """

    def _einvoice_emit(self, kind, **parts):
        """Write one event for each bill."""
        self.env["einvoice.event"]._emit_all(
            [
                (
                    kind.value,
                    {
                        **bill._einvoice_payload(),
                        **bill._einvoice_event_parts(kind),
                        **parts,
                    },
                    bill._einvoice_event_subjects(),
                )
                for bill in self
            ]
        )

    def _einvoice_event_parts(self, kind):
        """Return what an event of this kind says of the bill beyond its amounts."""
        return {}
