from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.einvoice_base.models._mapping import amount as exact
from odoo.addons.einvoice_base.models._translation import in_language

from ..domain.life_cycle import details, statuses
from ..domain.life_cycle.message import AttachedFile
from ..domain.life_cycle.reasons import ACTIONS, REASONS, reasons_for
from ..models.einvoice_document_status import Saying

ADDON = "einvoice_ppf"
# What a person says here; payments are told by themselves.
_SAID = (
    statuses.IN_PROCESS,
    statuses.APPROVED,
    statuses.PARTLY_APPROVED,
    statuses.DISPUTED,
    statuses.SUSPENDED,
    statuses.REFUSED,
)


class EinvoiceStatusAnswer(models.TransientModel):
    """What a person says to the supplier of a bill."""

    _name = "einvoice.status.answer"
    _description = "Answer to a supplier"

    move_id = fields.Many2one(
        "account.move", string="Bill", required=True, readonly=True
    )
    code = fields.Selection("_code_choices", string="What you say")
    offered = fields.Json(compute="_compute_offered")
    reason = fields.Selection("_reason_choices")
    allowed_reasons = fields.Json(compute="_compute_allowed_reasons")
    action = fields.Selection("_action_choices", string="What you ask for")
    comment = fields.Text()
    approved = fields.Monetary(string="Approved without VAT")
    currency_id = fields.Many2one(related="move_id.currency_id")
    needs_reason = fields.Boolean(compute="_compute_allowed_reasons")
    is_final = fields.Boolean(compute="_compute_allowed_reasons")
    is_sure = fields.Boolean(string="I know that a refusal is final")
    attachment_ids = fields.Many2many("ir.attachment", string="Files")

    @api.model
    def _code_choices(self):
        return [(code, self._word(statuses.STATUSES[code].label)) for code in _SAID]

    @api.model
    def _reason_choices(self):
        return [
            (code, in_language(self.env, each.addon, each.label))
            for code, each in REASONS.items()
        ]

    @api.model
    def _action_choices(self):
        return [(code, self._word(each.label)) for code, each in ACTIONS.items()]

    def _word(self, text):
        return in_language(self.env, ADDON, text)

    def _document(self):
        return self.move_id.sudo().einvoice_document_id

    @api.depends("move_id")
    def _compute_offered(self):
        for answer in self:
            possible = answer._document()._offered_statuses()
            answer.offered = [code for code in _SAID if code in possible]

    @api.depends("code")
    def _compute_allowed_reasons(self):
        for answer in self:
            known = statuses.STATUSES.get(answer.code or "")
            answer.needs_reason = bool(known and known.needs_reason)
            answer.is_final = answer.code == statuses.REFUSED
            answer.allowed_reasons = [
                each.code for each in reasons_for(answer.code or "")
            ]

    def action_say(self):
        """Put the status on its way; a refusal cancels the bill."""
        self.ensure_one()
        document = self._document()
        document._check_may_answer()
        self.move_id.check_access("write")
        self._check_complete()
        said = Saying(
            self.code,
            self._details(),
            attachments=self._files(),
            amount=self._amount_words(),
        )
        document.with_user(self.env.user)._say(said)
        if self.code == statuses.REFUSED:
            self.move_id._einvoice_cancel_refused()
        return {"type": "ir.actions.act_window_close"}

    def _check_complete(self):
        missing = []
        if not self.code:
            missing.append(self.env._("Choose what you say to the supplier."))
        if self.needs_reason and not self.reason:
            missing.append(self.env._("Choose the reason."))
        if self.reason and self.reason not in self.allowed_reasons:
            missing.append(self.env._("This reason cannot be given with this answer."))
        known = statuses.STATUSES.get(self.code or "")
        if known and known.needs_comment and not (self.comment or "").strip():
            missing.append(self.env._("Write to the supplier what is wrong."))
        if self.is_final and not self.is_sure:
            missing.append(self.env._("Confirm that you know: a refusal is final."))
        untaxed = self.move_id.amount_untaxed
        if self.code == statuses.PARTLY_APPROVED and not 0 < self.approved < untaxed:
            missing.append(
                self.env._("Enter the part that you approve: less than the whole.")
            )
        if missing:
            raise UserError("\n".join(missing))

    def _details(self):
        if not (self.needs_reason or self.comment):
            return ()
        return (
            details.reason(
                self.reason,
                self.comment,
                action=self.action or None,
                characteristics=self._shares(),
            )
            if self.reason
            else details.Detail(comments=details.commented(self.comment)),
        )

    def _shares(self):
        if self.code != statuses.PARTLY_APPROVED:
            return ()
        currency = self.currency_id
        approved = exact(self.approved, currency)
        withheld = exact(self.move_id.amount_untaxed, currency) - approved
        return details.split(approved, max(withheld, Decimal(0)), currency.name)

    def _amount_words(self):
        if self.code != statuses.PARTLY_APPROVED:
            return ""
        return f"{self.approved:.2f} {self.currency_id.name}"

    def _files(self):
        return tuple(
            AttachedFile(each.raw or b"", each.name, each.mimetype)
            for each in self.attachment_ids
        )
