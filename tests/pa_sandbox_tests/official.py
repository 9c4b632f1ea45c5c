"""The official files of XP Z12-013, repaired in memory, and a judge who reads them.

They lie beside the project, not in it. What is repaired are contradictions inside the
files 1.3.0 that make strict tools refuse conforming traffic; each is named below.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import requests
from openapi_core import OpenAPI
from openapi_core.contrib.requests import (
    RequestsOpenAPIRequest,
    RequestsOpenAPIResponse,
)

SHARED = Path(__file__).parents[3] / "shared"
STANDARDS = SHARED / "standards"
_FOLDER = STANDARDS / "afnor_openapi"
needs_standards = pytest.mark.skipif(
    not _FOLDER.is_dir(), reason="../shared is absent: no standard was compared"
)


def repaired(service: str, url: str = "") -> dict[str, Any]:
    """Return the description of the flow or directory service, fit for strict tools."""
    path = _FOLDER / f"{service}_service_1.3.0.json"
    spec: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    parts = spec["components"]
    # A template of a server matches no machine.
    spec["servers"] = [{"url": url or "http://127.0.0.1"}]
    # "Or OAuth2" lets calls without any token pass.
    bearer = next(name for name in parts["securitySchemes"] if "earer" in name)
    spec["security"] = [{bearer: []}]
    for operation in operations(spec):
        # A body that is not required may be missing.
        body = operation.get("requestBody", {})
        named = body.get("$ref", "").rpartition("/")[2]
        (parts["requestBodies"][named] if named else body)["required"] = True
    (_repair_flow if service == "flow" else _repair_directory)(parts)
    for answer in parts["responses"].values():
        # Examples of errors without a message, which the schema wants.
        content = answer.get("content", {}).get("application/json", {})
        if content.get("example", {}).get("errorMessage", "") is None:
            content["example"]["errorMessage"] = "see errorCode"
    return spec


def operations(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """Return all operations of a description."""
    return [operation for path in spec["paths"].values() for operation in path.values()]


def _repair_flow(parts: dict[str, Any]) -> None:
    schemas, answers = parts["schemas"], parts["responses"]
    # Either of the list or any text: each code of the list is both.
    schemas["ReasonCode"]["anyOf"] = schemas["ReasonCode"].pop("oneOf")
    # A required name that is not defined.
    listed = answers["WebhookListResponse"]["content"]["application/json"]["schema"]
    listed["required"] = ["count", "webhooks"]
    # "At least one criterion" is said in words only.
    schemas["SearchFlowFilters"]["minProperties"] = 1


def _repair_directory(parts: dict[str, Any]) -> None:
    for name in ("directoryLineStatus", "uniqueDirectoryLineStatus"):
        # Seven letters at most, and the values have eight.
        parts["schemas"][name].pop("maxLength")


class JudgedSession(requests.Session):
    """A session whose every call is compared with the official file.

    Attributes:
        findings: What was wrong, one line each.
        judged: How many calls were compared.
    """

    def __init__(self, service: str, url: str) -> None:
        super().__init__()
        self.trust_env = False
        self.findings: list[str] = []
        self.judged = 0
        self._url = url
        self._api = OpenAPI.from_dict(repaired(service, url))

    def request(self, method: Any, url: Any, **more: Any) -> requests.Response:
        """Send a call as any session does, and judge both directions."""
        url = str(url)
        if not url.startswith(self._url):
            return super().request(method, url, **more)
        sending = {key: more.pop(key, None) for key in ("timeout", "allow_redirects")}
        headers = {**self.headers, **more.pop("headers", {})}
        request = requests.Request(method, url, headers=headers, **more)
        asked = RequestsOpenAPIRequest(request)
        said = _problems(self._api.validate_request, asked)
        answer = self.send(self.prepare_request(request), **sending)
        wrong = _problems(
            self._api.validate_response, asked, RequestsOpenAPIResponse(answer)
        )
        self.judged += 1
        label = f"{method} {url.removeprefix(self._url)} {answer.status_code}"
        self.findings += [f"{label} request: {each}" for each in said]
        self.findings += [f"{label} answer: {each}" for each in wrong]
        return answer


def _problems(check: Any, *what: Any) -> list[str]:
    try:
        check(*what)
    except Exception as error:  # noqa: BLE001 – the judge's verdicts are exceptions
        while error.__cause__ is not None:
            error = error.__cause__  # type: ignore[assignment]
        found = getattr(error, "schema_errors", None) or [error]
        return [
            f"{'/'.join(map(str, getattr(each, 'absolute_path', [])))}:"
            f" {type(each).__name__} {getattr(each, 'message', each)}"
            for each in found
        ]
    return []
