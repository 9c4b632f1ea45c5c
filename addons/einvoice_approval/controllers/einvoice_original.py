from odoo import http
from odoo.exceptions import AccessError
from odoo.http import content_disposition, request

# What a browser shows without running anything in it.
_SHOWN = ("application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp")


class EinvoiceOriginal(http.Controller):
    @http.route("/einvoice/decision/<int:key>/original", type="http", auth="user")
    def original(self, key):
        """Give the original of a bill to a person who is, or was, asked about it."""
        decision = request.env["einvoice.decision"].browse(key).exists()
        try:
            original = decision and decision._original()
        except AccessError:
            original = None
        if not original:
            # The same for what is not there and for what is not his.
            raise request.not_found()
        return shown(original)


def shown(original):
    """Return the answer that shows a file, or saves it where it could run."""
    return streamed(original.raw, original.mimetype, original.name)


def streamed(content, mimetype, name):
    """Return the answer that gives bytes to one reader, and to no cache.

    Args:
        content: The bytes.
        mimetype: What they are; shown only where nothing can run in it.
        name: File name.
    """
    is_shown = mimetype in _SHOWN
    kind = mimetype if is_shown else "application/octet-stream"
    place = "inline" if is_shown else "attachment"
    return request.make_response(
        content,
        headers=[
            ("Content-Type", kind),
            ("Content-Disposition", content_disposition(name, place)),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "private, no-store"),
        ],
    )
