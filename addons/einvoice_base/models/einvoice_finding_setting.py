from dataclasses import replace

from odoo import api, models

from ..domain.findings import Severity
from ..domain.rule_settings import reapplied


class EinvoiceFinding(models.Model):
    """What stands follows when a company sets its rule otherwise."""

    _inherit = "einvoice.finding"

    @api.model
    def _standing_of(self, company, code):
        """Return what a rule noticed in a company and nobody lifted."""
        return self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("rule", "=", code),
                ("state", "!=", "lifted"),
            ]
        )

    def _follow_setting(self, rule, before, after):
        """Bring the findings of one rule in line with what its company now wants."""
        moved, off = {}, self.browse()
        for finding in self:
            stood = rule.finding(severity=Severity(finding.severity))
            if finding.tried_severity:
                stood = replace(stood, tried=Severity(finding.tried_severity))
            if (wanted := reapplied(stood, before, after)) is None:
                off |= finding
            elif wanted != stood:
                key = (wanted.severity.value, wanted.tried and wanted.tried.value)
                moved.setdefault(key, []).append(finding.id)
        for (severity, tried), keys in moved.items():
            self.browse(keys).write(
                {"severity": severity, "tried_severity": tried or False}
            )
        subjects = {name: self[name] for name in self._subject_fields()}
        off._close()
        self._settle_subjects(subjects)

    @api.model
    def _settle_subjects(self, subjects):
        """Bring what findings are about in line with those that are left.

        Called when a person, or a setting, and no check changed them; addons extend it.

        Args:
            subjects: Name of the subject field to its records.
        """
