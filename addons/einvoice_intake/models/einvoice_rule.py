from odoo import api, models

from ..domain.rules import INTAKE_RULES, READER_RULES


class EinvoiceRule(models.Model):
    _inherit = "einvoice.rule"

    @api.model
    def _rules(self):
        return (*super()._rules(), *READER_RULES, *INTAKE_RULES)
