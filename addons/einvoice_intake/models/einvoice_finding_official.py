from odoo import api, models

from odoo.addons.einvoice_base.domain.values import restored

from ..domain.official import Failure
from ..domain.official_rules import WITH_RULE_ID


class EinvoiceFinding(models.Model):
    _inherit = "einvoice.finding"

    @api.depends("rule", "values")
    @api.depends_context("lang")
    def _compute_sentences(self):
        """Say of an official rule what it means, after its id."""
        res = super()._compute_sentences()
        documents = self.env["einvoice.document"]
        for finding in self.filtered(lambda each: each.rule in WITH_RULE_ID):
            values = restored(finding.values or {})
            rule = values.get("rule_id") or "–"
            failure = Failure(
                check="",
                rule=rule,
                flag="fatal",
                text=values.get("text") or rule,
                terms=tuple(filter(None, (finding.term,))),
                lines=tuple(values.get("lines") or ()),
                element=values.get("element") or "",
                count=values.get("count") or 1,
            )
            finding.message = f"{rule} – {documents._official_words(failure)}"
        return res
