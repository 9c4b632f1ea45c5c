from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools.misc import clean_context


class EinvoiceMadeHere(models.AbstractModel):
    """Rows that only methods of the suite write, whatever rights somebody has."""

    _name = "einvoice.made.here"
    _description = "Written by its methods only"

    @api.model_create_multi
    def create(self, vals_list):
        self._check_made_here()
        # What a client proposes in the context is written by no method of ours.
        context = clean_context(self.env.context)
        # pylint: disable=context-overridden
        clean = self.with_context(context)
        return super(EinvoiceMadeHere, clean).create(vals_list)

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
