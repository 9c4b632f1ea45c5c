from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain

from odoo.addons.einvoice_base.domain.events import EventKind


class EinvoiceRound(models.Model):
    """A round that nobody could decide begins again once somebody may."""

    _inherit = "einvoice.round"

    @api.model
    def _retry_stuck(self, company=None):
        """Freeze again, with who is there today, what too few people could decide.

        Args:
            company: Only its bills.
        """
        stuck = Domain("state", "=", "open") & Domain("stuck", "!=", False)
        if company is not None:
            stuck &= Domain("company_id", "=", company.id)
        rounds = self.sudo().search(stuck, order="id").filtered("stuck")
        if not rounds:
            return
        today = fields.Date.context_today(self)
        directory = self.env["einvoice.delegation"]._directory(today)
        for each in rounds.filtered(lambda one: not one._is_stale()):
            each.decision_ids._kept_apart(each._retry, directory, today)

    @api.model
    def _restart_stale(self):
        """Begin again what changed by a way that nobody is told of.

        Suppliers are merged and files deleted past the bill.
        """
        kept = ("open", "approved", "partly")
        rounds = self.sudo().search(
            [("state", "in", kept), ("move_id.state", "=", "draft")]
        )
        for each in rounds.filtered(lambda one: one._is_stale()):
            move = each.move_id.with_user(SUPERUSER_ID)
            each.decision_ids._kept_apart(move._einvoice_restart)

    def _retry(self, directory, today):
        """Replace this round by one that can be decided, where there is one."""
        self._lock()
        move = self.move_id.with_user(SUPERUSER_ID)
        circuit = move.company_id._einvoice_circuit()
        if self.state != "open" or not circuit:
            return
        made, _steps = move._einvoice_plan(circuit, directory, today)
        if made.stuck:
            return
        self._cancel()
        move.message_post(
            body=self.env._("The approval begins again: it can be decided now.")
        )
        move._einvoice_emit(EventKind.RESET, cause="people")
        move._einvoice_open_round(directory, today, old=self)._begin()


class EinvoiceDecision(models.Model):
    _inherit = "einvoice.decision"

    @api.model
    def _cron_keep_time(self):
        res = super()._cron_keep_time()
        self.env["einvoice.round"]._restart_stale()
        self.env["einvoice.round"]._retry_stuck()
        return res


class EinvoiceCircuit(models.Model):
    _inherit = "einvoice.circuit"

    def write(self, vals):
        res = super().write(vals)
        if {"fallback_user_id", "has_single_approver"} & vals.keys():
            running = self.filtered(lambda each: each.state == "running")
            for circuit in running:
                self.env["einvoice.round"]._retry_stuck(circuit.company_id)
        return res
