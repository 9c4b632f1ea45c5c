"""Names of the XML of life-cycle messages (UN/CEFACT CDAR D22B).

Names are always whole, namespace and all: the prefixes are the sender's, and some
platforms use none.
"""

from __future__ import annotations

from types import MappingProxyType

_STANDARD = "urn:un:unece:uncefact:data:standard:"

NAMESPACES = MappingProxyType(
    {
        "rsm": f"{_STANDARD}CrossDomainAcknowledgementAndResponse:100",
        "ram": f"{_STANDARD}ReusableAggregateBusinessInformationEntity:100",
        "qdt": f"{_STANDARD}QualifiedDataType:100",
        "udt": f"{_STANDARD}UnqualifiedDataType:100",
    }
)
ROOT = f"{{{NAMESPACES['rsm']}}}CrossDomainAcknowledgementAndResponse"
FORMAT_DAY = "102"
FORMAT_SECOND = "204"


def path(text: str) -> str:
    """Return a path with whole names; what has no prefix is of ``ram``.

    >>> path("ID") == "{urn:un:unece:uncefact:data:standard:" + (
    ...     "ReusableAggregateBusinessInformationEntity:100}ID")
    True
    """
    return "/".join(_whole(step) for step in text.split("/"))


def _whole(step: str) -> str:
    prefix, _, name = step.rpartition(":")
    return f"{{{NAMESPACES[prefix or 'ram']}}}{name}"
