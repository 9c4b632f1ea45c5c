"""The Directory Service of a platform: under which addresses a company receives.

Source: AFNOR XP Z12-013, Directory Service 1.1.0 to 1.3.0; DGFiP annex 7, G1.91 to
G1.95 (what an address is made of).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from . import errors
from .session import Session

_MOST = 100


class LineState(Enum):
    """Whether a line is in force."""

    ENABLED = "Enabled"
    DISABLED = "Disabled"
    UPCOMING = "Upcoming"
    UNSAID = ""
    """The platform does not say: unknown, not disabled."""


@dataclass(frozen=True, slots=True)
class DirectoryLine:
    """One electronic address of a company.

    Attributes:
        address: ``addressingIdentifier``, scheme 0225.
        siren: Of the company.
        siret: Of the establishment; empty for the whole company.
        routing_code: Of a service of the establishment.
        suffix: Of an address without establishment.
        state: Whether it is in force.
        has_platform: A platform receives there; else only the State keeps the line.
        name: Name of the company, where it was told.
    """

    address: str
    siren: str = ""
    siret: str = ""
    routing_code: str = ""
    suffix: str = ""
    state: LineState = LineState.UNSAID
    has_platform: bool = True
    name: str = ""

    @property
    def receives(self) -> bool:
        """An invoice can be sent there now."""
        usable = (LineState.ENABLED, LineState.UNSAID)
        return self.has_platform and self.state in usable


class DirectoryService:
    """The operations of the service that we need."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.platform = session.platform

    def lines_of(self, siren: str) -> tuple[DirectoryLine, ...]:
        """Return the lines of a company; none for one that is not in the directory.

        Args:
            siren: Nine digits.
        """
        version = self.platform.version
        lines: list[DirectoryLine] = []
        while True:
            said = {
                "filters": {"siren": {"op": "strict", "value": siren}},
                "sorting": [
                    {"field": "addressingIdentifier", version.sorting_key: "ascending"}
                ],
                "limit": _MOST,
                "ignore": len(lines),
            }
            page = self._page(said)
            lines += [line for line in map(line_of, page) if line is not None]
            if len(page) < _MOST:
                return tuple(lines)

    def _page(self, said: Mapping[str, object]) -> Sequence[object]:
        url = self.platform.directory("directory-line/search")
        try:
            answer = self._session.call("POST", url, json=said)
        except errors.NotThereError:
            # A company that nobody knows may be told so.
            return ()
        told = answer.json(self.platform)
        if told is None:
            return ()
        results = told.get("results") if isinstance(told, Mapping) else None
        if not isinstance(results, list):
            raise errors.UnreadableAnswerError(
                platform=self.platform.name, detail="results"
            )
        return results

    def is_healthy(self) -> bool:
        """Tell whether the service says that it is well."""
        url = self.platform.directory("healthcheck")
        return self._session.call("GET", url).status < 300


def line_of(said: object) -> DirectoryLine | None:
    """Read a line of the directory; ``None`` where it has no address.

    >>> line_of({"addressingIdentifier": "732829320_73282932000074"}).siret
    '73282932000074'
    """
    if not isinstance(said, Mapping):
        return None
    address = _text(said, "addressingIdentifier")
    if not address:
        return None
    parts = parts_of(address)
    unit = said.get("legalUnit")
    state = said.get("directoryLineStatus")
    return DirectoryLine(
        address=address,
        siren=_text(said, "siren") or parts.siren,
        siret=_text(said, "siret") or parts.siret,
        routing_code=_text(said, "routingIdentifier") or parts.routing_code,
        suffix=_text(said, "addressingSuffix") or parts.suffix,
        state=next((s for s in LineState if s.value == state), LineState.UNSAID),
        has_platform=said.get("platformType") != "DFH",
        name=_text(unit, "businessName") if isinstance(unit, Mapping) else "",
    )


_ADDRESS = re.compile(r"([0-9]{9})(?:_([0-9]{14})(?:_(.+))?|_(.+))?")


def parts_of(address: str) -> DirectoryLine:
    """Return what an address says itself; no part of one of another form.

    >>> parts_of("732829320_73282932000074_COMPTA").routing_code
    'COMPTA'
    >>> parts_of("732829320_ACHATS").suffix
    'ACHATS'
    """
    found = _ADDRESS.fullmatch(address)
    if not found:
        return DirectoryLine(address)
    siren, siret, code, suffix = (part or "" for part in found.groups())
    return DirectoryLine(address, siren, siret, code, suffix)


def _text(said: Mapping[str, object], name: str) -> str:
    value = said.get(name)
    return value if isinstance(value, str) else ""


def likeliest(
    lines: Sequence[DirectoryLine], *, siret: str = "", routing_code: str = ""
) -> tuple[DirectoryLine, ...]:
    """Return the addresses that fit best; a person chooses among several.

    The address of the service that the customer named, else of his establishment, else
    of the whole company, never of another establishment or service.

    Args:
        lines: Lines of one company.
        siret: Establishment of the customer, fourteen digits.
        routing_code: Service that he asked for.

    >>> whole = DirectoryLine("732829320")
    >>> shop = DirectoryLine("732829320_73282932000074", siret="73282932000074")
    >>> likeliest([shop, whole], siret="73282932000074") == (shop,)
    True
    >>> likeliest([shop, whole]) == (whole,)
    True
    """
    usable = [each for each in lines if each.receives]
    wanted = [(siret, routing_code), (siret, ""), ("", "")]
    for place, code in wanted:
        found = [
            each
            for each in usable
            if each.siret == place and each.routing_code == code and not each.suffix
        ]
        if found:
            return tuple(found)
    if not siret:
        return tuple(usable)
    return tuple(each for each in usable if each.suffix)
