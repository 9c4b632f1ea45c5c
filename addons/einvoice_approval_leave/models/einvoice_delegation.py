from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.einvoice_approval.domain.people import Absence

# Whole days of approved leave.
AWAY = Domain("state", "=", "validate") & Domain("request_unit_hours", "=", False)


class EinvoiceDelegation(models.Model):
    _inherit = "einvoice.delegation"

    @api.model
    def _absences(self, day):
        leaves = (
            self.env["hr.leave"]
            .sudo()
            .search(
                AWAY
                & Domain("user_id", "!=", False)
                & Domain("number_of_days", ">=", 1)
                & Domain("request_date_from", "<=", day)
                & Domain("request_date_to", ">=", day)
            )
        )
        mine = tuple(
            Absence(each.user_id.id, each.request_date_from, each.request_date_to)
            for each in leaves
        )
        return (*super()._absences(day), *mine)

    @api.model
    def default_get(self, fields_list):
        """Propose the days of the next approved leave."""
        values = super().default_get(fields_list)
        leave = (
            self.env["hr.leave"]
            .sudo()
            .search(
                AWAY
                & Domain("user_id", "=", self.env.uid)
                & Domain("request_date_to", ">=", fields.Date.context_today(self)),
                order="request_date_from",
                limit=1,
            )
        )
        if leave and "first_day" in fields_list:
            values["first_day"] = leave.request_date_from
            values["last_day"] = leave.request_date_to
        return values
