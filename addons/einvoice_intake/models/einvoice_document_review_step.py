from odoo import api, models

from ..domain.paper.paper_rules import REVIEW_NEEDED
from ..domain.paper.review_fields import PAGES_LABEL, PARTS_LABEL
from ..domain.rules import BUYER_UNSAID
from .einvoice_document_lane import PAGE_CODES


class EinvoiceDocument(models.Model):
    """The step of the pipeline at which a page that was not surely read waits."""

    _inherit = "einvoice.document"

    @api.model
    def _pipeline(self):
        steps = super()._pipeline()
        place = steps.index("book")
        return (*steps[:place], "review", *steps[place:])

    def _step_review(self):
        """Let a person look before a bill is made of what was not surely read."""
        for document in self:
            found = document._review_finding()
            document._record_findings([found] if found else [], {REVIEW_NEEDED.code})
            if found:
                document.write({"state": "to_fix", "step": "review"})
            else:
                document.step = self._step_after("review")

    def _review_finding(self):
        """Return the one finding that names what to look at, or ``None``."""
        if not self._is_paper() or self.reviewed_at or self._is_review_lifted():
            return None
        reading = self._reading()
        labels = [each.label for each in self._doubts(reading)]
        if any(row["rule"] in PAGE_CODES for row in self.page_problems or ()):
            labels.append(PAGES_LABEL)
        if self.page_parts:
            labels.append(PARTS_LABEL)
        if not labels:
            return None
        labels = tuple(dict.fromkeys(labels))
        return REVIEW_NEEDED.finding(fields=labels)

    def _is_buyer_unsure(self, invoice):
        # An address block may be that of a shop; an identifier was read with its check
        # digit, and a sure name is one.
        is_read = self._is_paper() and not self.reviewed_at
        read = self._reading().fields.get("buyer.name") if is_read else None
        has_identifier = invoice.buyer.siren or invoice.buyer.vat_number
        threshold = self.company_id._einvoice_review_threshold()
        if read and not has_identifier and read.confidence < threshold:
            return True
        return super()._is_buyer_unsure(invoice)

    def _is_buyer_unsaid(self):
        """Tell whether it is not known for whom it is; a name may still be printed."""
        return any(each.rule == BUYER_UNSAID.code for each in self._open_findings())

    def _set_reading_aside(self):
        res = super()._set_reading_aside()
        if self._is_paper() and not self.reviewed_at:
            self.paper_reading = {
                **self.paper_reading,
                "invoice": None,
                "fields": {},
            }
            self.corrections = False
            self._read_anew()
        return res

    def _is_review_lifted(self):
        """Tell whether a person answered for it without a review."""
        asked = self.finding_ids.filtered(lambda f: f.rule == REVIEW_NEEDED.code)
        return bool(asked) and all(each.state == "lifted" for each in asked)
