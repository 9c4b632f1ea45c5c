from contextlib import closing

from odoo import fields, models

from odoo.addons.einvoice_base.domain.amount_rules import has_absurd_amount
from odoo.addons.einvoice_base.domain.date_rules import has_absurd_date

from ..domain.page_comparison import compare
from ..domain.page_reader import PageReader


class EinvoiceDocument(models.Model):
    _inherit = "einvoice.document"

    # What the page says never changes: it is read once, with the document.
    page_facts = fields.Json(readonly=True)

    def _step_read(self):
        res = super()._step_read()
        self._look_at_pages()
        return res

    def _look_at_pages(self):
        """Compare the data with the readable pages, all in one process apart."""
        with closing(PageReader()) as pages:
            for document in self:
                reading = document._reading()
                if reading.invoice and reading.xml and reading.pdf:
                    facts = compare(reading.invoice, pages.read(reading.pdf))
                    document.page_facts = facts.as_json()

    def _prepare_booking(self):
        """Make no bill of what the books cannot hold; the finding says why."""
        invoice = self._reading().invoice
        if has_absurd_amount(invoice) or has_absurd_date(invoice):
            return None, []
        return super()._prepare_booking()
