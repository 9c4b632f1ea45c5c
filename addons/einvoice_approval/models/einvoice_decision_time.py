import logging
from datetime import UTC

from odoo import api, fields, models

from ..domain.deadlines import Limits, escalates_at, reminds_at

_logger = logging.getLogger(__name__)


class EinvoiceDecision(models.Model):
    """The clock of a decision, in the working hours of the person who is asked."""

    _inherit = "einvoice.decision"

    def _set_clock(self):
        """Say when each of these open decisions is reminded and goes further up."""
        for decision in self.sudo():
            working, limits = decision._working_time(), decision._limits()
            opened = decision.opened_at.replace(tzinfo=UTC)
            paused, days = decision.paused_hours, decision._days_at_risk()
            decision.remind_at = _naive(
                working.morning(opened)
                if decision._waits_for_the_digest()
                else reminds_at(working, limits, opened, paused)
            )
            decision.escalate_at = _naive(
                escalates_at(working, limits, opened, paused, days)
            )

    def _waits_for_the_digest(self):
        """Tell whether the person wants one mail a day; what is urgent goes at once."""
        self.ensure_one()
        return self.user_id.einvoice_mails == "daily" and self.why != "escalated"

    def _pause_clock(self):
        """Let the time stand still while a question is open; a due date does not."""
        for decision in self.sudo():
            limits = Limits(0, 0, decision._limits().days_before_due)
            now = fields.Datetime.now().replace(tzinfo=UTC)
            late = escalates_at(
                decision._working_time(),
                limits,
                now,
                days=decision._days_at_risk(),
            )
            decision.write({"remind_at": False, "escalate_at": _naive(late)})

    def _end_pause(self):
        """Count the working hours that a question took."""
        for decision in self.sudo().filtered("asked_at"):
            decision.paused_hours += decision._working_time().between(
                decision.asked_at.replace(tzinfo=UTC),
                fields.Datetime.now().replace(tzinfo=UTC),
            )

    def _stop_clock(self):
        self.sudo().write({"remind_at": False, "escalate_at": False, "mark": False})

    def _working_time(self):
        self.ensure_one()
        return self.user_id._einvoice_working_time(self.company_id)

    def _limits(self):
        """Return the limits of the step as it is now; those of any when it is gone."""
        step = self.env["einvoice.circuit.step"].sudo().browse(self.step_key).exists()
        if not step:
            return Limits()
        return Limits(step.remind_hours, step.escalate_hours, step.days_before_due)

    def _days_at_risk(self):
        """Return the due date of the bill, and the last day of its discount."""
        move = self.sudo().move_id
        discounts = [day for day in move.line_ids.mapped("discount_date") if day]
        due = [move.invoice_date_due] if move.invoice_date_due else []
        return [*due, *discounts]

    @api.model
    def _cron_keep_time(self):
        """Hand on, escalate and remind; what fails for one leaves the others alone."""
        decisions = self.sudo()
        decisions._hand_on()
        now = fields.Datetime.now()
        late = decisions.search(
            [("state", "in", ("open", "asked")), ("escalate_at", "<=", now)]
        )
        for decision in late:
            decision._kept_apart(decision._escalate)
        decisions._remind(now)

    def _kept_apart(self, function, *arguments):
        try:
            with self.env.cr.savepoint():
                function(*arguments)
        except Exception:
            _logger.exception("The clock of the decisions %s stopped", self.ids)


def _naive(moment):
    """Return a moment as the database keeps it."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment else False
