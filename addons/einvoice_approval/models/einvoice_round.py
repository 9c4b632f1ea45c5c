from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.einvoice_base.models._mapping import amount
from odoo.addons.einvoice_base.models._translation import translated
from odoo.addons.einvoice_base.models.account_move import READERS

from ..domain.deciding import withheld
from ..domain.rounds import Round, RoundState, Slot

STATES = [
    ("open", "In progress"),
    ("approved", "Approved"),
    ("partly", "Approved in part"),
    ("refused", "Refused"),
    ("returned", "Sent back"),
    ("cancelled", "Cancelled"),
]
_ADDON = "einvoice_approval"


class EinvoiceRound(models.Model):
    """One run of a circuit on one bill, frozen as it was when it began.

    Only the methods of the bill and of the decisions write it.
    """

    _name = "einvoice.round"
    _inherit = ["einvoice.made.here"]
    _description = "Round of approval"
    _order = "id desc"

    move_id = fields.Many2one(
        "account.move",
        string="Bill",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    circuit_id = fields.Many2one("einvoice.circuit", readonly=True, ondelete="set null")
    state = fields.Selection(STATES, required=True, readonly=True, default="open")
    # An approver sees of the bill what his decision shows him: his lines, no more.
    slots = fields.Json(readonly=True, groups=READERS)
    parts = fields.Json(
        readonly=True, groups=READERS, help="Digest of each part of what is approved."
    )
    fingerprint = fields.Char(readonly=True, groups=READERS)
    snapshot = fields.Json(
        readonly=True,
        groups=READERS,
        help="The bill as the approvers see it: header and lines.",
    )
    notes = fields.Json(readonly=True, groups=READERS)
    stuck = fields.Json(readonly=True, groups=READERS)
    note_words = fields.Text(
        string="Remarks", compute="_compute_note_words", groups=READERS
    )
    opened_at = fields.Datetime(readonly=True)
    closed_at = fields.Datetime(readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of the company"
    )
    gross = fields.Monetary(
        readonly=True,
        groups=READERS,
        currency_field="company_currency_id",
        help="With VAT.",
    )
    net = fields.Monetary(
        readonly=True, groups=READERS, currency_field="company_currency_id"
    )
    seen_gross = fields.Monetary(
        readonly=True,
        groups=READERS,
        currency_field="company_currency_id",
        help="Highest lower limit of its steps, with VAT.",
    )
    seen_net = fields.Monetary(
        readonly=True, groups=READERS, currency_field="company_currency_id"
    )
    partner_id = fields.Many2one("res.partner", readonly=True, ondelete="set null")
    decision_ids = fields.One2many("einvoice.decision", "round_id", readonly=True)
    previous_id = fields.Many2one("einvoice.round", readonly=True)

    _open_unique = models.UniqueIndex(
        "(move_id) WHERE state = 'open'", "A bill has one open round."
    )
    _supplier_idx = models.Index("(company_id, partner_id, opened_at)")

    def _made_here_words(self):
        return self.env._("A round is made and ended by decisions, never by hand.")

    @api.depends("notes")
    @api.depends_context("lang")
    def _compute_note_words(self):
        for each in self:
            each.note_words = "\n".join(
                self._note_sentence(note, each.company_currency_id)
                for note in each.notes or []
            )

    @api.model
    def _note_sentence(self, note, currency):
        """Return what a note of a plan says, from its plain values."""
        person = self.env["res.users"].sudo().browse(note["person"] or [])
        values = {
            "step": translated(self.env, _ADDON, note["step"]),
            "person": person.name or "–",
            "because": note.get("because"),
        }
        if note.get("amount"):
            values["amount"] = currency.format(float(note["amount"]))
        return translated(self.env, _ADDON, note["text"], values)

    def _value(self):
        """Return the round as the domain knows it."""
        self.ensure_one()
        tickets = self.sudo().decision_ids.sorted("id")
        return Round(
            slots=tuple(
                Slot(each["step"], each["stage"], each["needed"])
                for each in self.slots or []
            ),
            tickets=tuple(each._value() for each in tickets),
            is_cancelled=self.state == "cancelled",
        )

    def _bill_label(self):
        """Return what the bill is called by those who only know this round."""
        self.ensure_one()
        said = self.snapshot or {}
        number = said.get("number") or said.get("name")
        if said.get("is_refund"):
            return self.env._("Credit note %(number)s", number=number)
        return number

    def _amounts(self):
        """Return what was approved of the bill, ``None`` when it is all of it."""
        self.ensure_one()
        if self.state != "partly":
            return None
        said, currency = self.snapshot or {}, self.currency_id
        total = Decimal(said["gross"])
        lines = {each["key"]: Decimal(each["gross"]) for each in said["lines"]}
        left = withheld(self._value(), total, lines)
        return {
            "approved": amount(float(total - left), currency),
            "not_approved": amount(float(left), currency),
        }

    def _lock(self):
        """Wait for whoever decides at this moment, then see what he did."""
        self.ensure_one()
        self.env.flush_all()
        self.env.cr.execute(
            # Written, not only locked: who waited would else go on with what stood
            # before, and two answers would not see each other. Odoo tries his again.
            SQL("UPDATE einvoice_round SET state = state WHERE id = %s", self.id),
            log_exceptions=False,
        )
        self.invalidate_recordset()
        self.decision_ids.invalidate_recordset()

    def _is_stale(self):
        """Tell whether the bill is no longer what this round approves."""
        self.ensure_one()
        move = self.move_id
        return not move or move._einvoice_approved_parts() != (self.parts or {})

    def _acts(self):
        """Return what people did about the bill, for the segregation of duties."""
        self.ensure_one()
        return self.move_id._einvoice_acts()

    def _begin(self):
        """Ask the people whose turn it is in these rounds, once they are frozen."""
        self.move_id._einvoice_mark(einvoice_approval_state="open")
        self._begin_clocks(self.decision_ids)
        self._keep_activities()
        for each in self:
            state = each._value().state
            if state is not RoundState.OPEN:
                each.write({"state": state.value, "closed_at": fields.Datetime.now()})
                each.move_id._einvoice_round_ended(each, self.env.user)

    def _store(self, after, actor):
        """Write a round of the domain, and do what follows from it.

        Args:
            after: The round after a transition.
            actor: The user whose answer it is.
        """
        self.ensure_one()
        decisions = {each.id: each for each in self.decision_ids}
        steps = {each.step_key: each.step_name for each in self.decision_ids}
        fresh = self.env["einvoice.decision"]
        for ticket in after.tickets:
            decision = decisions.get(ticket.key)
            if decision is None:
                vals = fresh._ticket_vals(ticket, steps)
                decision = fresh.create({**vals, "round_id": self.id})
                self._begin_clocks(decision)
            elif decision.state != ticket.state.value:
                was = decision.state
                decision.write(
                    {"state": ticket.state.value, "actor_id": ticket.actor or False}
                )
                self._follow(decision, was)
        self._keep_activities()
        if after.state.value != self.state:
            self.write({"state": after.state.value, "closed_at": fields.Datetime.now()})
            self.move_id._einvoice_round_ended(self, actor)

    def _follow(self, decision, was):
        """Start or stop the clock of a decision whose state changed."""
        if decision.state == "open" and was in ("waiting", "asked"):
            self._begin_clocks(decision)

    def _cancel(self):
        """End rounds without a result: their bill changed or goes away."""
        for each in self.filtered(lambda one: one.state != "cancelled").sudo():
            was_open = each.state == "open"
            after = each._value().cancelled() if was_open else None
            each.state = "cancelled"
            each.closed_at = fields.Datetime.now()
            if after is not None:
                states = {ticket.key: ticket.state.value for ticket in after.tickets}
                for decision in each.decision_ids:
                    if decision.state != states[decision.id]:
                        decision.state = states[decision.id]
                each._keep_activities()

    def _begin_clocks(self, decisions):
        """Note since when people are asked; addons and the reminders look at it."""
        asked = decisions.filtered(
            lambda each: each.state == "open" and not each.opened_at
        )
        asked.write({"opened_at": fields.Datetime.now()})

    def _keep_activities(self):
        """Let each who is asked have one activity on the bill, and nobody else."""
        kind = self.env.ref("einvoice_approval.mail_activity_type_approve")
        missing = []
        for each in self.filtered("move_id"):
            asked = {
                decision.user_id: decision
                for decision in each.decision_ids
                if decision.state == "open"
            }
            standing = each.move_id.activity_ids.filtered(
                lambda activity: activity.activity_type_id == kind
            )
            needless = standing.filtered(
                lambda activity, asked=asked: activity.user_id not in asked
            )
            told = (standing - needless).user_id
            needless.unlink()
            missing += [
                decision._activity_vals(kind)
                for user, decision in asked.items()
                if user not in told
            ]
        if missing:
            activities = self.env["mail.activity"].with_context(
                mail_activity_quick_update=True, einvoice_asked=True
            )
            activities.create(missing)
