from odoo import api, models
from odoo.exceptions import AccessError


class EinvoiceMadeHere(models.AbstractModel):
    """Rows that only methods of the suite write, whatever rights somebody has."""

    _name = "einvoice.made.here"
    _description = "Written by its methods only"

    @api.model_create_multi
    def create(self, vals_list):
        self._check_made_here()
        return super().create(vals_list)

    def write(self, vals):
        self._check_made_here()
        return super().write(vals)

    def unlink(self):
        self._check_made_here()
        return super().unlink()

    def _check_made_here(self):
        if not self.env.su:
            raise AccessError(self._made_here_words())

    def _made_here_words(self):
        """Say how such a row comes about; each model does."""
        raise NotImplementedError
