"""One call: who asks the sandbox for what."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Request

from .errors import bad_request
from .organisations import Organisation
from .sandbox import Sandbox


@dataclass(frozen=True)
class Call:
    """One authenticated call.

    Attributes:
        sandbox: The whole.
        request: What was sent.
        organisation: For whom.
        operation: Its ``operationId`` in the official file.
        version: Edition of XP Z12-013 that is spoken: 1.1, 1.2 or 1.3.
    """

    sandbox: Sandbox
    request: Request
    organisation: Organisation
    operation: str
    version: str


def body_of(request: Request) -> dict[str, Any]:
    """Return the JSON object that was sent.

    Raises:
        ApiError: There is none.
    """
    if request.mimetype != "application/json":
        raise bad_request("the body is not application/json")
    body = read_json(request.get_data())
    if not isinstance(body, dict):
        raise bad_request("the body is no JSON object")
    return body


def read_json(text: bytes | str) -> Any:
    """Read JSON, strictly: no NaN, no halves of characters.

    Raises:
        ApiError: It is none.
    """
    try:
        value = json.loads(text, parse_constant=_refuse, parse_float=_finite)
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise bad_request(f"no JSON: {error}") from None
    return value


def _refuse(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


def _finite(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise ValueError(f"{text} is too large")
    return value
