from odoo import models

from ..domain.coding.values import Subject
from ..domain.taxes import choose
from ._coder import ASIDE, Coder


class EinvoiceDocument(models.Model):
    """The lines of a document are coded as those of the supplier's bills before it."""

    _inherit = "einvoice.document"

    def _start_coding(self):
        """Read what was learned for all these documents at once."""
        shared = self.env.cr.cache.setdefault("einvoice_shared", {})
        coder = Coder(self.env, self)
        for document in self:
            shared["coder", document.id] = coder

    def _coder(self):
        self.ensure_one()
        return self._shared(("coder", self.id), lambda: Coder(self.env, self))

    def _learned_taxes(self, invoice, planned, suggestions, taxes):
        """Return for each line that closes no sum the tax that such lines have.

        The invoice says category and rate; of the taxes that fit, the lines before
        choose. ``None`` where they say no other than the supplier's lines all in all.
        """
        lines = [line for line in planned.lines if line.kind not in ASIDE]
        learned = []
        for line, found in zip(lines, suggestions, strict=True):
            main = taxes.get(line.vat)
            if found is None or not main or not found.taxes:
                learned.append(None)
                continue
            need = self._tax_need(invoice, line.vat)
            choice = choose(need, self._tax_options(), (*found.taxes, main.id))
            learned.append(choice.key if choice.key != main.id else None)
        return learned

    def _review_coding(self):
        """Return for each line of the invoice how it would be booked, and why.

        Returns:
            Mappings with ``account`` (``id`` and ``name``, or ``None``) and ``reason``
            (a sentence, or ``None``), in the order of the lines.
        """
        self.ensure_one()
        invoice = self.sudo()._reading().invoice
        if invoice is None:
            return []
        # What is on the screen may be newer than what a batch read.
        coder = Coder(self.env, self)
        suggestions = coder.suggest(
            self,
            [
                Subject(
                    text="\n".join(filter(None, (line.name, line.description))),
                    item=line.seller_item or "",
                    net=line.net,
                    rate=line.vat_rate,
                )
                for line in invoice.lines
            ],
        )
        accounts = self.env["account.account"].sudo().with_company(self.company_id)
        lines = self.env["account.move.line"]
        return [
            {
                "account": {
                    "id": found.account,
                    "name": accounts.browse(found.account).display_name,
                },
                "reason": lines._einvoice_reason_words(found.reason),
            }
            if found
            else {"account": None, "reason": None}
            for found in suggestions
        ]
