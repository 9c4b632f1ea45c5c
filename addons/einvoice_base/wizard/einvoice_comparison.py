from datetime import date
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date, formatLang

from ..domain.codes import Effect, type_code_of
from ..domain.side_by_side import compare
from ..models._translation import translated


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
    row_ids = fields.One2many("einvoice.comparison.row", "comparison_id", readonly=True)
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
        rows = [{"comparison_id": wizard.id, **row} for row in wizard._rows(twin)]
        self.env["einvoice.comparison.row"].sudo().create(rows)
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

    def _rows(self, twin):
        if not self._may_read(twin):
            return []
        mine = self._invoice_of(self._subject())
        other = self._invoice_of(twin)
        if mine is None or other is None:
            return []
        rows = [
            {
                "label": translated(self.env, "einvoice_base", row.label),
                "mine": self._shown(row.after, row.term),
                "other": self._shown(row.before, row.term),
                "is_different": row.differs,
            }
            for row in compare(other, mine)
        ]
        # What differs is what the person looks for.
        return sorted(rows, key=lambda row: not row["is_different"])

    def _subject(self):
        """Return the record of the finding (sudo); addons add what has no bill."""
        return self.finding_id.sudo().move_id

    @api.model
    def _invoice_of(self, record):
        """Return what a record says; addons answer for models of theirs."""
        return record._einvoice_invoice() if record._name == "account.move" else None

    def _shown(self, value, term):
        if value is None:
            return "–"
        if term == "BT-3":
            return self._type_words(value)
        if isinstance(value, Decimal):
            return formatLang(self.env, float(value), digits=2)
        if isinstance(value, date):
            return format_date(self.env, value, date_format="dd/MM/yyyy")
        return str(value)

    def _type_words(self, code):
        kind = type_code_of(code)
        is_refund = kind is not None and kind.effect is Effect.REFUND
        word = self.env._("Credit note") if is_refund else self.env._("Invoice")
        return f"{word} ({code})"

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


class EinvoiceComparisonRow(models.TransientModel):
    _name = "einvoice.comparison.row"
    _description = "Term of two invoices side by side"

    comparison_id = fields.Many2one("einvoice.comparison", ondelete="cascade")
    label = fields.Char(string="Term", readonly=True)
    mine = fields.Char(string="This invoice", readonly=True)
    other = fields.Char(string="The other one", readonly=True)
    is_different = fields.Boolean(string="Differs", readonly=True)
