from odoo import models


class EinvoiceRule(models.Model):
    _inherit = "einvoice.rule"
