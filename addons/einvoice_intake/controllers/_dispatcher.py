"""Requests of programs: a key instead of a session, JSON answers, errors too."""

import logging
import re

from werkzeug.exceptions import HTTPException, Unauthorized

from odoo.exceptions import AccessDenied, AccessError, UserError
from odoo.http import Dispatcher, SessionExpiredException

_logger = logging.getLogger(__name__)

_BEARER = re.compile(r"bearer\s+\S", re.IGNORECASE)


class ApiDispatcher(Dispatcher):
    """Serves the routes of type ``einvoice_api``.

    The body is left alone, so that the endpoint looks at its size before reading it.
    """

    routing_type = "einvoice_api"

    @classmethod
    def is_compatible_with(cls, request):
        return True

    def dispatch(self, endpoint, args):
        # A browser's session would do for Odoo, and open the way to forged requests.
        if not _BEARER.match(self.request.httprequest.headers.get("Authorization", "")):
            raise Unauthorized
        self.request.params = dict(args)
        return self.request.registry["ir.http"]._dispatch(endpoint)

    def handle_error(self, exc):
        if isinstance(exc, HTTPException) and exc.response:
            return exc.response
        status, code, sentence = self._said(exc)
        headers = {"Connection": "close"} if status == 413 else {}
        if status == 401:
            headers["WWW-Authenticate"] = "Bearer"
        return self.request.make_json_response(
            {"error": {"code": code, "message": sentence}},
            headers=headers,
            status=status,
        )

    def _said(self, exc):
        """Return status, code and sentence of an error."""
        env = self.request.env
        if isinstance(exc, (Unauthorized, SessionExpiredException, AccessDenied)):
            return (
                401,
                "key_missing",
                env._("Send a valid API key as “Authorization: Bearer …”."),
            )
        if isinstance(exc, ApiError):
            return exc.code, exc.name, exc.description
        if isinstance(exc, HTTPException):
            return exc.code, exc.name.lower().replace(" ", "_"), exc.description
        if isinstance(exc, AccessError):
            return 403, "forbidden", str(exc)
        if isinstance(exc, UserError):
            return 422, "refused", str(exc)
        _logger.error("The API failed", exc_info=exc)
        return 500, "server_error", env._("The server failed; try again later.")


class ApiError(HTTPException):
    """An error of the caller, with a sentence for the person who reads his log."""

    def __init__(self, status, name, sentence):
        super().__init__(sentence)
        self.code = status
        self._name = name

    @property
    def name(self):
        return self._name
