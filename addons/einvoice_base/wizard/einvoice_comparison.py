from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..domain.codes import Effect, type_code_of
from ..models._comparison import Side, comparison_page


class EinvoiceComparison(models.TransientModel):
    """An invoice beside the one that it may repeat, for a person who decides."""

    _name = "einvoice.comparison"
    _description = "Two invoices side by side"

    finding_id = fields.Many2one(
        "einvoice.finding", required=True, readonly=True, ondelete="cascade"
    )
    message = fields.Text(related="finding_id.message", related_sudo=False)
    move_id = fields.Many2one(related="finding_id.move_id", related_sudo=False)
    can_lift = fields.Boolean(related="finding_id.can_lift", related_sudo=False)
    can_cancel = fields.Boolean(compute="_compute_can_cancel")
    comparison = fields.Html(compute="_compute_comparison", sanitize=False)
    reason = fields.Char(string="Why it is another invoice")

    @api.model_create_multi
    def create(self, vals_list):
        comparisons = super().create(vals_list)
        comparisons.finding_id.check_access("read")
        return comparisons

    @api.model
    def _open_for(self, finding):
        """Open the comparison of one finding that names another record."""
        finding.check_access("read")
        twin = finding._twin()
        if not twin:
            raise UserError(
                self.env._("The other invoice is gone: check the bill again.")
            )
        wizard = self.create({"finding_id": finding.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Same invoice, or another?"),
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "views": [[False, "form"]],
            "target": "new",
        }

    @api.depends("finding_id")
    def _compute_can_cancel(self):
        may = self.env.user.has_group("einvoice_base.group_processor")
        for wizard in self:
            wizard.can_cancel = may and wizard.move_id.state == "draft"

    def _may_read(self, record):
        return record.with_env(self.env).sudo(False).has_access("read")

    @api.depends("finding_id")
    def _compute_comparison(self):
        for wizard in self:
            twin = wizard.finding_id._twin()
            wizard.comparison = bool(twin) and wizard._page(twin)

    def _page(self, twin):
        """Return the two side by side, empty where the user may not see the other."""
        if not self._may_read(twin):
            return False
        first = self._side(self.env._("The other one"), twin)
        second = self._side(self.env._("This invoice"), self._subject())
        if first.invoice is None or second.invoice is None:
            return False
        return comparison_page(self.env, first, second, self._type_words)

    @api.model
    def _side(self, role, record):
        """Return what stands over one of the two; addons answer for their models."""
        states = dict(record._fields["state"]._description_selection(self.env))
        return Side(
            role=role,
            name=record._einvoice_title(),
            url=f"/odoo/{record._name}/{record.id}",
            history=states[record.state],
            invoice=self._invoice_of(record),
        )

    def _subject(self):
        """Return the record of the finding (sudo); addons add what has no bill."""
        return self.finding_id.sudo().move_id

    @api.model
    def _invoice_of(self, record):
        """Return what a record says; addons answer for models of theirs."""
        return record._einvoice_invoice() if record._name == "account.move" else None

    def _type_words(self, code):
        kind = type_code_of(code)
        is_refund = kind is not None and kind.effect is Effect.REFUND
        return self.env._("Credit note") if is_refund else self.env._("Invoice")

    def action_open_other(self):
        """Open the other record, with the rights of the user."""
        self.ensure_one()
        twin = self.finding_id._twin()
        if not twin or not self._may_read(twin):
            raise AccessError(
                self.env._("The other invoice is in a company that is not yours.")
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": twin._name,
            "res_id": twin.id,
            "view_mode": "form",
            "views": [[False, "form"]],
        }

    def action_other(self):
        """It is another invoice: lift the finding; its method checks the right."""
        self.ensure_one()
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say why it is another invoice."))
        self.finding_id.action_lift(self.reason)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_same(self):
        """It is the same invoice: cancel this draft."""
        self.ensure_one()
        bill = self.move_id
        if not self.env.user.has_group("einvoice_base.group_processor"):
            raise AccessError(
                self.env._("Only people who process supplier invoices may do this.")
            )
        if not bill or bill.state != "draft":
            raise UserError(
                self.env._(
                    "Only a draft is cancelled here: ask for a credit note instead."
                )
            )
        self._cancel_as_same(bill)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _cancel_as_same(self, bill):
        """Cancel a draft that is the invoice of another record; addons extend it."""
        bill.button_cancel()
        bill.message_post(
            body=self.env._(
                "Cancelled as the same invoice: %(message)s", message=self.message
            )
        )
