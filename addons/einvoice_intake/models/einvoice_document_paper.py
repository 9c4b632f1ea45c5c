from dataclasses import replace

from odoo import api, fields, models

from odoo.addons.einvoice_base.domain.mentions import mentions_in

from ..domain.page_facts import PageFacts
from ..domain.paper.corrections import Corrections, corrected
from ..domain.paper.heads import head_of
from ..domain.paper.kept import (
    problems_from_json,
    reading_as_json,
    reading_from_json,
)
from ..domain.paper.paper_rules import PAGE_NO_INVOICE, PAGES_EMPTY, TYPED_REFUSED
from ..domain.paper.parts import proposed_parts
from ..domain.paper.read_paper import read_paper
from ..domain.paper.review_fields import label_of
from ..domain.paper.rows import rows_of_all
from ..domain.paper.second_look import confirmed
from ..domain.problems import missing_findings
from ..domain.read_file import PAPER, waits_for_pages
from ..domain.sniff import Kind, kind_of
from . import _mapping


class EinvoiceDocument(models.Model):
    """Documents that are read from their pages: PDF without data, scans and photos."""

    _inherit = "einvoice.document"

    page_ids = fields.One2many("einvoice.page", "document_id", readonly=True)
    page_count = fields.Integer(string="Pages", readonly=True)
    pages_read = fields.Integer(compute="_compute_pages_read")
    is_paged = fields.Boolean(string="All pages are read", readonly=True)
    # What a bill was made from stays, whatever is learned later.
    paper_reading = fields.Json(readonly=True)
    page_problems = fields.Json(readonly=True)
    corrections = fields.Json(readonly=True)
    # Path to what the other engine read where the first was not sure.
    second_look = fields.Json(readonly=True)
    # Page numbers of each invoice, where the file seems to hold several.
    page_parts = fields.Json(readonly=True)

    @api.depends("page_ids")
    def _compute_pages_read(self):
        counts = dict(
            self.env["einvoice.page"]._read_group(
                [("document_id", "in", self.ids)], ["document_id"], ["__count"]
            )
        )
        for document in self:
            document.pages_read = counts.get(document, 0)

    def _is_paper(self):
        """Tell whether the content comes from pages."""
        return self.is_paged and self.format in PAPER

    def _read_original(self):
        if not self._is_paper():
            return super()._read_original()
        reading = self._read_uncorrected()
        if self.corrections:
            typed = Corrections.from_json(self.corrections)
            reading, refused = corrected(reading, typed)
            if refused:
                labels = dict.fromkeys(label_of(each.path) for each in refused)
                problem = TYPED_REFUSED.finding(fields=tuple(labels))
                reading = replace(reading, problems=(*reading.problems, problem))
        if self.reviewed_at and reading.invoice is not None:
            # Nobody is asked for them any more: the rules say that they are missing.
            lacking = [
                each
                for each in missing_findings(reading.invoice)
                if each.code != "payable_missing"
            ]
            reading = replace(reading, problems=(*reading.problems, *lacking))
        return self._with_page(reading)

    def _read_uncorrected(self):
        """Return what was read of the pages when the document was read."""
        kept = self.paper_reading or reading_as_json(self._read_pages_now())
        return reading_from_json(kept, self.env["einvoice.rule"]._by_code())

    def _with_page(self, reading):
        """Add the bytes that show the invoice to a person."""
        content = self._original()
        is_pdf = kind_of(content) is Kind.PDF
        return replace(reading, pdf=content if is_pdf else None)

    def _read_pages_now(self):
        """Understand the stored pages, with what was learned so far.

        Returns:
            The reading, without corrections; it always says something: an invoice or
            why there is none.
        """
        pages = self._pages()
        reading = confirmed(self._understood(pages), self.second_look or {})
        rules = self.env["einvoice.rule"]._by_code()
        found = problems_from_json(self.page_problems or [], rules)
        problems = (*found, *reading.problems)
        if reading.invoice is None and not problems:
            is_blank = not any(page.words for page in pages)
            rule = PAGES_EMPTY if is_blank else PAGE_NO_INVOICE
            problems = (rule.finding(),)
        return replace(reading, problems=problems)

    def _understood(self, pages):
        """Return what pages say, with what was learned so far."""
        own = self._own_companies()
        return read_paper(pages, memory=self._memory(), own=own)

    def _pages(self):
        """Return the pages as values, in their order."""
        return [each._as_page() for each in self.page_ids.sorted("number")]

    def _memory(self):
        """Return what was learned of the suppliers that it may be of, or ``None``."""
        return

    def _own_companies(self):
        """Return our companies, the receiving one first: none is a supplier."""
        companies = self.env["res.company"].sudo()
        companies = companies.search([])  # pylint: disable=no-search-all
        return [_mapping.own_company(each) for each in self.company_id | companies]

    def _find_parts(self):
        """Return the page numbers of each invoice, ``False`` where there is but one."""
        pages = self._pages()
        own = self._own_companies()
        parts = proposed_parts(pages, lambda page: head_of(page, own), self.page_count)
        return [list(part) for part in parts] or False

    def _printed_facts(self):
        """Return the mandatory mentions that the pages make in words."""
        pages = [each._as_page() for each in self.page_ids.sorted("number")]
        text = "\n".join(row.text for row in rows_of_all(pages))
        return PageFacts(mentions=mentions_in(text))

    def _step_read(self):
        """Read pages first where the content stands on them; the queue does that."""
        unread = self.filtered(lambda each: each._waits_for_pages())
        paper = self.filtered(lambda each: each._is_paper())
        for document in paper:
            document._read_anew()
            document.paper_reading = reading_as_json(document._read_pages_now())
            document.page_facts = document._printed_facts().as_json()
            document.page_parts = document._find_parts()
        if unread:
            unread._queue_reading()
        if known := self - unread:
            return super(EinvoiceDocument, known)._step_read()
        return None

    def _waits_for_pages(self):
        """Tell whether the file holds no data, and its pages were not read yet."""
        if self._is_paper():
            return False
        return waits_for_pages(self._reading())

    def _attach_to_bills(self):
        """Show a scan that is a picture on the bill too."""
        res = super()._attach_to_bills()
        for document in self.filtered(lambda each: each._is_paper()):
            if document._reading().pdf is None:
                document._attach_picture()
        return res

    def _attach_picture(self):
        attachments = self.env["ir.attachment"].with_context(image_no_postprocess=True)
        copied = attachments.create(self._copy_vals(self.name, self._original()))
        if not self.move_id.message_main_attachment_id:
            self.move_id.message_main_attachment_id = copied

    def _page_image(self, number):
        """Return the picture of a page for who may read the document."""
        self.ensure_one()
        self.check_access("read")
        page = self.page_ids.filtered(lambda each: each.number == number)
        return page.image and page.with_context(bin_size=False).image
