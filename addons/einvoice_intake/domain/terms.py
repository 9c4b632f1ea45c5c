"""Engine that reads an XML tree by a table of business terms.

A syntax (CII, UBL) is a table: which business term stands at which path, how its text
becomes a value, which attribute of the invoice it is. The engine compiles the paths of
a table into one tree and walks the document once beside it, so the cost is one
dictionary look-up per element, whatever the number of terms. It never raises for what
the document holds: what cannot be read is noted as a problem, the rest is read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from lxml import etree

from odoo.addons.einvoice_base.domain.findings import Finding, Rule, Severity

from . import problems

# Nested lines (UBL SubInvoiceLine) below this depth are not read.
MAX_DEPTH = 20

Values = dict[str, Any]


@dataclass(slots=True)
class Scan:
    """One document being read: what converters need, and what they noticed.

    Attributes:
        currency: BT-5, read beforehand because CII states it after the lines.
        vat_currency: BT-6.
        number: BT-1, for UBL lines that point to their own invoice.
        notes: Problems in the order of the document.
    """

    currency: str | None = None
    vat_currency: str | None = None
    number: str | None = None
    notes: list[Finding] = field(default_factory=list)

    def note(
        self,
        rule: Rule,
        term: str,
        severity: Severity | None = None,
        found: Decimal | None = None,
        **values: Any,
    ) -> None:
        """Keep one problem about a business term."""
        self.notes.append(
            rule.finding(term=term, severity=severity, found=found, **values)
        )

    def repeated(self, term: str, kept: object, dropped: object) -> None:
        """Note that a term allowed once stands twice; equal values only inform."""
        same = kept == dropped
        simple = isinstance(dropped, (str, int, Decimal)) or hasattr(dropped, "month")
        self.note(
            problems.VALUE_REPEATED,
            term,
            severity=Severity.INFORM if same else None,
            value=dropped if simple else None,
            kept=kept if simple else None,
        )

    def first(self, term: str, values: Sequence[Any] | None) -> Any:
        """Return the first of several values and note others that differ from it."""
        if not values:
            return None
        for other in values[1:]:
            if other != values[0]:
                self.repeated(term, values[0], other)
        return values[0]


Convert = Callable[[Scan, etree._Element, str], Any]
Build = Callable[[Scan, Values], Any]


@dataclass(frozen=True, slots=True)
class Term:
    """One business term of a table.

    Attributes:
        term: Its number, ``BT-1``.
        path: Where it stands below its group, steps with their prefix.
        name: Attribute of the value that the group builds.
        convert: Makes the value of the element; ``None`` when it holds nothing.
        many: Several are allowed; the values are then a list.
    """

    term: str
    path: str
    name: str
    convert: Convert
    many: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A group of business terms that becomes one value.

    Attributes:
        build: Makes the value of what the parts gave; ``None`` drops it.
        line: Part that numbers the group, named in the problems found inside.
        nested: Path below itself where the same group stands again.
    """

    term: str
    path: str
    name: str
    parts: tuple[Term | Group, ...]
    build: Build
    many: bool = False
    line: str | None = None
    nested: str | None = None


class _Step:
    """One element on the way of a table: what starts here, and what lies below."""

    __slots__ = ("below", "groups", "terms")

    def __init__(self) -> None:
        self.below: dict[Any, _Step] = {}
        self.terms: list[Term] = []
        self.groups: list[tuple[Group, _Step]] = []


class Table:
    """Terms of one syntax, ready to read documents.

    >>> names = {"x": "urn:example"}
    >>> table = Table([Term("BT-1", "x:Head/x:ID", "number", text)], names)
    >>> root = etree.fromstring('<a xmlns="urn:example"><Head><ID>7</ID></Head></a>')
    >>> table.values(root, Scan())
    {'number': '7'}
    """

    def __init__(
        self, parts: Sequence[Term | Group], namespaces: Mapping[str, str]
    ) -> None:
        self._namespaces = namespaces
        self._root = self._compiled(parts)

    def values(self, root: etree._Element, scan: Scan) -> Values:
        """Read the document: name of the part to its value, or list of values."""
        values: Values = {}
        _walk(self._root, root, values, scan, 0)
        return values

    def _compiled(self, parts: Sequence[Term | Group]) -> _Step:
        root = _Step()
        for part in parts:
            step = self._step(root, part.path)
            if isinstance(part, Term):
                step.terms.append(part)
                continue
            inside = self._compiled(part.parts)
            step.groups.append((part, inside))
            if part.nested:
                self._step(inside, part.nested).groups.append((part, inside))
        return root

    def _step(self, step: _Step, path: str) -> _Step:
        for name in path.split("/"):
            prefix, _, local = name.partition(":")
            tag = f"{{{self._namespaces[prefix]}}}{local}"
            step = step.below.setdefault(tag, _Step())
        return step


def _walk(
    step: _Step, element: etree._Element, values: Values, scan: Scan, depth: int
) -> None:
    below = step.below
    for child in element:
        found = below.get(child.tag)
        if found is None:
            continue
        for term in found.terms:
            value = term.convert(scan, child, term.term)
            if value is not None:
                _keep(values, term, value, scan)
        for group, inside in found.groups:
            if depth < MAX_DEPTH:
                _walk_group(group, inside, child, values, scan, depth)
        if found.below:
            _walk(found, child, values, scan, depth)


def _walk_group(
    group: Group,
    inside: _Step,
    element: etree._Element,
    values: Values,
    scan: Scan,
    depth: int,
) -> None:
    start = len(scan.notes)
    inner: Values = {}
    _walk(inside, element, inner, scan, depth + 1)
    number = inner.get(group.line) if group.line else None
    value = group.build(scan, inner) if inner else None
    if number is not None:
        scan.notes[start:] = [
            note if note.line else problems.on_line(note, number)
            for note in scan.notes[start:]
        ]
    if value is not None:
        _keep(values, group, value, scan)


def _keep(values: Values, part: Term | Group, value: Any, scan: Scan) -> None:
    if part.many:
        values.setdefault(part.name, []).append(value)
    elif part.name in values:
        scan.repeated(part.term, values[part.name], value)
    else:
        values[part.name] = value


def made(kind: Callable[..., Any]) -> Build:
    """Build a dataclass whose attributes have the names of the parts, each once."""

    def build(scan: Scan, values: Values) -> Any:
        return kind(**values)

    return build


def text(scan: Scan, element: etree._Element, term: str) -> str | None:
    """Return the text of an element without the blanks around it."""
    content = element.text
    return (content.strip() or None) if content else None
