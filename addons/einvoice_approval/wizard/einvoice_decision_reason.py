from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.einvoice_base.domain.status_reasons import STATUS_REASONS, Status
from odoo.addons.einvoice_base.models._translation import in_language

_OF_DECISION = (
    "currency_id",
    "supplier",
    "label",
    "gross",
    "question",
    "asks_supplier",
)


class EinvoiceDecisionReason(models.TransientModel):
    """The answers that need words: each calls the method of the decision.

    The method checks who calls; this only collects what it needs.
    """

    _name = "einvoice.decision.reason"
    _description = "Answer with words"

    kind = fields.Selection(
        [
            ("single", "Approve a bill of your own"),
            ("refuse", "Refuse"),
            ("partly", "Approve in part"),
            ("ask", "Ask"),
            ("hand_over", "Hand over"),
            ("return", "Send back"),
            ("answer", "Answer"),
        ],
        required=True,
        readonly=True,
    )
    decision_id = fields.Many2one(
        "einvoice.decision", required=True, readonly=True, ondelete="cascade"
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_of_decision")
    supplier = fields.Char(compute="_compute_of_decision")
    label = fields.Char(string="Bill number", compute="_compute_of_decision")
    gross = fields.Monetary(string="Amount of the bill", compute="_compute_of_decision")
    question = fields.Text(compute="_compute_of_decision")
    refuse_code = fields.Selection("_reasons_refuse", string="Reason")
    part_code = fields.Selection("_reasons_partly", string="Reason of the rest")
    amount = fields.Monetary(string="Amount approved, with VAT")
    reply_words = fields.Char(compute="_compute_reply_words")
    able_user_ids = fields.Many2many("res.users", compute="_compute_able_user_ids")
    asks = fields.Selection(
        [("colleague", "A colleague"), ("supplier", "The supplier")],
        string="Whom",
        default="colleague",
        required=True,
    )
    ask_code = fields.Selection("_reasons_ask", string="What is missing")
    asks_supplier = fields.Boolean(
        string="Question to the supplier", compute="_compute_of_decision"
    )
    user_id = fields.Many2one("res.users", string="Colleague")
    comment = fields.Text()

    @api.model
    def _reasons_refuse(self):
        return self._reasons(Status.REFUSED)

    @api.model
    def _reasons_partly(self):
        return self._reasons(Status.PARTLY_APPROVED)

    @api.model
    def _reasons_ask(self):
        return self._reasons(Status.SUSPENDED)

    @api.model
    def _reasons(self, status):
        return [
            (code, in_language(self.env, "einvoice_base", reason.label))
            for code, reason in STATUS_REASONS.items()
            if status in reason.statuses
        ]

    @api.model_create_multi
    def create(self, vals_list):
        wizards = super().create(vals_list)
        wizards.decision_id.check_access("read")
        return wizards

    def write(self, vals):
        res = super().write(vals)
        self.decision_id.check_access("read")
        return res

    def _readable(self):
        """Return the decision, once the user may read it: a client names any."""
        decision = self.decision_id._origin
        decision.check_access("read")
        return decision

    @api.depends("decision_id")
    def _compute_of_decision(self):
        for wizard in self:
            decision = wizard._readable()
            for name in _OF_DECISION:
                wizard[name] = decision[name]

    @api.depends("decision_id", "kind")
    def _compute_able_user_ids(self):
        users = self.env["res.users"].sudo()
        for wizard in self:
            decision = wizard._readable().sudo()
            able = users.search(
                [
                    ("share", "=", False),
                    ("company_ids", "in", decision.company_id.ids),
                    ("id", "not in", (self.env.user | decision.user_id).ids),
                ]
            )
            if wizard.kind == "hand_over" and decision.move_id:
                acts = decision.round_id._acts()
                able = able.filtered(
                    lambda user, acts=acts: (
                        user.has_group("einvoice_base.group_approver")
                        and not acts.bar(user.id)
                    )
                )
                # Who decides at another step already may not decide at two.
                asked = decision.round_id.decision_ids.filtered(
                    lambda each, key=decision.step_key: (
                        each.step_key != key
                        and each.state not in ("handed", "not_needed")
                    )
                )
                able -= asked.user_id | asked.in_place_of_id
            wizard.able_user_ids = able

    @api.depends("decision_id")
    def _compute_reply_words(self):
        for wizard in self:
            address, is_read = wizard._readable()._reply_address()
            wizard.reply_words = (
                self.env._("His reply arrives here, and you are told.")
                if is_read
                else self.env._(
                    "His reply goes to %(address)s: note it here then.",
                    address=address or "–",
                )
            )

    @api.model
    def _open_for(self, decision, kind):
        titles = dict(self._fields["kind"]._description_selection(self.env))
        return {
            "type": "ir.actions.act_window",
            "name": titles[kind],
            "res_model": self._name,
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_kind": kind, "default_decision_id": decision.id},
        }

    def action_confirm(self):
        """Give the answer; the method of the decision checks the right."""
        self.ensure_one()
        answers = {
            "single": self._confirm_single,
            "refuse": self._confirm_refuse,
            "partly": self._confirm_partly,
            "ask": self._confirm_ask,
            "hand_over": self._confirm_hand_over,
            "return": self._confirm_return,
            "answer": self._confirm_answer,
        }
        answers[self.kind]()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _confirm_single(self):
        self.decision_id.action_approve_own(self.comment)

    def _confirm_refuse(self):
        self.decision_id.action_refuse(self.refuse_code, self.comment)

    def _confirm_partly(self):
        if not self.part_code:
            raise UserError(self.env._("Choose a reason: the supplier is told."))
        self.decision_id.action_approve_partly(
            self.amount, self.part_code, self.comment
        )

    def _confirm_ask(self):
        if self.asks == "supplier":
            self.decision_id.action_ask_supplier(self.comment, self.ask_code or None)
        else:
            self.decision_id.action_ask(self.user_id.id, self.comment)

    def _confirm_hand_over(self):
        self.decision_id.action_hand_over(self.user_id.id, self.comment)

    def _confirm_return(self):
        self.decision_id.action_return(self.comment)

    def _confirm_answer(self):
        self.decision_id.action_answer(self.comment)


class EinvoiceDecision(models.Model):
    _inherit = "einvoice.decision"

    def action_say(self):
        """Open the window of an answer that needs words, named by the button."""
        self.ensure_one()
        self.check_access("read")
        kind = self.env.context.get("einvoice_answer")
        wizard = self.env["einvoice.decision.reason"]
        if kind not in dict(wizard._fields["kind"].selection):
            raise UserError(self.env._("This answer is not known."))
        return wizard._open_for(self, kind)
