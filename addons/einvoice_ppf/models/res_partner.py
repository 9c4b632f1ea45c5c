from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    einvoice_status_address = fields.Char(
        string="Address for statuses",
        help="Electronic address (scheme 0225) where this supplier receives what we "
        "answer. Leave it empty to use the address that his invoices state.",
    )
