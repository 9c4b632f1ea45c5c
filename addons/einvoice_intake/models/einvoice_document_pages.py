from odoo import api, models
from odoo.service import server

from ..domain.paper.reader import PageLimits


class EinvoiceDocument(models.Model):
    _inherit = "einvoice.document"

    @api.model
    def _page_limits(self):
        """Return how the process that reads pages is reached, and its limits.

        It ends with the Odoo server, not with the worker of Odoo that asks first.
        """
        owner = getattr(server.server, "pid", None)
        return PageLimits(owner=owner) if owner else PageLimits()
