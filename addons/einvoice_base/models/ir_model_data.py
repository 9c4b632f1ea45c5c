from odoo import models


class IrModelData(models.Model):
    _inherit = "ir.model.data"

    def _module_data_uninstall(self, modules_to_remove):
        # Without its addon a rule has no words, and nothing to switch.
        self.env["einvoice.rule"]._forget(modules_to_remove)
        return super()._module_data_uninstall(modules_to_remove)
