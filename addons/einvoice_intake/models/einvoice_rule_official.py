from odoo import api, models

from ..domain.official_rules import OFFICIAL_RULES, merged


class EinvoiceRule(models.Model):
    _inherit = "einvoice.rule"

    @api.model
    def _rules(self):
        return (*super()._rules(), *OFFICIAL_RULES)

    @api.model
    def _contexts(self, cases):
        """Add the official verdict on the document; checked now where it is missing."""
        contexts = super()._contexts(cases)
        documents = [self._document_of(case) for case in cases]
        pairs = zip(cases, documents, strict=True)
        due = [document.id for case, document in pairs if not case.is_rehearsal]
        self.env["einvoice.document"].browse(filter(None, due))._verify()
        return [
            context.with_part(facts)
            if document and (facts := document._official_facts())
            else context
            for context, document in zip(contexts, documents, strict=True)
        ]

    @api.model
    def _check_cases(self, cases, settings=None):
        noticed = super()._check_cases(cases, settings)
        merging = []
        for case, (subject, findings) in zip(cases, noticed, strict=True):
            document = self._document_of(case)
            has_file = document and not case.is_rehearsal and document.attachment_id
            problems = document._reading().problems if has_file else ()
            merging.append((subject, merged(findings, problems)))
        return merging

    @api.model
    def _document_of(self, case):
        """Return the document that a case is, or that its bill was made from."""
        if case.record._name == "einvoice.document":
            return case.record.sudo()
        return case.move.sudo().einvoice_document_id
