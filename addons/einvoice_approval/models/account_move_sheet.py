import json

from odoo import models
from odoo.exceptions import AccessError, UserError

from odoo.addons.einvoice_base.domain.gate import Evidence
from odoo.addons.einvoice_base.models.account_move import READERS

from ..domain.sheet.content import SheetFinding
from ..domain.sheet.drawing import drawn


class AccountMove(models.Model):
    """The approval sheet of a bill, and its place in the sealed record."""

    _inherit = "account.move"

    def action_einvoice_approval_sheet(self):
        """Open the approval sheet in a page of its own."""
        self.ensure_one()
        self._einvoice_check_sheet()
        return {
            "type": "ir.actions.act_url",
            "url": f"/einvoice/bill/{self.id}/approval-sheet",
            "target": "new",
        }

    def _einvoice_check_sheet(self):
        """Let only those see it who work on the bills, and only of bills they read.

        A supplier in the portal may read his own bill; what we say of it is not his.
        """
        if not self.env.user.has_groups(READERS):
            raise AccessError(
                self.env._("Only who may read the bills sees their approval.")
            )
        self.check_access("read")
        if not self.sudo().einvoice_round_ids:
            raise UserError(self.env._("Nobody was asked to approve this bill."))

    def _einvoice_sheet_file(self):
        """Return the name and the bytes of the sheet for the current user."""
        self.ensure_one()
        self._einvoice_check_sheet()
        rounds = self.sudo().einvoice_round_ids
        return rounds._sheet_name(), drawn(self.sudo()._einvoice_sheet())

    def _einvoice_sheet(self):
        """Return what the sheet says, in the language and the time of the context."""
        self.ensure_one()
        findings = self.einvoice_finding_ids.filtered(lambda f: not f.tried_severity)
        return self.einvoice_round_ids._sheet(
            [each._on_sheet() for each in findings.sorted("id")]
        )

    def _einvoice_evidence(self):
        """Add the sheet, in the language of the company, whoever seals it."""
        parts = super()._einvoice_evidence()
        partner = self.sudo().company_id.partner_id
        move = self.sudo().with_context(lang=partner.lang, tz=partner.tz or "UTC")
        rounds = move.einvoice_round_ids.sorted("id")
        if not rounds:
            return parts
        data = json.dumps(
            [each._archive(at) for at, each in enumerate(rounds, 1)],
            ensure_ascii=False,
            indent=1,
            sort_keys=True,
        )
        return [
            *parts,
            Evidence("approval-sheet.pdf", "approval", drawn(move._einvoice_sheet())),
            Evidence("approval.json", "approval_data", data.encode()),
        ]


class EinvoiceFinding(models.Model):
    _inherit = "einvoice.finding"

    def _on_sheet(self):
        """Return the finding as the sheet says it: does it stand, or who lifted it."""
        labels = {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in ("state", "severity")
        }
        outcome = labels["state"][self.state]
        if self.decided_by_id:
            rounds = self.env["einvoice.round"]
            outcome = self.env._(
                "%(state)s by %(person)s on %(moment)s",
                state=outcome,
                person=self.decided_by_id.name,
                moment=rounds._moment(self.decided_at),
            )
        return SheetFinding(
            title=f"{labels['severity'][self.severity]} · {self.title or self.rule}",
            message=self.message or "",
            outcome=": ".join(filter(None, [outcome, self.reason])),
        )
