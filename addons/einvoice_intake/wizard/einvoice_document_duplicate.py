from odoo import api, fields, models
from odoo.exceptions import UserError

from ..domain.rules import DUPLICATE_CLASH, DUPLICATE_OF_ENDED

_TWINS = (DUPLICATE_CLASH.code, DUPLICATE_OF_ENDED.code)


class EinvoiceDocumentDuplicate(models.TransientModel):
    _name = "einvoice.document.duplicate"
    _description = "Decision on a suspected duplicate"

    document_id = fields.Many2one("einvoice.document", required=True, readonly=True)
    finding_id = fields.Many2one("einvoice.finding", readonly=True)
    message = fields.Text(related="finding_id.message", related_sudo=False)
    comparison = fields.Html(compute="_compute_comparison", sanitize=False)
    can_lift = fields.Boolean(related="finding_id.can_lift", related_sudo=False)
    managers = fields.Char(string="Who may record it", compute="_compute_managers")
    reason = fields.Char(string="Why it is another invoice")

    @api.model
    def _prepare(self, document):
        document.ensure_one()
        finding = document.finding_ids.filtered(
            lambda each: each.rule in _TWINS and each.state != "lifted"
        )
        if not finding:
            raise UserError(self.env._("Nothing says any more that it is a duplicate."))
        return self.create({"document_id": document.id, "finding_id": finding[0].id})

    def _title(self):
        return self.env._("Same invoice, or another?")

    @api.depends("document_id")
    def _compute_comparison(self):
        for wizard in self:
            wizard.comparison = wizard.document_id.get_comparison()

    @api.depends("document_id")
    def _compute_managers(self):
        group = self.env.ref("einvoice_base.group_manager").sudo()
        for wizard in self:
            company = wizard.document_id.company_id
            users = group.all_user_ids.filtered(
                lambda user, c=company: user.active and c in user.company_ids
            )
            wizard.managers = ", ".join(users.mapped("name"))

    def action_same(self):
        """It is the same invoice: reject this copy."""
        self.ensure_one()
        first = self.document_id.copy_of_id
        reason = (
            self.env._(
                "The same invoice as %(first)s", first=first.sudo()._history_label()
            )
            if first
            else self.env._("The same invoice as a bill typed by hand")
        )
        self.document_id.action_reject(reason)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_other(self):
        """It is another invoice: lift the finding and make its bill."""
        self.ensure_one()
        self.document_id._check_processor()
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say why it is another invoice."))
        # The finding asks for a manager where it blocks.
        self.finding_id.action_lift(self.reason)
        self.document_id.sudo()._process()
        return self.document_id._open_result()
