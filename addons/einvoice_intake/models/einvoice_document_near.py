from collections import defaultdict
from dataclasses import replace

from odoo import api, models

from odoo.addons.einvoice_base.domain.duplicate_rules import TwinFacts
from odoo.addons.einvoice_base.domain.duplicates import ROUNDING
from odoo.addons.einvoice_base.domain.money import CENT

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


class EinvoiceDocument(models.Model):
    _inherit = "einvoice.document"

    def _step_book(self):
        """Compare also what arrived together, before there were bills."""
        res = super()._step_book()
        self._resembling()._apply_rules()
        return res

    def _resembling(self):
        """Return those whose bills share amount or number with another one."""
        groups = defaultdict(self.browse)
        reach = range(-int(ROUNDING / CENT), int(ROUNDING / CENT) + 1)
        for document in self.filtered("move_id"):
            move = document.move_id
            supplier = move.commercial_partner_id.id
            cents = round(abs(move.amount_total) * 100)
            for near in reach:
                groups[supplier, cents + near] |= document
            if move.einvoice_number_key:
                groups[supplier, move.einvoice_number_key] |= document
                groups[move.einvoice_number_key, cents] |= document
        return self.browse().union(*(each for each in groups.values() if len(each) > 1))
