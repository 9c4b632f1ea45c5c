from odoo import api, fields, models
from odoo.tools import format_date, format_datetime

from odoo.addons.einvoice_base.domain.gate import Action
from odoo.addons.einvoice_base.models.account_move import READERS

_GIVEN = ("approved", "partly")


class AccountMove(models.Model):
    """The approval on the form of the bill, for those who work on it."""

    _inherit = "account.move"

    einvoice_can_submit = fields.Boolean(compute="_compute_einvoice_approval")
    einvoice_approval_words = fields.Text(
        string="State of the approval", compute="_compute_einvoice_approval"
    )
    einvoice_approval_html = fields.Html(
        string="Rounds of approval of the bill",
        compute="_compute_einvoice_approval_html",
        sanitize=False,
        groups=READERS,
    )

    einvoice_waits_for = fields.Char(
        string="Waits for", compute="_compute_einvoice_waits_for", groups=READERS
    )

    @api.depends("einvoice_decision_ids.state", "einvoice_decision_ids.user_id")
    def _compute_einvoice_waits_for(self):
        for move in self:
            waiting = move.sudo().einvoice_decision_ids.filtered(
                lambda each: each.state in ("open", "asked")
            )
            names = dict.fromkeys(waiting.sorted("id").user_id.mapped("name"))
            move.einvoice_waits_for = ", ".join(names)

    @api.depends("amount_total", "currency_id")
    @api.depends_context("einvoice_names_supplier")
    def _compute_display_name(self):
        res = super()._compute_display_name()
        if self.env.context.get("einvoice_names_supplier"):
            for move in self:
                supplier = move.commercial_partner_id.name
                total = move.currency_id.format(move.amount_total)
                words = filter(None, [move.display_name, supplier, total])
                move.display_name = " · ".join(words)
        return res

    @api.depends("einvoice_approval_state", "einvoice_is_asked")
    def _compute_hide_post_button(self):
        res = super()._compute_hide_post_button()
        for move in self:
            if move.einvoice_is_asked and move.einvoice_approval_state not in _GIVEN:
                move.hide_post_button = True
        return res

    def _einvoice_shown_blockers(self, action):
        """Leave to the banner of the approval what the approval says."""
        return [
            each
            for each in super()._einvoice_shown_blockers(action)
            if not (action == Action.POST.value and each.code.startswith("approval_"))
        ]

    @api.depends("einvoice_approval_state", "einvoice_is_asked", "state")
    @api.depends_context("lang", "tz")
    def _compute_einvoice_approval(self):
        for move in self:
            is_open = move.einvoice_approval_state == "open"
            needs = move.state == "draft" and (
                move.einvoice_is_asked or move.einvoice_is_before_approval
            )
            is_given = move.einvoice_approval_state in _GIVEN and (
                not needs or not move._einvoice_last_round()._is_stale()
            )
            move.einvoice_can_submit = needs and not is_open and not is_given
            move.einvoice_approval_words = (
                move._einvoice_approval_sentence() if needs or is_open else False
            )

    def _einvoice_approval_sentence(self):
        """Say where the approval stands: who is asked, since when and why."""
        if self.einvoice_is_before_approval:
            return self.env._(
                "It is older than the approval of bills: post it without, or send it "
                "for approval."
            )
        last = self._einvoice_last_round()
        if last.state == "open":
            asked = last.decision_ids.filtered(
                lambda each: each.state in ("open", "asked")
            )
            words = [each._waiting_sentence() for each in asked.sorted("id")]
            words += last._quorum_sentences()
            return "\n".join([*words, *filter(None, [last.note_words])])
        if last.state in ("refused", "returned"):
            said = last.decision_ids.filtered(lambda each: each.state == last.state)
            return "\n".join(
                "\n".join(filter(None, [each.outcome, each.reason_words, each.comment]))
                for each in said
            )
        if last.state in _GIVEN and not last._is_stale():
            return self.env._("Approved. It can be posted.")
        return self.env._("It is posted once it is approved.")

    @api.depends("einvoice_decision_ids.state", "einvoice_round_ids.state")
    @api.depends_context("lang", "tz")
    def _compute_einvoice_approval_html(self):
        qweb = self.env["ir.qweb"]
        for move in self:
            rounds = move.sudo().einvoice_round_ids.sorted("id", reverse=True)
            move.einvoice_approval_html = bool(rounds) and qweb._render(
                "einvoice_approval.move_rounds",
                {"rounds": [each._shown() for each in rounds]},
            )


class EinvoiceRound(models.Model):
    _inherit = "einvoice.round"

    def _shown(self):
        """Return what the page of the bill says about a round."""
        label = dict(self._fields["state"]._description_selection(self.env))
        return {
            "state": self.state,
            "label": label[self.state],
            "circuit": self.circuit_id.name or "",
            "opened": format_datetime(self.env, self.opened_at, dt_format="short"),
            "notes": (self.note_words or "").splitlines(),
            "decisions": [each._shown() for each in self.decision_ids.sorted("id")],
        }


class EinvoiceDecision(models.Model):
    _inherit = "einvoice.decision"

    def _waiting_sentence(self):
        person = self.user_id.name
        if self.in_place_of_id:
            person = self.env._(
                "%(person)s for %(other)s",
                person=person,
                other=self.in_place_of_id.name,
            )
        if self.state == "asked":
            return self.env._(
                "%(person)s waits for the answer of %(asked)s: %(question)s",
                person=person,
                asked=self.asked_name,
                question=self.question,
            )
        since = self.opened_at or self.create_date
        return self.env._(
            "%(person)s is asked since %(day)s, in step “%(step)s”.",
            person=person,
            day=format_date(self.env, since),
            step=self.step_name,
        )

    def _shown(self):
        """Return what the page of the bill says about a decision."""
        state = dict(self._fields["state"]._description_selection(self.env))
        origin = dict(self._fields["decided_from"]._description_selection(self.env))
        return {
            "state": self.state,
            "label": state[self.state],
            "step": self.step_name,
            "person": self.user_id.name,
            "for": self.in_place_of_id.name,
            "actor": self.actor_id.name
            if self.actor_id and self.actor_id != self.user_id
            else "",
            "when": self.decided_at
            and format_datetime(self.env, self.decided_at, dt_format="short"),
            "origin": origin.get(self.decided_from, ""),
            "amount": self.amount_approved
            and self.currency_id.format(self.amount_approved),
            "comment": self.comment,
            "question": self.question,
            "answer": self.answer,
            "asked": self.asked_name,
            "single": self.is_single,
        }
