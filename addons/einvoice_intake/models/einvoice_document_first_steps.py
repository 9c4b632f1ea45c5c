from markupsafe import Markup

from odoo import api, models


class EinvoiceDocument(models.Model):
    _inherit = "einvoice.document"

    @api.model
    def get_empty_list_help(self, help_message):
        """Lead a manager to what is still to be set up."""
        message = super().get_empty_list_help(help_message)
        if not self.env.user.has_group("einvoice_base.group_manager"):
            return message
        steps = self.env["einvoice.system.check"].sudo()._steps(self.env.company)
        done = sum(each.state == "ok" for each in steps)
        if done == len(steps):
            return message
        return message + Markup(
            '<p><a href="/odoo/supplier-invoices-check">%s</a></p>'
        ) % self.env._(
            "Getting started: %(done)s of %(total)s steps done",
            done=done,
            total=len(steps),
        )
