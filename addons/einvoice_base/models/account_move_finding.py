from odoo import api, fields, models

from .account_move import READERS


class AccountMove(models.Model):
    """What the screens of a bill show of its findings."""

    _inherit = "account.move"

    einvoice_counted_finding_ids = fields.Many2many(
        "einvoice.finding",
        string="Findings that count",
        compute="_compute_einvoice_shown_findings",
        groups=READERS,
    )
    einvoice_observed_finding_ids = fields.Many2many(
        "einvoice.finding",
        string="Would have been noticed",
        compute="_compute_einvoice_shown_findings",
        groups=READERS,
    )
    einvoice_blocking_count = fields.Integer(
        string="Blocking findings",
        compute="_compute_einvoice_blocking",
        groups=READERS,
    )
    einvoice_blocking_reason = fields.Char(
        string="Stopped because",
        compute="_compute_einvoice_blocking",
        groups=READERS,
    )

    @api.depends("einvoice_finding_ids.rank", "einvoice_finding_ids.topic")
    def _compute_einvoice_shown_findings(self):
        for move in self:
            observed = move.einvoice_finding_ids.filtered("tried_severity")
            counted = move.einvoice_finding_ids - observed
            move.einvoice_counted_finding_ids = counted._in_sections()
            move.einvoice_observed_finding_ids = observed._in_sections()

    @api.depends("einvoice_finding_ids.rank", "state")
    @api.depends_context("lang")
    def _compute_einvoice_blocking(self):
        for move in self:
            stopping = move._einvoice_stopping_findings()
            if move.state == "cancel":
                stopping = stopping.browse()
            move.einvoice_blocking_count = len(stopping)
            move.einvoice_blocking_reason = stopping[:1].message

    def _einvoice_note_state(self, before, state):
        res = super()._einvoice_note_state(before, state)
        # Nobody has to look after a cancelled bill; a draft again waits again.
        if state in ("cancel", "draft"):
            moved = self.browse(move.id for move, old in before.items() if old != state)
            moved.sudo().einvoice_finding_ids._note_places(is_new=state == "draft")
        return res
