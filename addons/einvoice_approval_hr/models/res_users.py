from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _einvoice_employee(self, company):
        """Return the employee that a person is in a company, perhaps none."""
        employees = self.env["hr.employee"].sudo()
        return employees.search(
            [("user_id", "=", self.id), ("company_id", "=", company.id)], limit=1
        )

    def _einvoice_calendar(self, company):
        own = self._einvoice_employee(company).resource_calendar_id
        return own or super()._einvoice_calendar(company)
