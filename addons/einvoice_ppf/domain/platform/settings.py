"""How a plateforme agréée (PA) is reached, and in what it departs from the standard.

Source: AFNOR XP Z12-013, Flow Service and Directory Service 1.1.0 to 1.3.0.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from ipaddress import ip_address
from urllib.parse import urlsplit


class Authentication(Enum):
    """How the credentials are shown."""

    BODY = "body"
    """OAuth2 client credentials as fields of the form."""

    BASIC = "basic"
    """OAuth2 client credentials in an HTTP Basic header."""

    BEARER = "bearer"
    """A token that the platform gave once; nothing is asked for."""


class Version(Enum):
    """Edition of XP Z12-013 that the platform speaks."""

    V1_1 = "1.1"
    V1_2 = "1.2"
    V1_3 = "1.3"

    @property
    def has_cursor(self) -> bool:
        """Pages of a search are named by a cursor."""
        return self is Version.V1_3

    @property
    def has_webhooks(self) -> bool:
        """The platform can call back."""
        return self is not Version.V1_1

    @property
    def sorting_key(self) -> str:
        """Name of the direction in a sorting criterion of the directory."""
        return "order" if self is Version.V1_3 else "sortingOrder"


@dataclass(frozen=True, slots=True)
class Platform:
    """One connection to one platform.

    Attributes:
        name: For people.
        flow_url: Base of the Flow Service, without ``/v1``.
        directory_url: Base of the Directory Service, without ``/v1``; empty without.
        token_url: Where tokens are given; empty for :attr:`Authentication.BEARER`.
        authentication: How the credentials are shown.
        client_id: Identifier of the application.
        secret: Its secret, or the token itself; never shown.
        organization_id: For whom we act, where one application serves several.
        version: Edition of the standard.
        takes_processing_rule: ``processingRule`` may be said with a flow.
        timeout: Seconds without an answer.
        is_test: A sandbox; only there may it be on this machine, without TLS.
    """

    name: str
    flow_url: str
    directory_url: str = ""
    token_url: str = ""
    authentication: Authentication = Authentication.BODY
    client_id: str = ""
    secret: str = field(default="", repr=False)
    organization_id: str = ""
    version: Version = Version.V1_3
    takes_processing_rule: bool = True
    timeout: float = 30.0
    is_test: bool = False

    def flow(self, path: str) -> str:
        """Return the address of an operation of the Flow Service.

        >>> Platform("PA", "https://pa.example/flow-service/").flow("flows/search")
        'https://pa.example/flow-service/v1/flows/search'
        """
        return f"{self.flow_url.rstrip('/')}/v1/{path}"

    def directory(self, path: str) -> str:
        """Return the address of an operation of the Directory Service."""
        return f"{self.directory_url.rstrip('/')}/v1/{path}"


def is_safe(url: str, *, is_test: bool = False) -> bool:
    """Tell whether credentials may be sent to an address.

    Over TLS and to a public host only; a sandbox may be on this machine.

    >>> is_safe("https://pa.example/v1"), is_safe("http://pa.example/v1")
    (True, False)
    >>> is_safe("https://10.0.0.7/"), is_safe("http://127.0.0.1:8070", is_test=True)
    (False, True)
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or parts.username or parts.password or port == 0:
        return False
    if is_test and _is_loopback(host):
        return parts.scheme in ("http", "https")
    return parts.scheme == "https" and _is_public(host)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_public(host: str) -> bool:
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host.strip(".") and not host.endswith((".local", ".internal"))
