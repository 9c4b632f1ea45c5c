from odoo import api, fields, models

from ..domain.paper.page import Page


class EinvoicePage(models.Model):
    """One page of a paper document, as words with their places."""

    _name = "einvoice.page"
    _inherit = "einvoice.made.here"
    _description = "Page of a received document"
    _order = "document_id, number"
    _rec_name = "number"

    document_id = fields.Many2one(
        "einvoice.document",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    number = fields.Integer(required=True, readonly=True)
    width = fields.Float(string="Width (points)", readonly=True)
    height = fields.Float(string="Height (points)", readonly=True)
    words = fields.Json(readonly=True)
    source = fields.Selection(
        [("text", "Text of the file"), ("ocr", "Read from a picture")], readonly=True
    )
    engine = fields.Char(string="Read by", readonly=True)
    turned = fields.Integer(string="Turned by (degrees)", readonly=True)
    skew = fields.Float(string="Straightened by (degrees)", readonly=True)
    image = fields.Binary(attachment=True, readonly=True)

    _page_unique = models.UniqueIndex(
        "(document_id, number)", "This page is read already."
    )

    def _made_here_words(self):
        return self.env._("Pages are read by the system, not written.")

    @api.model
    def _vals_of(self, document, page: Page, image):
        """Return what keeps a page; the picture is base64, as the ORM wants it."""
        return {
            "document_id": document.id,
            **page.as_json(),
            "image": image or False,
        }

    def _as_page(self) -> Page:
        """Return the page as a value of the domain."""
        self.ensure_one()
        names = ("number", "width", "height", "source", "engine", "turned", "skew")
        return Page.from_json(
            {**{name: self[name] for name in names}, "words": self.words or []}
        )

    def _image_url(self):
        self.ensure_one()
        return f"/einvoice/document/{self.document_id.id}/page/{self.number}"
