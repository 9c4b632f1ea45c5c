"""Calls to a platform: token, headers, time, size, and an error for each failure.

Nothing here waits: a platform that asks to wait raises :class:`.BusyError`, and who
called comes back later. Source: AFNOR XP Z12-013; RFC 6749, section 4.4; RFC 9110.
"""

from __future__ import annotations

import json
import logging
import socket
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import Any, Protocol
from urllib.parse import urlsplit

import requests

from . import errors
from .flows import FILE_SIZE
from .settings import Authentication, Platform, is_safe

_logger = logging.getLogger(__name__)

# A token is renewed this many seconds before it ends.
_MARGIN = 30
# Seconds that a token lasts whose platform does not say so.
_USUAL_LIFE = 300
_CHUNK = 64 * 1024
# An answer may take this many times the limit of silence, however slowly it drips.
_PATIENCE = 4
_JSON_SIZE = 16 * 1024 * 1024
_TOLD = 300


@dataclass(frozen=True, slots=True)
class Token:
    """An access token and when it ends, seconds since 1970."""

    value: str
    ends_at: float

    def is_fresh(self, now: float) -> bool:
        """Tell whether it may still be used."""
        return bool(self.value) and now < self.ends_at - _MARGIN


class TokenStore(Protocol):
    """Where the token of a connection is kept, for all processes."""

    def current(self) -> Token | None:
        """Return the token that is kept."""

    def renew(self, ask: Callable[[], Token], stale: Token | None) -> Token:
        """Ask for a new one while nobody else does, unless one came meanwhile."""


class KeptToken:
    """A store for one process."""

    def __init__(self) -> None:
        self._token: Token | None = None

    def current(self) -> Token | None:
        """Return the token that is kept."""
        return self._token

    def renew(self, ask: Callable[[], Token], stale: Token | None) -> Token:
        """Ask for a new one."""
        self._token = ask()
        return self._token


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: body, its type and the name that it was given."""

    content: bytes
    content_type: str
    disposition: str
    status: int

    def json(self, platform: Platform) -> Any:
        """Return the body as data.

        Raises:
            UnreadableAnswerError: It is none.
        """
        try:
            return json.loads(self.content or b"null")
        except (ValueError, RecursionError) as error:
            raise errors.UnreadableAnswerError(
                platform=platform.name, detail=_shown(self.content)
            ) from error


class Session:
    """Calls to one platform, with its token."""

    def __init__(
        self,
        platform: Platform,
        tokens: TokenStore | None = None,
        http: requests.Session | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.platform = platform
        self._tokens = tokens or KeptToken()
        self._http = http or requests.Session()
        self._clock = clock
        self._checked: set[str] = set()

    def call(
        self, verb: str, url: str, *, most: int = _JSON_SIZE, **said: Any
    ) -> Answer:
        """Call an operation, with a new token where the one we have is refused.

        Args:
            verb: HTTP method.
            url: Whole address.
            most: Largest answer that is taken, bytes.
            said: ``json``, ``params``, ``files`` of requests.

        Raises:
            PlatformError: Whatever did not end well.
        """
        token = self._token()
        try:
            return self._send(verb, url, token, most, said)
        except errors.CredentialsError:
            if self.platform.authentication is Authentication.BEARER:
                raise
        return self._send(verb, url, self._renewed(token), most, said)

    def file(self, url: str, **said: Any) -> Answer:
        """Fetch a file."""
        return self.call("GET", url, most=FILE_SIZE, **said)

    def _token(self) -> Token:
        if self.platform.authentication is Authentication.BEARER:
            return Token(self.platform.secret, float("inf"))
        token = self._tokens.current()
        return (
            token if token and token.is_fresh(self._clock()) else self._renewed(token)
        )

    def _renewed(self, stale: Token | None) -> Token:
        return self._tokens.renew(self._asked_token, stale)

    def _asked_token(self) -> Token:
        """Ask for a token by the credentials of the application."""
        platform = self.platform
        form = {"grant_type": "client_credentials"}
        said: dict[str, Any] = {"data": form}
        if platform.authentication is Authentication.BASIC:
            said["auth"] = (platform.client_id, platform.secret)
        else:
            form |= {"client_id": platform.client_id, "client_secret": platform.secret}
        try:
            answer = self._exchange("POST", platform.token_url, {}, _JSON_SIZE, said)
        except (errors.RequestRefusedError, errors.ForbiddenError) as error:
            # RFC 6749, 5.2: wrong credentials may be told with 400.
            raise errors.CredentialsError(**error.values) from error
        told = answer.json(platform)
        value = told.get("access_token") if isinstance(told, Mapping) else None
        if not isinstance(value, str) or not value:
            raise errors.UnreadableAnswerError(
                platform=platform.name, detail="access_token"
            )
        life = told.get("expires_in")
        seconds = float(life) if isinstance(life, (int, float)) else _USUAL_LIFE
        return Token(value, self._clock() + max(seconds, 0.0))

    def _send(
        self, verb: str, url: str, token: Token, most: int, said: Mapping[str, Any]
    ) -> Answer:
        headers = {"Authorization": f"Bearer {token.value}"}
        if self.platform.organization_id:
            headers["Organization-Id"] = self.platform.organization_id
        return self._exchange(verb, url, headers, most, said)

    def _exchange(
        self,
        verb: str,
        url: str,
        headers: Mapping[str, str],
        most: int,
        said: Mapping[str, Any],
    ) -> Answer:
        """Send one request and take its answer, or raise what became of it."""
        self._check_address(url)
        request = str(uuid.uuid4())
        facts = {"platform": self.platform.name, "request": request}
        began = self._clock()
        try:
            response = self._http.request(
                verb,
                url,
                headers={**headers, "Request-Id": request},
                timeout=self.platform.timeout,
                allow_redirects=False,
                stream=True,
                **said,
            )
            with response:
                answer = self._taken(response, most)
        except requests.exceptions.ConnectTimeout as error:
            raise errors.UnreachableError(detail=_cause(error), **facts) from error
        except requests.exceptions.ConnectionError as error:
            kind = (
                errors.UnreachableError if _never_left(error) else errors.NoAnswerError
            )
            raise kind(detail=_cause(error), **facts) from error
        except requests.exceptions.RequestException as error:
            raise errors.NoAnswerError(detail=_cause(error), **facts) from error
        _logger.info(
            "%s %s -> %s in %.2f s, Request-Id %s",
            verb,
            urlsplit(url).path,
            answer.status,
            self._clock() - began,
            request,
        )
        if failure := _failure(answer, response.headers, facts):
            raise failure
        return answer

    def _taken(self, response: requests.Response, most: int) -> Answer:
        """Read the body, up to a size and a time."""
        ends = time.monotonic() + _PATIENCE * self.platform.timeout
        parts, size = [], 0
        for part in response.iter_content(_CHUNK):
            size += len(part)
            if size > most:
                raise errors.UnreadableAnswerError(
                    platform=self.platform.name, detail=f"> {most} bytes"
                )
            if time.monotonic() > ends:
                raise requests.exceptions.ReadTimeout("slow body")
            parts.append(part)
        return Answer(
            b"".join(parts),
            response.headers.get("Content-Type", ""),
            response.headers.get("Content-Disposition", ""),
            response.status_code,
        )

    def _check_address(self, url: str) -> None:
        host = urlsplit(url).hostname or ""
        if host in self._checked:
            return
        is_test = self.platform.is_test
        if not is_safe(url, is_test=is_test) or not _leads_outside(host, is_test):
            raise errors.UnsafeAddressError(url=url, platform=self.platform.name)
        self._checked.add(host)


def _leads_outside(host: str, is_test: bool) -> bool:
    """Tell whether a name leads to public addresses only; a proxy may know others."""
    try:
        found = socket.getaddrinfo(host, None)
    except OSError:
        return True
    addresses = [ip_address(str(each[4][0]).partition("%")[0]) for each in found]
    return all(each.is_global or (is_test and each.is_loopback) for each in addresses)


def _never_left(error: requests.exceptions.ConnectionError) -> bool:
    """Tell whether the connection could not even be made."""
    text = repr(error)
    return "NewConnectionError" in text or "NameResolutionError" in text


def _cause(error: Exception) -> str:
    """Name an error without what it carries: addresses may hold secrets."""
    return type(error).__name__


def _failure(
    answer: Answer, headers: Mapping[str, str], facts: Mapping[str, str]
) -> errors.PlatformError | None:
    """Return the error that a status means, ``None`` for a success."""
    status = answer.status
    if 200 <= status < 300:
        return None
    told = {**facts, "status": status, "detail": _detail(answer)}
    if 300 <= status < 400:
        target = urlsplit(headers.get("Location", "")).hostname or "–"
        return errors.RedirectedError(**{**told, "detail": target})
    if status in (429, 503):
        busy = errors.BusyError(**told)
        busy.retry_after = _seconds(headers.get("Retry-After"))
        return busy
    kind = _KINDS.get(status)
    if kind is None:
        kind = errors.BrokenError if status >= 500 else errors.RequestRefusedError
    return kind(**told)


_KINDS: Mapping[int, type[errors.PlatformError]] = {
    401: errors.CredentialsError,
    403: errors.ForbiddenError,
    404: errors.NotThereError,
    408: errors.NoAnswerError,
    413: errors.TooLargeError,
}


def _detail(answer: Answer) -> str:
    """Return what the platform says, code and words."""
    try:
        told = json.loads(answer.content)
    except (ValueError, RecursionError):
        return _shown(answer.content)
    if not isinstance(told, Mapping):
        return _shown(answer.content)
    names = ("errorCode", "errorMessage", "details", "error", "error_description")
    parts = [
        str(told[name]) for name in names if isinstance(told.get(name), (str, int))
    ]
    return " – ".join(dict.fromkeys(parts))[:_TOLD] or "–"


def _shown(content: bytes) -> str:
    text = " ".join(content[:_TOLD].decode("utf-8", "replace").split())
    return text or "–"


def _seconds(text: str | None) -> float | None:
    """Read ``Retry-After``: seconds, or a date.

    >>> _seconds("7"), _seconds("soon"), _seconds(None)
    (7.0, None, None)
    """
    if text is None:
        return None
    try:
        return max(float(int(text)), 0.0)
    except ValueError:
        pass
    try:
        when = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=timezone.utc)
    return max((when - datetime.now(timezone.utc)).total_seconds(), 0.0)
