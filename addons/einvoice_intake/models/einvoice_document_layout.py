from odoo import fields, models

from ..domain.paper.corrections import Corrections
from ..domain.paper.layout import Layout
from ..domain.paper.memory import Memory, keys_of, learn


class EinvoiceDocument(models.Model):
    """What a person confirms teaches how the next invoice of the supplier is read."""

    _inherit = "einvoice.document"

    taught_at = fields.Datetime(readonly=True, copy=False)
    # Empty where it taught nothing, or where that was forgotten since.
    taught_layout_id = fields.Many2one(
        "einvoice.layout",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    taught_before = fields.Json(readonly=True, copy=False)

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
        self._unteach()
        return res

    def _step_book(self):
        """Learn from what was reviewed once it is a bill of its supplier."""
        res = super()._step_book()
        for document in self:
            if document._is_to_teach():
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
        before = known._layout() if known else Layout()
        self.taught_before = before.as_json()
        self.taught_layout_id = (
            layouts.with_user(self.reviewed_by_id)
            .sudo()
            ._keep(self.company_id, self.partner_id, self._taught(before), self)
        )

    def _taught(self, before):
        """Return what is known of the supplier after this invoice."""
        typed = Corrections.from_json(self.corrections or {})
        emptied = [path for path, each in typed.fields.items() if not each.value]
        return learn(
            self._pages(),
            self._reading().fields,
            before=before,
            emptied=emptied,
            not_his=self._our_keys(),
        )

    def _unteach(self):
        """Take back what it taught, as if nobody had confirmed it.

        What later invoices of the supplier taught is learned again without it.
        """
        self.ensure_one()
        layout, since = self.taught_layout_id.sudo(), self.taught_at
        known = Layout.from_json(self.taught_before)
        self.write(
            {"taught_at": False, "taught_layout_id": False, "taught_before": False}
        )
        if not layout:
            return
        others = self.search([("taught_layout_id", "=", layout.id)])
        others = others.sorted(lambda each: (each.taught_at, each.id))
        for document in others:
            if (document.taught_at, document.id) > (since, self.id):
                document.taught_before = known.as_json()
                known = document._taught(known)
        if known.count:
            layout._keep(layout.company_id, layout.partner_id, known, others[-1:])
        else:
            layout.unlink()

    def _align_lesson(self):
        """Let it teach only while its bill names the supplier that it is about."""
        supplier = self.partner_id.commercial_partner_id
        is_same = self.move_id.commercial_partner_id == supplier
        if self.taught_layout_id and not is_same:
            self._unteach()
        elif is_same and self._is_to_teach():
            self._teach()

    def _is_to_teach(self):
        is_new = self.reviewed_at and not self.taught_at
        return bool(is_new and self.move_id and self._is_paper())
