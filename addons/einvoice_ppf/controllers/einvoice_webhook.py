import time

from werkzeug.exceptions import Forbidden, NotFound, RequestEntityTooLarge

from odoo.http import Controller, request, route

from ..domain.platform.webhook import is_signed

# A call names one flow.
_LARGEST = 256 * 1024


class EinvoiceWebhook(Controller):
    @route(
        "/einvoice/platform/<string:token>",
        type="http",
        auth="none",
        methods=["POST"],
        csrf=False,
        readonly=False,
        save_session=False,
    )
    def called(self, token):
        """Wake the look; nothing that the call says is believed.

        The signature shows that it comes from the platform, so that a stranger cannot
        make us ask the platform all the time.
        """
        length = request.httprequest.content_length or 0
        if length > _LARGEST:
            raise RequestEntityTooLarge
        connection = (
            request.env["einvoice.pa.connection"]
            .sudo()
            .search([("webhook_token", "=", token)], limit=1)
        )
        if not token or not connection:
            raise NotFound
        headers = request.httprequest.headers
        if not is_signed(
            request.httprequest.get_data(cache=False),
            headers.get("Afnor-Signature"),
            headers.get("Afnor-Signature-Timestamp"),
            connection.webhook_key or "",
            time.time(),
        ):
            raise Forbidden
        connection._wake_look()
        return request.make_response("", status=204)
