"""Refusals, in the form that XP Z12-013 gives them."""

from __future__ import annotations

import json
from typing import Any

from werkzeug.wrappers import Response


class ApiError(Exception):
    """An answer other than success.

    Attributes:
        status: HTTP status.
        code: ``errorCode`` of the body.
        message: ``errorMessage`` of the body.
        headers: What else the answer says.
    """

    def __init__(self, status: int, code: str, message: str = "", **headers: str):
        self.status = status
        self.code = code
        self.message = message or code
        self.headers = headers
        super().__init__(f"{status} {code}: {self.message}")

    def response(self) -> Response:
        """Return the answer."""
        body = {"errorCode": self.code, "errorMessage": self.message}
        return json_response(body, self.status, **self.headers)


class CutError(Exception):
    """The connection ends without an answer."""


def bad_request(message: str, code: str = "INVALID_REQUEST") -> ApiError:
    """Return the refusal of a request that says something wrong."""
    return ApiError(400, code, message)


def missing_field(name: str) -> ApiError:
    """Return the refusal of a request that lacks something."""
    return ApiError(400, "MISSING_REQUIRED_FIELD", f"{name} is missing")


def not_found(message: str = "Requested resource is Not Found") -> ApiError:
    """Return the answer about what does not exist."""
    return ApiError(404, "MISSING_RESOURCE", message)


def json_response(body: Any, status: int = 200, **headers: str) -> Response:
    """Return an answer in JSON; of a header's name ``_`` stands for a hyphen."""
    return Response(
        json.dumps(body, ensure_ascii=False),
        status=status,
        mimetype="application/json",
        headers={name.replace("_", "-"): text for name, text in headers.items()},
    )
