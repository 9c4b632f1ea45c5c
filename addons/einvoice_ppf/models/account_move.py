from odoo import api, fields, models

from odoo.addons.einvoice_base.domain.gate import Blocker
from odoo.addons.einvoice_base.domain.moments import Moment
from odoo.addons.einvoice_base.models._translation import translated

from ..domain.life_cycle import details, statuses
from ..domain.life_cycle.reasons import reasons_for
from ..domain.life_cycle.standing import standing_of
from ..domain.life_cycle_rules import REFUSED_BY_US
from .einvoice_document_status import Saying


class AccountMove(models.Model):
    """What happens to a bill, told to the supplier by the platform."""

    _inherit = "account.move"

    einvoice_status_ids = fields.One2many(
        "einvoice.status", "move_id", string="Life cycle", readonly=True
    )
    einvoice_status = fields.Char(
        string="Life-cycle status", compute="_compute_einvoice_status"
    )
    einvoice_is_answerable = fields.Boolean(compute="_compute_einvoice_status")

    @api.depends("einvoice_status_ids.code", "einvoice_status_ids.flow_state")
    @api.depends_context("lang")
    def _compute_einvoice_status(self):
        for move in self:
            document = move.sudo().einvoice_document_id
            rows = move.sudo().einvoice_status_ids | document.status_ids
            standing = standing_of(rows._passed())
            label = statuses.label_of(standing.code) if standing.code else ""
            words = translated(self.env, "einvoice_ppf", label, {}) if label else ""
            move.einvoice_status = " ".join(filter(None, (standing.code, words)))
            move.einvoice_is_answerable = bool(
                document and document._offered_statuses()
            )

    def _einvoice_answer(self, moment, reason, comment, amounts):
        res = super()._einvoice_answer(moment, reason, comment, amounts)
        for move in self:
            document = move.sudo().einvoice_document_id
            if document and document._status_connection():
                move._einvoice_tell(document, moment, reason, comment, amounts or {})
        return res

    def _einvoice_tell(self, document, moment, reason, comment, amounts):
        """Tell the supplier about one moment of a bill that a platform brought."""
        connection = document._status_connection()
        if moment is Moment.PAID:
            return connection.says_paid and self._einvoice_tell_payment(document)
        code = statuses.STATUS_OF_MOMENT.get(moment)
        if moment is Moment.POSTED and connection.says_approved:
            code = statuses.APPROVED
        if code is None:
            return None
        told = self._einvoice_detail(code, reason, comment, amounts)
        return document._say_if_possible(Saying(code, told, by_system=True))

    def _einvoice_detail(self, code, reason, comment, amounts):
        """Return the details of a status, none where it needs none."""
        if not statuses.STATUSES[code].needs_reason:
            return ()
        allowed = {each.code for each in reasons_for(code)}
        wanted = reason if reason in allowed else "AUTRE"
        approved, withheld = amounts.get("approved"), amounts.get("withheld")
        shares = ()
        if code == statuses.PARTLY_APPROVED and approved is not None:
            currency = self.currency_id.name
            shares = details.split(approved, withheld or approved * 0, currency)
        return (details.reason(wanted, comment, characteristics=shares),)

    def _einvoice_tell_payment(self, document):
        totals = document._reading().invoice.totals
        amount = totals.gross if totals.payable is None else totals.payable
        if amount is None:
            return None
        day = fields.Date.context_today(self)
        told = details.payment_sent(amount, self.currency_id.name, day)
        return document._say_if_possible(
            Saying(statuses.PAYMENT_SENT, (told,), mark="whole", by_system=True)
        )

    def _einvoice_answer_status(self, status, message):
        """Show on an invoice that we issued what the customer or a platform says."""
        self.sudo().message_post(
            body=self.env._(
                "%(issuer)s: %(status)s %(comment)s",
                issuer=status.issuer or "–",
                status=status.name,
                comment=status.comment or "",
            )
        )

    def _einvoice_blockers(self, action):
        blockers = super()._einvoice_blockers(action)
        document = self.sudo().einvoice_document_id
        end = document._standing().end if document else None
        if end is not None and end.code == statuses.REFUSED:
            rule = REFUSED_BY_US
            sentence, advice = (
                translated(self.env, rule.addon, text, {})
                for text in (rule.message, rule.advice)
            )
            blockers.append(Blocker(rule.code, sentence, advice))
        return blockers

    def _einvoice_cancel_refused(self):
        """Cancel a bill that was refused, and keep it; a posted one is a person's."""
        for move in self.filtered(lambda each: each.state == "draft"):
            move.button_cancel()

    def action_einvoice_answer_supplier(self):
        """Ask what is to be said to the supplier."""
        self.ensure_one()
        document = self.sudo().einvoice_document_id
        document._check_may_answer()
        self.check_access("write")
        wizard = self.env["einvoice.status.answer"].create({"move_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answer the supplier"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "views": [[False, "form"]],
            "target": "new",
        }
