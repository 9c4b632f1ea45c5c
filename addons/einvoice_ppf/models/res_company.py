from odoo import models

from odoo.addons.einvoice_base.domain import identifiers


class ResCompany(models.Model):
    _inherit = "res.company"

    def _einvoice_siren(self):
        """Return the SIREN of the company, from its registry number or VAT number."""
        self.ensure_one()
        return identifiers.stated_siren(
            self.company_registry or ""
        ) or identifiers.siren_of_vat(self.vat or "")
