"""OAuth2: access tokens for client credentials, their end and their revocation."""

from __future__ import annotations

import hmac
import secrets

from werkzeug.wrappers import Request, Response

from . import clock
from .errors import ApiError, json_response
from .organisations import Organisation
from .sandbox import Sandbox


def token_client(sandbox: Sandbox, request: Request) -> list[Organisation] | None:
    """Return the organisations of the credentials in a request, if they are right."""
    client_id, secret, style = _credentials(request)
    found = sandbox.organisations.of_client(client_id)
    if not found or not hmac.compare_digest(
        found[0].client_secret.encode(), secret.encode()
    ):
        return None
    wanted = found[0].settings.auth_style
    return found if wanted in ("any", style) else None


def _credentials(request: Request) -> tuple[str, str, str]:
    basic = request.authorization
    if basic and basic.type == "basic":
        return basic.username or "", basic.password or "", "basic"
    form = request.form
    return form.get("client_id", ""), form.get("client_secret", ""), "body"


def grant(sandbox: Sandbox, request: Request, client: list[Organisation]) -> Response:
    """Give a token to a client whose credentials are right."""
    kind = request.form.get("grant_type")
    if kind != "client_credentials":
        code = "unsupported_grant_type" if kind else "invalid_request"
        return json_response({"error": code}, 400)
    seconds = client[0].settings.token_seconds
    token = f"{secrets.token_urlsafe(12)}.{secrets.token_urlsafe(24)}.sandbox"
    sandbox.store.insert(
        "tokens",
        token=token,
        client_id=client[0].client_id,
        ends_at=sandbox.clock.now() + int(seconds * clock.SECOND),
    )
    body = {
        "access_token": token,
        "token_type": "Bearer",
        "expires_in": int(seconds),
    }
    return json_response(body, Cache_Control="no-store", Pragma="no-cache")


def refuse() -> Response:
    """Answer a token request with wrong credentials."""
    response = json_response({"error": "invalid_client"}, 401)
    response.headers["WWW-Authenticate"] = 'Basic realm="sandbox"'
    return response


def revoke(sandbox: Sandbox, request: Request, client: list[Organisation]) -> Response:
    """End a token before its time (RFC 7009); an unknown one is no error."""
    sandbox.store.execute(
        "DELETE FROM tokens WHERE token = ? AND client_id = ?",
        request.form.get("token", ""),
        client[0].client_id,
    )
    return Response(status=200)


def revoke_all(sandbox: Sandbox, client_id: str) -> int:
    """End all tokens of a client; return how many there were."""
    found = sandbox.store.execute("DELETE FROM tokens WHERE client_id = ?", client_id)
    return found.rowcount


def authenticate(sandbox: Sandbox, request: Request) -> Organisation:
    """Return for whom a call is made.

    Raises:
        ApiError: The token is missing, unknown or ended, or the organisation is
            not one of the client.
    """
    bearer = request.authorization
    if bearer is None or bearer.type != "bearer" or not bearer.token:
        raise _unauthorized("MISSING_TOKEN", "an access token is needed")
    row = sandbox.store.row("SELECT * FROM tokens WHERE token = ?", bearer.token)
    if row is None:
        raise _unauthorized("INVALID_TOKEN", "this access token is not known")
    if row["ends_at"] <= sandbox.clock.now():
        raise _unauthorized("EXPIRED_TOKEN", "this access token has ended")
    found = sandbox.organisations.of_client(row["client_id"])
    return _chosen(found, request.headers.get("Organization-Id"))


def _unauthorized(code: str, message: str) -> ApiError:
    return ApiError(401, code, message, WWW_Authenticate='Bearer realm="sandbox"')


def _chosen(found: list[Organisation], named: str | None) -> Organisation:
    """Return the one that Organization-Id names; a client with one need not name it."""
    with_id = [each for each in found if each.organization_id]
    if named and with_id:
        for each in with_id:
            if each.organization_id == named:
                return each
        raise ApiError(403, "FORBIDDEN_ACCESS", "this organization is not yours")
    if len(found) == 1:
        return found[0]
    if not found:
        raise _unauthorized("INVALID_TOKEN", "the account was closed")
    raise ApiError(400, "MISSING_ORGANIZATION", "Organization-Id must say for whom")
