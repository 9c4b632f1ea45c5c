"""What the receiving mail host found out about the sender of a mail.

Source: RFC 8601 (``Authentication-Results``), RFC 7489 (DMARC: the domain of the sender
must be the one that SPF or DKIM proved).

Anybody can write such a header, so only those of the host that the company names count.
RFC 8601 §5 obliges that host to take out of an arriving mail every header that bears
its own name (its ``authserv-id``). A host that does not do so must at least write one
on every mail: the topmost header of that name counts alone, and none below a hop that
another host wrote. What it does not say is unknown, whatever stands beneath. A header
that can be read in two ways says nothing.
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
# Such labels in other countries: co.jp is registered like these, and sch.uk, or.at.
_SECOND_LEVEL = _REGISTRIES | frozenset(
    "ad biz firm gen go gob gr gv id ind info lg ltd me mil mod ne nhs nom or plc prd "
    "presse sch school web".split()
)
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


def proves(proved: str | None, domain: str) -> bool:
    """Tell whether SPF or DKIM of one domain proves a sender of another.

    The same domain does, and the one right above; a domain below never does, since
    others may have it. Whole registries (co.uk) prove nobody. It is less than RFC 7489
    allows, which needs the list of all registries; where the host judges DMARC, it has
    that list.

    >>> proves("vendeur.fr", "mail.vendeur.fr"), proves("mail.vendeur.fr", "vendeur.fr")
    (True, False)
    >>> proves("co.uk", "vendeur.co.uk"), proves("fr", "vendeur.fr")
    (False, False)
    """
    if not proved:
        return False
    first, dot, rest = proved.partition(".")
    is_registry = not dot or ("." not in rest and first in _SECOND_LEVEL)
    if is_registry and proved != domain:
        return False
    return proved in (domain, domain.partition(".")[2])


def _plain(value: str) -> tuple[str, bool]:
    """Take comments and folding out of a header (RFC 5322, comments may nest).

    Returns:
        What is left; and whether it can be read in one way only. A local part may hold
        brackets in quotes, and a host that copies it into a comment would let the
        sender end the comment.
    """
    kept, depth, at, quoted, is_sound = [], 0, 0, False, True
    while at < len(value):
        each = value[at]
        if each == "\\" and (quoted or depth):
            kept += [value[at + 1 : at + 2]] if not depth else []
            at += 2
            continue
        if each == '"':
            quoted ^= not depth
            is_sound &= not depth
        elif each == "(" and not quoted:
            depth += 1
        elif each == ")" and not quoted:
            is_sound &= depth > 0
            depth = max(depth - 1, 0)
            kept.append(" ")
        elif not depth:
            # Inside quotes nothing separates.
            kept.append("\x00" if quoted and each in ";= \t" else each)
        at += 1
    return " ".join("".join(kept).split()), is_sound and not (depth or quoted)


def parsed(value: str) -> tuple[str, tuple[MethodResult, ...]]:
    """Read one header: the name of the host, and the results; none of a dubious one.

    >>> parsed("mx.a.fr 1; spf=pass (ok) smtp.mailfrom=x@b.fr; dkim=none")[0]
    'mx.a.fr'
    >>> parsed("mx.a.fr; spf=pass smtp.mailfrom=x@b.fr")[1]
    (MethodResult(method='spf', result='pass', domain='b.fr'),)
    """
    plain, is_sound = _plain(value)
    first, *rest = [each.strip() for each in plain.split(";")]
    name = _NO_NAME if "=" in first else first.split(" ")[0].lower()
    parts = [first, *rest] if name == _NO_NAME else rest
    if not is_sound or not all(map(_is_result, filter(None, parts))):
        return name, ()
    results = tuple(_results(parts))
    methods = [each.method for each in results if each.method != "dkim"]
    # Only signatures may be several; the rest was put in.
    return name, results if len(set(methods)) == len(methods) else ()


def _is_result(part: str) -> bool:
    return part.lower() == "none" or bool(_RESULT.match(part))


def _results(parts: Iterable[str]) -> Iterator[MethodResult]:
    for part in parts:
        found = _RESULT.match(part)
        if not found:
            continue
        method, result = found.group(1).lower(), found.group(2).lower()
        if method in _PROPERTIES:
            yield MethodResult(method, result, _domain_in(part, _PROPERTIES[method]))


_RESULT = re.compile(r"([\w-]+)(?:\s*/\s*\d+)?\s*=\s*([\w-]+)")
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
    """Return what the named host wrote topmost.

    Args:
        headers: Name and value, in the order of the mail: the last written one first.
        host: The ``authserv-id`` of the company's mail host.
    """
    wanted = host.strip().lower()
    for name, value in headers:
        kind = name.lower()
        if kind == _HOP and _is_foreign(value, wanted):
            break
        if kind != _RESULTS:
            continue
        writer, results = parsed(value)
        if _is_meant(writer, wanted):
            return results
    return ()


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
        if each.domain is None
        or proves(each.domain, domain)
        or (each.result != "pass" and is_same_organisation(each.domain, domain))
    ]
    if "fail" in dmarc:
        return AuthState.FAILED
    is_proved = any(
        each.result == "pass" and proves(each.domain, domain)
        for each in (*by_method["spf"], *by_method["dkim"])
    )
    if "pass" in dmarc or is_proved:
        return AuthState.PASSED
    if any(each.result in _FAILED for each in (*by_method["spf"], *by_method["dkim"])):
        return AuthState.FAILED
    return AuthState.NONE
