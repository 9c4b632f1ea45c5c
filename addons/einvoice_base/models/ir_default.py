from odoo import api, models

# Fields of Odoo that decide what is stopped; a person's default would decide for all.
_DECISIVE = {
    "account.move": frozenset({"state", "move_type"}),
    "account.payment": frozenset({"state"}),
    "res.partner.bank": frozenset({"allow_out_payment"}),
}


class IrDefault(models.Model):
    _inherit = "ir.default"

    @api.model
    def _get_model_defaults(self, model_name, condition=False):
        """Leave out the defaults by which a person would decide for the suite.

        Anybody may set a default of his own, and it holds in what the suite writes in
        his name: a finding born lifted, a bill born exempt.
        """
        defaults = super()._get_model_defaults(model_name, condition)
        if model_name.startswith("einvoice."):
            return {}
        decisive = _DECISIVE.get(model_name, frozenset())
        return {
            name: value
            for name, value in defaults.items()
            if name not in decisive and not name.startswith("einvoice_")
        }
