from odoo import models


class EinvoiceFinding(models.Model):
    _inherit = "einvoice.finding"
