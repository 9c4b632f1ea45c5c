from odoo import fields, models

from ..domain.paper.corrections import Corrections
from ..domain.paper.layout import Layout
from ..domain.paper.memory import Memory, keys_of, learn


class EinvoiceDocument(models.Model):
    """What a person confirms teaches how the next invoice of the supplier is read."""

    _inherit = "einvoice.document"

    taught_at = fields.Datetime(readonly=True, copy=False)

    def _memory(self):
        res = super()._memory()
        layouts = self.env["einvoice.layout"].sudo()
        keys = keys_of(self._pages()) - self._our_keys()
        found = layouts._of_keys(self.company_id, keys)
        return Memory(tuple(each._layout() for each in found)) if found else res

    def _our_keys(self):
        """Return the marks of our own companies, which stand on every invoice."""
        ours = set()
        companies = self.env["res.company"].sudo()
        for company in companies.search([]):  # pylint: disable=no-search-all
            partner = company.partner_id
            siren = (partner.einvoice_registry_key or "")[:9]
            ours |= {f"vat:{partner.einvoice_vat_key}", f"siren:{siren}"}
        return frozenset(ours)

    def _learn(self, values):
        res = super()._learn(values)
        self.taught_at = False
        return res

    def _step_book(self):
        """Learn from what was reviewed once it is a bill of its supplier."""
        res = super()._step_book()
        for document in self:
            is_new = document.reviewed_at and not document.taught_at
            if is_new and document.move_id and document._is_paper():
                document._teach()
        return res

    def _is_his(self):
        """Tell whether the identifiers on the page are those of the supplier.

        One wrong choice of a supplier must not teach how his invoices look.
        """
        seller = self._reading().invoice.seller
        partner = self.partner_id.commercial_partner_id
        siren = (partner.einvoice_registry_key or "")[:9]
        if siren and seller.siren:
            return siren == seller.siren
        vat = partner.einvoice_vat_key
        return not (vat and seller.vat_number) or vat == seller.vat_number

    def _teach(self):
        """Keep the layout of this invoice for the next one of its supplier."""
        self.taught_at = fields.Datetime.now()
        if not self._is_his():
            return
        layouts = self.env["einvoice.layout"].sudo()
        known = layouts._of_supplier(self.company_id, self.partner_id)
        typed = Corrections.from_json(self.corrections or {})
        emptied = [path for path, each in typed.fields.items() if not each.value]
        layout = learn(
            self._pages(),
            self._reading().fields,
            before=known._layout() if known else Layout(),
            emptied=emptied,
            not_his=self._our_keys(),
        )
        layouts.with_user(self.reviewed_by_id).sudo()._keep(
            self.company_id, self.partner_id, layout, self
        )
