from odoo import api, fields, models

from ..domain.duplicate_rules import DUPLICATE_RULES

TWIN_RULES = tuple(each.code for each in DUPLICATE_RULES)


class EinvoiceFinding(models.Model):
    """Findings that name another record: what the invoice may repeat."""

    _inherit = "einvoice.finding"

    twin_key = fields.Char(readonly=True, index="btree_not_null")

    @api.model
    def _vals(self, finding):
        twin = finding.values.get("twin")
        return {**super()._vals(finding), "twin_key": twin or False}

    def _own_keys(self):
        """Return the keys under which the subject may be another one's twin."""
        self.ensure_one()
        return {f"account.move,{self.move_id.id}"} if self.move_id else set()

    def _twin(self):
        """Return the record named (sudo), empty when it is gone."""
        self.ensure_one()
        model, _sep, key = (self.twin_key or "").partition(",")
        if model not in self._twin_models():
            return None
        return self.env[model].sudo().browse(int(key)).exists()

    @api.model
    def _twin_models(self) -> tuple[str, ...]:
        """Return the models that a twin may be of; addons add theirs."""
        return ("account.move",)

    @api.model
    def _solutions(self):
        compare = (self.env._("Compare the two"), "_solve_twin")
        return super()._solutions() | dict.fromkeys(TWIN_RULES, compare)

    def _solve_twin(self):
        """Put the two side by side, and decide."""
        return self.env["einvoice.comparison"]._open_for(self)
