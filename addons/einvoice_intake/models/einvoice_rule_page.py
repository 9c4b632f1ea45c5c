from odoo import api, models

from odoo.addons.einvoice_base.domain.mentions import DocumentFacts

from ..domain.page_facts import PageFacts
from ..domain.page_rules import PAGE_RULES
from ..domain.profile_rules import PROFILE_RULES

# Formats whose terms come from data, not from the reading of a page.
STRUCTURED = ("factur-x", "cii", "ubl")


class EinvoiceRule(models.Model):
    _inherit = "einvoice.rule"

    @api.model
    def _rules(self):
        return (*super()._rules(), *PROFILE_RULES, *PAGE_RULES)

    @api.model
    def _contexts(self, cases):
        contexts = super()._contexts(cases)
        return [
            self._with_document(context, self._document_of(case))
            for case, context in zip(cases, contexts, strict=True)
        ]

    @api.model
    def _document_of(self, case):
        """Return the supplier's own document of a case; a typed bill has none."""
        if case.record._name == "einvoice.document":
            return case.record.sudo()
        return case.move.einvoice_document_id

    @api.model
    def _with_document(self, context, document):
        reading = document._reading() if document.attachment_id else None
        # A page that nothing could read is the picture of a bill typed by hand.
        if reading is None or reading.invoice is None:
            return context
        page = PageFacts.from_json(document.page_facts or {})
        facts = DocumentFacts(
            is_structured=reading.format in STRUCTURED,
            profile=reading.profile,
            printed=page.mentions,
            has_words=document._is_paper(),
        )
        return context.with_part(facts).with_part(page)
