"""Work on the tree that the library made: take out, put in, keep the schema's order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lxml import etree

from .plain import NO_NUMBER, NO_TEXT

Made = etree._Element

# What the library puts on an element without content.
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"

_PARSER = etree.XMLParser(
    remove_blank_text=True, resolve_entities=False, no_network=True, huge_tree=True
)


class Maker:
    """Makes elements of the namespaces of one syntax.

    >>> make = Maker({"x": "urn:example"})
    >>> etree.tostring(make("x:Head", make("x:ID", "7", scheme=None)))
    b'<x:Head xmlns:x="urn:example"><x:ID>7</x:ID></x:Head>'
    """

    def __init__(self, namespaces: dict[str, str]) -> None:
        self.namespaces = namespaces

    def tag(self, name: str) -> str:
        """Return the tag of a name with its prefix."""
        prefix, _colon, local = name.partition(":")
        return f"{{{self.namespaces[prefix]}}}{local}"

    def __call__(
        self, name: str, *content: Made | str | None, **attributes: str | None
    ) -> Made:
        """Make an element of children or of a text; what is ``None`` is left out."""
        made = etree.Element(self.tag(name), nsmap=self.namespaces)
        for each in content:
            if isinstance(each, str):
                made.text = each
            elif each is not None:
                made.append(each)
        for key, value in attributes.items():
            if value:
                made.set(key, value)
        return made

    def some(
        self, name: str, *content: Made | str | None, **attributes: str | None
    ) -> Made | None:
        """Make an element, ``None`` when it would be empty."""
        if not any(each is not None and each != "" for each in content):
            return None
        return self(name, *content, **attributes)

    def find(self, root: Made, path: str) -> Made | None:
        """Return the first element at a path of names with their prefix."""
        return root.find(path, self.namespaces)

    def all(self, root: Made, path: str) -> list[Made]:
        """Return the elements at a path of names with their prefix."""
        return root.findall(path, self.namespaces)

    def put(
        self,
        parent: Made,
        elements: Sequence[Made],
        order: Iterable[str],
    ) -> None:
        """Put elements of one name in place of those of that name.

        Args:
            parent: Where they belong.
            elements: All of one name, at least one.
            order: Names of what stands behind them in the schema.
        """
        for old in parent.findall(str(elements[0].tag)):
            parent.remove(old)
        later = {self.tag(name) for name in order}
        place = next(
            (at for at, child in enumerate(parent) if child.tag in later), len(parent)
        )
        parent[place:place] = list(elements)


def parsed(xml: bytes) -> Made:
    """Parse what the library wrote."""
    return etree.fromstring(xml, _PARSER)


def written(root: Made) -> bytes:
    """Return the document of a tree."""
    etree.cleanup_namespaces(root)
    return etree.tostring(
        root, pretty_print=True, xml_declaration=True, encoding="UTF-8"
    )


def reordered(elements: Sequence[Made], order: Sequence[int]) -> None:
    """Put neighbours into another order.

    Args:
        elements: Neighbours in one parent, as they stand.
        order: For each of them the place that it should have among them.
    """
    parent = elements[0].getparent() if elements else None
    if parent is None or list(order) == sorted(order):
        return
    start = parent.index(elements[0])
    by_place = dict(zip(order, elements, strict=True))
    wanted = [by_place[place] for place in sorted(by_place)]
    parent[start : start + len(elements)] = wanted


def without_unsaid(root: Made, kept: frozenset[str] = frozenset()) -> None:
    """Take out what only keeps a place, and what is empty without it.

    Args:
        root: The document.
        kept: Tags that the schema asks for even when they are empty.

    >>> root = parsed(b"<a><b><c>NaN</c></b><d>1</d></a>")
    >>> without_unsaid(root)
    >>> etree.tostring(root)
    b'<a><d>1</d></a>'
    """
    for element in reversed(list(root.iter(etree.Element))):
        for name, value in list(element.attrib.items()):
            if value == NO_TEXT or name == _NIL:
                del element.attrib[name]
        says = (element.text or "").strip() not in ("", NO_TEXT, NO_NUMBER)
        parent = element.getparent()
        is_empty = not says and not len(element) and element.tag not in kept
        if is_empty and parent is not None:
            parent.remove(element)
