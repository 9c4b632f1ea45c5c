"""The WSGI application: finds out who asks for what, and lets faults happen."""

from __future__ import annotations

import re
import select
import socket
import time
import traceback
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from . import admin_api, clock, directory_api, flow_api, tokens
from .call import Call
from .deposit import settle
from .errors import ApiError, CutError, bad_request, not_found
from .faults import Fault
from .organisations import Organisation
from .sandbox import Sandbox

_BASE = re.compile(
    r"(?:/(?P<version>1\.[123])(?:\.\d+)?)?/(?:flow-service|afnor-flow|directory-service"
    r"|afnor-directory)(?P<path>/v1/.*)"
)
_FLOW = Map(
    [
        Rule("/v1/flows", methods=["POST"], endpoint="createFlow"),
        Rule("/v1/flows/search", methods=["POST"], endpoint="searchFlows"),
        Rule("/v1/flows/<flow_id>", methods=["GET"], endpoint="getFlow"),
        Rule("/v1/webhooks", methods=["GET"], endpoint="listWebhooks"),
        Rule("/v1/webhooks", methods=["POST"], endpoint="createWebhook"),
        Rule("/v1/webhooks/<webhook_id>", methods=["GET"], endpoint="getWebhook"),
        Rule("/v1/webhooks/<webhook_id>", methods=["PATCH"], endpoint="updateWebhook"),
        Rule("/v1/webhooks/<webhook_id>", methods=["DELETE"], endpoint="deleteWebhook"),
        Rule("/v1/healthcheck", methods=["GET"], endpoint="getHealth"),
    ],
    merge_slashes=False,
)
_DIRECTORY = Map(
    [
        Rule("/v1/siren/search", methods=["POST"], endpoint="searchCompanyBySiren"),
        Rule(
            "/v1/siren/code-insee:<siren>",
            methods=["GET"],
            endpoint="getCompanyBySiren",
        ),
        Rule("/v1/siret/search", methods=["POST"], endpoint="searchFacilityBySiret"),
        Rule(
            "/v1/siret/code-insee:<siret>",
            methods=["GET"],
            endpoint="getFacilityBySiret",
        ),
        Rule("/v1/routing-code/search", methods=["POST"], endpoint="searchRoutingCode"),
        Rule(
            "/v1/routing-code/siret:<siret>/code:<path:identifier>",
            methods=["GET"],
            endpoint="getRoutingCodeBySiretAndId",
        ),
        Rule(
            "/v1/directory-line/search",
            methods=["POST"],
            endpoint="searchDirectoryLine",
        ),
        Rule(
            "/v1/directory-line/code:<path:identifier>",
            methods=["GET"],
            endpoint="getDirectoryLineById",
        ),
        Rule("/v1/healthcheck", methods=["GET"], endpoint="getHealth"),
    ],
    merge_slashes=False,
)
_TOKEN = re.compile(r"/oauth2/(token|revoke)|/auth-service/[^/]+/(token)")


class Application:
    """Answers every call of the sandbox's server."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer one call, or end its connection."""
        request = Request(environ)
        try:
            response = self._answer(request)
        except CutError:
            _cut(request)
            raise ConnectionAbortedError("asked for by a fault") from None
        except ApiError as error:
            response = error.response()
        except HTTPException as error:
            response = ApiError(error.code or 400, "INVALID_REQUEST").response()
        except Exception:  # noqa: BLE001 – must not look like a fault on demand
            traceback.print_exc()
            response = ApiError(500, "SANDBOX_DEFECT").response()
        _drain(request)
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        path = request.path
        if path.startswith("/sandbox"):
            return admin_api.answer(self._sandbox, request)
        if _TOKEN.fullmatch(path):
            return self._token(request)
        base = _BASE.fullmatch(path)
        if base is None:
            raise not_found()
        routes = _FLOW if "flow" in path[: base.start("path")] else _DIRECTORY
        operation, keys = _match(routes, base["path"], request.method)
        return self._operation(request, base["version"], operation, keys)

    def _token(self, request: Request) -> Response:
        if request.method != "POST":
            raise ApiError(405, "METHOD_NOT_ALLOWED", Allow="POST")
        client = tokens.token_client(self._sandbox, request)
        if client is None:
            self._remember(request, "", "token", 401)
            return tokens.refuse()
        act = tokens.revoke if request.path.endswith("revoke") else tokens.grant
        return self._with_faults(
            request, client[0], "token", lambda: act(self._sandbox, request, client)
        )

    def _operation(
        self,
        request: Request,
        version: str | None,
        operation: str,
        keys: Mapping[str, str],
    ) -> Response:
        try:
            _check_request_id(request)
            organisation = tokens.authenticate(self._sandbox, request)
        except ApiError as error:
            self._remember(request, "", operation, error.status)
            raise
        call = Call(
            self._sandbox,
            request,
            organisation,
            operation,
            version or organisation.settings.version,
        )
        return self._with_faults(
            request, organisation, operation, lambda: _carry_out(call, keys)
        )

    def _with_faults(
        self,
        request: Request,
        organisation: Organisation,
        operation: str,
        act: Callable[[], Response],
    ) -> Response:
        names = [operation]
        doc_type = request.args.get("docType")
        if doc_type:
            names.insert(0, f"{operation}:{doc_type}")
        fault = self._sandbox.faults.of_call(organisation.siren, *names)
        kind, status = fault.kind if fault else "", 0
        try:
            response = self._before(request, fault) if fault else None
            if response is None:
                response = act()
                if fault:
                    response = self._after(request, response, fault)
            status = response.status_code
        except ApiError as error:
            status = error.status
            raise
        finally:
            self._remember(request, organisation.siren, names[0], status, kind)
        return response

    def _before(self, request: Request, fault: Fault) -> Response | None:
        """Let a fault happen instead of the call."""
        options = fault.options
        if fault.kind == "cut":
            raise CutError
        if fault.kind == "hang":
            self._hang(request, options)
        if fault.kind == "missing":
            raise not_found()
        if fault.kind == "status":
            raise _refusal(options)
        if fault.kind == "html":
            text = "<html><body><h1>Maintenance en cours</h1></body></html>"
            return Response(text, options.get("status", 200), mimetype="text/html")
        if fault.kind == "redirect":
            elsewhere = options.get("location", "http://elsewhere.invalid/v1/flows")
            return Response(
                "", options.get("status", 307), headers={"Location": elsewhere}
            )
        return None

    def _after(self, request: Request, response: Response, fault: Fault) -> Response:
        """Let a fault happen to what was answered."""
        if fault.kind == "accept_then_cut":
            raise CutError
        if fault.kind == "accept_then_hang":
            self._hang(request, fault.options)
        body = response.get_data()
        if fault.kind == "slow_body":
            seconds = float(fault.options.get("seconds", 2))
            response.response = _slowly(body, seconds)
            response.content_length = len(body)
        if fault.kind == "truncate":
            response.response = [body[: len(body) // 2]]
            response.content_length = len(body)
        return response

    def _hang(self, request: Request, options: dict[str, Any]) -> None:
        """Say nothing until the client goes away, then end the connection.

        Raises:
            CutError: In the end, always.
        """
        line = request.environ.get("werkzeug.socket")
        ends = time.monotonic() + float(options.get("seconds", 600))
        while time.monotonic() < ends and not self._sandbox.stopping.wait(0.05):
            if line is not None and _is_gone(line):
                break
        raise CutError

    def _remember(
        self,
        request: Request,
        siren: str,
        operation: str,
        status: int,
        fault: str = "",
    ) -> None:
        self._sandbox.calls.append(
            {
                "at": clock.as_text(self._sandbox.clock.now()),
                "siren": siren,
                "operation": operation,
                "method": request.method,
                "path": request.full_path.rstrip("?"),
                "status": status,
                "requestId": request.headers.get("Request-Id"),
                "organizationId": request.headers.get("Organization-Id"),
                "fault": fault,
            }
        )


def _match(routes: Map, path: str, method: str) -> tuple[str, Mapping[str, str]]:
    try:
        operation, keys = routes.bind("").match(path, method)
    except HTTPException as error:
        code = error.code or 404
        if code == 405:
            allowed = getattr(error, "valid_methods", None) or []
            raise ApiError(
                405, "METHOD_NOT_ALLOWED", Allow=", ".join(sorted(allowed))
            ) from None
        raise not_found() from None
    return str(operation), keys


def _carry_out(call: Call, keys: Mapping[str, str]) -> Response:
    settle(call.sandbox)
    if call.operation == "getHealth":
        return Response(status=200)
    if call.operation.endswith(("Flow", "Flows", "Webhook", "Webhooks")):
        return flow_api.answer(call, **keys)
    return directory_api.answer(call, **keys)


def _check_request_id(request: Request) -> None:
    for name in ("Request-Id", "X-Request-Id"):
        text = request.headers.get(name)
        if text is None:
            continue
        try:
            uuid.UUID(text)
        except ValueError:
            raise bad_request(f"{name} is no UUID") from None


def _refusal(options: dict[str, Any]) -> ApiError:
    status = int(options.get("status", 500))
    codes = {
        401: "INVALID_TOKEN",
        413: "FILE_SIZE_EXCEEDED",
        429: "TOO_MANY_REQUESTS",
        500: "INTERNAL_ERROR",
        503: "RESOURCE_ERROR",
    }
    after = options.get("retry_after")
    headers = {} if after is None else {"Retry_After": str(after)}
    return ApiError(
        status,
        options.get("code", codes.get(status, "REFUSED")),
        options.get("message", "asked for by a fault"),
        **headers,
    )


def _slowly(body: bytes, seconds: float) -> Iterator[bytes]:
    """Give a body in ten pieces, spread over a time."""
    size = max(1, -(-len(body) // 10))
    for start in range(0, len(body), size):
        time.sleep(seconds / 10)
        yield body[start : start + size]


def _is_gone(line: socket.socket) -> bool:
    readable, _, _ = select.select([line], [], [], 0)
    return bool(readable) and not line.recv(1, socket.MSG_PEEK)


def _drain(request: Request) -> None:
    """Read what was not: a connection closed on unread bytes loses the answer."""
    try:
        while request.stream.read(1 << 16):
            pass
    except (OSError, HTTPException):
        return


def _cut(request: Request) -> None:
    line = request.environ.get("werkzeug.socket")
    if line is not None:
        try:
            line.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
