from dataclasses import replace

from odoo import api, models

from odoo.addons.einvoice_base.domain.duplicate_rules import TwinFacts

from ..domain.duplicates import plain_number


class EinvoiceRule(models.Model):
    """What base finds in the books, beside what the Inbox finds by itself."""

    _inherit = "einvoice.rule"

    @api.model
    def _contexts(self, cases):
        contexts = super()._contexts(cases)
        return [
            self._without_known_twins(case, context)
            for case, context in zip(cases, contexts, strict=True)
        ]

    @api.model
    def _without_known_twins(self, case, context):
        """Leave out what the step “check” of a document asks about already.

        The same number, as it is written, is its own question: a copy, a clash, a bill
        typed by hand. Only once it is answered may there be a bill.
        """
        facts = context.part(TwinFacts)
        is_document = case.record._name == "einvoice.document"
        document = case.record if is_document else case.move.einvoice_document_id
        if facts is None or not document:
            return context
        is_asked = is_document and not case.move
        if not (is_asked or document.sudo()._twins_lifted()):
            return context
        mine = plain_number(facts.mine.number)
        others = tuple(
            each
            for each in facts.others
            if not mine or plain_number(each.number) != mine
        )
        return context.with_part(replace(facts, others=others, _known={}))
