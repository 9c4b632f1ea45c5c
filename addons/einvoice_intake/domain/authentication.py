"""What the receiving mail host found out about the sender of a mail.

Source: RFC 8601 (``Authentication-Results``), RFC 7489 (DMARC: the domain of the sender
must be the one that SPF or DKIM proved).

Anybody can write such a header, so only those of the host that the company names count.
RFC 8601 §5 obliges that host to take out of an arriving mail every header that bears
its own name (its ``authserv-id``). A host that does not do so must at least write one
on every mail: the topmost header of that name counts, with those right beside it for
other methods, and none below a hop that another host wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

_RESULTS = "authentication-results"
_HOP = "received"
# Microsoft 365 writes no name into its header, and renames those of senders.
_NAMELESS = "outlook.com"
_NO_NAME = ""
_FAILED = frozenset({"fail", "softfail", "permerror", "policy"})
# Below such labels everybody registers a domain: co.uk, com.au, asso.fr.
_REGISTRIES = frozenset("ac asso co com edu gouv gov net org tm".split())
# Hosts whose domain says nothing about who writes.
FREE_MAIL = frozenset(
    "aol.com bbox.fr free.fr gmail.com gmx.com gmx.de gmx.fr googlemail.com "
    "hotmail.com hotmail.fr icloud.com laposte.net live.com live.fr mac.com me.com "
    "msn.com neuf.fr numericable.fr orange.fr outlook.com outlook.fr proton.me "
    "protonmail.com sfr.fr wanadoo.fr yahoo.com yahoo.fr ymail.com".split()
)


class AuthState(Enum):
    """Whether the mail comes from whom it says."""

    PASSED = "passed"
    """The host proved the domain of the sender."""

    FAILED = "failed"
    """The host found that the domain was not entitled to this mail."""

    NONE = "none"
    """The domain of the sender publishes nothing that could be proved."""

    UNKNOWN = "unknown"
    """No host is named, or it wrote nothing on this mail."""


@dataclass(frozen=True, slots=True)
class MethodResult:
    """One result: ``dmarc``, ``pass``, and the domain that it is about."""

    method: str
    result: str
    domain: str | None = None


@dataclass(frozen=True, slots=True)
class Authentication:
    """What the host says of a mail.

    Attributes:
        state: The verdict.
        results: What it rests on.
    """

    state: AuthState = AuthState.UNKNOWN
    results: tuple[MethodResult, ...] = ()

    @property
    def detail(self) -> str:
        """Say the results in one line.

        >>> spf = MethodResult("spf", "pass", "a.fr")
        >>> Authentication(AuthState.PASSED, (spf,)).detail
        'SPF pass (a.fr)'
        """
        return ", ".join(
            f"{each.method.upper()} {each.result}"
            + (f" ({each.domain})" if each.domain else "")
            for each in self.results
        )


def domain_of(address: str | None) -> str:
    """Return the domain of an address, empty without one.

    >>> domain_of("Compta@Vendeur.FR"), domain_of("nobody")
    ('vendeur.fr', '')
    """
    _name, at, domain = (address or "").strip().lower().rpartition("@")
    return domain.strip(" >.") if at else ""


def is_same_organisation(one: str, other: str) -> bool:
    """Tell whether one domain is the other, or below it (RFC 7489, relaxed).

    >>> is_same_organisation("mail.vendeur.fr", "vendeur.fr")
    True
    >>> is_same_organisation("vendeur.fr", "autre-vendeur.fr")
    False
    """
    return bool(one and other) and (
        one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
    )


def _plain(value: str) -> str:
    """Take comments and folding out of a header (RFC 5322, comments may nest)."""
    kept, depth, at, quoted = [], 0, 0, False
    while at < len(value):
        each = value[at]
        if each == "\\" and (quoted or depth):
            kept += [value[at + 1 : at + 2]] if not depth else []
            at += 2
            continue
        if each == '"' and not depth:
            quoted = not quoted
        elif each == "(" and not quoted:
            depth += 1
        elif each == ")" and depth:
            depth -= 1
            kept.append(" ")
        elif not depth:
            # Inside quotes nothing separates.
            kept.append("\x00" if quoted and each in ";= \t" else each)
        at += 1
    return " ".join("".join(kept).split())


def parsed(value: str) -> tuple[str, tuple[MethodResult, ...]]:
    """Read one header: the name of the host, and the results.

    >>> parsed("mx.a.fr 1; spf=pass (ok) smtp.mailfrom=x@b.fr; dkim=none")[0]
    'mx.a.fr'
    >>> parsed("mx.a.fr; spf=pass smtp.mailfrom=x@b.fr")[1]
    (MethodResult(method='spf', result='pass', domain='b.fr'),)
    """
    first, *rest = [each.strip() for each in _plain(value).split(";")]
    if "=" in first:
        return _NO_NAME, tuple(_results([first, *rest]))
    return first.split(" ")[0].lower(), tuple(_results(rest))


def _results(parts: Iterable[str]) -> Iterator[MethodResult]:
    for part in parts:
        found = re.match(r"([\w-]+)(?:\s*/\s*\d+)?\s*=\s*([\w-]+)", part)
        if not found:
            continue
        method, result = found.group(1).lower(), found.group(2).lower()
        if method in _PROPERTIES:
            yield MethodResult(method, result, _domain_in(part, _PROPERTIES[method]))


_PROPERTIES = {
    "spf": ("smtp.mailfrom", "smtp.mail", "smtp.helo"),
    "dkim": ("header.d", "header.i"),
    "dmarc": ("header.from",),
}


def _domain_in(part: str, names: Iterable[str]) -> str | None:
    for name in names:
        found = re.search(rf"{re.escape(name)}\s*=\s*(\S+)", part, re.IGNORECASE)
        if found:
            value = found.group(1).strip('"').lower()
            return value.rpartition("@")[2].strip(" .<>") or None
    return None


def trusted_results(
    headers: Iterable[tuple[str, str]], host: str
) -> tuple[MethodResult, ...]:
    """Return what the named host wrote, of each method what stands topmost.

    Args:
        headers: Name and value, in the order of the mail: the last written one first.
        host: The ``authserv-id`` of the company's mail host.
    """
    wanted = host.strip().lower()
    found: list[MethodResult] = []
    for name, value in headers:
        kind = name.lower()
        if kind == _HOP and (found or _is_foreign(value, wanted)):
            break
        if kind != _RESULTS:
            continue
        writer, results = parsed(value)
        if _is_meant(writer, wanted):
            known = {each.method for each in found}
            found += [each for each in results if each.method not in known]
    return tuple(found)


def _is_meant(writer: str, wanted: str) -> bool:
    if writer == _NO_NAME:
        return wanted == _NAMELESS
    return writer == wanted


def _is_foreign(hop: str, host: str) -> bool:
    """Tell whether another organisation than that of the host wrote a hop."""
    found = re.search(r"\bby\s+([\w.-]*[a-z][\w.-]*\.[a-z][\w-]+)", hop, re.IGNORECASE)
    if not found or "." not in host:
        return False
    return not is_same_organisation(found.group(1).lower(), _organisation(host))


def _organisation(host: str) -> str:
    """Return the domain under which the hosts of an organisation stand.

    >>> _organisation("mx.google.com"), _organisation("client.co.uk")
    ('google.com', 'client.co.uk')
    """
    labels = host.split(".")
    if len(labels) < 3 or labels[1] in _REGISTRIES:
        return host
    return ".".join(labels[1:])


def authentication(
    headers: Iterable[tuple[str, str]], host: str | None, sender: str | None
) -> Authentication:
    """Say whether a mail comes from the domain of its sender.

    Without a named host nothing is known, whatever the mail says of itself.

    >>> authentication([("Authentication-Results", "a; dmarc=pass")], None, "x@b.fr")
    Authentication(state=<AuthState.UNKNOWN: 'unknown'>, results=())
    """
    if not (host or "").strip():
        return Authentication()
    results = trusted_results(headers, host or "")
    if not results:
        return Authentication()
    return Authentication(_verdict(results, domain_of(sender)), results)


def _verdict(results: Iterable[MethodResult], domain: str) -> AuthState:
    by_method: dict[str, list[MethodResult]] = {"spf": [], "dkim": [], "dmarc": []}
    for each in results:
        by_method[each.method].append(each)
    # What DMARC says of another domain than the sender's says nothing of him.
    dmarc = [
        each.result
        for each in by_method["dmarc"]
        if each.domain is None or is_same_organisation(each.domain, domain)
    ]
    if "fail" in dmarc:
        return AuthState.FAILED
    is_proved = any(
        each.result == "pass"
        and each.domain is not None
        and is_same_organisation(each.domain, domain)
        for each in (*by_method["spf"], *by_method["dkim"])
    )
    if "pass" in dmarc or is_proved:
        return AuthState.PASSED
    if any(each.result in _FAILED for each in (*by_method["spf"], *by_method["dkim"])):
        return AuthState.FAILED
    return AuthState.NONE
