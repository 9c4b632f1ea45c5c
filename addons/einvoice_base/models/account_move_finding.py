from odoo import api, fields, models
from odoo.exceptions import UserError

from ..domain.events import EventKind
from ..domain.gate import Action
from .account_move import READERS

# The key in the context of “Confirm” on the form: who presses it can answer.
ASKS = "einvoice_asks"


class AccountMove(models.Model):
    """What the screens of a bill show of its findings."""

    _inherit = "account.move"

    einvoice_counted_finding_ids = fields.Many2many(
        "einvoice.finding",
        string="Findings that count",
        compute="_compute_einvoice_shown_findings",
        groups=READERS,
    )
    einvoice_observed_finding_ids = fields.Many2many(
        "einvoice.finding",
        string="Would have been noticed",
        compute="_compute_einvoice_shown_findings",
        groups=READERS,
    )
    einvoice_blocking_count = fields.Integer(
        string="Blocking findings",
        compute="_compute_einvoice_blocking",
        groups=READERS,
    )
    einvoice_blocking_reason = fields.Char(
        string="Stopped because",
        compute="_compute_einvoice_blocking",
        groups=READERS,
    )

    einvoice_to_review = fields.Text(
        string="To review before it is confirmed",
        compute="_compute_einvoice_to_review",
    )

    @api.depends("einvoice_finding_ids.rank", "state")
    @api.depends_context("lang")
    def _compute_einvoice_to_review(self):
        for move in self:
            findings = move._einvoice_review_findings()
            lines = move._einvoice_listed(findings._as_blockers())
            move.einvoice_to_review = "\n".join(lines) or False

    def _einvoice_review_findings(self):
        """Return the findings on which a person has to decide before he posts."""
        self.ensure_one()
        # They tell in the user's language, whatever he may read.
        findings = self.sudo().einvoice_finding_ids
        if self.einvoice_is_exempt or self.state != "draft":
            return findings.browse()
        waiting = findings.filtered(
            lambda each: each.severity == "review" and each.state == "open"
        )
        return waiting.sorted(lambda each: (each.rank, each.id))

    def action_post(self):
        """Ask who presses “Confirm” about the findings to review of the bill.

        Other callers have nobody to ask: the event names what stood open.
        """
        if not self.env.context.get(ASKS):
            return super().action_post()
        bills = self.with_context(**{ASKS: False})
        if question := bills._einvoice_ask_before_posting():
            return question
        return bills.action_post()

    def _einvoice_ask_before_posting(self):
        """Return the dialog about what is to be reviewed, or nothing."""
        bills = self._einvoice_bills().filtered(
            lambda move: move.state == "draft" and not move.einvoice_is_exempt
        )
        if len(bills) != 1:
            return None
        bills.check_access("write")
        bills._einvoice_check()
        waiting = bills._einvoice_review_findings()
        if not waiting or bills._einvoice_blockers(Action.POST.value):
            return None
        mine = waiting.with_env(self.env)
        if not all(finding._may_decide() for finding in mine):
            bills._einvoice_keep_findings()
            raise UserError(
                "\n".join(
                    [
                        self.env._(
                            "A processor of supplier invoices decides on these "
                            "findings before the bill is posted:"
                        ),
                        *self._einvoice_listed(waiting._as_blockers()),
                    ]
                )
            )
        return self.env["einvoice.reason"]._open_for(
            findings=mine, move=bills, decision="post"
        )

    def _einvoice_event_parts(self, kind):
        parts = super()._einvoice_event_parts(kind)
        if kind is EventKind.POSTED:
            standing = self.sudo().einvoice_finding_ids.filtered(
                lambda each: each.severity != "inform" and each.state != "lifted"
            )
            parts["open_findings"] = sorted(set(standing.mapped("rule")))
        return parts

    @api.depends("einvoice_finding_ids.rank", "einvoice_finding_ids.topic")
    def _compute_einvoice_shown_findings(self):
        for move in self:
            observed = move.einvoice_finding_ids.filtered("tried_severity")
            counted = move.einvoice_finding_ids - observed
            move.einvoice_counted_finding_ids = counted._in_sections()
            move.einvoice_observed_finding_ids = observed._in_sections()

    @api.depends("einvoice_finding_ids.rank", "state")
    @api.depends_context("lang")
    def _compute_einvoice_blocking(self):
        for move in self:
            stopping = move._einvoice_stopping_findings()
            if move.state == "cancel":
                stopping = stopping.browse()
            move.einvoice_blocking_count = len(stopping)
            move.einvoice_blocking_reason = stopping[:1].message

    def _einvoice_note_state(self, before, state):
        res = super()._einvoice_note_state(before, state)
        # Nobody has to look after a cancelled bill; a draft again waits again.
        if state in ("cancel", "draft"):
            moved = self.browse(move.id for move, old in before.items() if old != state)
            moved.sudo().einvoice_finding_ids._note_places(is_new=state == "draft")
        return res
