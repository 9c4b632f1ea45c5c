import base64

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import content_disposition, request

from ..domain.arrival import Channel, ReceivedFile
from ..domain.guard import MEGABYTE

# What the inbox sends in one request, on top of one file of the largest size.
_BATCH = 64 * MEGABYTE


def _largest_request(_controller):
    return request.env.company.sudo()._einvoice_limits().size + _BATCH


class EinvoiceInbox(http.Controller):
    @http.route(
        "/einvoice/inbox/upload",
        type="http",
        auth="user",
        methods=["POST"],
        max_content_length=_largest_request,
    )
    def upload(self, company_id=None, **_params):
        """Take in the files of a person, and say what became of each."""
        documents = request.env["einvoice.document"]
        try:
            documents._check_processor()
            company = self._company(company_id)
        except AccessError as error:
            return request.make_json_response({"error": str(error)}, status=403)
        files = [
            ReceivedFile(each.filename, each.read(), sender=request.env.user.login)
            for each in request.httprequest.files.getlist("ufile")
        ]
        arrived = documents.with_company(company)._receive(
            files, Channel.UPLOAD, company=company
        )
        return request.make_json_response(
            {"documents": [each.sudo()._upload_answer() for each in arrived]}
        )

    def _company(self, key):
        if not (key or "").isdigit():
            return request.env.company
        company = request.env["res.company"].browse(int(key))
        if company not in request.env.user.company_ids:
            raise AccessError(request.env._("This company is not one of yours."))
        return company

    @http.route(
        "/einvoice/document/<int:key>/page/<int:number>", type="http", auth="user"
    )
    def page(self, key, number):
        """Give the picture of a page, which never changes once it is read."""
        document = request.env["einvoice.document"].browse(key).exists()
        try:
            image = document and document._page_image(number)
        except AccessError:
            image = None
        if not image:
            raise request.not_found()
        return request.make_response(
            base64.b64decode(image),
            headers=[
                ("Content-Type", "image/jpeg"),
                ("Cache-Control", "private, max-age=3600"),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )

    @http.route(
        "/einvoice/document/<int:key>/enclosed/<int:place>", type="http", auth="user"
    )
    def enclosed(self, key, place):
        """Give a file that the invoice holds.

        A stranger made it: a PDF is shown by the viewer of the browser, everything
        else is saved and never opened under our address.
        """
        document = request.env["einvoice.document"].browse(key).exists()
        file = document and document._enclosed(place)
        if not file:
            raise request.not_found()
        is_pdf = file.content.startswith(b"%PDF-")
        kind = "application/pdf" if is_pdf else "application/octet-stream"
        name = file.filename or file.reference or "file"
        place = content_disposition(name, "inline" if is_pdf else "attachment")
        return request.make_response(
            file.content,
            headers=[
                ("Content-Type", kind),
                ("Content-Disposition", place),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
