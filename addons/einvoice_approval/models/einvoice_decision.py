import secrets

from odoo import api, fields, models
from odoo.fields import Command, Domain

from odoo.addons.einvoice_base.models._mapping import amount
from odoo.addons.einvoice_base.models._translation import translated

from ..domain.reasons import WHY
from ..domain.rounds import STANDING, Ticket, TicketState

STATES = [
    ("waiting", "Later"),
    ("open", "To decide"),
    ("asked", "Question asked"),
    ("approved", "Approved"),
    ("partly", "Approved in part"),
    ("refused", "Refused"),
    ("returned", "Sent back"),
    ("handed", "Handed over"),
    ("not_needed", "Not needed"),
]
STANDING_STATES = tuple(each.value for each in STANDING)
_ADDON = "einvoice_approval"
SEEING = ("einvoice_base.group_approver", "einvoice_approval.group_asked")


class EinvoiceDecision(models.Model):
    """What one person was asked at one step of a round, and his answer.

    It is read-only for everybody: only its methods write it, each of which checks who
    calls. ``Ticket`` of the domain is the same thing.
    """

    _name = "einvoice.decision"
    _inherit = ["einvoice.made.here"]
    _description = "Decision on a supplier bill"
    _order = "id desc"
    _rec_name = "label"

    round_id = fields.Many2one(
        "einvoice.round", required=True, readonly=True, index=True, ondelete="cascade"
    )
    move_id = fields.Many2one(
        related="round_id.move_id", store=True, index="btree_not_null"
    )
    company_id = fields.Many2one(related="round_id.company_id", store=True)
    step_key = fields.Integer(readonly=True)
    step_name = fields.Char(string="Step", readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Approver", required=True, readonly=True, index=True
    )
    in_place_of_id = fields.Many2one(
        "res.users", string="In place of", readonly=True, index="btree_not_null"
    )
    why = fields.Char(readonly=True)
    why_of = fields.Char(readonly=True)
    why_words = fields.Char(string="Why you", compute="_compute_why_words")
    line_keys = fields.Json(readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True, index=True)
    actor_id = fields.Many2one("res.users", string="Decided by", readonly=True)
    decided_at = fields.Datetime(readonly=True)
    decided_from = fields.Selection(
        [
            ("screen", "Screen"),
            ("mail", "Mail"),
            ("bulk", "Several at once"),
            ("before", "Agreed before"),
        ],
        string="Decided from",
        readonly=True,
    )
    reason_code = fields.Char(readonly=True)
    comment = fields.Text(readonly=True)
    amount_approved = fields.Monetary(readonly=True, currency_field="currency_id")
    is_single = fields.Boolean(string="Single approver", readonly=True)
    mark = fields.Char(readonly=True, groups="base.group_system")
    opened_at = fields.Datetime(readonly=True)
    asked_at = fields.Datetime(readonly=True)
    asked_id = fields.Many2one("res.users", string="Asked", readonly=True)
    question = fields.Text(readonly=True)
    answer = fields.Text(readonly=True)
    paused_hours = fields.Float(readonly=True)
    remind_at = fields.Datetime(readonly=True, index="btree_not_null")
    escalate_at = fields.Datetime(readonly=True, index="btree_not_null")
    reminders = fields.Integer(readonly=True)
    # What the card shows, from the round, whatever the approver may read of the bill.
    label = fields.Char(string="Bill number", compute="_compute_snapshot")
    supplier = fields.Char(compute="_compute_snapshot")
    gross = fields.Monetary(compute="_compute_snapshot", currency_field="currency_id")
    net = fields.Monetary(compute="_compute_snapshot", currency_field="currency_id")
    currency_id = fields.Many2one(related="round_id.currency_id")
    due_date = fields.Date(compute="_compute_snapshot")
    invoice_date = fields.Date(compute="_compute_snapshot")

    _mine_idx = models.Index("(user_id, id) WHERE state IN ('open', 'asked')")
    _giver_idx = models.Index("(in_place_of_id, id) WHERE state IN ('open', 'asked')")

    @api.model_create_multi
    def create(self, vals_list):
        decisions = super().create(vals_list)
        decisions._show_menu()
        return decisions

    def write(self, vals):
        res = super().write(vals)
        if "asked_id" in vals:
            self._show_menu()
        return res

    def _show_menu(self):
        """Let those who are asked find the bill; it gives them no right."""
        people = self.sudo().user_id | self.sudo().asked_id
        lacking = people.filtered(lambda user: not any(map(user.has_group, SEEING)))
        if lacking:
            group = self.env.ref("einvoice_approval.group_asked").sudo()
            group.write({"user_ids": [Command.link(each.id) for each in lacking]})

    def _made_here_words(self):
        return self.env._("A decision is taken with its buttons, it is not written.")

    @api.depends("why", "why_of", "in_place_of_id")
    @api.depends_context("lang")
    def _compute_why_words(self):
        for decision in self:
            text = WHY.get(decision.why) or WHY["person"]
            values = {"step": decision.step_name, "of": decision.why_of or "–"}
            words = translated(self.env, _ADDON, text, values)
            if decision.in_place_of_id:
                words = self.env._(
                    "%(why)s, in place of %(person)s",
                    why=words,
                    person=decision.in_place_of_id.sudo().name,
                )
            decision.why_words = words

    @api.depends("round_id.snapshot", "line_keys")
    @api.depends_context("lang")
    def _compute_snapshot(self):
        for decision in self:
            said = decision.round_id.sudo().snapshot or {}
            mine = decision._my_lines()
            decision.label = decision.round_id.sudo()._bill_label()
            decision.supplier = said.get("supplier")
            decision.due_date = said.get("due_date")
            decision.invoice_date = said.get("date")
            whole = decision.line_keys is None or decision.line_keys is False
            decision.net = (
                float(said.get("net") or 0)
                if whole
                else sum(float(line["net"]) for line in mine)
            )
            decision.gross = (
                float(said.get("gross") or 0)
                if whole
                else sum(float(line["gross"]) for line in mine)
            )

    def _my_lines(self):
        """Return the lines of the snapshot that this person decides."""
        lines = (self.round_id.sudo().snapshot or {}).get("lines", [])
        if not self.line_keys:
            return lines
        return [line for line in lines if line["key"] in self.line_keys]

    def _value(self):
        """Return the decision as the domain knows it."""
        self.ensure_one()
        part = None
        if self.state == "partly":
            part = amount(self.amount_approved, self.currency_id)
        return Ticket(
            key=self.id,
            step=self.step_key,
            person=self.user_id.id,
            in_place_of=self.in_place_of_id.id or None,
            why=self.why or "",
            lines=frozenset(self.line_keys) if self.line_keys else None,
            state=TicketState(self.state),
            actor=self.actor_id.id or None,
            amount=part,
            of=self.why_of or "",
        )

    @api.model
    def _ticket_vals(self, ticket, steps):
        """Return the columns of a new ticket.

        Args:
            ticket: A :class:`~.domain.rounds.Ticket`.
            steps: Key of a step to its name.
        """
        return {
            "step_key": ticket.step,
            "step_name": steps.get(ticket.step, ""),
            "user_id": ticket.person,
            "in_place_of_id": ticket.in_place_of or False,
            "why": ticket.why,
            "why_of": ticket.of or False,
            "line_keys": sorted(ticket.lines) if ticket.lines is not None else False,
            "state": ticket.state.value,
            "actor_id": ticket.actor or False,
            "amount_approved": ticket.amount or False,
            "mark": secrets.token_hex(16),
        }

    @api.model
    def _mine(self):
        """Return the domain of what the current user is asked."""
        me = self.env.uid
        return Domain("state", "in", STANDING_STATES) & (
            Domain("user_id", "=", me) | Domain("in_place_of_id", "=", me)
        )
