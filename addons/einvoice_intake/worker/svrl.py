"""What a Schematron answers, as failures: rule, business terms, lines.

The answer (SVRL) repeats a rule for each place where it fails; a failure stands here
once, with its lines. XPath is for machines and is turned into the number of the line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_FAILED = f"{_SVRL}failed-assert"
_REPORT = f"{_SVRL}successful-report"
_MARKS = ("failed-assert", "successful-report")

_BRACKET = re.compile(r"\[((?:BR|CII|UBL|PEPPOL|FX)[A-Za-z0-9-]*)")
_TERM = re.compile(
    r"\b(?:BT-X-\d+|B[TG]-\d+|EXT-FR-FE-(?:BG-)?\d+)(?:-\d)?\b", re.IGNORECASE
)
_LINE = re.compile(
    r"(?:IncludedSupplyChainTradeLineItem|InvoiceLine|CreditNoteLine)"
    r"(?:\[namespace-uri\(\)='[^']*'\])?(?:\[(?P<place>\d+)\])?(?=/|$)"
)
_STEP = re.compile(r"(?:^|/)@?(?:\*:|\w+:)?(?P<name>\w+)(?:\[[^/]*\])*(?=/|$)")

FATAL = "fatal"
WARNING = "warning"

# A wrong file of 5,000 lines fails 5,000 times; a person reads the first ones.
_MOST_FAILURES = 300
_MOST_LINES = 20
_LONGEST_TEXT = 1000


@dataclass
class Failure:
    """One rule that one file does not meet.

    Attributes:
        check: The check that it belongs to, see :mod:`plan`.
        rule: Its official id, ``BR-CO-15``; empty where the author gave none.
        flag: ``fatal`` or ``warning``.
        text: What the author wrote.
        terms: Business terms that id and text name, the first one first.
        lines: Identifiers (BT-126) of the lines concerned, as many as one reads.
        element: Name of the element at the first place, after its parent's.
        count: Number of places.
    """

    check: str
    rule: str
    flag: str
    text: str
    terms: list[str]
    lines: list[str] = field(default_factory=list)
    element: str = ""
    count: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return it for a message."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def failures(answer: str, check: str, lines: list[str]) -> list[Failure]:
    """Return the failures in an answer, the fatal ones first.

    Args:
        answer: SVRL.
        check: The check that gave it.
        lines: Identifiers of the invoice's lines in their order.
    """
    # A good invoice fails nothing, and its answer is still as long.
    if not any(mark in answer for mark in _MARKS):
        return []
    root = etree.fromstring(answer.encode(), _parser())
    found: dict[tuple[str, str, str], Failure] = {}
    for node in root.iter(_FAILED, _REPORT):
        failure = _failure(node, check)
        # Texts with the values in them differ from place to place.
        key = (failure.rule, failure.flag, "" if failure.rule else failure.text)
        known = found.setdefault(key, failure)
        _add_place(known, node.get("location") or "", lines)
    ranked = sorted(found.values(), key=lambda each: each.flag != FATAL)
    return ranked[:_MOST_FAILURES]


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def _failure(node: etree._Element, check: str) -> Failure:
    told = node.find(f"{_SVRL}text")
    text = (
        " ".join("".join(map(str, told.itertext())).split()) if told is not None else ""
    )
    stated = node.get("id") or ""
    rule = rule_id(stated, text)
    return Failure(
        check,
        rule,
        _flag(node),
        text[:_LONGEST_TEXT],
        terms_of(text) or terms_of(rule),
    )


def _flag(node: etree._Element) -> str:
    """Return how bad it is; Factur-X flags only what is no more than a warning."""
    flag = (node.get("flag") or node.get("role") or "").lower()
    if flag in (WARNING, "information", "info"):
        return WARNING
    # A report without a flag tells of an element that the profile does not use.
    return WARNING if node.tag == _REPORT and flag != FATAL else FATAL


def rule_id(stated: str, text: str) -> str:
    """Return the official id of a rule.

    Factur-X numbers its assertions by itself and names the rule in the text.

    >>> rule_id("FX-SCH-A-000001", "[BR-CO-26]-In order for the buyer…")
    'BR-CO-26'
    >>> rule_id("BR-FR-05_BT-22_PMT", "BR-FR-05/BT-22 : La mention…")
    'BR-FR-05_BT-22_PMT'
    """
    if stated and not stated.startswith("FX-SCH"):
        return stated
    found = _BRACKET.search(text)
    return found[1] if found else stated


def terms_of(text: str) -> list[str]:
    """Return the business terms that a text names, as they come, groups last.

    >>> terms_of("[BR-45]-Each VAT breakdown (BG-23) shall have (BT-116).")
    ['BT-116', 'BG-23']
    """
    found = (term[0].upper() for term in _TERM.finditer(text.replace("_", " ")))
    return sorted(dict.fromkeys(found), key=lambda term: "BG-" in term)


def _add_place(failure: Failure, location: str, lines: list[str]) -> None:
    failure.count += 1
    if not failure.element:
        failure.element = element_of(location)
    line = line_of(location, lines)
    if line and line not in failure.lines and len(failure.lines) < _MOST_LINES:
        failure.lines.append(line)


def line_of(location: str, lines: list[str]) -> str:
    """Return the identifier of the line that a location lies in, empty for none.

    >>> line_of("/a/ram:IncludedSupplyChainTradeLineItem[2]/b", ["10", "20"])
    '20'
    """
    found = _LINE.search(location)
    if not found:
        return ""
    place = int(found["place"] or 1)
    return lines[place - 1] if place <= len(lines) else str(place)


def element_of(location: str) -> str:
    """Return the name of the element that a location points to, with its parent's.

    >>> element_of("/*:Invoice[namespace-uri()='u'][1]/*:ID[namespace-uri()='u'][1]")
    'Invoice/ID'
    """
    plain = re.sub(r"\[namespace-uri\(\)='[^']*'\]", "", location)
    names = [found["name"] for found in _STEP.finditer(plain)]
    return "/".join(names[-2:])


def schema_failures(errors: Any, check: str, lines: list[str]) -> list[Failure]:
    """Return what a schema (XSD) finds wrong, each wrong element once.

    Args:
        errors: The log of errors of lxml's schema.
        check: The check that gave it.
        lines: Identifiers of the invoice's lines in their order.
    """
    found: dict[tuple[str, str], Failure] = {}
    for error in errors:
        location = error.path or ""
        kind = str(error.type_name).removeprefix("SCHEMAV_")
        name = element_of(location)
        text = re.sub(r"\{[^}]*\}", "", error.message).partition(" Expected is")[0]
        new = Failure(check, "XSD", FATAL, text[:_LONGEST_TEXT], [], element=name)
        known = found.setdefault((kind, name), new)
        _add_place(known, location, lines)
    return list(found.values())[:_MOST_LINES]
