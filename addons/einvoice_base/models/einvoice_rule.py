import logging

from odoo import api, models

from ..domain.findings import Rule, run
from ..domain.totals import TOTALS_GATE

_logger = logging.getLogger(__name__)


class EinvoiceRule(models.AbstractModel):
    _name = "einvoice.rule"
    _description = "Supplier invoice rule"

    @api.model
    def _rules(self) -> tuple[Rule, ...]:
        """Return the rules in the order in which they run.

        Addons extend it by inheritance: ``return (*super()._rules(), *MINE)``. A rule
        without a check (a reader's problem) belongs here too: its sentences are
        looked up by its code.
        """
        return TOTALS_GATE

    @api.model
    def _by_code(self):
        """Return the rules by their code."""
        return {rule.code: rule for rule in self._rules()}

    @api.model
    def _check(self, invoice, context):
        """Apply every rule to an invoice and return what they notice."""
        return run(self._rules(), invoice, context)
