from odoo import api, models

from ..domain.life_cycle_rules import RULES


class EinvoiceRule(models.Model):
    _inherit = "einvoice.rule"

    @api.model
    def _rules(self):
        return (*super()._rules(), *RULES)
