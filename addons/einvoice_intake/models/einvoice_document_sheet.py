from markupsafe import Markup

from odoo import api, models
from odoo.tools import format_datetime

from odoo.addons.einvoice_base.models._comparison import Side, comparison_page
from odoo.addons.einvoice_base.models._translation import translated

from ..domain import words
from ._sheet import Sheet


class EinvoiceDocument(models.Model):
    _inherit = "einvoice.document"

    def get_invoice_sheet(self):
        """Return the invoice as a page that a person reads, as HTML."""
        self.ensure_one()
        self.check_access("read")
        invoice = self.sudo()._reading().invoice if self.sudo().attachment_id else None
        if invoice is None:
            return self.env["ir.qweb"]._render("einvoice_intake.invoice_unread")
        return self.env["ir.qweb"]._render(
            "einvoice_intake.invoice_sheet",
            {
                "invoice": invoice,
                "sheet": Sheet(self.env, invoice),
                "enclosed": self._enclosed_links(invoice),
                "lang": (self.env.lang or "en").replace("_", "-"),
            },
        )

    def get_comparison(self):
        """Return this invoice and the first one side by side, as HTML."""
        self.ensure_one()
        self.check_access("read")
        mine = self.sudo()._reading().invoice if self.sudo().attachment_id else None
        first = self._first_of_two(mine)
        if mine is None or first is None:
            return Markup("<p>%s</p>") % self.env._(
                "One of the two cannot be read: compare the originals."
            )
        second = self._side(self.env._("This document"), mine)
        return comparison_page(self.env, first, second, self._type_words)

    @api.model
    def _type_words(self, code):
        """Return the name of a type of invoice, BT-3."""
        text = words.TYPES.get(code)
        return translated(self.env, "einvoice_intake", text) if text else code

    def _side(self, role, invoice=None):
        states = dict(self._fields["state"]._description_selection(self.env))
        bill = self.move_id.sudo().name
        return Side(
            role=role,
            name=self.display_name,
            url=f"/odoo/supplier-invoices/{self.id}",
            history=", ".join(filter(None, (states[self.state], bill))),
            invoice=invoice,
        )

    def _first_of_two(self, mine):
        """Return what this document is compared with: a document, or a typed bill."""
        first = self.copy_of_id.sudo()
        role = self.env._("Received first")
        if first:
            invoice = first._reading().invoice if first.attachment_id else None
            return invoice and first._side(role, invoice)
        bill = self.sudo()._bill_by_hand(mine) if mine else self.env["account.move"]
        if not bill:
            return None
        return Side(
            role=self.env._("Bill typed by hand"),
            name=bill._einvoice_title(),
            url=f"/odoo/account.move/{bill.id}",
            history="",
            invoice=bill._einvoice_invoice(),
        )

    def _enclosed_links(self, invoice):
        """Return the files inside the invoice, each with the link that opens it."""
        return [
            {
                "name": each.filename or each.reference or self.env._("File"),
                "description": each.description or "",
                "url": f"/einvoice/document/{self.id}/enclosed/{place}",
            }
            for place, each in enumerate(invoice.attachments)
            if each.content
        ]

    def _enclosed(self, place):
        """Return one file of the invoice by its place, ``None`` when there is none."""
        self.ensure_one()
        self.check_access("read")
        invoice = self.sudo()._reading().invoice if self.sudo().attachment_id else None
        files = invoice.attachments if invoice else ()
        return (
            files[place] if 0 <= place < len(files) and files[place].content else None
        )

    def _format_words(self):
        """Say in which format it was read, in the words of the trade."""
        self.ensure_one()
        sheet_word = words.FORMATS.get(self.format, "")
        text = translated(self.env, "einvoice_intake", sheet_word)
        return " ".join(filter(None, (text, words.PROFILES.get(self.profile, ""))))

    def _origin_words(self):
        """Say in one line where a bill comes from, for its form."""
        self.ensure_one()
        channels = dict(self._fields["channel"]._description_selection(self.env))
        parts = {
            "format": self._format_words() or self.name,
            "date": format_datetime(self.env, self.received_at, dt_format="short"),
            "channel": channels[self.channel],
        }
        if self.sender:
            return self.env._(
                "From %(format)s, received on %(date)s by %(channel)s (%(sender)s).",
                sender=self.sender,
                **parts,
            )
        return self.env._(
            "From %(format)s, received on %(date)s by %(channel)s.", **parts
        )
