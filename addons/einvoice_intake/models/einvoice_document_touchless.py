from odoo import models


class EinvoiceDocument(models.Model):
    _inherit = "einvoice.document"
