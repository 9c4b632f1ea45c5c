from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain

from .einvoice_delegation import AWAY


class ResUsers(models.Model):
    _inherit = "res.users"

    def _einvoice_closed(self, calendar, company):
        """Add the days of the person's own leave, which do not count either."""
        since = fields.Date.subtract(fields.Date.today(), days=60)
        mine = Domain("user_id", "=", self.id) & Domain("number_of_days", ">=", 1)
        leaves = (
            self.env["hr.leave"]
            .sudo()
            .search(AWAY & mine & Domain("request_date_to", ">=", since))
        )
        days = {
            each.request_date_from + timedelta(days=offset)
            for each in leaves
            for offset in range(
                (each.request_date_to - each.request_date_from).days + 1
            )
        }
        return super()._einvoice_closed(calendar, company) | days
